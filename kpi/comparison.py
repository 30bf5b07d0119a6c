"""A period against an earlier one that it may fairly be compared with, and whether chance explains the difference.

`kpi.spans` chooses the days, `kpi.contrast` what the two figures say of each other; the sentence is made here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpi.catalog import metric as find_metric
from kpi.contrast import Contrast, Finding, Reading, contrast
from kpi.coverage import Coverage, coverage, worked
from kpi.errors import KpiError
from kpi.figure import Figure
from kpi.groups import By, narrowed
from kpi.intervals import NOTHING, Estimate
from kpi.late_registration import Completeness, still_to_come
from kpi.measure import Facts, Query, measure
from kpi.metric import Count, Metric, Rate
from kpi.spans import Against, Span, Spans, earlier_query, spans
from kpi.text import Text
from kpi.wording import NONE, Said, day, joined, number, points, quantity, sentence, share, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`difference` is now less earlier; `ratio` and `per_working_day` are now over earlier, for counts and rates.

    `running`: the period isn't over, and both sides stop after as many days. `favourable` is None where the metric
    has no good direction or nothing is concluded. `to_come`: what late registration still adds to the present side of
    a count or a rate; the earlier side has it already.
    """

    against: Against
    current: Reading
    earlier: Reading
    running: bool
    difference: Estimate
    ratio: Estimate
    per_working_day: Estimate
    finding: Finding
    favourable: bool | None
    to_come: Completeness | None
    sentence: Text


def compare(facts: Facts, query: Query, metric: str, against: Against) -> Comparison:
    """One metric in the query's period against an earlier one. KpiError for a query by groups."""
    if query.by:
        raise KpiError("compare answers for one selection; ask compare_groups for one comparison per group.")
    return compare_groups(facts, query, metric, against)[0]


def compare_groups(facts: Facts, query: Query, metric: str, against: Against) -> tuple[Comparison, ...]:
    """One comparison per group of the query, groups that are in one of the two periods only included."""
    chosen, found, known = find_metric(metric), spans(query, against), coverage(facts)
    asked = replace(query, metrics=(metric,), period="all")
    now, before = replace(asked, end=found.seen.end), earlier_query(asked, against)
    figures, figures_before = _figures(facts, now), _figures(facts, before)
    return tuple(
        _comparison(
            chosen, against, found, known,
            _reading(facts, now, found.seen, by, figures, known),
            _reading(facts, before, found.earlier, by, figures_before, known),
            _measure(facts, chosen, query), _to_come(facts, chosen, narrowed(now, by), found.seen),
        )
        for by in sorted({**figures, **figures_before}, key=str)
    )  # fmt: skip


def _to_come(facts: Facts, metric: Metric, query: Query, span: Span) -> Completeness | None:
    return still_to_come(facts, query, span) if isinstance(metric.shape, Count | Rate) else None


def _still(gap: Contrast, to_come: Completeness | None) -> Finding:
    """What is concluded whatever is still to be registered: a fall that all of it wouldn't undo, and any rise."""
    if to_come is None or not to_come.share.low or gap.ratio.low is None or gap.ratio.high is None:
        return gap.finding
    most = 1 / to_come.share.low
    holds = {Finding.LOWER: gap.ratio.high * most < 1, Finding.ALIKE: gap.ratio.low * most <= 1}
    return gap.finding if holds.get(gap.finding, True) else Finding.TO_COME


def _measure(facts: Facts, metric: Metric, query: Query) -> str | None:
    """The exposure that a rate is divided by; None for any other metric."""
    if not isinstance(metric.shape, Rate):
        return None
    measures = metric.shape.measures
    return query.exposure if query.exposure in measures else facts.exposures.first_given(measures)


def _figures(facts: Facts, query: Query) -> dict[By, Figure]:
    return {figure.by: figure for figure in measure(facts, query)}


def _reading(
    facts: Facts, query: Query, span: Span, by: By, found: dict[By, Figure], known: Coverage | None
) -> Reading:
    """One side of a pair; a group without lines in these days is asked for by itself, and says why it has no figure."""
    own = narrowed(query, by)
    return Reading(
        figure=found.get(by) or replace(measure(facts, own)[0], by=by),
        query=own,
        span=span,
        working_days=worked(facts.rules.calendars()[0], span),
        covered=known is not None and known.covers(span),
    )


def _comparison(
    metric: Metric,
    against: Against,
    found: Spans,
    known: Coverage | None,
    current: Reading,
    earlier: Reading,
    measure: str | None,
    to_come: Completeness | None,
) -> Comparison:
    gap = contrast(metric, current, earlier, measure)
    gap = replace(gap, finding=_still(gap, to_come))
    parts = (
        _running(found),
        _values(metric, against, current, earlier, gap),
        _days(current, earlier, gap),
        _uncovered(current, earlier, known),
        _incomplete(to_come),
        _concluded(gap.finding, current.covered and earlier.covered),
    )
    return Comparison(
        against=against, current=current, earlier=earlier, running=found.running, difference=gap.difference,
        ratio=gap.ratio, per_working_day=gap.per_working_day, finding=gap.finding,
        favourable=_favourable(gap.finding, metric.better), to_come=to_come, sentence=joined(*parts),
    )  # fmt: skip


def _favourable(finding: Finding, better: str) -> bool | None:
    if finding not in (Finding.HIGHER, Finding.LOWER) or better == "neutral":
        return None
    return (finding is Finding.HIGHER) == (better == "up")


NOT_CONCLUDED = Text(fr="Rien n'est conclu.", en="Nothing is concluded.")
_FINDINGS = {
    Finding.HIGHER: Text(fr="Le hasard n'explique pas cette hausse.", en="Chance doesn't explain this rise."),
    Finding.LOWER: Text(fr="Le hasard n'explique pas cette baisse.", en="Chance doesn't explain this fall."),
    Finding.ALIKE: Text(fr="Le hasard suffit à expliquer l'écart.", en="Chance is enough to explain the difference."),
    Finding.CALENDAR: Text(
        fr="Rien n'est conclu : au total et par jour ouvré, la comparaison ne donne pas la même réponse.",
        en="Nothing is concluded: in all and per working day, the comparison doesn't give the same answer.",
    ),
    Finding.TO_COME: NOT_CONCLUDED,
    Finding.UNKNOWN: Text(
        fr="Rien n'est conclu : il faut un intervalle, des deux côtés.",
        en="Nothing is concluded: that takes an interval on both sides.",
    ),
}
_WHEN = {
    Against.PREVIOUS: Text(fr="la période précédente", en="the period before"),
    Against.LAST_YEAR: Text(fr="la même période un an plus tôt", en="the same period a year before"),
    Against.LAST_YEAR_SAME_WEEKDAYS: Text(
        fr="les mêmes jours de semaine 364 jours plus tôt", en="the same weekdays 364 days before"
    ),
}


def _concluded(finding: Finding, covered: bool) -> Text:
    return _FINDINGS[finding] if covered or finding is not Finding.UNKNOWN else NOT_CONCLUDED


def _running(found: Spans) -> Text:
    """Said of every period that isn't over: both sides stop after as many days."""
    if not found.running:
        return NONE
    return sentence(
        Text(
            fr="Période en cours : {seen} jours sur {asked}, comparés aux {before} premiers jours d'avant.",
            en="Running period: {seen} of {asked} days, compared with the first {before} days of the earlier one.",
        ),
        seen=number(found.seen.days), asked=number(found.asked.days), before=number(found.earlier.days),
    )  # fmt: skip


def _values(metric: Metric, against: Against, current: Reading, earlier: Reading, gap: Contrast) -> Text:
    return sentence(
        Text(
            fr="{title} : {now} contre {before} ({gap}) pour {when}, du {start} au {end}.",
            en="{title}: {now} against {before} ({gap}) for {when}, from {start} to {end}.",
        ),
        title=metric.title, now=_value(current), before=_value(earlier), gap=_difference(metric, gap),
        when=_WHEN[against], start=day(earlier.span.start), end=day(earlier.span.end),
    )  # fmt: skip


def _value(reading: Reading) -> Said | str:
    return "—" if reading.value is None else quantity(reading.value, reading.figure.unit)


def _difference(metric: Metric, gap: Contrast) -> Said | str:
    value = gap.difference.value
    if value is None:
        return "—"
    return points(value) if metric.unit == "share" else signed(value, 0 if float(value).is_integer() else 1)


def _days(current: Reading, earlier: Reading, gap: Contrast) -> Text:
    """The numbers of days behind counts and rates; for the rest, only where they differ."""
    if gap.ratio == NOTHING and current.span.days == earlier.span.days:
        return NONE
    return sentence(
        Text(
            fr="Jours : {days} dont {worked} ouvrés, contre {days_before} dont {worked_before}{ratio}.",
            en="Days: {days}, {worked} of them worked, against {days_before}, {worked_before} of them worked{ratio}.",
        ),
        days=number(current.span.days), worked=number(current.working_days), days_before=number(earlier.span.days),
        worked_before=number(earlier.working_days), ratio=_per_day(gap.per_working_day),
    )  # fmt: skip


def _per_day(ratio: Estimate) -> Text:
    if ratio.value is None:
        return NONE
    return sentence(
        Text(fr=" ; par jour ouvré, {change} %", en="; per working day, {change}%"),
        change=signed(100 * (ratio.value - 1), 1),
    )


def _incomplete(to_come: Completeness | None) -> Text:
    if to_come is None or to_come.share.value is None:
        return NONE
    return sentence(
        Text(
            fr="De ces jours, environ {part} des réclamations restent à enregistrer ; pas de ceux d'avant.",
            en="Of these days, about {part} of the complaints are still to be registered; of the earlier ones none.",
        ),
        part=share(1 - to_come.share.value),
    )


def _uncovered(current: Reading, earlier: Reading, known: Coverage | None) -> Text:
    if known is None or (current.covered and earlier.covered):
        return NONE
    return sentence(
        Text(
            fr="Les données ne vont que du {first} au {last} : elles ne couvrent pas les deux périodes.",
            en="The data only reach from {first} to {last}: they don't cover both periods.",
        ),
        first=day(known.first), last=day(known.last),
    )  # fmt: skip
