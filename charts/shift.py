"""Shares before and after a change, one row a group: a ring for before, a point for after. Draws; computes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from charts.control import ticks
from charts.ranking import plain
from charts.rows import above, across
from charts.theme import Layout, Look, axis, layout
from charts.words import Words

ROW, EDGE = 52, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """One group: its share before and after, what is written at its end, and what that costs."""

    name: str
    before: float
    after: float
    text: str
    cost: str = ""


def height_of(rows: int) -> int:
    """As tall as so many rows need."""
    return EDGE + ROW * rows


def shift(rows: tuple[Shifted, ...], words: Words, look: Look, *, target: float | None, height: int = 0) -> Layout:
    """The figure, the first row on top; the objective a dashed line through all of them."""
    ends = [end for row in rows for end in (row.before, row.after)] + ([] if target is None else [target])
    low, high = max(min(ends) - 0.04, -0.02), min(max(ends) + 0.04, 1.02)
    values = ticks(low, high)
    drawn = layout(look, height=height or height_of(len(rows)), margin=(4, 8, 4, 4))
    drawn |= {
        "xaxis": axis(look, range=[low, high], tickvals=values, ticktext=[words.share(value, 0) for value in values]),
        "yaxis": axis(look, visible=False, range=[len(rows) - 0.35, -1.0]),
        "shapes": [*_moves(rows, look), *across(target, len(rows), look)],
        "annotations": [note for place, row in enumerate(rows) for note in _texts(place, row, look)]
        + _target_name(target, (low + high) / 2, words, look),
    }
    return {"data": [_points(rows, look, "before"), _points(rows, look, "after")], "layout": drawn}


def _moves(rows: tuple[Shifted, ...], look: Look) -> list[Layout]:
    line = {"color": look.palette.limits, "width": 4}
    return [
        {"type": "line", "layer": "below", "x0": row.before, "x1": row.after, "y0": place, "y1": place, "line": line}
        for place, row in enumerate(rows)
    ]


def _points(rows: tuple[Shifted, ...], look: Look, which: str) -> Layout:
    """What is simulated is solid; what was is a ring."""
    palette = look.palette
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [getattr(row, which) for row in rows],
        "y": list(range(len(rows))),
        "marker": {
            "color": palette.surface if which == "before" else palette.neutral,
            "size": 15,
            "line": {"color": palette.neutral, "width": 3},
            "opacity": 1,
        },
        "text": [plain(f"{row.name} : {row.text}") for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _texts(place: int, row: Shifted, look: Look) -> list[Layout]:
    cost = f'   <span style="color:{look.palette.muted}">{plain(row.cost)}</span>' if row.cost else ""
    return [
        above(place, f"<b>{plain(row.name)}</b>{cost}", look, x=0, anchor="left"),
        above(place, plain(row.text), look, x=1, anchor="right"),
    ]


def _target_name(target: float | None, middle: float, words: Words, look: Look) -> list[Layout]:
    if target is None:
        return []
    name = plain(words("chart.target", value=words.share(target, 0)))
    named = above(-0.4, name, look, x=target, anchor="right" if target > middle else "left")
    return [{**named, "xref": "x", "font": {"size": look.size, "color": look.palette.target}}]
