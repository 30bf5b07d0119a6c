"""Replies by days to their due date: early ones left of it, late ones right. Draws what was counted."""

from __future__ import annotations

from dataclasses import dataclass

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout
from charts.words import Words
from kpi.due_distance import Bar, Distances

EVERY, HEADROOM = 5, 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the three parts are called, with their counts; `due` names the line between early and late."""

    on_time: str
    late: str
    waiting: str
    due: str


def distance(found: Distances, named: Named, words: Words, look: Look, *, height: int) -> Layout:
    """Stacked bars: in time neutral, late in the colour of a breach, still without a reply the same, hatched."""
    palette, bars = look.palette, found.bars
    drawn = layout(look, height=height, margin=(4, 36, 26, 4))
    drawn |= {
        "barmode": "stack",
        "bargap": 0.12,
        "xaxis": axis(look, range=[bars[0].days - 0.7, bars[-1].days + 0.7], **_days(found, words)),
        "yaxis": axis(look, visible=False, range=[0, max(bar.n for bar in bars) * HEADROOM]),
        "shapes": [_due_line(look)],
        "annotations": _names(found, named, look),
    }
    data = [
        _part(bars, "on_time", palette.neutral, "", words),
        _part(bars, "late", palette.breach, "", words),
        _part(bars, "waiting", palette.breach, "/", words),
    ]
    return {"data": data, "layout": drawn}


def day_name(days: int, words: Words, edge: int) -> str:
    """How a distance is written: −10, the due day, +10; a plus for what lies beyond the edge."""
    if not days:
        return words("engagements.day_due")
    written = f"{'+' if days > 0 else '−'}{words.number(abs(days))}"
    return words("engagements.day_beyond", n=written) if abs(days) == edge else written


def _part(bars: tuple[Bar, ...], name: str, colour: str, pattern: str, words: Words) -> Layout:
    counts = [getattr(bar, name) for bar in bars]
    return {
        "type": "bar",
        "x": [bar.days for bar in bars],
        "y": counts,
        "marker": {"color": colour, "pattern": {"shape": pattern, "solidity": 0.45, "size": 5}, "line": {"width": 0}},
        "text": [words.number(count) for count in counts],
        "textposition": "none",
        "hovertemplate": "%{x} : %{text}<extra></extra>",
    }


def _days(found: Distances, words: Words) -> Layout:
    first, last = found.bars[0].days, found.bars[-1].days
    places = [day for day in range(first, last + 1) if day % EVERY == 0]
    names = [plain(day_name(day, words, found.edge)) for day in places]
    return {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": names,
        "ticks": "outside",
        "ticklen": 4,
        "ticklabeloverflow": "allow",
    }


def _due_line(look: Look) -> Layout:
    line = {"color": look.palette.target, "width": 2, "dash": "dash"}
    return {"type": "line", "yref": "paper", "x0": 0.5, "x1": 0.5, "y0": 0, "y1": 1.02, "line": line}


def _names(found: Distances, named: Named, look: Look) -> list[Layout]:
    """Each part's name where it stands; the line's name above it."""
    palette = look.palette
    texts = [
        _text(0.5, 1.02, "center", "bottom", named.due, palette.target, look),
        _text(0.3, 0.98, "right", "top", named.on_time, palette.neutral, look),
    ]
    if found.late:
        texts.append(_text(0.9, 0.98, "left", "top", named.late, palette.breach, look))
    if found.waiting:
        texts.append({**_text(0.9, 0.98, "left", "top", named.waiting, palette.breach, look), "yshift": -24})
    return texts


def _text(x: float, y: float, anchor: str, side: str, text: str, colour: str, look: Look) -> Layout:
    return {
        "x": x, "yref": "paper", "y": y, "xanchor": anchor, "yanchor": side, "text": plain(text), "showarrow": False,
        "font": {"size": look.size + 1, "color": colour},
    }  # fmt: skip
