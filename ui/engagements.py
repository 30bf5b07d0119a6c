"""Commitments and delays, first part: the finding in a sentence, the tiles, and the groups from the worst to the best.

Puts into words and tones what kpi found; decides no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from charts.control import Series
from charts.forest import Row
from charts.words import Words
from kpi.commitments import SMALL, Commitment
from kpi.measure import Query
from kpi.overview import Answer, Standing, Where
from kpi.ruleset import RuleSet
from kpi.verdict import Variation
from ui import choices
from ui.show import Tile, Tone, Value
from ui.steering import TONES, sentence_case
from ui.tiles import missing, reason, share

METRIC = "answered_in_sla"
MONTHLY = (
    *(METRIC, "promise_kept", "acknowledged_in_time", "reply_delay_median", "reply_delay_p90", "paused_time"),
    "extended",
)
BLANK = (METRIC, "promise_kept", "acknowledged_in_time", "reply_delay_median", "paused_time")
WIDTHS = (1.3, 1.15, 1.15, 1.35, 1.15)
FEWEST, MOST = 2, 12
SIDES = {Variation.IMPROVEMENT: "up", Variation.CONCERN: "down"}
SAID = {Variation.IMPROVEMENT: "good", Variation.CONCERN: "breach"}
VERDICTS = {Variation.IMPROVEMENT: Tone.GOOD, Variation.CONCERN: Tone.BREACH}


def monthly(as_of: date, month: tuple[date, date], where: Where) -> Query:
    """The question behind the tiles."""
    return Query(metrics=MONTHLY, as_of=as_of, start=month[0], end=month[1], where=where)


def by(dimension: str, as_of: date, last: date, where: Where) -> Query:
    """The question behind the groups: every month until the last of them."""
    return Query(metrics=(METRIC,), as_of=as_of, end=last, where=where, by=(dimension,))


def dimensions(supplies: frozenset[str], rules: RuleSet) -> tuple[str, ...]:
    """What the share can be split by: the promises first where there are several, then what the data give."""
    promises = {rule.id for rule in rules.rules if rule.reply and not rule.excluded}
    given = [name for name in ("channel", "handler_team", "site") if name in supplies]
    return (*(("rule",) if len(promises) > 1 else ()), *given) or ("rule",)


def named(words: Words, dimension: str, value: str | None, rules: RuleSet) -> str:
    """A group in words; a promise by its title."""
    titles = {rule.id: rule.title for rule in rules.rules}
    if dimension == "rule" and value in titles:
        return words.said(titles[value])
    return words.value(dimension, value)


def headline(
    words: Words, ranked: Sequence[Commitment], names: Sequence[str], total: Answer, month: str
) -> tuple[str, str, Tone]:
    """Who is furthest from the objective and whether that is new; then the whole, and what really changed."""
    overall = _overall(words, total, month)
    if len(ranked) < FEWEST or ranked[0].small:
        return overall, sentence_case(words.said(total.verdict.finding)), TONES[total.standing]
    worst = ranked[0].answer
    sentence = words(
        f"engagements.worst_{worst.standing.value}",
        month=words.month(month),
        name=names[0],
        value=words.share(worst.figure.value or 0),
        target=words.share(worst.objective or 0, 0),
        finding=_finding(words, worst),
    )
    return sentence, f"{_changes(words, ranked, names)} {overall}", TONES[worst.standing]


def _overall(words: Words, total: Answer, month: str) -> str:
    if total.figure.value is None:
        return words("headline.none", reason=reason(words, total))
    return words(
        f"engagements.overall_{total.standing.value}",
        month=words.month(month),
        value=words.share(total.figure.value),
        target=words.share(total.objective or 0, 0),
    )


def _finding(words: Words, answer: Answer) -> str:
    """Whether it is a real change."""
    said = words.said(answer.verdict.finding)
    ordinary = answer.verdict.variation is Variation.ORDINARY
    return words("engagements.not_new", finding=said) if ordinary else said


def _changes(words: Words, ranked: Sequence[Commitment], names: Sequence[str]) -> str:
    changed = [
        words("engagements.change", name=name, finding=words.said(one.answer.verdict.finding))
        for one, name in zip(ranked[1:], names[1:], strict=True)
        if one.changed and not one.small
    ]
    return words("engagements.changes", what=", ".join(changed)) if changed else words("engagements.no_changes")


def tiles(words: Words, found: dict[str, Answer], month: str) -> tuple[tuple[Tile, Answer], ...]:
    """Each tile with the answer that opens on its lines."""
    said = words.month(month)
    kept, acknowledged = found["promise_kept"], found["acknowledged_in_time"]
    extended = words("engagements.extended", value=words.figure(found["extended"].figure.value, "share"))
    return (
        (share(words, "sla", words("pilotage.sla", month=said), found[METRIC]), found[METRIC]),
        (share(words, "kept", words("engagements.kept", month=said), kept, extended), kept),
        (share(words, "ack", words("engagements.ack", month=said), acknowledged), acknowledged),
        (_delay(words, found, said), found["reply_delay_median"]),
        (_paused(words, found["paused_time"], said), found["paused_time"]),
    )


def _delay(words: Words, found: dict[str, Answer], month: str) -> Tile:
    median, p90 = found["reply_delay_median"], found["reply_delay_p90"]
    label = words("pilotage.delay")
    if not median.figure.n:
        return missing(words, "delay", label, reason(words, median))
    return Tile(
        key="delay",
        label=label,
        values=tuple(
            Value(text=words.figure(one.figure.value, "days"), caption=_caption(words, name, one))
            for name, one in (("delay_median", median), ("delay_p90", p90))
        ),
        notes=(words("pilotage.delay_note", month=month), f"n = {words.number(median.figure.n)}"),
    )


def _caption(words: Words, name: str, answer: Answer) -> str:
    said = words(f"pilotage.{name}")
    return said if answer.figure.value is not None else f"{said}, {words.days(None)}"


def _paused(words: Words, answer: Answer, month: str) -> Tile:
    label = words("engagements.paused", month=month)
    if answer.figure.value is None:
        return missing(words, "paused", label, reason(words, answer))
    return Tile(
        key="paused",
        label=label,
        values=(Value(text=words.share(answer.figure.value)),),
        notes=(words("engagements.paused_note"), f"n = {words.number(answer.figure.n)}"),
    )


def rows(words: Words, ranked: Sequence[Commitment], names: Sequence[str]) -> tuple[Row, ...]:
    """The groups that are drawn; those too small to be ranked say so."""
    return tuple(_row(words, one, name) for one, name in zip(ranked[:MOST], names[:MOST], strict=True))


def _row(words: Words, one: Commitment, name: str) -> Row:
    figure, variation = one.answer.figure, one.answer.verdict.variation
    value = figure.value or 0.0
    standing = TONES[one.answer.standing]
    small = words("engagements.small", n=words.number(SMALL))
    return Row(
        name=name,
        value=value,
        low=value if figure.low is None else figure.low,
        high=value if figure.high is None else figure.high,
        figure=words("engagements.row", value=words.share(value), n=words.number(figure.n)),
        verdict=small if one.small else words.said(one.answer.verdict.finding),
        side="" if one.small else SIDES.get(variation, ""),
        tone="muted" if one.small else standing.value,
        said="muted" if one.small else SAID.get(variation, "muted"),
    )


def ranking(words: Words, ranked: Sequence[Commitment], dimension: str) -> tuple[str, str, Tone]:
    """The chart's title, what it shows, and that finding's tone."""
    title = words(f"engagements.by.{dimension}")
    missed = [one for one in ranked if one.missed and not one.small]
    judged = [one for one in ranked if not one.small and one.answer.standing is not Standing.UNKNOWN]
    if not ranked:
        return title, words("engagements.no_groups"), Tone.NONE
    if not judged:
        return title, words("engagements.worst_first"), Tone.NEUTRAL
    goal = words.share(judged[0].answer.objective or 0, 0)
    if not missed:
        return title, words("engagements.none_missed", target=goal), Tone.GOOD
    said = words.plural("engagements.missed", len(missed), all=words.number(len(judged)), target=goal)
    return title, said, Tone.BREACH


def history(words: Words, answer: Answer, name: str) -> tuple[str, str, Tone, Series | None]:
    """One group's control chart: its title, finding, tone, and what is drawn."""
    title = words("engagements.history", name=name)
    if answer.chart is None:
        return title, words("chart.none"), Tone.NONE, None
    verdict = answer.verdict
    drawn = Series(
        chart=answer.chart,
        unit="share",
        better="up",
        target=answer.objective,
        limits=verdict.variation is not Variation.UNKNOWN,
    )
    return title, sentence_case(words.said(verdict.sentence)), VERDICTS.get(verdict.variation, Tone.NEUTRAL), drawn


def split(words: Words, supplies: frozenset[str], rules: RuleSet) -> str:
    """The dimension that the reader chose; no choice where there is one only."""
    options = dimensions(supplies, rules)
    if len(options) == 1:
        return options[0]
    return choices.one_of(
        words, "split", words("engagements.split"), options, lambda name: words(f"engagements.split_name.{name}")
    )


def beyond(words: Words, ranked: Sequence[Commitment]) -> list[str]:
    """How many groups are not drawn."""
    return [words.plural("engagements.more", len(ranked) - MOST)] if len(ranked) > MOST else []


def openings(ranked: Sequence[Commitment], names: Sequence[str]) -> list[tuple[str, Answer]]:
    """Each group with the answer that opens on its lines."""
    return [(name, one.answer) for one, name in zip(ranked, names, strict=True)]


def blank(words: Words) -> tuple[Tile, ...]:
    """The tiles before there is any complaint."""
    labels = {name: words(f"engagements.blank.{name}") for name in BLANK}
    return tuple(missing(words, f"blank-{name}", label, words("empty.title")) for name, label in labels.items())
