"""How often against how serious: each value where its frequency and the weight of one complaint put it.

Draws what kpi.committee placed; computes nothing but the room around. The area of a dot is its part of all
criticality; the two lines are the averages, so that the corner at the top right is named and treated first.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from charts.control import ticks
from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout
from charts.words import Words

LARGEST, SMALLEST = 46, 9
ROOM = 0.16
LONG, CLOSE = 0.25, 0.05  # of the frame: a name's length, and the height that it needs
SAME, ABOVE = 0.02, 0.1
SIDES = {"right": "left", "left": "right", "above": "center"}
SHIFTS = {"right": 1, "left": -1, "above": 0}
Span = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One value: its share of complaints, the mean weight of one, its part of all criticality; `first`: both high."""

    name: str
    share: float
    weight: float
    part: float
    said: str
    first: bool


def matrix(dots: tuple[Dot, ...], share: float, weight: float, words: Words, look: Look, *, height: int) -> Layout:
    """The figure; `share` and `weight` are where the averages lie."""
    across = _reach([dot.share for dot in dots] + [share], floor=0.0)
    up = _reach([dot.weight for dot in dots] + [weight], floor=0.0)
    drawn = layout(look, height=height, margin=(6, 6, 22, 30))
    drawn |= {
        "xaxis": axis(look, range=across, title=_title(words("motifs.map_x"), look), **_shares(across, words)),
        "yaxis": axis(look, range=up, title=_title(words("motifs.map_y"), look), **_weights(up, words)),
        "shapes": [_line(look, x0=share, x1=share, yref="paper", y0=0, y1=1),
                   _line(look, y0=weight, y1=weight, xref="paper", x0=0, x1=1)],
        "annotations": [_corner(words, look), *_names(dots, across, up, look)],
    }  # fmt: skip
    return {"data": [_dots(dots, look)], "layout": drawn}


def _dots(dots: tuple[Dot, ...], look: Look) -> Layout:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.share for dot in dots],
        "y": [dot.weight for dot in dots],
        "marker": {
            "size": [_size(dot, dots) for dot in dots],
            "color": [look.palette.warning if dot.first else look.palette.neutral for dot in dots],
            "symbol": ["diamond" if dot.first else "circle" for dot in dots],
            "opacity": 0.75,
            "line": {"color": look.palette.surface, "width": 1},
        },
        "hovertext": [plain(dot.said) for dot in dots],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _size(dot: Dot, dots: tuple[Dot, ...]) -> float:
    """Its diameter in pixels: the area is the part."""
    largest = max(one.part for one in dots) or 1.0
    return max(SMALLEST, LARGEST * sqrt(dot.part / largest))


def _names(dots: tuple[Dot, ...], across: list[float], up: list[float], look: Look) -> list[Layout]:
    """Names beside their dots, on the side that is free; without one, the name is left to the hover."""
    places = {
        dot.name: ((dot.share - across[0]) / (across[1] - across[0]), (dot.weight - up[0]) / (up[1] - up[0]))
        for dot in dots
    }
    taken: list[Span] = []
    found = []
    for dot in sorted(dots, key=lambda one: -one.part):
        if side := _side(dot.name, places, taken):
            taken.append(_span(*places[dot.name], side))
            found.append(_name(dot, side, _size(dot, dots) / 2, look))
    return found


def _side(name: str, places: dict[str, tuple[float, float]], taken: list[Span]) -> str:
    """Right, left or above; "" where names, other dots or the frame leave no room."""
    x, y = places[name]
    dots = [(a, a, b) for other, (a, b) in places.items() if other != name and abs(a - x) > SAME]
    return next((side for side in SIDES if _free(_span(x, y, side), [*dots, *taken])), "")


def _span(x: float, y: float, side: str) -> Span:
    if side == "above":
        return x - LONG / 2, x + LONG / 2, y + ABOVE
    return (x, x + LONG, y) if side == "right" else (x - LONG, x, y)


def _free(span: Span, taken: list[Span]) -> bool:
    left, right, height = span
    crossed = (a < right and b > left and abs(y - height) < CLOSE for a, b, y in taken)
    return left >= 0 and right <= 1.02 and not any(crossed)


def _name(dot: Dot, side: str, radius: float, look: Look) -> Layout:
    return {
        "x": dot.share,
        "y": dot.weight,
        "xanchor": SIDES[side],
        "yanchor": "bottom" if side == "above" else "middle",
        "xshift": (radius + 3) * SHIFTS[side],
        "yshift": radius if side == "above" else 0,
        "text": plain(dot.name),
        "showarrow": False,
        "font": {"size": look.size, "color": look.palette.ink},
    }


def _corner(words: Words, look: Look) -> Layout:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 1,
        "yshift": 20,
        "xanchor": "right",
        "yanchor": "top",
        "text": plain(words("motifs.map_first")),
        "showarrow": False,
        "font": {"size": look.size, "color": look.palette.warning},
    }


def _line(look: Look, **ends: object) -> Layout:
    line = {"color": look.palette.limits, "width": 1, "dash": "dot"}
    return {"type": "line", "layer": "below", "line": line, **ends}


def _title(text: str, look: Look) -> Layout:
    return {"text": plain(text), "font": {"size": look.size, "color": look.palette.muted}, "standoff": 6}


def _reach(values: list[float], floor: float) -> list[float]:
    low, high = min(values), max(values)
    room = (high - low or high or 1.0) * ROOM
    return [max(floor, low - room), high + room]


def _shares(across: list[float], words: Words) -> Layout:
    values = ticks(across[0], across[1])
    return {"tickmode": "array", "tickvals": values, "ticktext": [words.share(value, 0) for value in values]}


def _weights(up: list[float], words: Words) -> Layout:
    values = ticks(up[0], up[1])
    return {"tickmode": "array", "tickvals": values, "ticktext": [words.number(value, 1) for value in values]}
