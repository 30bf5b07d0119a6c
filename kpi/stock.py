"""Levels: who has entered and not yet left at the end of a day. Stock at the end = at the start + in - out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import narwhals as nw

from kpi import days
from kpi.counting import Frame, collected, groups, keyed, within
from kpi.figure import EMPTY, Cell, Group, Scope, Value
from kpi.metric import Flow, Metric, Stock

Moves = dict[Group, Counter[int]]


@dataclass(frozen=True, slots=True)
class Level:
    """How many are in at the end of each day on which something moved."""

    moved: list[int]
    levels: list[int]

    def at(self, day: int) -> int:
        """How many are in at the end of a day."""
        place = bisect_right(self.moved, day)
        return self.levels[place - 1] if place else 0


NOBODY = Level([], [])


def stock_values(frame: Frame, metrics: list[Metric], scope: Scope) -> dict[str, dict[Cell, Value]]:
    """The level of each metric at the end of every period of the scope, by group. All are counted in one scan."""
    staying: dict[str, Moves] = {metric.name: defaultdict(Counter) for metric in metrics}
    left_out: dict[str, Moves] = {metric.name: defaultdict(Counter) for metric in metrics}
    counts = {"enter": (staying, 1), "leave": (staying, -1), "out": (left_out, 1)}
    sides = nw.concat([side for metric in metrics for side in _sides(frame, metric, scope)])
    for (name, side, *group, day), (n,) in collected(sides, ["metric", "side", *groups(scope), "day"], ["one"]):
        moves, sign = counts[side]
        moves[name][tuple(group)][day] += sign * n
    return {metric.name: _levels(metric, staying[metric.name], left_out[metric.name], scope) for metric in metrics}


def _sides(frame: Frame, metric: Metric, scope: Scope) -> Iterator[Frame]:
    """Who enters, who leaves (no earlier than they enter) and who is left out, each with the day of it."""
    shape = metric.shape
    if not isinstance(shape, Stock):
        raise TypeError(f"{metric.name} is no stock")
    stays, out = frame.filter(shape.counted), frame.filter(metric.excluded)
    dated = [("out", out, nw.col("received"))]
    for enter, leave in shape.spells:
        left = nw.when(~leave.is_null()).then(nw.max_horizontal(enter, leave))
        dated += [("enter", stays, enter), ("leave", stays, left)]
    for side, rows, day in dated:
        moved = rows.select(*groups(scope), metric=nw.lit(metric.name), side=nw.lit(side), day=day.cast(nw.Int64))
        yield moved.filter(~nw.col("day").is_null()).with_columns(one=nw.lit(1, nw.Int64))


def _levels(metric: Metric, staying: Moves, left_out: Moves, scope: Scope) -> dict[Cell, Value]:
    stays, outs = ({group: _level(moves) for group, moves in side.items()} for side in (staying, left_out))
    ends = _ends(scope, [level.moved[0] for level in (*stays.values(), *outs.values())])
    return {
        (key, group): _value(metric, stays.get(group), outs.get(group, NOBODY).at(end), end)
        for group in {**stays, **outs}
        for key, end in ends
    }


def stock_rows(frame: Frame, metric: Metric, shape: Stock, part: str, scope: Scope) -> Frame:
    """The rows that are in at the end of the scope."""
    end = days.to_day(scope.end)
    if part == "excluded":
        return frame.filter(metric.excluded & (nw.col("received") <= end))
    inside = [(enter <= end) & (leave.is_null() | (leave > end)) for enter, leave in shape.spells]
    return frame.filter(shape.counted).filter(nw.any_horizontal(*inside, ignore_nulls=True))


def flow_values(frame: Frame, metric: Metric, shape: Flow, scope: Scope) -> dict[Cell, Value]:
    """Entered less left, by period and group; `n` is the lines that moved, `numerator` those that entered."""
    moves: dict[str, Counter[Cell]] = {side: Counter() for side in ("entered", "left", "both", "out")}
    sides = nw.concat(list(_moves(frame, metric, shape, scope)))
    for (side, key, *group), (n,) in collected(sides, ["side", "key", *groups(scope)], ["one"]):
        moves[side][key, tuple(group)] = n
    entered, left, both, out = moves.values()
    values = {}
    for cell in {**entered, **left, **out}:
        n = entered[cell] + left[cell] - both[cell]
        net = Value(value=entered[cell] - left[cell], n=n, numerator=entered[cell], excluded=out[cell])
        nothing = Value(value=None, n=0, numerator=0, excluded=out[cell], reason=metric.unavailable)
        values[cell] = net if n else nothing
    return values


def flow_rows(frame: Frame, metric: Metric, shape: Flow, part: str, scope: Scope) -> Frame:
    """The rows that moved within the scope; for the numerator those that entered."""
    if part == "excluded":
        return within(frame, "received", scope).filter(metric.excluded)
    entered, left = _inside(shape.enter, scope), _inside(shape.leave, scope)
    return frame.filter(shape.counted).filter(entered if part == "numerator" else entered | left)


def _inside(name: str, scope: Scope) -> nw.Expr:
    inside = nw.col(name) <= days.to_day(scope.end)
    return (inside & (nw.col(name) >= days.to_day(scope.start)) if scope.start else inside).fill_null(False)


def _moves(frame: Frame, metric: Metric, shape: Flow, scope: Scope) -> Iterator[Frame]:
    """The rows with a day in each period: that entered, that left, that did both in the same one, that are left out."""
    counted = frame.filter(shape.counted)
    entered = keyed(counted, shape.enter, scope)
    both = keyed(entered.rename({"key": "first"}), shape.leave, scope).filter(nw.col("key") == nw.col("first"))
    left, out = keyed(counted, shape.leave, scope), keyed(frame.filter(metric.excluded), "received", scope)
    for side, rows in (("entered", entered), ("left", left), ("both", both), ("out", out)):
        yield rows.select("key", *groups(scope), side=nw.lit(side), one=nw.lit(1, nw.Int64))


def _value(metric: Metric, staying: Level | None, excluded: int, end: int) -> Value:
    """A level of 0 is a figure where lines could have been in; in a group of which all are left out, there is none."""
    if staying is None:
        why = metric.unavailable if excluded else EMPTY
        return Value(value=None, n=0, numerator=0, excluded=excluded, reason=why)
    n = staying.at(end)
    return Value(value=n, n=n, numerator=n, excluded=excluded)


def _level(moves: Counter[int]) -> Level:
    moved = sorted(moves)
    return Level(moved, list(accumulate(moves[day] for day in moved)))


def _ends(scope: Scope, firsts: list[int]) -> list[tuple[int, int]]:
    """The key and the last day of each period from the scope's start (or the first move) to its end."""
    last = scope.key(scope.end)
    first = scope.key(scope.start or (days.to_date(min(firsts)) if firsts else scope.end))
    keys = range(min(first, last), last + 1)
    return [(key, days.to_day(min(days.last_day(scope.period, key), scope.end))) for key in keys]
