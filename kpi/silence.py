"""Who has stopped complaining, against what was to be expected: a silence is an alert, never good news.

Expected in the last whole months: what the group received before, times its exposure since over its exposure before;
or times what all groups received since over before, which the seasons move alike. For all groups together, working
days stand for these. A group is judged on each basis that is known, and the least probable is told.
The probability of so few is the exact conditional binomial one, by which two Poisson counts are compared; a group
whose months vary more than by chance (factor phi) is judged as if it had phi times fewer complaints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

import narwhals as nw

from kpi import days, intervals
from kpi.coverage import coverage, worked
from kpi.errors import KpiError
from kpi.figure import Figure
from kpi.groups import By, group_name, narrowed
from kpi.intervals import Estimate
from kpi.measure import Facts, Query, lines, measure
from kpi.spans import Span
from kpi.text import Text
from kpi.wording import NONE, day, joined, number, sentence

VOLUME, RATE = "volume", "complaint_rate"
MONTHS, ENOUGH = 3, 6
IMPROBABLE = 0.001
VANISHED = 0.25
MANY = 10
Series = dict[int, Figure]
Monthly = Mapping[int, float]


class State(Enum):
    """SILENT: at most a quarter of what was expected is left; FEWER: more than that, but less than by chance."""

    SILENT = "silent"
    FEWER = "fewer than chance explains"
    AS_EXPECTED = "as expected"
    TOO_SMALL = "too few expected to tell a silence from chance"


class Basis(Enum):
    """What the expected number is reckoned by."""

    EXPOSURE = "its exposure"
    SHARE = "its share of all complaints"
    TIME = "working days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A group and its last whole months; `by` is empty for all groups together.

    `observed` and `expected` are complaints of these months, `ratio` the rate since over the rate before.
    `probability` is that of so few or fewer, an alert below `threshold`. `figures` are the months it rests on, `recent`
    and `before` the questions that open on their lines, `last` the day of the last complaint of all.
    """

    by: By
    state: State
    basis: Basis
    observed: int
    expected: float
    ratio: Estimate
    phi: float
    probability: float
    threshold: float
    last: date | None
    figures: tuple[Figure, ...]
    recent: Query
    before: Query
    sentence: Text

    @property
    def alert(self) -> bool:
        """Whether somebody should ask why."""
        return self.state in (State.SILENT, State.FEWER)


def silences(facts: Facts, query: Query, *, months: int = MONTHS, rate: str | None = RATE) -> tuple[Silence, ...]:
    """Every group of `query.by`, and all of them together, the least probable first.

    The last `months` whole months until the query's end are held against all months before them, from `query.start`
    where it is given. `rate` names the metric whose denominators are the exposures; None asks for none.
    """
    if months < 1:
        raise KpiError(f"{months} months are no recent past; give 1 or more.")
    window = _window(query, months)
    first = days.first_day("month", window[0])
    if query.start and query.start >= first:
        raise KpiError(f"silences from {first} on are judged by the months before; begin earlier than that.")
    asked = replace(query, metrics=(VOLUME,), end=days.last_day("month", window[-1]), period="month")
    volumes = _series(facts, asked)
    if not volumes.get(()):
        return ()
    past = _Past(
        volumes=volumes,
        exposures=_series(facts, replace(asked, metrics=(rate,))) if rate else {},
        working_days=_working_days(facts, query, min(volumes[()]), window[-1]),
        window=window,
        query=asked,
        lasts=_last_days(facts, replace(query, metrics=(VOLUME,))),
    )
    bases = {by: past.bases(by) for by in volumes}
    threshold = IMPROBABLE / sum(len(known) for known in bases.values())
    found = (_told(past, by, known, threshold) for by, known in bases.items())
    return tuple(sorted(found, key=lambda one: (one.probability, str(one.by))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """Figures by group and month (all groups together: no value), and what the expected numbers are reckoned by."""

    volumes: dict[By, Series]
    exposures: dict[By, Series]
    working_days: Monthly
    window: range
    query: Query
    lasts: dict[By, date]

    def counts(self, by: By) -> Monthly:
        """Complaints of each month; none where the group has no figure."""
        own = self.volumes[by]
        return {month: own[month].n if month in own else 0 for month in self.working_days}

    def bases(self, by: By) -> dict[Basis, Monthly]:
        """What the group can be measured by. An exposure must be known in all of the window, and before it."""
        found: dict[Basis, Monthly] = {}
        exposed = {m: float(f.denominator) for m, f in self.exposures.get(by, {}).items() if f.denominator is not None}
        if all(month in exposed for month in self.window) and min(exposed) < self.window[0]:
            found[Basis.EXPOSURE] = exposed
        if by and len(self.volumes) > 2:
            return {**found, Basis.SHARE: self.counts(())}
        return {**found, Basis.TIME: self.working_days}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """Complaints before and since, and what both are measured by."""

    before: float
    since: float
    base_before: float
    base_since: float
    phi: float

    @property
    def expected(self) -> float:
        """What the rate before makes of the base since."""
        return self.before * self.base_since / self.base_before if self.base_before else 0.0

    def probability(self, since: float) -> float:
        """Of so few or fewer since, given the sum of both."""
        if not self.before or not self.base_before or not self.base_since:
            return 1.0
        chance = self.base_since / (self.base_before + self.base_since)
        return intervals.at_most(since / self.phi, (self.before + since) / self.phi, chance)


def _window(query: Query, months: int) -> range:
    """The last whole months that are over at the end of the query's last day."""
    over = days.month_of(min(query.end or query.as_of, query.as_of) + timedelta(days=1))
    return range(over - months, over)


def _series(facts: Facts, query: Query) -> dict[By, Series]:
    """The monthly figures of all groups together, and of each group that has any."""
    found: dict[By, Series] = {}
    for asked in (replace(query, by=()), query) if query.by else (query,):
        for figure in measure(facts, asked):
            if figure.value is not None:
                found.setdefault(figure.by, {})[days.month_of(date.fromisoformat(f"{figure.period}-01"))] = figure
    return {by: series for by, series in found.items() if any(f.n or f.denominator for f in series.values())}


def _working_days(facts: Facts, query: Query, first: int, last: int) -> Monthly:
    """The jours ouvrés of each month, in the first one from the day on which the data, or the question, begin."""
    known, calendar = coverage(facts), facts.rules.calendars()[0]
    begin = max(known.first if known else date.min, query.start or date.min)
    starts = {month: max(begin, days.first_day("month", month)) for month in range(first, last + 1)}
    return {m: worked(calendar, Span(start=start, end=days.last_day("month", m))) for m, start in starts.items()}


def _last_days(facts: Facts, query: Query) -> dict[By, date]:
    """The last day of reception of every group, and of all."""
    rows, columns = lines(facts, VOLUME, "denominator", query), [f"by_{name}" for name in query.by]
    newest = nw.col("received").max()
    grouped = rows.group_by(columns).agg(newest) if columns else rows.select(newest)
    found = {
        tuple(zip(query.by, (row[name] for name in columns), strict=True)): days.to_date(row["received"])
        for row in grouped.collect("pyarrow").to_native().to_pylist()
        if row["received"] is not None
    }
    return {**found, (): max(found.values())} if found else {}


def _told(past: _Past, by: By, bases: dict[Basis, Monthly], threshold: float) -> Silence:
    """The least probable of the group's judgements; one that can tell goes before one that can't."""
    judged = [_silence(past, by, basis, base, threshold) for basis, base in bases.items()]
    return min(judged, key=lambda one: (one.state is State.TOO_SMALL, one.probability))


def _silence(past: _Past, by: By, basis: Basis, base: Monthly, threshold: float) -> Silence:
    evidence = _evidence(past.counts(by), base, past.window)
    probability, own = evidence.probability(evidence.since), narrowed(past.query, by)
    state = _state(evidence, probability, threshold)
    first = days.first_day("month", past.window[0])
    found = Silence(
        by=by, state=state, basis=basis, observed=int(evidence.since), expected=evidence.expected,
        ratio=intervals.rate_ratio(
            int(evidence.since), evidence.base_since, int(evidence.before), evidence.base_before
        ),
        phi=evidence.phi, probability=probability, threshold=threshold, last=past.lasts.get(by),
        figures=tuple(past.volumes[by].values()), recent=replace(own, start=first, period="all"),
        before=replace(own, end=first - timedelta(days=1), period="all"), sentence=NONE,
    )  # fmt: skip
    return replace(found, sentence=_sentence(found, len(past.window)))


def _evidence(counts: Monthly, base: Monthly, window: range) -> _Evidence:
    """Both sides of the window's first day; months without a base count on neither."""
    earlier = [month for month in base if month < window[0] and month in counts]
    recent = [month for month in window if month in base]
    return _Evidence(
        before=sum(counts[month] for month in earlier), since=sum(counts.get(month, 0) for month in recent),
        base_before=sum(base[month] for month in earlier), base_since=sum(base[month] for month in recent),
        phi=_phi([counts[month] for month in earlier], [base[month] for month in earlier]),
    )  # fmt: skip


def _phi(counts: list[float], base: list[float]) -> float:
    """How much more than Poisson counts the months before vary (Pearson's chi-square over its freedom); at least 1."""
    if len(counts) < ENOUGH or not sum(counts):
        return 1.0
    rate = sum(counts) / sum(base)
    squares = sum((n - rate * size) ** 2 / (rate * size) for n, size in zip(counts, base, strict=True) if size)
    return max(1.0, squares / (len(counts) - 1))


def _state(evidence: _Evidence, probability: float, threshold: float) -> State:
    if evidence.probability(0) >= threshold:
        return State.TOO_SMALL
    if probability >= threshold:
        return State.AS_EXPECTED
    return State.SILENT if evidence.since <= VANISHED * evidence.expected else State.FEWER


_WORDS = {
    State.SILENT: Text(
        fr="Un silence n'est pas une bonne nouvelle : vérifier qu'on peut encore réclamer, et qu'on l'enregistre.",
        en="A silence is no good news: check that people can still complain, and that it is recorded.",
    ),
    State.FEWER: Text(
        fr="Le hasard n'explique pas cette baisse : à expliquer avant de s'en réjouir.",
        en="Chance doesn't explain this fall: explain it before being glad of it.",
    ),
    State.AS_EXPECTED: Text(fr="Pas moins que le hasard ne le permet.", en="No fewer than chance allows."),
    State.TOO_SMALL: Text(
        fr="Trop peu sont attendues pour distinguer un silence du hasard.",
        en="Too few are expected to tell a silence from chance.",
    ),
}
_BASES = {
    Basis.EXPOSURE: Text(fr="l'exposition", en="exposure"),
    Basis.SHARE: Text(fr="la part du total", en="share of the total"),
    Basis.TIME: Text(fr="les jours ouvrés", en="working days"),
}
ALL = Text(fr="Ensemble", en="All together")


def _sentence(found: Silence, months: int) -> Text:
    head = sentence(
        Text(
            fr="{name} : {observed} reçues sur {months} mois, {expected} attendues d'après {basis}{last}.",
            en="{name}: {observed} received in {months} months, {expected} expected by {basis}{last}.",
        ),
        name=group_name(found.by) if found.by else ALL, observed=number(found.observed), months=number(months),
        expected=number(found.expected, 0 if found.expected >= MANY else 1),
        last=_last(found.last), basis=_BASES[found.basis],
    )  # fmt: skip
    return joined(head, _WORDS[found.state])


def _last(last: date | None) -> Text:
    if last is None:
        return NONE
    return sentence(Text(fr=" ; la dernière date du {last}", en="; the last one is of {last}"), last=day(last))
