"""What people decided and wrote about a series: rebases, which give it new limits, and annotations, which don't.

A rebase is never automatic: limits that move by themselves would hide a process that gets worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpi import labels
from kpi.errors import KpiError

DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebase:
    """From `period` on the process is another one: limits are computed anew. KpiError without reason or author."""

    period: str
    reason: str
    author: str

    def __post_init__(self) -> None:
        _signed("rebase", self.period, reason=self.reason, author=self.author)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What happened `at` a day or a period. KpiError without text or author."""

    at: str
    text: str
    author: str

    def __post_init__(self) -> None:
        _signed("annotation", self.at, text=self.text, author=self.author)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that was decided and written about one series."""

    rebases: tuple[Rebase, ...] = ()
    annotations: tuple[Annotation, ...] = ()

    def spans(self, periods: Sequence[str]) -> Iterator[tuple[Rebase | None, int, int]]:
        """Each segment of a series: the rebase that began it, its first place, and the place after its last.

        A rebase begins with the first point that isn't before its period. Where no point lies between two, the later
        counts; one after the last point waits for its first. KpiError where a rebase doesn't name a period as the
        series does, or two name the same.
        """
        starts = {0: None} | {_place(rebase, periods): rebase for rebase in _sorted(self.rebases)}
        places = sorted(place for place in starts if place < len(periods))
        for first, after in zip(places, [*places[1:], len(periods)], strict=True):
            yield starts[first], first, after


def place_of(at: str, periods: Sequence[str]) -> int | None:
    """The place of the period that holds a day or period; None where the series has none, or `at` is no date."""
    if at in periods:
        return periods.index(at)
    if labels.period_of(at) is None:
        return None
    day = labels.first_day(at)
    known = ((i, period) for i, period in enumerate(periods) if labels.period_of(period))
    return next((i for i, period in known if labels.first_day(period) <= day <= labels.last_day(period)), None)


def _signed(kind: str, at: str, **given: str) -> None:
    for name, value in given.items():
        if not value.strip():
            raise KpiError(f"{kind} at {at}: no {name}; say it, so that readers can judge the {kind}.")


def _sorted(rebases: tuple[Rebase, ...]) -> list[Rebase]:
    found = sorted(rebases, key=lambda rebase: rebase.period)
    twice = [b.period for a, b in pairwise(found) if a.period == b.period]
    if twice:
        raise KpiError(f"two rebases at {twice[0]}; keep one.")
    return found


def _place(rebase: Rebase, periods: Sequence[str]) -> int:
    if _shape(rebase.period) != _shape(periods[0]):
        raise KpiError(f"rebase at '{rebase.period}': the series' periods read as '{periods[0]}'; name one of these.")
    return sum(period < rebase.period for period in periods)


def _shape(label: str) -> str:
    return DIGIT.sub("0", label)
