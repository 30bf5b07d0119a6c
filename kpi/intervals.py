"""How far a figure of few complaints can be trusted: 95 % intervals, and how improbable a count is.

Exact where complaints are counted (Clopper-Pearson, Garwood, the conditional interval of a ratio); score intervals
for shares and their differences (Wilson, Newcombe). Complaints are taken as independent of each other: a wave of them
after one incident makes these intervals too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from math import ceil, exp, log, sqrt
from types import ModuleType

Z = 1.959963984540054
TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number and its 95 % interval. None: nothing to divide by, or no bound on that side."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def side_of(self, value: float) -> int:
        """1: the whole interval lies above `value`; -1: below; 0: it holds it, or nobody knows."""
        if self.low is not None and self.low > value:
            return 1
        return -1 if self.high is not None and self.high < value else 0


NOTHING = Estimate(value=None)


@cache
def _special() -> ModuleType:
    """scipy's distributions: a quarter of a second to import, paid by the first exact interval only."""
    return import_module("scipy.special")


def wilson(hits: float, n: float) -> tuple[float, float]:
    """Wilson's score interval of a share; n must be at least 1. 18 of 20 gives 0.70 to 0.97."""
    share, z2 = hits / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (0.0 if hits == 0 else max(0.0, middle - half)), (1.0 if hits == n else min(1.0, middle + half))


def share_of(hits: float, n: float) -> Estimate:
    """A share and Wilson's interval; nothing where nothing was counted."""
    if not n:
        return NOTHING
    low, high = wilson(hits, n)
    return Estimate(value=hits / n, low=low, high=high)


def clopper_pearson(hits: int, n: int) -> tuple[float, float]:
    """The exact interval of a share: both tails of the binomial at 2.5 %."""
    low = float(_special().betaincinv(hits, n - hits + 1, TAIL)) if hits else 0.0
    return low, float(_special().betaincinv(hits + 1, n - hits, 1 - TAIL)) if hits < n else 1.0


def poisson(count: int) -> tuple[float, float]:
    """The exact interval of a Poisson count (Garwood 1936): quantiles of a gamma, or of half a chi-square."""
    low = float(_special().gammaincinv(count, TAIL)) if count else 0.0
    return low, float(_special().gammaincinv(count + 1, 1 - TAIL))


def share_difference(hits: float, n: float, hits_before: float, n_before: float) -> Estimate:
    """A share less an independent one before it; Newcombe's hybrid score interval (1998, method 10)."""
    now, before = share_of(hits, n), share_of(hits_before, n_before)
    if now.value is None or before.value is None:
        return NOTHING
    (low, high), (low_before, high_before) = wilson(hits, n), wilson(hits_before, n_before)
    gap = now.value - before.value
    return Estimate(
        value=gap,
        low=gap - sqrt((now.value - low) ** 2 + (high_before - before.value) ** 2),
        high=gap + sqrt((high - now.value) ** 2 + (before.value - low_before) ** 2),
    )


def rate_ratio(count: int, exposure: float, count_before: int, exposure_before: float) -> Estimate:
    """One Poisson rate over another, with the exact interval given their sum (binomial, Clopper-Pearson).

    None as value where the rate before is 0; without any count, or any exposure, nothing can be said.
    """
    if exposure <= 0 or exposure_before <= 0 or count + count_before == 0:
        return NOTHING
    per = exposure_before / exposure
    low, high = clopper_pearson(count, count + count_before)
    return Estimate(
        value=count / count_before * per if count_before else None,
        low=low / (1 - low) * per if low < 1 else None,
        high=high / (1 - high) * per if high < 1 else None,
    )


def even_split(one: int, other: int) -> float:
    """The probability of a split at least as uneven, if both were equally likely (two-sided exact binomial test)."""
    return min(1.0, 2 * float(_special().bdtr(min(one, other), one + other, 0.5)))


def binomial_range(n: int, share: float, tail: float) -> tuple[int, int]:
    """The lowest and highest usual count of n: fewer, or more, has a probability of at most `tail` each."""
    if share <= 0 or share >= 1:
        return (0, 0) if share <= 0 else (n, n)
    low, high = (_first(n, p, share) for p in (tail, 1 - tail))
    return low, high


def _first(n: int, p: float, share: float) -> int:
    """The smallest count whose cumulated probability reaches p."""
    found = max(0, ceil(float(_special().bdtrik(p, n, share))))
    return found - 1 if found and _special().bdtr(found - 1, n, share) >= p else found


def poisson_range(expected: float, tail: float) -> tuple[int, int]:
    """The lowest and highest usual count of a Poisson variable: beyond it, a probability of at most `tail` each."""
    if expected <= 0:
        return 0, 0
    low, high = (_first_poisson(expected, p) for p in (tail, 1 - tail))
    return low, high


def _first_poisson(expected: float, p: float) -> int:
    found = max(0, ceil(float(_special().pdtrik(p, expected))))
    return found - 1 if found and _special().pdtr(found - 1, expected) >= p else found


def at_most(count: float, n: float, share: float) -> float:
    """The probability of `count` or fewer of n; the beta function goes between whole numbers."""
    return 1.0 if count >= n else float(_special().betainc(n - count, count + 1, 1 - share))


def chi_square_exceeds(value: float, freedom: int) -> float:
    """The probability of a chi-square of so many degrees of freedom above `value`."""
    return float(_special().chdtrc(freedom, value))


def overdispersed_range(mean: float, variance: float) -> tuple[int, int]:
    """The 95 % range of a count with that mean and a variance above it (negative binomial); Poisson where it isn't."""
    if mean <= 0:
        return 0, 0
    if variance <= mean * (1 + 1e-9):
        return poisson_range(mean, TAIL)
    size, success = mean * mean / (variance - mean), mean / variance
    return _smallest(TAIL, size, success), _smallest(1 - TAIL, size, success)


def _smallest(p: float, size: float, success: float) -> int:
    low, high = -1, 1
    while _special().betainc(size, high + 1, success) < p:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _special().betainc(size, middle + 1, success) >= p else (middle, high)
    return high


def mean(total: int, squares: int, n: int) -> tuple[float, float] | tuple[None, None]:
    """The normal interval of the mean of `n` whole numbers, from their sum and the sum of their squares."""
    if n < 2:
        return None, None
    middle = total / n
    half = Z * sqrt(max(0, n * squares - total * total) / (n - 1)) / n
    return middle - half, middle + half


def odds_ratio(a: int, b: int, c: int, d: int) -> tuple[float, float, float]:
    """(a / b) / (c / d) with Woolf's interval; a half is added to each where one of them is 0 (Haldane)."""
    cells = [value + 0.5 for value in (a, b, c, d)] if 0 in (a, b, c, d) else [float(v) for v in (a, b, c, d)]
    middle = log(cells[0]) - log(cells[1]) - log(cells[2]) + log(cells[3])
    half = Z * sqrt(sum(1 / cell for cell in cells))
    return exp(middle), exp(middle - half), exp(middle + half)
