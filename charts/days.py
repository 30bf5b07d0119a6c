"""A year of days as a calendar: a column a week, a row a weekday, darker where more was received.

Draws what kpi.receptions counted; computes nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

from charts.ranking import plain
from charts.theme import Layout, Look, axis, layout
from charts.words import Words
from kpi.receptions import Day, Receptions

SHOWN = (0, 2, 4, 6)


def days(found: Receptions, words: Words, look: Look, *, height: int) -> Layout:
    """The figure; the day that brought most is framed and named."""
    monday = found.days[0].day - timedelta(days=found.days[0].day.weekday())
    weeks = _week(found.days[-1].day, monday) + 1
    drawn = layout(look, height=height, margin=(4, 6, 4, 4))
    drawn |= {
        "xaxis": axis(look, range=[-0.6, weeks - 0.4], **_months(found, monday, words)),
        "yaxis": axis(look, range=[6.6, -0.6], **_weekdays(words)),
        "shapes": [_frame(found.peak, monday, look)] if found.peak else [],
    }
    return {"data": [_cells(found, monday, weeks, words, look)], "layout": drawn}


def _cells(found: Receptions, monday: date, weeks: int, words: Words, look: Look) -> Layout:
    counts: list[list[int | None]] = [[None] * weeks for _ in range(7)]
    texts = [[""] * weeks for _ in range(7)]
    for one in found.days:
        counts[one.day.weekday()][_week(one.day, monday)] = one.n
        said = words.plural("motifs.day", one.n, day=f"{words.weekday(one.day)} {words.day(one.day)}")
        texts[one.day.weekday()][_week(one.day, monday)] = plain(said)
    return {
        "type": "heatmap",
        "z": counts,
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": False,
        "zmin": 0,
        "colorscale": [[0, look.palette.band], [1, look.palette.neutral]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }


def _week(day: date, monday: date) -> int:
    return (day - monday).days // 7


def _frame(peak: Day, monday: date, look: Look) -> Layout:
    week, weekday = _week(peak.day, monday), peak.day.weekday()
    ends = {"x0": week - 0.5, "x1": week + 0.5, "y0": weekday - 0.5, "y1": weekday + 0.5}
    return {"type": "rect", "line": {"color": look.palette.target, "width": 2}, **ends}


def _months(found: Receptions, monday: date, words: Words) -> Layout:
    firsts = [one.day for one in found.days if one.day.day == 1]
    names = [words.short_month(f"{day:%Y-%m}") + (f"<br>{day.year}" if day.month == 1 else "") for day in firsts]
    return {"tickmode": "array", "tickvals": [_week(day, monday) for day in firsts], "ticktext": names}


def _weekdays(words: Words) -> Layout:
    names = [words.weekday(date(2024, 1, 1 + place)) for place in SHOWN]
    return {"tickmode": "array", "tickvals": list(SHOWN), "ticktext": names}
