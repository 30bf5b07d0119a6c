"""Bars in parts, with their names above them and their counts at the end. Draws; counts nothing."""

from __future__ import annotations

from dataclasses import dataclass

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout

ROW, EDGE = 56, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a bar; `tone` names a colour of the palette, `hatched` tells it apart without colour."""

    count: float
    tone: str = "neutral"
    hatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One bar: its name, its parts, what is written at its end, and what is written there in colour."""

    name: str
    parts: tuple[Part, ...]
    text: str
    more: str = ""
    more_tone: str = "breach"


def height_of(stacks: int) -> int:
    """As tall as so many bars need."""
    return EDGE + ROW * stacks


def stacked(stacks: tuple[Stack, ...], look: Look, *, height: int = 0) -> Layout:
    """Bars from zero, all on one scale; every stack has as many parts as the first."""
    longest = max((sum(part.count for part in stack.parts) for stack in stacks), default=0) or 1
    drawn = layout(look, height=height or height_of(len(stacks)), margin=(2, 8, 0, 4))
    drawn |= {
        "barmode": "stack",
        "xaxis": axis(look, visible=False, range=[0, longest * 1.02]),
        "yaxis": axis(look, visible=False, range=[len(stacks) - 0.6, -0.75]),
        "annotations": [note for place, stack in enumerate(stacks) for note in _texts(place, stack, look)],
    }
    count = len(stacks[0].parts) if stacks else 0
    return {"data": [_layer(stacks, layer, look) for layer in range(count)], "layout": drawn}


def _layer(stacks: tuple[Stack, ...], layer: int, look: Look) -> Layout:
    parts = [stack.parts[layer] for stack in stacks]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [part.count for part in parts],
        "y": list(range(len(parts))),
        "width": 0.3,
        "marker": {
            "color": [getattr(look.palette, part.tone) for part in parts],
            "pattern": {"shape": ["/" if part.hatched else "" for part in parts], "solidity": 0.45, "size": 5},
            "line": {"color": look.palette.surface, "width": 1},
        },
        "hoverinfo": "skip",
    }


def _texts(place: int, stack: Stack, look: Look) -> list[Layout]:
    colour = getattr(look.palette, stack.more_tone)
    more = f'   <span style="color:{colour}">{plain(stack.more)}</span>' if stack.more else ""
    return [
        _text(place, plain(stack.name), look, x=0, anchor="left", colour=look.palette.ink),
        _text(place, f"{plain(stack.text)}{more}", look, x=1, anchor="right", colour=look.palette.muted),
    ]


def _text(place: int, text: str, look: Look, *, x: float, anchor: str, colour: str) -> Layout:
    return {
        "xref": "paper",
        "x": x,
        "y": place - 0.19,
        "xanchor": anchor,
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "font": {"size": look.size + 2, "color": colour},
    }
