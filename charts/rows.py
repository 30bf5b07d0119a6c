"""What charts of one row per name share: the words above a row, and the line of the objective across all of them."""

from __future__ import annotations

from charts.theme import Layout, Look


def above(place: float, text: str, look: Look, *, x: float, anchor: str) -> Layout:
    """Words over the row at a place; `x` from 0 to 1 across the chart, `anchor` which end of them stands there."""
    return {
        "xref": "paper",
        "x": x,
        "y": place - 0.22,
        "xanchor": anchor,
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "bgcolor": look.palette.surface,
        "borderpad": 1,
        "font": {"size": look.size + 1, "color": look.palette.ink},
    }


def across(target: float | None, rows: int, look: Look) -> list[Layout]:
    """The dashed line of the objective over so many rows; nothing without one."""
    if target is None:
        return []
    line = {"color": look.palette.target, "width": 2, "dash": "dash"}
    return [{"type": "line", "layer": "below", "x0": target, "x1": target, "y0": -0.6, "y1": rows - 0.6, "line": line}]
