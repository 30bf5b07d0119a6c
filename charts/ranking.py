"""The most frequent values of a dimension, as bars with their names above them. Draws; counts nothing."""

from __future__ import annotations

from dataclasses import dataclass

from charts.theme import Layout, Look, axis, layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One value: its name, its count, and what is written at the end of its bar."""

    name: str
    count: float
    text: str


def ranking(bars: tuple[Bar, ...], look: Look, *, height: int) -> Layout:
    """Bars from the most frequent down. The length is the count, from zero; the name stands above its bar."""
    places = list(range(len(bars)))
    longest = max((bar.count for bar in bars), default=1)
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [bar.count for bar in bars],
        "y": places,
        "width": 0.24,
        "marker": {"color": look.palette.neutral, "cornerradius": 3},
        "hoverinfo": "skip",
    }
    below = layout(look, height=height, margin=(2, 8, 0, 4))
    below |= {
        "xaxis": axis(look, visible=False, range=[0, longest * 1.02]),
        "yaxis": axis(look, visible=False, range=[len(bars) - 0.6, -0.75]),
        "annotations": [_name(place, bar, look) for place, bar in enumerate(bars)]
        + [_count(place, bar, look) for place, bar in enumerate(bars)],
    }
    return {"data": [trace], "layout": below}


def _name(place: int, bar: Bar, look: Look) -> Layout:
    return _text(place, bar.name, look, x=0, anchor="left", colour=look.palette.ink)


def _count(place: int, bar: Bar, look: Look) -> Layout:
    return _text(place, bar.text, look, x=1, anchor="right", colour=look.palette.muted)


def _text(place: int, text: str, look: Look, *, x: float, anchor: str, colour: str) -> Layout:
    return {
        "xref": "paper",
        "x": x,
        "y": place - 0.15,
        "xanchor": anchor,
        "yanchor": "bottom",
        "text": plain(text),
        "showarrow": False,
        "font": {"size": look.size + 2, "color": colour},
    }


def plain(text: str) -> str:
    """Text that Plotly shows as it is: it reads a small HTML, and a value of an export is a stranger's text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
