"""What a metric is: data with one formula.

A formula is a shape over row predicates on the facts as of a day (`kpi.as_of`). Because numerator, denominator and
exclusion are predicates, every figure opens on exactly its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import narwhals as nw

from kpi.text import Text

Cohort = Literal["received", "due", "closed", "stock"]
Better = Literal["up", "down", "neutral"]
Unit = Literal["complaints", "share", "days"]
Kind = Literal["KPI", "KRI", "KCI"]

NOTHING = Text(fr="aucune réclamation dans cette sélection", en="no complaint in this selection")
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
    """Sum of a whole number of days over the rows counted. A `{unit}` in the column's name is the unit asked for."""

    value: str
    counted: nw.Expr


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

    `enter` and `leave` are columns of days; a row with a null `leave` is still in.
    """

    enter: nw.Expr
    leave: nw.Expr
    counted: nw.Expr


Shape = Count | Share | Mean | Delay | Stock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """One figure. `cohort` says which date puts a complaint in a period; `excluded` which rows it had to leave out.

    `unavailable` is the reason given where rows exist but all had to be left out.
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
    excluded: nw.Expr
    unavailable: Text = NOTHING
    sources: tuple[str, ...] = ()
    version: str = "1"
