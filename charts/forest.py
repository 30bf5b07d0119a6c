"""Shares with their intervals, one row a group, against one objective. Draws in the order given; ranks nothing.

A row says what it is in words: its name and verdict above its interval, its figure at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

from charts.control import ticks
from charts.ranking import plain
from charts.rows import above, across
from charts.theme import Layout, Look, axis, layout
from charts.words import Words

ROW, EDGE = 52, 64
SIGNS = {"up": "▲ ", "down": "▼ ", "": ""}
SYMBOLS = {"up": "triangle-up", "down": "triangle-down", "": "circle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One group: its share between `low` and `high`, `figure` as written, `verdict` with the side it points to.

    `tone` is the colour of the point, `said` that of the verdict: names of the palette.
    """

    name: str
    value: float
    low: float
    high: float
    figure: str
    verdict: str = ""
    side: str = ""
    tone: str = "neutral"
    said: str = "muted"


def height_of(rows: int) -> int:
    """As tall as so many rows need."""
    return EDGE + ROW * rows


def forest(rows: tuple[Row, ...], words: Words, look: Look, *, target: float | None = None, height: int = 0) -> Layout:
    """The figure, the first row on top; the objective a dashed line through all of them."""
    places = list(range(len(rows)))
    low, high = _range(rows, target)
    values = ticks(low, high)
    drawn = layout(look, height=height or height_of(len(rows)), margin=(4, 8, 4, 4))
    drawn |= {
        "xaxis": axis(look, range=[low, high], tickvals=values, ticktext=[_written(value, words) for value in values]),
        "yaxis": axis(look, visible=False, range=[len(rows) - 0.35, -1.0]),
        "shapes": across(target, len(rows), look),
        "annotations": [note for place in places for note in _texts(place, rows[place], look)]
        + _target_name(target, words, look, low, high),
    }
    return {"data": [_intervals(rows, look), _points(rows, look)], "layout": drawn}


def _written(value: float, words: Words) -> str:
    """A whole percentage, unless the scale is finer."""
    return words.share(value, 0 if round(value * 1000) % 10 == 0 else 1)


def _range(rows: tuple[Row, ...], target: float | None) -> tuple[float, float]:
    ends = [end for row in rows for end in (row.low, row.high)] + ([] if target is None else [target])
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = (high - low or 0.1) * 0.06
    return max(low - room, -0.02), min(high + room, 1.02)


def _intervals(rows: tuple[Row, ...], look: Look) -> Layout:
    """One line with gaps: a row's interval, then nothing."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [end for row in rows for end in (row.low, row.high, None)],
        "y": [level for place in range(len(rows)) for level in (place, place, None)],
        "line": {"color": look.palette.limits, "width": 4},
        "opacity": 0.55,
        "hoverinfo": "skip",
    }


def _points(rows: tuple[Row, ...], look: Look) -> Layout:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in rows],
        "y": list(range(len(rows))),
        "marker": {
            "color": [getattr(look.palette, row.tone) for row in rows],
            "symbol": [SYMBOLS[row.side] for row in rows],
            "size": 15,
            "line": {"color": look.palette.surface, "width": 2},
            "opacity": 1,
        },
        "text": [plain(f"{row.name} : {row.figure}") for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _texts(place: int, row: Row, look: Look) -> list[Layout]:
    colour = getattr(look.palette, row.said)
    verdict = f'   <span style="color:{colour}">{SIGNS[row.side]}{plain(row.verdict)}</span>' if row.verdict else ""
    return [
        above(place, f"<b>{plain(row.name)}</b>{verdict}", look, x=0, anchor="left"),
        above(place, plain(row.figure), look, x=1, anchor="right"),
    ]


def _target_name(target: float | None, words: Words, look: Look, low: float, high: float) -> list[Layout]:
    """Above the first row, on the side where there is room."""
    if target is None:
        return []
    left = target > (low + high) / 2
    name = words("chart.target", value=words.share(target, 0))
    named = above(0, plain(name), look, x=target, anchor="right" if left else "left")
    return [{**named, "xref": "x", "y": -0.62, "font": {"size": look.size, "color": look.palette.target}}]
