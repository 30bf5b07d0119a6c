"""A Pareto with what it doesn't know: rank, name and share, its interval, and the neighbours that chance could swap.

Draws what kpi.pareto ranked; counts nothing. Two ranks that can't be told apart are joined by a bracket and a ≈.
"""

from __future__ import annotations

from dataclasses import dataclass

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout

LEFT = 34
NAME, BAR = 0.34, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value: its rank, its share with the interval, what is written at the right, and what the hover says.

    `tied`: chance could swap it with the next row.
    """

    rank: str
    name: str
    share: float
    low: float
    high: float
    text: str
    said: str
    tied: bool = False


def pareto(rows: tuple[Row, ...], look: Look, *, height: int) -> Layout:
    """Bars from the first rank down, from zero; the whisker is the 95 % interval."""
    longest = max((row.high for row in rows), default=1.0)
    below = layout(look, height=height, margin=(LEFT, 6, 0, 2))
    below |= {
        "xaxis": axis(look, visible=False, range=[0, longest * 1.03]),
        "yaxis": axis(look, visible=False, range=[max(len(rows), 5) - 0.4, -0.6]),
        "annotations": [note for place, row in enumerate(rows) for note in _notes(place, row, look)],
        "shapes": [line for place, row in enumerate(rows) if row.tied for line in _bracket(place, look)],
    }
    return {"data": [_bars(rows, look)], "layout": below}


def _bars(rows: tuple[Row, ...], look: Look) -> Layout:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row.share for row in rows],
        "y": [place + NAME - BAR / 2 for place in range(len(rows))],
        "width": BAR,
        "marker": {"color": look.palette.neutral, "cornerradius": 3},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row.high - row.share for row in rows],
            "arrayminus": [row.share - row.low for row in rows],
            "color": look.palette.limits,
            "thickness": 2,
            "width": 4,
        },
        "hovertext": [plain(row.said) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _notes(place: int, row: Row, look: Look) -> list[Layout]:
    ink, muted = look.palette.ink, look.palette.muted
    found = [
        _text(place, row.rank, look, x=0, anchor="right", colour=muted, shift=-14),
        _text(place, row.name, look, x=0, anchor="left", colour=ink),
        _text(place, row.text, look, x=1, anchor="right", colour=muted),
    ]
    if row.tied:
        found.append(_text(place + 0.5, "≈", look, x=0, anchor="right", colour=muted, shift=-14))
    return found


def _text(place: float, text: str, look: Look, *, x: float, anchor: str, colour: str, shift: int = 0) -> Layout:
    return {
        "xref": "paper",
        "x": x,
        "xshift": shift,
        "y": place - 0.19,
        "xanchor": anchor,
        "yanchor": "middle",
        "text": plain(text),
        "showarrow": False,
        "font": {"size": look.size + 1, "color": colour},
    }


def _bracket(place: int, look: Look) -> list[Layout]:
    """From the middle of a row to that of the next, left of their bars."""
    line = {"color": look.palette.limits, "width": 2}
    ends = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0}
    top, bottom = place - 0.2, place + 0.8
    return [{"type": "line", **ends, "x0": -9, "x1": -9, "y0": top + 0.08, "y1": bottom - 0.08, "line": line}]
