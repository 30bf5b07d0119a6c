"""Counts, shares, means and scores: whole sums over one cohort date, in one scan, and what Python makes of them."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from kpi.counting import Frame, collected, groups, keyed, one
from kpi.figure import EMPTY, Cell, Scope, Value
from kpi.intervals import mean, wilson
from kpi.metric import Count, Mean, Metric, Part, Rate, Score, Share
from kpi.text import Text

SUMS = ("n", "total", "squares", "under", "out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What was counted in a cell: `n` rows, the sum and the sum of squares of their value, and of what is below."""

    n: int
    total: int
    squares: int
    under: int
    out: int


def sums(frame: Frame, metrics: list[Metric], scope: Scope) -> dict[str, dict[Cell, Sums]]:
    """The sums of metrics that share a cohort date, by metric name and cell. Cells without any line are left out."""
    columns = {f"{m.name}/{name}": column for m in metrics for name, column in _summed(m, scope.unit).items()}
    slim = keyed(frame, metrics[0].cohort, scope)
    slim = slim.select("key", *groups(scope), *(column.alias(name) for name, column in columns.items()))
    found: dict[str, dict[Cell, Sums]] = {metric.name: {} for metric in metrics}
    for keys, values in collected(slim, ["key", *groups(scope)], list(columns)):
        by_name = dict(zip(columns, values, strict=True))
        for metric in metrics:
            cell = Sums(**{name: by_name.get(f"{metric.name}/{name}", 0) for name in SUMS})
            if cell.n or cell.out:
                found[metric.name][keys[0], keys[1:]] = cell
    return found


def sum_value(metric: Metric, cell: Sums) -> Value:
    """The value of a cell, with its interval; where all lines had to be left out, the reason."""
    shape = metric.shape
    if isinstance(shape, Count):
        return Value(value=cell.n, n=cell.n, numerator=cell.n, excluded=cell.out)
    if not cell.n:
        return left_out(metric, cell.out)
    if isinstance(shape, Share):
        low, high = wilson(cell.total, cell.n)
        return _divided(cell, cell.total / cell.n, cell.n, low, high)
    if isinstance(shape, Score):
        ends = mean(cell.total, cell.squares, cell.n)
        low_, high_ = (None if end is None else 100 * min(max(end, -1.0), 1.0) for end in ends)
        return _divided(cell, 100 * cell.total / cell.n, cell.n, low_, high_)
    return _mean(metric, cell)


def left_out(metric: Metric, excluded: int) -> Value:
    """No value: because every line had to be left out, or because there is none."""
    why = metric.unavailable if excluded else EMPTY
    return Value(value=None, n=0, numerator=0, denominator=0, excluded=excluded, reason=why)


def without(cell: Sums, reason: Text, numerator: int | None = None) -> Value:
    """Lines were counted, but no value can be made of them."""
    return Value(value=None, n=cell.n, numerator=numerator, excluded=cell.out, reason=reason)


def _mean(metric: Metric, cell: Sums) -> Value:
    if not cell.under:
        return without(cell, metric.unavailable, cell.total)
    shape, scale = metric.shape, 100 if metric.unit == "money" else 1
    low, high = None, None
    if isinstance(shape, Mean) and shape.interval:
        low, high = mean(cell.total, cell.squares, cell.n)
    return _divided(cell, cell.total / (cell.under * scale), cell.under, low, high)


def _divided(cell: Sums, value: float, under: int, low: float | None, high: float | None) -> Value:
    return Value(
        value=value, n=cell.n, numerator=cell.total, denominator=under, low=low, high=high, excluded=cell.out
    )  # fmt: skip


def _summed(metric: Metric, unit: str) -> dict[str, nw.Expr]:
    """What is added up of each row, as whole numbers; what is not named is 0."""
    shape, out = metric.shape, {"out": one(metric.excluded)}
    if isinstance(shape, Share):
        return {**out, "n": one(shape.counted), "total": one(shape.counted & shape.hit)}
    if isinstance(shape, Score):
        side = _where(shape.counted, nw.col(shape.side))
        return {**out, "n": one(shape.counted), "total": side, "squares": side * side}
    if isinstance(shape, Mean):
        value = _where(shape.counted, nw.col(shape.value.format(unit=unit)))
        per = nw.col(shape.per.format(unit=unit)) if isinstance(shape.per, str) else nw.lit(shape.per)
        spread = {"squares": value * value} if shape.interval else {}
        return {**out, "n": one(shape.counted), "total": value, "under": _where(shape.counted, per), **spread}
    if isinstance(shape, Count | Rate | Part):
        return {**out, "n": one(shape.counted)}
    raise TypeError(f"{metric.name} adds nothing up")


def _where(counted: nw.Expr, value: nw.Expr) -> nw.Expr:
    """The value of the rows counted, 0 for all others."""
    return nw.when(counted.fill_null(False)).then(value).otherwise(nw.lit(0)).fill_null(0).cast(nw.Int64)
