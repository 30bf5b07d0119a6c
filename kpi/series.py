"""Which control chart suits a metric, built from its figures by period.

| figures | chart |
|---|---|
| share | p′, never narrower than binomial chance (p where the periods differ no more than that) |
| rate per so many of an exposure | u′, never narrower than Poisson chance (u likewise) |
| count of complaints | c where moving ranges are no wider than Poisson chance makes them, else XmR |
| stock, balance, delay, mean, score | XmR: only its own moving ranges tell how such a value varies |
| any whose past periods still move | none |

A metric may ask for another by its `chart`. benchmarks/false_signals.py measures how often stable series signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import dropwhile

from kpi import spc
from kpi.errors import KpiError
from kpi.figure import Figure
from kpi.labels import last_day
from kpi.metric import Count, Delay, Metric
from kpi.spc import Chart, History

PER = {"per_1000": 1_000, "ppm": 1_000_000}
FROM_ZERO = ("complaints", "days", "calendar_days", "money", "share", *PER)
ALONE = History()


def complete(figures: Sequence[Figure], as_of: date) -> list[Figure]:
    """The figures whose period is over at the end of `as_of`, from the first that stands on a line or an exposure.

    A running month is not yet comparable with whole ones, and months before the first line are no zeros.
    """
    over = (figure for figure in figures if last_day(figure.period) <= as_of)
    return list(dropwhile(lambda figure: not figure.n and not figure.denominator, over))


def control_chart(metric: Metric, figures: Sequence[Figure], history: History = ALONE) -> Chart | None:
    """The chart of one metric and group, figures in order of time; None below two values, or if they don't settle.

    Periods without a value are left out. KpiError where figures are of several series, or lack what the metric's
    `chart` divides by.
    """
    known = [figure for figure in figures if figure.value is not None]
    if not known or not metric.settles:
        return None
    if len({(figure.metric, figure.by) for figure in figures}) > 1:
        raise KpiError(f"a chart of {metric.name} shows one series; give the figures of one metric and one group.")
    kind = chart_kind(metric)
    if kind == "p":
        return spc.p_prime(_divided(metric, known), narrower=False, history=history)
    if kind == "u":
        return spc.u_prime(_divided(metric, known), per=PER.get(metric.unit, 1), narrower=False, history=history)
    if kind == "c":
        return spc.counts([(figure.period, int(figure.value or 0)) for figure in known], history=history)
    return _individuals(metric, known, history)


def chart_kind(metric: Metric) -> str:
    """Which family of charts a metric belongs to: p, u, c or xmr."""
    if metric.chart != "auto":
        return metric.chart
    if metric.unit == "share":
        return "p"
    if metric.unit in PER:
        return "u"
    return "c" if isinstance(metric.shape, Count) else "xmr"


def _divided(metric: Metric, figures: Sequence[Figure]) -> list[tuple[str, int, float]]:
    for figure in figures:
        if figure.numerator is None or figure.denominator is None:
            asked = chart_kind(metric)
            raise KpiError(f"{metric.name}, {figure.period}: nothing to divide by, so no {asked} chart; ask for 'xmr'.")
    return [(figure.period, figure.numerator or 0, figure.denominator or 0) for figure in figures]


def _individuals(metric: Metric, figures: Sequence[Figure], history: History) -> Chart | None:
    """A balance or a score may be negative; complaints and quantiles of delays move in whole numbers."""
    values = [(figure.period, float(figure.value or 0)) for figure in figures]
    negative = metric.unit not in FROM_ZERO or min(value for _, value in values) < 0
    whole = metric.unit == "complaints" or isinstance(metric.shape, Delay)
    return spc.xmr(
        values,
        floor=None if negative else 0,
        cap=1 if metric.unit == "share" else None,
        step=1 if whole else 0,
        history=history,
    )
