"""What the organisation could know at the end of a day: a complaint answered after it is open on it.

Three states per complaint and deadline: on time (reply <= due), late (reply > due, or none and the due day is past),
running (none, and due today or later). Closing is not answering.
"""

from __future__ import annotations

from functools import reduce

import narwhals as nw
import numpy as np

from kpi.calendars import Calendar
from kpi.counting import Frame

KNOWN_LATER = ("replied", "closed", "out", "acknowledged", "owned", "resolved", "reopened", "mediator")
DAY_UNITS = ("calendar", "ouvres", "ouvrables")


def seen_on(frame: Frame, day: int, calendars: tuple[Calendar, ...]) -> Frame:
    """The facts as of the end of `day`, with the state of each complaint and its delay so far in three units.

    Adds booleans `complaint, judged, on_time, late, running, answered` and `delay_calendar, delay_ouvres,
    delay_ouvrables`: days from reception to reply, or to `day` where there is none yet.
    """
    known = [nw.when(nw.col(name) <= day).then(nw.col(name)).alias(name) for name in KNOWN_LATER]
    frame = frame.filter(nw.col("received") <= day).with_columns(*known)
    frame = frame.with_columns(
        complaint=nw.col("kind") == "complaint",
        answered=~nw.col("replied").is_null(),
        sound=~nw.col("impossible") & nw.col("supplies_reply"),
    )
    frame = frame.with_columns(
        judged=nw.col("complaint") & nw.col("sound") & ~nw.col("due").is_null() & ~nw.col("excluded_by_rule"),
        in_time=(nw.col("replied") <= nw.col("due")).fill_null(False),
        past_due=(nw.col("due") < day).fill_null(False),
    )
    late = ~nw.col("in_time") & (nw.col("answered") | nw.col("past_due"))
    return frame.with_columns(
        on_time=nw.col("judged") & nw.col("in_time"),
        late=nw.col("judged") & late,
        running=nw.col("judged") & ~nw.col("in_time") & ~late,
        delay_calendar=nw.coalesce(nw.col("replied"), nw.lit(day)) - nw.col("received"),
        delay_ouvres=_delay("ouvres", day, calendars),
        delay_ouvrables=_delay("ouvrables", day, calendars),
    )


def _delay(unit: str, day: int, calendars: tuple[Calendar, ...]) -> nw.Expr:
    ends = {c.id: int(c.ordinals(unit, np.array([day]))[0]) for c in calendars}
    first, *others = ends.items()
    today = reduce(
        lambda rest, item: nw.when(nw.col("calendar") == item[0]).then(nw.lit(item[1])).otherwise(rest),
        others,
        nw.lit(first[1]),
    )
    ended = nw.when(nw.col("answered")).then(nw.col(f"replied_{unit}")).otherwise(today)
    return ended - nw.col(f"received_{unit}")
