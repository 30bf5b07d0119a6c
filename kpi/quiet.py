"""Spells in which nothing is known to happen to a complaint: after each event, up to the next one or the leaving."""

from __future__ import annotations

import narwhals as nw


def quiet_spells(events: tuple[str, ...], after: int) -> tuple[tuple[nw.Expr, nw.Expr], ...]:
    """The days in and out of each, one pair for each event (null where it opens none).

    A spell begins the day after `after` days without an event. An event before the reception counts as on its day; of
    several on one day the first listed tells.
    """
    days = [nw.max_horizontal(nw.col("received"), nw.col(name)) for name in events]
    return tuple(_spell(days, place, after) for place in range(len(days)))


def _spell(days: list[nw.Expr], place: int, after: int) -> tuple[nw.Expr, nw.Expr]:
    own, others = days[place], [day for other, day in enumerate(days) if other != place]
    first = nw.all_horizontal(*(day != own for day in days[:place]), nw.col("complaint"), ignore_nulls=True)
    ended = nw.min_horizontal(nw.col("out"), *(nw.when(day > own).then(day) for day in others))
    return nw.when(first).then(own + after + 1), nw.when(first).then(ended)
