"""From observations to a chart: cut at the rebases, judge each segment by itself, mark its signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpi.spc.chart import FEWEST, Chart, Kind, Point, Segment
from kpi.spc.history import History, Rebase
from kpi.spc.limits import Judged, Limits, Observation, none
from kpi.spc.rules import Signal, signals

Judge = Callable[[Sequence[Observation]], Judged]
NOTHING = History()


def build(rows: Sequence[Observation], judge: Judge, kind: Kind, history: History) -> Chart | None:
    """The chart; None below two observations. No rule runs across a rebase; `kind` names a segment of one point."""
    if len(rows) < FEWEST:
        return None
    spans = history.spans([row.period for row in rows])
    segments = tuple(_segment(rows[first:after], judge, kind, rebase) for rebase, first, after in spans)
    return Chart(segments=segments, annotations=history.annotations)


def _segment(rows: Sequence[Observation], judge: Judge, kind: Kind, rebase: Rebase | None) -> Segment:
    judged = judge(rows) if len(rows) >= FEWEST else Judged(kind=kind, limits=tuple(none(row) for row in rows))
    found = signals([one.value for one in judged.limits], [one.away for one in judged.limits])
    points = (_point(row.period, one, signal) for row, one, signal in zip(rows, judged.limits, found, strict=True))
    return Segment(kind=judged.kind, points=tuple(points), rebase=rebase)


def _point(period: str, limits: Limits, signal: Signal | None) -> Point:
    rule, side = signal or (None, None)
    return Point(
        period=period,
        value=limits.value,
        center=limits.center,
        lower=limits.lower,
        upper=limits.upper,
        rule=rule,
        side=side,
    )
