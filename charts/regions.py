"""The regions of France, each shaded by its figure and with the figure written on it.

Draws; computes nothing but which of five shades a value has. The outlines in france.json are ours: capes, mouths and
border towns by their coordinates, joined by straight lines; good to tell regions apart, not to measure them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout

OUTLINES = Path(__file__).with_name("france.json")
WIDE = 1.453  # a degree of latitude over one of longitude, at 46.5° north
SHADES = (0.05, 0.16, 0.28, 0.42, 0.85)
DARK = 4  # from this shade on, ink is lighter than the region


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A region: what it is shaded by, what is written on it, and what the hover says. `mark`: a signal's sign."""

    name: str
    value: float | None
    text: str
    said: str
    mark: str = ""


@cache
def outlines() -> dict[str, dict[str, Any]]:
    """Each region's outline in degrees, and where its figure is written."""
    found: dict[str, dict[str, Any]] = json.loads(OUTLINES.read_text("utf-8"))
    return found


def regions(areas: tuple[Area, ...], look: Look, *, height: int) -> Layout:
    """The map. A region without a figure is left empty; an area that is no region of France isn't drawn."""
    known = {area.name: area for area in areas if area.name in outlines()}
    values = [area.value for area in known.values() if area.value is not None]
    shaded = {name: _shade(area.value, values) for name, area in known.items()}
    drawn = layout(look, height=height, margin=(0, 0, 0, 0))
    drawn |= {
        "xaxis": axis(look, visible=False, range=[-5.3, 9.8]),
        "yaxis": axis(look, visible=False, range=[41.1, 51.3], scaleanchor="x", scaleratio=WIDE),
        "shapes": [_shape(shape["ring"], shaded.get(name), look) for name, shape in outlines().items()],
        "annotations": [_text(area, shaded[name], look) for name, area in known.items()],
    }
    return {"data": [_hover(tuple(known.values()))], "layout": drawn}


def _shade(value: float | None, values: list[float]) -> int | None:
    """The fifth of the range between the least and the most that a value lies in."""
    if value is None:
        return None
    low, high = min(values), max(values)
    return len(SHADES) // 2 if low == high else min(len(SHADES) - 1, int(len(SHADES) * (value - low) / (high - low)))


def _shape(ring: list[list[float]], shade: int | None, look: Look) -> Layout:
    path = "L".join(f"{x},{y}" for x, y in ring)
    filled = look.palette.band if shade is None else look.palette.neutral
    return {
        "type": "path",
        "path": f"M{path}Z",
        "layer": "below",
        "fillcolor": filled,
        "opacity": 1 if shade is None else SHADES[shade],
        "line": {"color": look.palette.surface if shade is None else look.palette.ink, "width": 1},
    }


def _text(area: Area, shade: int | None, look: Look) -> Layout:
    dark = shade is not None and shade >= DARK
    x, y = outlines()[area.name]["at"]
    return {
        "x": x,
        "y": y,
        "text": f"<b>{plain(area.mark)}{plain(area.text)}</b>",
        "showarrow": False,
        "font": {"size": look.size, "color": look.palette.surface if dark else look.palette.ink},
    }


def _hover(areas: tuple[Area, ...]) -> Layout:
    places = [outlines()[area.name]["at"] for area in areas]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {"size": 44, "opacity": 0},
        "hovertext": [plain(area.said) for area in areas],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
