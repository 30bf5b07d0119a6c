"""What came in above the line, what left below it, and the stock over both. Draws; counts nothing."""

from __future__ import annotations

from dataclasses import dataclass

from charts.control import EVERY, ticks
from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout
from charts.words import Words
from kpi.flows import Moved
from kpi.labels import period_name, period_of

UPPER, LOWER = (0.46, 1.0), (0.0, 0.36)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the line and the two sides of the bars are called."""

    stock: str
    entered: str
    left: str


def flow(found: tuple[Moved, ...], named: Named, words: Words, look: Look, *, height: int) -> Layout:
    """The stock as a line on a scale from zero; bars below it, those of a running period paler."""
    drawn = layout(look, height=height, margin=(4, 64, 8, 4))
    places = list(range(len(found)))
    tallest = max((max(one.entered, one.left) for one in found), default=1) or 1
    top = max(one.stock for one in found) * 1.15 or 1
    levels = ticks(0, top, 3)
    drawn |= {
        "barmode": "relative",
        "bargap": 0.25,
        "xaxis": axis(look, range=[-0.7, len(found) - 0.3], anchor="y2", **_periods(found, words)),
        "yaxis": axis(
            look, domain=UPPER, range=[0, top], tickvals=levels, ticktext=[words.number(one) for one in levels],
            showgrid=True, gridcolor=look.palette.band,
        ),
        "yaxis2": axis(look, domain=LOWER, range=[-tallest * 1.1, tallest * 1.1], visible=False),
        "annotations": _names(found, named, words, look),
        "shapes": [_zero(len(found), look)],
    }  # fmt: skip
    return {"data": [_stock(found, places, words, look), *_bars(found, places, words, look)], "layout": drawn}


def _stock(found: tuple[Moved, ...], places: list[int], words: Words, look: Look) -> Layout:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": places,
        "y": [one.stock for one in found],
        "line": {"color": look.palette.neutral, "width": 3},
        "marker": {"size": 6, "color": look.palette.neutral},
        "text": [plain(f"{_period(one, words)} : {words.number(one.stock)}") for one in found],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _bars(found: tuple[Moved, ...], places: list[int], words: Words, look: Look) -> list[Layout]:
    opacity = [0.5 if one.running else 1 for one in found]
    sides = (("entered", 1, look.palette.neutral, ""), ("left", -1, look.palette.limits, "/"))
    return [
        {
            "type": "bar", "x": places, "yaxis": "y2", "y": [sign * getattr(one, side) for one in found],
            "marker": {"color": colour, "opacity": opacity, "pattern": {"shape": pattern, "solidity": 0.3, "size": 5}},
            "text": [plain(f"{_period(one, words)} : {words.number(getattr(one, side))}") for one in found],
            "textposition": "none", "hovertemplate": "%{text}<extra></extra>",
        }
        for side, sign, colour, pattern in sides
    ]  # fmt: skip


def _period(one: Moved, words: Words) -> str:
    return period_name(one.period, words.lang)


def _periods(found: tuple[Moved, ...], words: Words) -> Layout:
    places = list(range(len(found) - 1, -1, -EVERY))[::-1]
    names = [_short(found[place].period, words) for place in places]
    return {"tickmode": "array", "tickvals": places, "ticktext": names, "ticks": "outside", "ticklen": 4}


def _short(period: str, words: Words) -> str:
    if period_of(period) == "month":
        return f"{words.short_month(period)}<br>{period[:4]}"
    return f"{period[5:]}<br>{period[:4]}"


def _zero(count: int, look: Look) -> Layout:
    line = {"color": look.palette.surface, "width": 2}
    return {"type": "line", "yref": "y2", "x0": -0.7, "x1": count - 0.3, "y0": 0, "y1": 0, "line": line}


def _names(found: tuple[Moved, ...], named: Named, words: Words, look: Look) -> list[Layout]:
    """The newest stock at the end of its line; each part's name where it stands."""
    last = found[-1]
    texts = [
        _text(named.stock, look, xref="paper", x=0, yref="paper", y=1.0, yanchor="top"),
        _text(named.entered, look, xref="paper", x=0, yref="paper", y=LOWER[1] + 0.05, yanchor="middle"),
        _text(named.left, look, xref="paper", x=0, yref="paper", y=LOWER[0], yanchor="bottom"),
    ]
    newest = _text(f"<b>{words.number(last.stock)}</b>", look, x=len(found) - 1, y=last.stock, xshift=9)
    return [*texts, {**newest, "font": {"size": look.size + 3, "color": look.palette.ink}}]


def _text(text: str, look: Look, **place: object) -> Layout:
    return {
        "text": text, "showarrow": False, "xanchor": "left", "font": {"size": look.size, "color": look.palette.muted},
        "bgcolor": look.palette.surface, **place,
    }  # fmt: skip
