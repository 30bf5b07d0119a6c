"""From one share to another in steps. Levels are lines and not bars, so that the scale need not begin at zero.

Draws what kpi.bridge computed; computes nothing but where the scale begins and ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout

HALF = 0.36


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level that the share reaches, its name, and what is written at it: a share, or by how much it moved."""

    name: str
    value: float
    text: str
    whole: bool = False


def waterfall(levels: tuple[Level, ...], look: Look, *, height: int) -> Layout:
    """The first and the last level in full, each step between as a bar from the level before it to its own."""
    low, high = _range(levels)
    drawn = layout(look, height=height, margin=(4, 8, 8, 4))
    drawn |= {
        "xaxis": axis(
            look,
            range=[-0.6, len(levels) - 0.4],
            tickvals=list(range(len(levels))),
            ticktext=[_name(one) for one in levels],
        ),
        "yaxis": axis(look, range=[low, high], visible=False),
        "shapes": [*_steps(levels, look), *_joins(levels, look), *_wholes(levels, look)],
        "annotations": [_text(place, levels, look) for place in range(len(levels))],
    }
    return {"data": [_hover(levels)], "layout": drawn}


def _range(levels: tuple[Level, ...]) -> tuple[float, float]:
    values = [one.value for one in levels]
    room = max((max(values) - min(values)) * 0.35, 0.02)
    return min(values) - room, max(values) + room


def _name(level: Level) -> str:
    """In lines of a few words, so that names stand side by side."""
    return "<br>".join(plain(line) for line in level.name.split("\n"))


def _steps(levels: tuple[Level, ...], look: Look) -> list[Layout]:
    moved = [(place, before, one) for place, (before, one) in enumerate(pairwise(levels), 1) if not one.whole]
    return [
        {
            "type": "rect", "x0": place - HALF, "x1": place + HALF, "y0": before.value, "y1": one.value,
            "fillcolor": look.palette.limits, "line": {"width": 0}, "opacity": 0.75,
        }
        for place, before, one in moved
    ]  # fmt: skip


def _joins(levels: tuple[Level, ...], look: Look) -> list[Layout]:
    """A thin line from each level to the next, so that the eye can follow."""
    line = {"color": look.palette.muted, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "x0": place - HALF, "x1": place + 1 + HALF, "y0": one.value, "y1": one.value, "line": line}
        for place, one in enumerate(levels[:-1])
    ]


def _wholes(levels: tuple[Level, ...], look: Look) -> list[Layout]:
    line = {"color": look.palette.ink, "width": 5}
    return [
        {"type": "line", "x0": place - HALF, "x1": place + HALF, "y0": one.value, "y1": one.value, "line": line}
        for place, one in enumerate(levels)
        if one.whole
    ]


def _text(place: int, levels: tuple[Level, ...], look: Look) -> Layout:
    """Above the level, or above the bar that leads to it."""
    level, before = levels[place], levels[max(place - 1, 0)]
    size = look.size + (8 if level.whole else 2)
    return {
        "x": place,
        "y": level.value if level.whole else max(level.value, before.value),
        "yshift": 6,
        "yanchor": "bottom",
        "text": f"<b>{plain(level.text)}</b>" if level.whole else plain(level.text),
        "showarrow": False,
        "font": {"size": size, "color": look.palette.ink},
    }


def _hover(levels: tuple[Level, ...]) -> Layout:
    """Nothing to see: it holds the axes and tells each level on hover."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(levels))),
        "y": [one.value for one in levels],
        "marker": {"opacity": 0, "size": 30},
        "text": [plain(one.text) for one in levels],
        "hovertemplate": "%{text}<extra></extra>",
    }
