"""A control chart: the series, its limits for each point and segment, the target, and the signals marked.

Draws what kpi.spc computed; computes nothing but where axis labels go. A signal has a shape as well as a colour:
it points up or down, and is vermilion where that is worse, blue where it is better.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

from charts.band import LEFT, RIGHT, bands, marks, reach
from charts.ranking import plain
from charts.theme import Layout, Look, Palette, axis, layout
from charts.words import Words, typeset
from kpi.labels import period_name, period_of
from kpi.spc import Chart, Point, Side
from kpi.verdict import evidence

EVERY = 6
SYMBOLS = {None: "circle", Side.HIGH: "triangle-up", Side.LOW: "triangle-down"}
PLACES = tuple((third, above) for third in (0, 1, 2) for above in (True, False))
TEXT_HEIGHT = 0.13
ROOM = 58
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is drawn: a chart of kpi.spc, its unit, which way is better, and the target if there is one.

    `limits`: whether the last segment has enough points for a band of ordinary variation to mean anything.
    """

    chart: Chart
    unit: str
    better: str
    target: float | None = None
    limits: bool = True


def control(series: Series, words: Words, look: Look, *, height: int) -> Layout:
    """The figure. The newest month carries its value; the band is what varies as usual."""
    low, high = _range(series)
    drawn = layout(look, height=height, margin=(4, ROOM, 8, 4))
    lines, texts = marks(series.chart, look)
    drawn |= {
        "xaxis": axis(look, range=[-LEFT, len(series.chart.points) - 1 + RIGHT], **_periods(series.chart, words)),
        "yaxis": axis(look, range=[low, high], gridcolor=look.palette.band, **_scale(series, low, high, words)),
        "shapes": [*bands(series.chart, look.palette, limits=series.limits), *lines, *_target(series, look.palette)],
        "annotations": [_newest(series, words, look), *_target_name(series, words, look), *texts],
    }
    return {"data": [_line(series, words, look)], "layout": drawn}


def colour(side: Side | None, better: str, palette: Palette) -> str:
    """Ordinary points are neutral; a signal is good or a breach by the metric's own direction, else a warning."""
    if side is None:
        return palette.neutral
    if better == "neutral":
        return palette.warning
    return palette.good if (side is Side.HIGH) == (better == "up") else palette.breach


def _line(series: Series, words: Words, look: Look) -> Layout:
    points = series.chart.points
    colours = [colour(point.side, series.better, look.palette) for point in points]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(points))),
        "y": [point.value for point in points],
        "line": {"color": look.palette.neutral, "width": 2},
        "marker": {
            "color": colours,
            "symbol": [SYMBOLS[point.side] for point in points],
            "size": [6 if point.side is None else 12 for point in points],
            "line": {"color": look.palette.surface, "width": 1},
            "opacity": 1,
        },
        "text": [_said(point, series.unit, words) for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _said(point: Point, unit: str, words: Words) -> str:
    period = typeset(period_name(point.period, words.lang), words.lang)
    said = words("chart.hover", month=period, value=words.figure(point.value, unit))
    found = evidence(point)
    return plain(said) + (f"<br>{plain(words.said(found))}" if found else "")


def _target(series: Series, palette: Palette) -> list[Layout]:
    if series.target is None:
        return []
    ends = {"x0": -LEFT, "x1": len(series.chart.points) - 1 + RIGHT, "y0": series.target, "y1": series.target}
    return [{"type": "line", "layer": "below", "line": {"color": palette.target, "width": 2, "dash": "dash"}, **ends}]


def _newest(series: Series, words: Words, look: Look) -> Layout:
    """The last value, written beside its point."""
    last = series.chart.points[-1]
    return {
        "x": len(series.chart.points) - 1,
        "xshift": 9,
        "y": last.value,
        "text": f"<b>{plain(words.figure(last.value, series.unit))}</b>",
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "font": {"size": look.size + 3, "color": colour(last.side, series.better, look.palette)},
    }


def _target_name(series: Series, words: Words, look: Look) -> list[Layout]:
    """The target's name on its line, at the place where it hides the fewest points."""
    if series.target is None:
        return []
    third, above = min(PLACES, key=lambda place: _hidden(series, *place))
    return [
        {
            "xref": "paper",
            "x": third / 2,
            "y": series.target,
            "text": plain(words("chart.target", value=words.share(series.target, 0))),
            "showarrow": False,
            "xanchor": ("left", "center", "right")[third],
            "yanchor": "bottom" if above else "top",
            "font": {"size": look.size, "color": look.palette.target},
        }
    ]


def _hidden(series: Series, third: int, above: bool) -> int:
    """How many points a text would hide in a third of the chart, above or below the target."""
    low, high = _range(series)
    points = series.chart.points
    inside = points[third * len(points) // 3 : (third + 1) * len(points) // 3]
    over = [(point.value - (series.target or 0)) * (1 if above else -1) / (high - low) for point in inside]
    return sum(-0.02 < distance < TEXT_HEIGHT for distance in over)


def _periods(chart: Chart, words: Words) -> Layout:
    """Every sixth period named, counted back from the newest; the year under each."""
    places = list(range(len(chart.points) - 1, -1, -EVERY))[::-1]
    names = [_short(chart.points[place].period, words) for place in places]
    return {"tickmode": "array", "tickvals": places, "ticktext": names, "ticks": "outside", "ticklen": 4}


def _short(period: str, words: Words) -> str:
    length = period_of(period)
    if length in ("week", "quarter"):
        return f"{period[5:]}<br>{period[:4]}"
    return f"{words.short_month(period)}<br>{period[:4]}" if length == "month" else plain(period)


def _scale(series: Series, low: float, high: float, words: Words) -> Layout:
    values = ticks(low, high)
    names = [words.share(v, 0) if series.unit == "share" else words.figure(v, series.unit) for v in values]
    return {"tickmode": "array", "tickvals": values, "ticktext": names, "showgrid": False}


def _range(series: Series) -> tuple[float, float]:
    values = [point.value for point in series.chart.points]
    values += reach(series.chart, limits=series.limits)
    values += [] if series.target is None else [series.target]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.14
    return low - room, high + room


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round values within a range, at most `most` steps apart."""
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in STEPS if factor * power >= rough)
    count = range(ceil(low / step), floor(high / step) + 1)
    return [round(place * step, 10) for place in count]
