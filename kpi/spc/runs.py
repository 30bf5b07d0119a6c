"""Anhøj's two rules on runs: a series that stays too long on one side of its median, or crosses it too seldom.

Anhøj & Olesen, PLoS ONE 9(11), 2014. They need no limits and judge the series as a whole, not its points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import comb, log2
from statistics import median

ALPHA = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """`useful` values off the median; the longest run may be `longest_limit`, crossings at least `crossings_limit`."""

    useful: int
    longest: int
    longest_limit: int
    crossings: int
    crossings_limit: int

    @property
    def signal(self) -> bool:
        """Whether either limit is broken."""
        return self.longest > self.longest_limit or self.crossings < self.crossings_limit


def anhoej(values: Sequence[float]) -> Runs | None:
    """Both rules on values in order of time; None where all lie on their median."""
    middle = median(values) if values else 0.0
    above = [value > middle for value in values if value != middle]
    if not above:
        return None
    lengths = [len(list(run)) for _, run in groupby(above)]
    return Runs(
        useful=len(above),
        longest=max(lengths),
        longest_limit=round(log2(len(above)) + 3),
        crossings=len(lengths) - 1,
        crossings_limit=fewest_crossings(len(above)),
    )


def fewest_crossings(useful: int) -> int:
    """The 5 % quantile of binomial(useful - 1, 1/2), in whole numbers: 3 for 12, 8 for 24."""
    throws = useful - 1
    crossings, ways = 0, 1
    while ALPHA * ways < 2**throws:
        crossings += 1
        ways += comb(throws, crossings)
    return crossings
