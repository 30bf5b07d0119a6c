"""Why there is no figure, where its reason could be any of several: the one that the data show to be true.

A metric states its reason once; the halves of it that a predicate on rows can tell are tried on the lines left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_

import narwhals as nw

from kpi.counting import Frame, collected, groups, keyed, one
from kpi.figure import Cell, Scope, Value
from kpi.metric import NOTHING, Metric
from kpi.text import Text

Half = tuple[nw.Expr, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Either(Text):
    """One reason or another. A half is true where its predicate, of lines that don't suffer from it, holds nowhere.

    `otherwise`: what is true where lines suffer from none of the halves, and yet nothing can be given.
    """

    halves: tuple[Half, ...] = field(compare=False)
    otherwise: Text | None = field(default=None, compare=False)


def told_apart(frame: Frame, metric: Metric, scope: Scope, values: dict[Cell, Value]) -> dict[Cell, Value]:
    """The values, each that is not available with the half of the reason that is true of its own lines."""
    vague = {cell: value for cell, value in values.items() if value.reason is metric.unavailable}
    if not vague:
        return values
    level = metric.cohort == "stock"  # its lines belong to every period
    rows = frame.with_columns(key=nw.lit(0, nw.Int64)) if level else keyed(frame, metric.cohort, scope)
    found = _counted(rows, metric, ["key", *groups(scope)])
    nothing = [0] * (len(halves(metric)) + 2)
    reasons = {cell: _reason(metric, found.get((0, cell[1]) if level else cell, nothing)) for cell in vague}
    return {**values, **{cell: replace(value, reason=reasons[cell]) for cell, value in vague.items()}}


def told_of_all(frame: Frame, metric: Metric) -> Text:
    """The half of a metric's reason that is true of all lines."""
    (found,) = _counted(frame.with_columns(key=nw.lit(0, nw.Int64)), metric, ["key"]).values()
    return _reason(metric, found)


def halves(metric: Metric) -> tuple[Half, ...]:
    """What a metric's reason can be told apart into; nothing where it states one alone."""
    return metric.unavailable.halves if isinstance(metric.unavailable, Either) else ()


def _counted(rows: Frame, metric: Metric, keys: list[str]) -> dict[Cell, list[int]]:
    """Of each cell: complaints, those that don't suffer from each half, and those that suffer from none."""
    complaint, passed = nw.col("complaint"), [half for half, _ in halves(metric)]
    flags = [complaint, *(complaint & half for half in passed), reduce(and_, passed, complaint)]
    named = {f"flag{i}": one(flag) for i, flag in enumerate(flags)}
    found = collected(rows.select(*keys, **named), keys, list(named))
    return {(int(cell[0]), cell[1:]): counts for cell, counts in found}


def _reason(metric: Metric, counts: list[int]) -> Text:
    why, (complaints, *passed, whole) = metric.unavailable, counts
    if not complaints:
        return NOTHING
    if not isinstance(why, Either):
        return why
    true = next((text for n, (_, text) in zip(passed, why.halves, strict=True) if not n), None)
    return true or (why.otherwise if whole and why.otherwise else Text(fr=why.fr, en=why.en))
