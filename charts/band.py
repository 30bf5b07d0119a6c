"""What stands behind a control chart's line: limits and centre in steps, one band for each segment, and what was noted.

Draws what kpi.spc computed; computes nothing but where a step begins and ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from charts.ranking import plain
from charts.theme import Layout, Look, Palette
from kpi.spc import Chart, Point, Segment, place_of

HALF, LEFT, RIGHT = 0.5, 0.6, 0.6
LONGEST = 40
Step = tuple[float, float, Point]


def bands(chart: Chart, palette: Palette, *, limits: bool) -> list[Layout]:
    """Each segment's band and centre line, dashed where its limits are provisional.

    `limits`: whether the last segment has points enough for a band to mean anything; a single point never has.
    """
    shapes, first, count = [], 0, len(chart.points)
    for segment in chart.segments:
        if segment.bounded and (limits or segment is not chart.last):
            shapes += _band(segment, _steps(segment.points, first, count), palette)
        first += len(segment.points)
    return shapes


def marks(chart: Chart, look: Look) -> tuple[list[Layout], list[Layout]]:
    """A line and its text for each rebase (with its reason) and each annotation that falls on the chart."""
    noted = _noted(chart)
    lines = [_line(at, "solid" if rebase else "dot", look.palette) for at, _, rebase in noted]
    return lines, [_text(at, text, row, len(chart.points), look) for row, (at, text, _) in enumerate(noted)]


def reach(chart: Chart, *, limits: bool) -> list[float]:
    """The limits that are drawn, so that the axis holds them."""
    shown = [s for s in chart.segments if s.bounded and (limits or s is not chart.last)]
    return [limit for segment in shown for point in segment.points for limit in (point.lower, point.upper)]


def _steps(points: Sequence[Point], first: int, count: int) -> list[Step]:
    """Where each pair of limits begins and ends; equal neighbours are one step, and the ends reach the frame."""
    steps: list[Step] = []
    for _, same in groupby(enumerate(points, first), key=lambda item: (item[1].lower, item[1].center, item[1].upper)):
        run = list(same)
        (begin, point), (end, _) = run[0], run[-1]
        left = -LEFT if begin == 0 else begin - HALF
        right = count - 1 + RIGHT if end == count - 1 else end + HALF
        steps.append((left, right, point))
    return steps


def _band(segment: Segment, steps: list[Step], palette: Palette) -> list[Layout]:
    upper = [corner for left, right, point in steps for corner in ((left, point.upper), (right, point.upper))]
    lower = [corner for left, right, point in steps for corner in ((left, point.lower), (right, point.lower))]
    middle = [corner for left, right, point in steps for corner in ((left, point.center), (right, point.center))]
    line = {"color": palette.limits, "width": 1, "dash": "dash" if segment.trial else "solid"}
    return [
        _path([*upper, *reversed(lower)], "Z", fillcolor=palette.band, line={"width": 0}),
        _path(middle, "", line=line),
    ]


def _path(corners: Sequence[tuple[float, float]], end: str, **more: object) -> Layout:
    joined = "L".join(f"{x:g},{y!r}" for x, y in corners)
    return {"type": "path", "path": f"M{joined}{end}", "layer": "below", **more}


def _noted(chart: Chart) -> list[tuple[float, str, bool]]:
    """Where, what, and whether it is a rebase, in order of time."""
    periods = [point.period for point in chart.points]
    rebases = [(periods.index(s.points[0].period) - HALF, s.rebase.reason, True) for s in chart.segments if s.rebase]
    places = [(place_of(note.at, periods), note.text) for note in chart.annotations]
    return sorted([*rebases, *((float(at), text, False) for at, text in places if at is not None)])


def _line(at: float, dash: str, palette: Palette) -> Layout:
    return {
        "type": "line",
        "yref": "paper",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": palette.muted, "width": 1, "dash": dash},
    }


def _text(at: float, text: str, row: int, count: int, look: Look) -> Layout:
    """At the top, one below the other, on the side where there is room."""
    left = at < count / 2
    return {
        "x": at,
        "yref": "paper",
        "y": 1,
        "yshift": -row * (look.size + 4),
        "xshift": 4 if left else -4,
        "xanchor": "left" if left else "right",
        "yanchor": "top",
        "text": plain(text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"),
        "showarrow": False,
        "font": {"size": look.size - 1, "color": look.palette.muted},
    }
