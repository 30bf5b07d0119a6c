"""A funnel plot: each group by its size and its figure, within the limits that its own size allows.

Draws what kpi.funnel judged; computes nothing. A signal has a shape as well as a colour; only signals are named.
"""

from __future__ import annotations

from dataclasses import dataclass

from charts.control import SYMBOLS, ticks
from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout
from charts.words import Words
from kpi.funnel import Limits
from kpi.spc import Side

WIDE = 30
ROUND = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
BANDS = (("far_low", "far_high", 0.6), ("low", "high", 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group: its size, its value, the limits it is judged by, its tone (a name of the palette) and the hover.

    `name` is written beside it; "" leaves it to the hover. `side` is where it lies beyond its limits.
    """

    name: str
    size: float
    value: float
    limits: Limits
    tone: str
    side: Side | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """The groups in order of size, what all of them have together, and the metric's unit."""

    groups: tuple[Group, ...]
    center: float
    unit: str


def funnel(drawn: Funnel, words: Words, look: Look, *, height: int) -> Layout:
    """The figure: sizes to the right, the two pairs of limits as bands, the value of all as a line."""
    low, high = _range(drawn)
    shown = layout(look, height=height, margin=(4, 10, 6, 30))
    shown |= {
        "xaxis": axis(look, title=_title(words("comparer.size"), look), **_sizes(drawn, words)),
        "yaxis": axis(look, range=[low, high], gridcolor=look.palette.band, **_scale(drawn, low, high, words)),
        "shapes": [_center(drawn, look)],
        "annotations": [_center_name(drawn, words, look)],
    }
    bands = [trace for lower, upper, strength in BANDS for trace in _band(drawn, lower, upper, strength, look)]
    return {"data": [*bands, _points(drawn, look)], "layout": shown}


def _band(drawn: Funnel, lower: str, upper: str, strength: float, look: Look) -> list[Layout]:
    """The area between a lower and an upper limit; the wider one is fainter."""
    sizes = [group.size for group in drawn.groups]
    common = {"type": "scatter", "mode": "lines", "x": sizes, "hoverinfo": "skip", "opacity": strength}
    line = {"color": look.palette.limits, "width": 1, "dash": "solid" if lower == "low" else "dot"}
    low = {**common, "y": [getattr(group.limits, lower) for group in drawn.groups], "line": line}
    high = {**common, "y": [getattr(group.limits, upper) for group in drawn.groups], "line": line, "fill": "tonexty"}
    return [low, {**high, "fillcolor": look.palette.band}]


def _points(drawn: Funnel, look: Look) -> Layout:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [group.size for group in drawn.groups],
        "y": [group.value for group in drawn.groups],
        "text": [plain(group.name) for group in drawn.groups],
        "textposition": ["top center" if group.side is not Side.LOW else "bottom center" for group in drawn.groups],
        "textfont": {"color": look.palette.ink, "size": look.size},
        "marker": {
            "color": [getattr(look.palette, group.tone) for group in drawn.groups],
            "symbol": [SYMBOLS[group.side] for group in drawn.groups],
            "size": [9 if group.side is None else 14 for group in drawn.groups],
            "line": {"color": look.palette.surface, "width": 1},
            "opacity": 1,
        },
        "hovertext": [plain(group.said) for group in drawn.groups],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _center(drawn: Funnel, look: Look) -> Layout:
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": drawn.center, "y1": drawn.center}
    return {"type": "line", "line": {"color": look.palette.target, "width": 1}, **ends}


def _center_name(drawn: Funnel, words: Words, look: Look) -> Layout:
    return {
        "xref": "paper",
        "x": 1,
        "y": drawn.center,
        "xanchor": "right",
        "yanchor": "bottom",
        "text": plain(words("comparer.center", value=written(drawn.center, drawn.unit, words))),
        "showarrow": False,
        "font": {"size": look.size, "color": look.palette.muted},
    }


def written(value: float, unit: str, words: Words) -> str:
    """A value as its unit is read: 82,3 %, or 1,36 for a rate."""
    return words.number(value, 2) if unit == "per_1000" else words.figure(value, unit)


def _sizes(drawn: Funnel, words: Words) -> Layout:
    """A logarithmic scale where the largest group is many times the smallest."""
    sizes = [group.size for group in drawn.groups if group.size]
    wide = bool(sizes) and max(sizes) > WIDE * min(sizes)
    if not wide:
        return {"rangemode": "tozero", "nticks": 6}
    return {"type": "log", "tickmode": "array", "tickvals": ROUND, "ticktext": [words.number(size) for size in ROUND]}


def _scale(drawn: Funnel, low: float, high: float, words: Words) -> Layout:
    values = ticks(low, high)
    names = [words.share(v, 0) if drawn.unit == "share" else written(v, drawn.unit, words) for v in values]
    return {"tickmode": "array", "tickvals": values, "ticktext": names}


def _range(drawn: Funnel) -> tuple[float, float]:
    values = [end for group in drawn.groups for end in (group.value, group.limits.far_low, group.limits.far_high)]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.09
    return low - room, high + room


def _title(text: str, look: Look) -> Layout:
    return {"text": plain(text), "font": {"size": look.size, "color": look.palette.muted}, "standoff": 6}
