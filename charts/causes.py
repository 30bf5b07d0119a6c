"""Two causes against each other: a row for what made the fault occur, a column for why it wasn't found before.

Draws what kpi.causes counted, darker where there are more, with the number in every cell; computes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout

LIGHT = 0.62  # of the largest: from there on a cell is dark enough for light text
LONGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Counts by row and column, what is written in each cell, and what its hover says."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    said: tuple[tuple[str, ...], ...]


def causes(grid: Grid, look: Look, *, height: int) -> Layout:
    """The figure, the most frequent cause at the top left."""
    most = max((n for row in grid.counts for n in row), default=0) or 1
    drawn = layout(look, height=height, margin=(4, 4, 4, 4))
    drawn |= {
        "xaxis": axis(look, side="top", **_names(grid.columns)),
        "yaxis": axis(look, autorange="reversed", **_names(grid.rows)),
        "annotations": [
            _text(x, y, grid.texts[y][x], n > LIGHT * most, look)
            for y, row in enumerate(grid.counts)
            for x, n in enumerate(row)
            if n
        ],
    }
    return {"data": [_cells(grid, most, look)], "layout": drawn}


def _cells(grid: Grid, most: int, look: Look) -> Layout:
    return {
        "type": "heatmap",
        "z": [list(row) for row in grid.counts],
        "hovertext": [[plain(text) for text in row] for row in grid.said],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "zmin": 0,
        "zmax": most,
        "colorscale": [[0, look.palette.band], [1, look.palette.neutral]],
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
    }


def _names(names: tuple[str, ...]) -> Layout:
    short = [plain(name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…") for name in names]
    return {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": short}


def _text(x: int, y: int, text: str, dark: bool, look: Look) -> Layout:
    colour = look.palette.surface if dark else look.palette.ink
    return {
        "x": x,
        "y": y,
        "text": f"<b>{plain(text)}</b>",
        "showarrow": False,
        "font": {"size": look.size, "color": colour},
    }
