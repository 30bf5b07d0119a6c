"""The XmR chart: single values whose ordinary spread only their own moving ranges can tell."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from statistics import fmean

from kpi.spc.build import NOTHING, Judge, build
from kpi.spc.chart import Chart, Kind
from kpi.spc.history import History
from kpi.spc.limits import SIGMAS, Bounds, Judged, Observation, around, usual_range

LIMIT = 2.66


def xmr(
    series: Sequence[tuple[str, float]],
    *,
    floor: float | None = None,
    cap: float | None = None,
    step: float = 0.0,
    history: History = NOTHING,
) -> Chart | None:
    """Mean plus and minus 2.66 times the mean moving range, of (period, value) in order of time; None below two.

    Moving ranges above 3.267 times their mean are screened out once. Limits stay within floor and cap; `step` is the
    unit in which values move: 1 for counts and whole days, 0 where they may be any number.
    """
    bounds = Bounds(floor=-inf if floor is None else floor, cap=inf if cap is None else cap)
    rows = [Observation(period=period, amount=value) for period, value in series]
    return build(rows, individuals(step=step, bounds=bounds), Kind.XMR, history)


def individuals(*, step: float, bounds: Bounds) -> Judge:
    """How a segment of an XmR chart is judged."""

    def judge(rows: Sequence[Observation]) -> Judged:
        values = [row.value for row in rows]
        center, sigma = fmean(values), spread(values)
        limits = (around(value, center, sigma, step=step, bounds=bounds) for value in values)
        return Judged(kind=Kind.XMR, limits=tuple(limits))

    return judge


def spread(values: Sequence[float]) -> float:
    """One sigma, from the screened moving ranges."""
    return LIMIT / SIGMAS * usual_range(values)
