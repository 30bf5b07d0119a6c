"""Levels: who has entered and not yet left at the end of a day. Stock at the end = at the start + in - out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate

import narwhals as nw

from kpi import days
from kpi.counting import Frame, collected, groups, keyed, within
from kpi.figure import EMPTY, Cell, Group, Scope, Value
from kpi.metric import Flow, Metric, Stock

NEVER = nw.lit(10**6)  # a day in the year 4707: engines disagree on columns that hold nothing but nulls


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


def stock_values(frame: Frame, metric: Metric, shape: Stock, scope: Scope) -> dict[Cell, Value]:
    """The level at the end of every period of the scope, by group."""
    staying = _levels(frame.filter(shape.counted), shape.enter, shape.leave, scope)
    left_out = _levels(frame.filter(metric.excluded), nw.col("received"), NEVER, scope)
    ends = _ends(scope, [level.moved[0] for level in (*staying.values(), *left_out.values())])
    values: dict[Cell, Value] = {}
    for group in {**staying, **left_out}:
        for key, end in ends:
            values[key, group] = _value(metric, staying.get(group), left_out.get(group, NOBODY).at(end), end)
    return values


def stock_rows(frame: Frame, metric: Metric, shape: Stock, part: str, scope: Scope) -> Frame:
    """The rows that are in at the end of the scope."""
    end = days.to_day(scope.end)
    if part == "excluded":
        return frame.filter(metric.excluded & (nw.col("received") <= end))
    stays = frame.filter(shape.counted).with_columns(enter=shape.enter, leave=shape.leave)
    return stays.filter(nw.col("enter") <= end, nw.col("leave").is_null() | (nw.col("leave") > end))


def flow_values(frame: Frame, metric: Metric, shape: Flow, scope: Scope) -> dict[Cell, Value]:
    """Entered less left, by period and group; `n` is the lines that moved, `numerator` those that entered."""
    entered = _moved(frame, shape, shape.enter, scope)
    left = _moved(frame, shape, shape.leave, scope)
    both = _moved(frame, shape, shape.enter, scope, also=shape.leave)
    out = _moved(frame, Flow(enter="received", leave="received", counted=metric.excluded), "received", scope)
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


def _moved(frame: Frame, shape: Flow, day: str, scope: Scope, *, also: str | None = None) -> Counter[Cell]:
    """How many rows have the day in each period; with `also`, those whose other day is in the same one."""
    rows = keyed(frame.filter(shape.counted), day, scope)
    if also:
        rows = rows.rename({"key": "first"})
        rows = keyed(rows, also, scope).filter(nw.col("key") == nw.col("first"))
    counted = rows.select("key", *groups(scope), one=nw.lit(1, nw.Int64))
    return Counter({(keys[0], keys[1:]): n for keys, (n,) in collected(counted, ["key", *groups(scope)], ["one"])})


def _value(metric: Metric, staying: Level | None, excluded: int, end: int) -> Value:
    """A level of 0 is a figure where lines could have been in; where all had to be left out, there is none."""
    if staying is None and excluded:
        return Value(value=None, n=0, numerator=0, excluded=excluded, reason=metric.unavailable)
    n = staying.at(end) if staying else 0
    return Value(value=n, n=n, numerator=n, excluded=excluded, reason=None if staying else EMPTY)


def _levels(frame: Frame, enter: nw.Expr, leave: nw.Expr, scope: Scope) -> dict[Group, Level]:
    """By group: those who enter on a day, less those who leave on it."""
    left = nw.when(~leave.is_null()).then(nw.max_horizontal(enter, leave))
    stays = frame.select(*groups(scope), enter=enter, leave=left, one=nw.lit(1, nw.Int64))
    moves: dict[Group, Counter[int]] = defaultdict(Counter)
    for side, sign in (("enter", 1), ("leave", -1)):
        moving = stays.filter(~nw.col(side).is_null())
        for keys, (n,) in collected(moving, [*groups(scope), side], ["one"]):
            moves[keys[:-1]][keys[-1]] += sign * n
    return {group: _level(found) for group, found in moves.items()}


def _level(moves: Counter[int]) -> Level:
    moved = sorted(moves)
    return Level(moved, list(accumulate(moves[day] for day in moved)))


def _ends(scope: Scope, firsts: list[int]) -> list[tuple[int, int]]:
    """The key and the last day of each period from the scope's start (or the first move) to its end."""
    last = scope.key(scope.end)
    first = scope.key(scope.start or (days.to_date(min(firsts)) if firsts else scope.end))
    keys = range(min(first, last), last + 1)
    return [(key, days.to_day(min(days.last_day(scope.period, key), scope.end))) for key in keys]
