"""What a metric is: data with one formula.

A formula is a shape over row predicates on the facts as of a day (`kpi.as_of`). Because numerator, denominator and
exclusion are predicates, every figure opens on exactly its lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import narwhals as nw

from kpi.text import Text

Cohort = Literal[
    "received", "due", "ack_due", "renewed_due", "closed", "settled_30", "settled_60", "settled_180", "stock", "actions"
]
Better = Literal["up", "down", "neutral"]
Unit = Literal["complaints", "share", "days", "calendar_days", "per_1000", "ppm", "points", "money"]
Kind = Literal["KPI", "KRI", "KCI"]
ChartKind = Literal["auto", "xmr", "p", "u", "c"]

NOTHING = Text(fr="aucune réclamation dans cette sélection", en="no complaint in this selection")
NO_ROW = nw.col("complaint") & ~nw.col("complaint")
IS_COMPLAINT = nw.col("complaint")
NOT_COMPLAINT = ~nw.col("complaint")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Count:
    """How many rows are counted."""

    counted: nw.Expr


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Share:
    """Rows that hit, of the rows counted. Interval: Wilson."""

    hit: nw.Expr
    counted: nw.Expr


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mean:
    """Sum of a column of whole numbers over the rows counted, divided by `per` of each: a number, or a column.

    A `{unit}` in a column's name is the unit of days asked for. Interval, with `interval`: normal, of the mean.
    """

    value: str
    counted: nw.Expr
    per: int | str = 1
    interval: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Score:
    """100 times the mean of a column of -1, 0 and 1 over the rows counted. Interval: normal, from their spread."""

    side: str
    counted: nw.Expr


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rate:
    """Rows counted, per so many of the first exposure measure that is known. Interval: exact Poisson."""

    counted: nw.Expr
    measures: tuple[str, ...]
    per: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One exposure measure as a part of another, or of itself and the rows counted, times `per`. Interval: Wilson."""

    hit: str
    of: str | None = None
    counted: nw.Expr = field(default_factory=lambda: NO_ROW)
    per: int = 1

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that must be known."""
        return (self.hit, self.of) if self.of else (self.hit,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Delay:
    """The first day at which the Kaplan-Meier survival estimate is at most 1 - quantile; open rows are censored."""

    days: str
    event: nw.Expr
    counted: nw.Expr
    quantile: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stock:
    """Rows that have entered and not yet left at the end of a period (or at the as-of day, if earlier).

    `spells` are pairs of days, in and out; a row with a null second one is still in. A row may be in several times,
    never twice at once.
    """

    spells: tuple[tuple[nw.Expr, nw.Expr], ...]
    counted: nw.Expr

    @classmethod
    def once(cls, *, enter: nw.Expr, leave: nw.Expr, counted: nw.Expr) -> Stock:
        """Rows that are in from one day to one other."""
        return cls(spells=((enter, leave),), counted=counted)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flow:
    """Rows that enter less rows that leave within a period; `enter` and `leave` are columns of days."""

    enter: str
    leave: str
    counted: nw.Expr


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Acted:
    """Corrective actions, not complaints: those on time of those due, or those that worked of those that are judged."""

    effective: bool


Shape = Count | Share | Mean | Score | Rate | Part | Delay | Stock | Flow | Acted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """One figure. `cohort` says which date puts a complaint in a period; `excluded` which rows it had to leave out.

    `unavailable` is the reason given where rows exist but all had to be left out. `settles`: a past period's figure
    stays what it was; where it goes on moving, recent periods are no fair company for older ones, and no verdict is
    passed on the series.
    """

    name: str
    id: str
    title: Text
    definition: Text
    unit: Unit
    better: Better
    kinds: tuple[Kind, ...]
    clock: Text
    cohort: Cohort
    shape: Shape
    excluded: nw.Expr = field(default_factory=lambda: NO_ROW)
    unavailable: Text = NOTHING
    chart: ChartKind = "auto"
    settles: bool = True
    sources: tuple[str, ...] = ()
    version: str = "1"
