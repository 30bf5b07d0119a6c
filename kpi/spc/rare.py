"""The charts of rare events, whose counts would be mostly zeros: t for the time between two, g for the cases between.

A high point is a long quiet time.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, median

from kpi.errors import KpiError
from kpi.spc.build import NOTHING, build
from kpi.spc.chart import Chart, Kind
from kpi.spc.history import History
from kpi.spc.individuals import spread
from kpi.spc.limits import SIGMAS, Bounds, Judged, Limits, Observation, around, away

POWER = 3.6
CASE = 1.0


def t(series: Sequence[tuple[str, float]], *, history: History = NOTHING) -> Chart | None:
    """Times between events, of (label, time), within the XmR limits of y = time^(1/3.6), taken back (Nelson 1994).

    Times between random events are exponential; this power makes them nearly normal. Two events at the same moment are
    refused with KpiError.
    """
    for label, gap in series:
        if gap <= 0:
            raise KpiError(f"{label}: a time of {gap} between two events; measure in a finer unit, or use a g chart.")
    return build(_rows(series), _transformed, Kind.T, history)


def g(series: Sequence[tuple[str, int]], *, history: History = NOTHING) -> Chart | None:
    """Cases between events, of (label, count), by the geometric distribution (Benneyan 2001).

    Limits: mean plus and minus 3 sqrt(mean (mean + 1)). The centre line is the median, because the distribution is so
    skewed that 63 % of values lie below its mean.
    """
    for label, gap in series:
        if gap < 0:
            raise KpiError(f"{label}: {gap} cases between two events; a count can't be negative.")
    return build(_rows(series), _geometric, Kind.G, history)


def _rows(series: Sequence[tuple[str, float]]) -> list[Observation]:
    return [Observation(period=label, amount=gap) for label, gap in series]


def _transformed(rows: Sequence[Observation]) -> Judged:
    values = [row.value ** (1 / POWER) for row in rows]
    center, sigma = fmean(values), spread(values)
    found = (around(value, center, sigma, bounds=Bounds(floor=0)) for value in values)
    return Judged(kind=Kind.T, limits=tuple(_taken_back(row, one) for row, one in zip(rows, found, strict=True)))


def _taken_back(row: Observation, one: Limits) -> Limits:
    center, lower, upper = (line**POWER for line in (one.center, one.lower, one.upper))
    return Limits(value=row.value, center=center, lower=lower, upper=upper, away=one.away)


def _geometric(rows: Sequence[Observation]) -> Judged:
    values = [row.value for row in rows]
    center, mean = median(values), fmean(values)
    reach = SIGMAS * sqrt(mean * (mean + 1))
    low, high = center - (mean - reach), mean + reach - center
    return Judged(
        kind=Kind.G,
        limits=tuple(
            Limits(
                value=value,
                center=center,
                lower=max(0.0, mean - reach),
                upper=mean + reach,
                away=away(value, center, high if value > center else low, CASE),
            )
            for value in values
        ),
    )
