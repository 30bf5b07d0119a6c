"""How many have their reply after so many days, with the band around it, the median and the P90 marked.

Draws the estimate of kpi.reply_curve; computes nothing.
"""

from __future__ import annotations

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout
from charts.words import Words
from kpi.reply_curve import Curve, Reached

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
HALF, NINE = 0.5, 0.9


def curve(found: Curve, names: tuple[str, str], words: Words, look: Look, *, until: int, height: int) -> Layout:
    """Steps from nobody to everybody. `names` are written at the median and at the P90, where they are reached."""
    drawn = layout(look, height=height, margin=(4, 16, 8, 4))
    marks = [(HALF, found.median, names[0]), (NINE, found.p90, names[1])]
    reached = [(level, day, name) for level, day, name in marks if day is not None]
    drawn |= {
        "xaxis": axis(look, range=[0, until], ticks="outside", ticklen=4, tickfont={"size": look.size}),
        "yaxis": axis(look, range=[0, 1.04], tickvals=LEVELS, ticktext=[words.share(one, 0) for one in LEVELS]),
        "shapes": [shape for level, day, _ in reached for shape in _corner(level, day, look)],
        "annotations": [_name(level, day, name, until, look) for level, day, name in reached],
    }
    return {"data": [*_band(found.steps, look), _line(found.steps, words, look)], "layout": drawn}


def _band(steps: tuple[Reached, ...], look: Look) -> list[Layout]:
    edge = {"type": "scatter", "mode": "lines", "x": _days(steps), "hoverinfo": "skip"}
    line = {"color": look.palette.band, "width": 0, "shape": "hv"}
    low = {**edge, "y": [0.0, *(step.low for step in steps)], "line": line}
    high = {**edge, "y": [0.0, *(step.high for step in steps)], "line": line}
    return [low, {**high, "fill": "tonexty", "fillcolor": look.palette.band}]


def _line(steps: tuple[Reached, ...], words: Words, look: Look) -> Layout:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _days(steps),
        "y": [0.0, *(step.share for step in steps)],
        "line": {"color": look.palette.neutral, "width": 3, "shape": "hv"},
        "text": ["", *(plain(f"{words.days(step.day)} : {words.share(step.share)}") for step in steps)],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _days(steps: tuple[Reached, ...]) -> list[int]:
    return [0, *(step.day for step in steps)]


def _corner(level: float, day: int, look: Look) -> list[Layout]:
    """From the level to the curve, and down to the day."""
    line = {"color": look.palette.target, "width": 1.5, "dash": "dot"}
    ends = [{"x0": 0, "x1": day, "y0": level, "y1": level}, {"x0": day, "x1": day, "y0": 0, "y1": level}]
    return [{"type": "line", "line": line, **one} for one in ends]


def _name(level: float, day: int, name: str, until: int, look: Look) -> Layout:
    """Beside the corner, on the side of the curve where nothing is drawn."""
    right = day < until * 0.55
    return {
        "x": day,
        "y": level,
        "text": f"<b>{plain(name)}</b>",
        "showarrow": False,
        "xanchor": "left" if right else "right",
        "xshift": 10 if right else -10,
        "yanchor": "top" if right else "bottom",
        "font": {"size": look.size + 2, "color": look.palette.ink},
    }
