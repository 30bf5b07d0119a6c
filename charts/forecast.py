"""How many are overdue on each of the next days if nothing moves: those that are already, and those who join them."""

from __future__ import annotations

from dataclasses import dataclass

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout
from charts.words import Words
from kpi.falling_due import Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the two parts are called, and after how many days the figure is written in full."""

    already: str
    newly: str
    ahead: int


def forecast(found: Forecast, named: Named, words: Words, look: Look, *, height: int) -> Layout:
    """Bars from zero: solid what is overdue today, hatched what falls due until then."""
    palette, now = look.palette, found.now
    places = list(range(len(found.days)))
    top = max((one.overdue for one in found.days), default=0) or 1
    drawn = layout(look, height=height, margin=(4, 8, 8, 4))
    drawn |= {
        "barmode": "stack",
        "bargap": 0.18,
        "xaxis": axis(look, range=[-0.6, len(places) - 0.4], **_dates(found, words)),
        "yaxis": axis(look, visible=False, range=[0, top * 1.32]),
        "annotations": [
            *(_count(place, found, named, words, look) for place in (0, named.ahead, places[-1])),
            _name(named.already, palette.breach, 0, look),
            _name(named.newly, palette.breach, -22, look),
        ],
    }
    joined = [one.overdue - now for one in found.days]
    data = [
        _part(places, [now for _ in places], palette.breach, "", look),
        _part(places, joined, palette.breach, "/", look),
    ]
    return {"data": data, "layout": drawn}


def _part(places: list[int], counts: list[int], colour: str, pattern: str, look: Look) -> Layout:
    return {
        "type": "bar",
        "x": places,
        "y": counts,
        "marker": {
            "color": colour,
            "pattern": {"shape": pattern, "solidity": 0.45, "size": 5},
            "line": {"color": look.palette.surface, "width": 1},
        },
        "hovertemplate": "%{y}<extra></extra>",
    }


def _dates(found: Forecast, words: Words) -> Layout:
    places = [place for place in range(len(found.days)) if place % 5 == 0 or place == len(found.days) - 1]
    names = [plain(words.short_day(found.days[place].day)) for place in places]
    return {"tickmode": "array", "tickvals": places, "ticktext": names, "ticks": "outside", "ticklen": 4}


def _count(place: int, found: Forecast, named: Named, words: Words, look: Look) -> Layout:
    size = look.size + (8 if place == named.ahead else 2)
    return {
        "x": place,
        "y": found.days[place].overdue,
        "yshift": 4,
        "yanchor": "bottom",
        "text": f"<b>{words.number(found.days[place].overdue)}</b>",
        "showarrow": False,
        "font": {"size": size, "color": look.palette.ink},
    }


def _name(text: str, colour: str, shift: int, look: Look) -> Layout:
    return {
        "xref": "paper", "x": 0, "yref": "paper", "y": 1, "yshift": shift, "xanchor": "left", "yanchor": "top",
        "text": plain(text), "showarrow": False, "font": {"size": look.size, "color": colour},
    }  # fmt: skip
