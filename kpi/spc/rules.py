"""The four rules that tell signal from noise, after the NHS "Making Data Count" method. More would find more noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kpi.spc.chart import Rule, Side

RUN, NEAR = 7, 2 / 3
Signal = tuple[Rule, Side]


def signals(values: Sequence[float], away: Sequence[float]) -> list[Signal | None]:
    """The first rule that each point breaks, in the order of `Rule`; `away` is the part of the way to the limit."""
    found: dict[int, Signal] = {}
    upwards = (Side.HIGH, list(values), list(away))
    downwards = (Side.LOW, [-value for value in values], [-part for part in away])
    for rule, broken in _RULES:
        for side, signed, parts in (upwards, downwards):
            for i in broken(signed, parts):
                found.setdefault(i, (rule, side))
    return [found.get(i) for i in range(len(values))]


def _outside(values: list[float], away: list[float]) -> Iterator[int]:
    yield from (i for i, part in enumerate(away) if part > 1)


def _shift(values: list[float], away: list[float]) -> Iterator[int]:
    yield from _windows(away, lambda window: min(window) > 0)


def _trend(values: list[float], away: list[float]) -> Iterator[int]:
    yield from _windows(values, lambda window: all(after > before for before, after in pairwise(window)))


def _near(values: list[float], away: list[float]) -> Iterator[int]:
    far = [part > NEAR for part in away]
    for start in range(len(away) - 2):
        if sum(far[start : start + 3]) >= 2:
            yield from (i for i in range(start, start + 3) if far[i])


def _windows(series: list[float], holds: Callable[[list[float]], bool]) -> Iterator[int]:
    for start in range(len(series) - RUN + 1):
        if holds(series[start : start + RUN]):
            yield from range(start, start + RUN)


_RULES = ((Rule.OUTSIDE, _outside), (Rule.SHIFT, _shift), (Rule.TREND, _trend), (Rule.NEAR_LIMIT, _near))
