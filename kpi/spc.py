"""Signal or noise: the XmR chart of a series, after the NHS "Making Data Count" method. Computes; draws nothing.

Limits are the mean plus and minus 2.66 times the mean moving range, moving ranges above 3.267 times their mean being
screened out once. Four rules say what is no ordinary variation; more rules would only find more noise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import fmean

LIMIT, SCREEN = 2.66, 3.267
RUN, ENOUGH = 7, 12


class Rule(Enum):
    """Why a point is a signal."""

    OUTSIDE = "outside the limits"
    SHIFT = "seven points on one side of the mean"
    TREND = "seven points rising or falling"
    NEAR_LIMIT = "two of three points near a limit"


class Side(Enum):
    """The direction of a signal."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of the series; `rule` and `side` are None where it varies as usual."""

    period: str
    value: float
    rule: Rule | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The limits of ordinary variation, and each point's signal. `trial`: fewer than 12 points, limits may move."""

    center: float
    lower: float
    upper: float
    points: tuple[Point, ...]

    @property
    def trial(self) -> bool:
        """Whether there are too few points for limits to be trusted."""
        return len(self.points) < ENOUGH


def xmr(series: Sequence[tuple[str, float]], *, floor: float | None = None, cap: float | None = None) -> Chart | None:
    """The chart of (period, value) pairs in order of time; None below two points. Limits stay within floor and cap."""
    values = [value for _, value in series]
    if len(values) < 2:
        return None
    center, reach = fmean(values), LIMIT * _mean_range(values)
    lower = center - reach if floor is None else max(floor, center - reach)
    upper = center + reach if cap is None else min(cap, center + reach)
    signals = _signals(values, center, reach)
    points = tuple(
        Point(period=period, value=value, rule=signals.get(i, (None, None))[0], side=signals.get(i, (None, None))[1])
        for i, (period, value) in enumerate(series)
    )
    return Chart(center=center, lower=lower, upper=upper, points=points)


def _mean_range(values: list[float]) -> float:
    ranges = [abs(after - before) for before, after in pairwise(values)]
    usual = [r for r in ranges if r < SCREEN * fmean(ranges)]
    return fmean(usual or ranges)


def _signals(values: list[float], center: float, reach: float) -> dict[int, tuple[Rule, Side]]:
    """The first rule that each point breaks, in the order of `Rule`."""
    found: dict[int, tuple[Rule, Side]] = {}
    for side, sign in ((Side.HIGH, 1), (Side.LOW, -1)):
        away = [sign * (value - center) for value in values]
        for rule, broken in (
            (Rule.OUTSIDE, _outside),
            (Rule.SHIFT, _shift),
            (Rule.TREND, _trend),
            (Rule.NEAR_LIMIT, _near),
        ):
            for i in broken(away, reach):
                found.setdefault(i, (rule, side))
    return found


def _outside(away: list[float], reach: float) -> Iterator[int]:
    yield from (i for i, distance in enumerate(away) if distance > reach)


def _shift(away: list[float], reach: float) -> Iterator[int]:
    yield from _windows(away, RUN, lambda window: min(window) > 0)


def _trend(away: list[float], reach: float) -> Iterator[int]:
    yield from _windows(away, RUN, lambda window: all(b > a for a, b in pairwise(window)))


def _near(away: list[float], reach: float) -> Iterator[int]:
    far = [distance > reach * 2 / 3 for distance in away]
    for start in range(len(away) - 2):
        if sum(far[start : start + 3]) >= 2 and reach > 0:
            yield from (i for i in range(start, start + 3) if far[i])


def _windows(away: list[float], size: int, holds: Callable[[list[float]], bool]) -> Iterator[int]:
    for start in range(len(away) - size + 1):
        if holds(away[start : start + size]):
            yield from range(start, start + size)
