"""How far from their due dates replies are sent: complaints by whole days, early ones below 0, the due day being 0.

The cohort is that of `answered_in_sla`, so the bars add up to its n. One without a reply stands where it is today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import narwhals as nw

from kpi.counting import collected
from kpi.measure import Facts, Query, lines

METRIC = "answered_in_sla"
EDGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Complaints at one distance: answered in time, answered late, late and without a reply."""

    days: int
    on_time: int
    late: int
    waiting: int

    @property
    def n(self) -> int:
        return self.on_time + self.late + self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """One bar for every day between the first and the last; those beyond `edge` days stand in the outermost bars."""

    bars: tuple[Bar, ...]
    edge: int = EDGE

    @property
    def n(self) -> int:
        return sum(bar.n for bar in self.bars)

    @property
    def on_time(self) -> int:
        return sum(bar.on_time for bar in self.bars)

    @property
    def late(self) -> int:
        return sum(bar.late for bar in self.bars)

    @property
    def waiting(self) -> int:
        return sum(bar.waiting for bar in self.bars)

    def at(self, days: int) -> int:
        """How many stand on one day."""
        return next((bar.n for bar in self.bars if bar.days == days), 0)


def due_distances(facts: Facts, query: Query, edge: int = EDGE) -> Distances:
    """The histogram of the query's period and filters; calendar days, whatever the unit of the promise."""
    rows = lines(facts, METRIC, "denominator", query).select(
        "answered", "on_time", days=nw.coalesce(nw.col("replied"), nw.col("today")) - nw.col("due"), one=nw.lit(1)
    )
    counts: Counter[tuple[int, str]] = Counter()
    for (answered, on_time, days), (n,) in collected(rows, ["answered", "on_time", "days"], ["one"]):
        state = "on_time" if on_time else "late" if answered else "waiting"
        counts[max(-edge, min(int(days), edge)), state] += n
    return Distances(bars=tuple(_bars(counts)), edge=edge)


def _bars(counts: Counter[tuple[int, str]]) -> Iterator[Bar]:
    days = [day for day, _ in counts]
    for day in range(min(days), max(days) + 1) if days else ():
        states = {state: counts[day, state] for state in ("on_time", "late", "waiting")}
        yield Bar(days=day, **states)
