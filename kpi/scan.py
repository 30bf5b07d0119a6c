"""The stretch of a monthly series that chance explains least, and how little it does (likelihood-ratio scan).

Every run of months is compared with the rest of its series. Whoever looks at many series and many runs finds
something in noise, so the probability is multiplied by the number of both (Bonferroni); and where months vary more
than chance allows, by their moving ranges, the evidence is divided by as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import erfc, log, sqrt
from statistics import fmean, median

MOVING_RANGE = 1.128  # the mean range of two standard normal values
FREEDOM = 0.62  # of each moving range of neighbours, against a spread known from all differences
LEAST_BASE = 5.0  # a month in which fewer are expected tells nothing of the season


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What happened, `hits`, and what it is held against, `base`: an expected number, or all cases of a share."""

    hits: float
    base: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Months `first` to `last` of a series, the level inside and outside, and the chance of as much anywhere.

    `evidence` is twice the gain in log-likelihood of two levels over one, divided by the spread.
    """

    first: int
    last: int
    inside: float
    outside: float
    evidence: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How widely other series of the same kind vary from month to month, and how many months vouch for it."""

    spread: float = 1.0
    freedom: float = 0.0


ALONE = Usual()


def strongest(series: Sequence[Month], *, of_cases: bool, looked_at: int, usual: Usual = ALONE) -> Stretch | None:
    """The stretch with the strongest evidence among `looked_at` series; None where nothing can be compared.

    `of_cases`: hits are a part of the base (a share); otherwise the base is what would be expected (a rate). The
    spread is the series' own, drawn towards what is `usual` for others, as a few months tell little of it.
    """
    n, found = len(series), None
    evidence = 0.0
    total, base = sum(month.hits for month in series), sum(month.base for month in series)
    for first in range(n):
        hits = cases = 0.0
        for last in range(first, n):
            hits, cases = hits + series[last].hits, cases + series[last].base
            if last - first + 1 == n or not 0 < cases < base:
                continue
            seen = _evidence(hits, cases, total, base, of_cases)
            if seen > evidence:
                evidence, found = seen, (first, last, hits / cases, (total - hits) / (base - cases))
    if found is None:
        return None
    own = FREEDOM * (n - 1)
    freedom = own + usual.freedom
    wide = max(1.0, (own * spread(series, of_cases=of_cases) + usual.freedom * usual.spread) / freedom)
    tail = _tail(evidence) if wide == 1 else _tail_of_estimate(evidence / wide, freedom)
    chance = min(1.0, tail * (n * (n + 1) // 2 - 1) * looked_at)
    return _told(*found, n, evidence / wide, chance)


def _told(first: int, last: int, inside: float, outside: float, n: int, evidence: float, chance: float) -> Stretch:
    """A stretch that begins the series is told by what came after it: the change is what people ask about."""
    if first == 0:
        first, last, inside, outside = last + 1, n - 1, outside, inside
    return Stretch(first=first, last=last, inside=inside, outside=outside, evidence=evidence, chance=chance)


def spread(series: Sequence[Month], *, of_cases: bool) -> float:
    """How many times chance's variance the months vary from one to the next; 1 where that can't be told."""
    base = sum(month.base for month in series)
    level = sum(month.hits for month in series) / base if base else 0.0
    scores = [_score(month, level, of_cases) for month in series if month.base > 0]
    ranges = [abs(after - before) for before, after in pairwise(scores)]
    if not ranges or not 0 < level < (1 if of_cases else float("inf")):
        return 1.0
    usual = [one for one in ranges if one < 3.267 * fmean(ranges)] or ranges
    return (fmean(usual) / MOVING_RANGE) ** 2


def seasons(counts: Sequence[Sequence[float]]) -> list[float]:
    """How full each month was for most series: the median, weighted by size, of counts over their own mean.

    `counts` holds a row per series. One that triples, or falls silent, does not move it.
    """
    means = [fmean(row) for row in counts]
    big = [(row, mean) for row, mean in zip(counts, means, strict=True) if mean >= LEAST_BASE]
    months = len(counts[0]) if counts else 0
    return [_weighted_median([(row[m] / mean, mean) for row, mean in big]) if big else 1.0 for m in range(months)]


def _evidence(hits: float, cases: float, total: float, base: float, of_cases: bool) -> float:
    """Twice the gain in log-likelihood of two levels over one."""
    parts = _fit(hits, cases, of_cases) + _fit(total - hits, base - cases, of_cases)
    return 2 * (parts - _fit(total, base, of_cases))


def _fit(hits: float, cases: float, of_cases: bool) -> float:
    found = hits * log(hits / cases) if hits > 0 else 0.0
    misses = cases - hits
    return found + (misses * log(misses / cases) if of_cases and misses > 0 else 0.0)


def _score(month: Month, level: float, of_cases: bool) -> float:
    variance = month.base * level * ((1 - level) if of_cases else 1.0)
    return (month.hits - month.base * level) / sqrt(variance) if variance > 0 else 0.0


def _tail(evidence: float) -> float:
    """The chance of as much evidence for one run: chi-squared with one degree of freedom."""
    return erfc(sqrt(max(evidence, 0.0) / 2))


def _tail_of_estimate(evidence: float, freedom: float) -> float:
    """The same where the spread had to be estimated: Fisher's F with the estimate's degrees of freedom."""
    from scipy.special import fdtrc

    return float(fdtrc(1, freedom, evidence))


def _weighted_median(values: list[tuple[float, float]]) -> float:
    if len(values) < 3:
        return median(value for value, _ in values)
    half, reached = sum(weight for _, weight in values) / 2, 0.0
    for value, weight in sorted(values):
        reached += weight
        if reached >= half:
            return value
    return sorted(values)[-1][0]
