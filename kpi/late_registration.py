"""Complaints that are received but not yet registered: how many of the last weeks are still to come.

Delays are whole calendar days from reception to registration. Only what is registered by the as-of day is seen, so
that short delays are over-represented among recent complaints; the share registered within so many days is therefore
estimated from reverse hazards, day by day among those received long enough ago (the chain-ladder of reserving; S. W.
Lagakos, L. M. Barraj and V. De Gruttola, Nonparametric analysis of truncated survival data, Biometrika 75, 1988).
Complaints without a registration date say nothing here and are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import narwhals as nw

from kpi import days, intervals
from kpi.errors import KpiError
from kpi.figure import EMPTY, Figure, nothing_in
from kpi.intervals import NOTHING, Estimate
from kpi.measure import Facts, Query, lines, measure
from kpi.registration_words import complete, none_there, still_missing
from kpi.spans import Span
from kpi.text import Text
from kpi.wording import NONE

VOLUME = "volume"
HISTORY, LONGEST = 365, 60
BLIND = 0.05  # too little of a day's complaints are there yet to reckon the rest from them
WORTH_SAYING = 0.005
NOT_GIVEN = Text(fr="l'export ne donne pas la date d'enregistrement", en="the export gives no date of registration")
Seen = Counter[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The share registered within so many days of reception, of those registered within the longest delay."""

    days: int
    share: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A period of reception: how many were registered within 0, 1, 2 … days; None where not all are that old yet."""

    period: str
    registered: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """What is known of registration on a day. `n` complaints tell; `without` have no date of registration, `impossible`
    one before their reception, `beyond` one later than the longest delay. `query` opens on all of them.
    """

    as_of: date
    query: Query
    n: int
    within: tuple[Within, ...]
    triangle: tuple[Row, ...]
    without: int
    impossible: int
    beyond: int
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """A period as known on the as-of day: complaints registered by then, those estimated to be missing, and the share
    that is there. `blind` days at its end are too recent for an estimate and left out of it. `figure` counts what is
    known today, whenever it was registered.
    """

    period: str
    span: Span
    observed: int
    missing: Estimate
    share: Estimate
    blind: int
    figure: Figure
    query: Query
    sentence: Text

    @property
    def incomplete(self) -> bool:
        """Whether enough is missing to be worth saying."""
        return self.share.value is not None and 1 - self.share.value >= WORTH_SAYING


def registration_delays(facts: Facts, query: Query, *, history: int = HISTORY, longest: int = LONGEST) -> Delays:
    """Delays of complaints received in the `history` days until the as-of day, and their triangle by the query's period
    (weeks, if it has none). KpiError for a query by groups, or for days that are none.
    """
    known = _Known.of(facts, query, history, longest)
    period = query.period if query.period != "all" else "week"
    return Delays(
        as_of=query.as_of, query=known.query, n=known.seen.total(), within=tuple(known.within()),
        triangle=tuple(_triangle(known, period)), without=known.without, impossible=known.impossible,
        beyond=known.beyond, reason=known.reason,
    )  # fmt: skip


def completeness(
    facts: Facts, query: Query, *, history: int = HISTORY, longest: int = LONGEST
) -> tuple[Completeness, ...]:
    """Each period of the query (months, if it names none) from its start, or from the last whole month, to its end."""
    known = _Known.of(facts, query, history, longest)
    period = query.period if query.period != "all" else "month"
    start = query.start or days.first_day("month", days.month_of(query.as_of + timedelta(days=1)) - 1)
    last = min(query.end or query.as_of, query.as_of)
    keys = range(days.key_of(period, start), days.key_of(period, last) + 1)
    spans = ((key, days.first_day(period, key), days.last_day(period, key)) for key in keys)
    return tuple(
        _completeness(facts, query, known, days.label(period, key), Span(start=max(first, start), end=min(end, last)))
        for key, first, end in spans
    )


def still_to_come(facts: Facts, query: Query, span: Span) -> Completeness | None:
    """The complaints of these days that aren't registered yet on the as-of day, all days together; None where the days
    are too long ago for any, or where nothing can be said of them."""
    if (query.as_of - span.end).days >= LONGEST:
        return None
    found = _completeness(facts, query, _Known.of(facts, query, HISTORY, LONGEST), "", span)
    return found if found.incomplete else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Complaints by day of reception and days to registration, as registered by `day`, and the reverse hazards.

    `hazards[d]` is the probability of a registration on day d of those registered by then; `at_risk[d]` how many
    complaints it stands on.
    """

    query: Query
    day: int
    longest: int
    seen: Seen
    without: int
    impossible: int
    beyond: int
    at_risk: tuple[int, ...]
    hazards: tuple[float, ...]

    @staticmethod
    def of(facts: Facts, query: Query, history: int, longest: int) -> _Known:
        """Counted on the engine, one row per pair of days."""
        if query.by:
            raise KpiError("registration delays are of one selection; ask for one group at a time.")
        if longest < 1 or history <= longest:
            raise KpiError(f"{history} days of history can't tell of delays of {longest} days; give more of them.")
        first = query.as_of - timedelta(days=history - 1)
        asked = replace(query, metrics=(VOLUME,), period="all", start=first, end=query.as_of)
        day, pairs = days.to_day(query.as_of), _pairs(facts, asked)
        seen: Seen = Counter()
        for (received, registered), n in pairs.items():
            if registered is not None and received <= registered <= min(day, received + longest):
                seen[received, registered - received] += n
        at_risk, hazards = _hazards(seen, day, longest)
        told = {pair: n for pair, n in pairs.items() if pair[1] is not None and pair[1] <= day}
        return _Known(
            query=asked, day=day, longest=longest, seen=seen,
            without=sum(n for (_, registered), n in pairs.items() if registered is None),
            impossible=sum(n for (received, registered), n in told.items() if (registered or 0) < received),
            beyond=sum(n for (received, registered), n in told.items() if (registered or 0) > received + longest),
            at_risk=at_risk, hazards=hazards,
        )  # fmt: skip

    @property
    def reason(self) -> Text | None:
        """Why nothing can be said; None where something can."""
        if self.seen:
            return None
        if self.without:
            return NOT_GIVEN
        return nothing_in(self.query.where, self.query.start, self.query.end) if self.query.where else EMPTY

    def share(self, age: int) -> float:
        """The share registered within `age` days."""
        found = 1.0
        for hazard in self.hazards[age + 1 :]:
            found *= 1 - hazard
        return found

    def uncertainty(self, delay: int) -> float:
        """The variance that one day's hazard gives the logarithm of every share before it (Greenwood)."""
        hazard, at_risk = self.hazards[delay], self.at_risk[delay]
        return hazard / (at_risk * (1 - hazard)) if at_risk and hazard < 1 else 0.0

    def within(self) -> Iterator[Within]:
        """The share registered within 0, 1, 2 … days, with Wilson's interval of as many as would vary as much."""
        if not self.seen:
            return
        for delay in range(self.longest + 1):
            value = self.share(delay)
            variance = sum(self.uncertainty(later) for later in range(delay + 1, self.longest + 1))
            n = (1 - value) / value / variance if variance and value else self.at_risk[delay]
            yield Within(days=delay, share=replace(intervals.share_of(value * n, n), value=value))


def _pairs(facts: Facts, query: Query) -> Counter[tuple[int, int | None]]:
    rows = lines(facts, VOLUME, "denominator", query).select("received", "registered", n=nw.lit(1, nw.Int64))
    table = rows.group_by("received", "registered").agg(nw.col("n").sum()).collect("pyarrow").to_native()
    return Counter({(row["received"], row["registered"]): int(row["n"]) for row in table.to_pylist()})


def _hazards(seen: Seen, day: int, longest: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Of those received at least d days ago and registered within d days: how many, and the part on day d itself."""
    steps, events = [0] * (longest + 2), [0] * (longest + 1)
    for (received, delay), n in seen.items():
        events[delay] += n
        steps[delay] += n
        steps[min(longest, day - received) + 1] -= n
    at_risk, reached = [], 0
    for delay in range(longest + 1):
        reached += steps[delay]
        at_risk.append(reached)
    return tuple(at_risk), tuple(e / n if n else 0.0 for e, n in zip(events, at_risk, strict=True))


def _triangle(known: _Known, period: str) -> Iterator[Row]:
    rows: dict[int, Counter[int]] = {}
    for (received, delay), n in known.seen.items():
        rows.setdefault(days.key_of(period, days.to_date(received)), Counter())[delay] += n
    for key in sorted(rows):
        youngest = known.day - min(days.to_day(days.last_day(period, key)), known.day)
        counts = [sum(n for d, n in rows[key].items() if d <= delay) for delay in range(known.longest + 1)]
        yield Row(
            period=days.label(period, key),
            registered=tuple(count if delay <= youngest else None for delay, count in enumerate(counts)),
        )


def _completeness(facts: Facts, query: Query, known: _Known, label: str, span: Span) -> Completeness:
    asked = replace(query, metrics=(VOLUME,), period="all", start=span.start, end=span.end)
    counts: Counter[int] = Counter()
    for (received, _), n in known.seen.items():
        if days.to_day(span.start) <= received <= days.to_day(span.end):
            counts[known.day - received] += n
    observed, missing, blind = _missing(known, counts, span)
    found = Completeness(
        period=label, span=span, observed=observed, missing=missing,
        share=_there(observed, missing), blind=blind, figure=measure(facts, asked)[0], query=asked, sentence=NONE,
    )  # fmt: skip
    return replace(found, sentence=known.reason or _sentence(found))


def _missing(known: _Known, counts: Counter[int], span: Span) -> tuple[int, Estimate, int]:
    """Complaints seen of the days that can be judged, those still to come, and how many days can't be judged."""
    ages = range(known.day - days.to_day(span.end), known.day - days.to_day(span.start) + 1)
    shares = {age: known.share(age) for age in ages}
    judged = {age: counts[age] for age in ages if shares[age] >= BLIND}
    blind, observed = len(shares) - len(judged), sum(judged.values())
    if not known.seen or not judged:
        return observed, NOTHING, blind
    mean = sum(n * (1 - shares[age]) / shares[age] for age, n in judged.items())
    chance = sum(n * (1 - shares[age]) / shares[age] ** 2 for age, n in judged.items())
    reckoned = sum(
        known.uncertainty(delay) * sum(n / shares[age] for age, n in judged.items() if age < delay) ** 2
        for delay in range(1, known.longest + 1)
    )
    low, high = intervals.overdispersed_range(mean, chance + reckoned)
    return observed, Estimate(value=mean, low=low, high=high), blind


def _there(observed: int, missing: Estimate) -> Estimate:
    """The share of the complaints received that is there; the more are missing, the lower."""
    if missing.value is None or missing.low is None or missing.high is None or not observed:
        return NOTHING
    return Estimate(
        value=observed / (observed + missing.value),
        low=observed / (observed + missing.high),
        high=observed / (observed + missing.low),
    )


def _sentence(found: Completeness) -> Text:
    if found.share.value is None:
        return none_there(found.period, too_recent=found.blind == found.span.days)
    return still_missing(found.period, found.share, found.missing) if found.incomplete else complete(found.period)
