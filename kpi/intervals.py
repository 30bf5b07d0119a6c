"""How far a figure of few complaints can be trusted: 95 % intervals."""

from __future__ import annotations

from math import exp, log, sqrt

Z = 1.959963984540054


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's score interval of a share; n must be at least 1. 18 of 20 gives 0.70 to 0.97."""
    share, z2 = hits / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (0.0 if hits == 0 else max(0.0, middle - half)), (1.0 if hits == n else min(1.0, middle + half))


def poisson(count: int) -> tuple[float, float]:
    """The exact (Garwood) interval of a Poisson count: chi-squared quantiles. 0 gives 0 to 3.69."""
    from scipy.special import chdtri

    low = float(chdtri(2 * count, 0.975)) / 2 if count else 0.0
    return low, float(chdtri(2 * count + 2, 0.025)) / 2


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
