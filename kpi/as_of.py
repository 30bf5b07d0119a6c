"""What the organisation could know at the end of a day: a complaint answered after it is open on it.

Three states per complaint and deadline: on time (reply <= due), late (reply > due, or none and the due day is past),
running (none, and due today or later). Closing is not answering.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce

import narwhals as nw
import numpy as np

from kpi.calendars import Calendar
from kpi.counting import Frame
from kpi.definitions import Definition

KNOWN_LATER = (
    *("replied", "closed", "out", "acknowledged", "owned", "resolved", "reopened", "promise_made"),
    *("escalated_on", "mediator_on"),
)
BASE = (
    *("received", "replied", "kind", "impossible", "supplies_reply", "due", "excluded_by_rule", "after_minute"),
    *("timed", "calendar"),
)
DEFINING = ("in_writing", "motive", "has_contact")
MADE = {
    "delay_calendar": (), "delay_ouvres": ("replied_ouvres", "received_ouvres"),
    "delay_ouvrables": ("replied_ouvrables", "received_ouvrables"), "ownership_calendar": ("owned",),
    "ownership_ouvres": ("owned", "owned_ouvres", "received_ouvres"),
    "ownership_ouvrables": ("owned", "owned_ouvrables", "received_ouvrables"), "lateness": (), "age_band": (),
    "renewed_due": ("promise_made", "renewed_due"),
}  # fmt: skip
DAY_UNITS = ("calendar", "ouvres", "ouvrables")
PAUSES = ("rule", "with", "without")
AGES = ((4, "0-4"), (8, "5-8"), (14, "9-14"), (30, "15-30"), (60, "31-60"))
OLDER = "61+"


def seen_on(
    frame: Frame,
    day: int,
    calendars: tuple[Calendar, ...],
    *,
    counts: Definition | None = None,
    pauses: str = "rule",
    wanted: Collection[str] | None = None,
) -> Frame:
    """The facts as of the end of `day`, with the state of each complaint and its delays so far.

    Adds booleans `complaint` (by the definition that `counts`), `definition_unknown`, `judged, on_time, late,
    running, answered, sound`; `today`; `lateness` in days past due; `age_band` in days since the reception; and in
    three units `delay_*`, days from reception to reply, and `ownership_*`, to the taking in charge: each to `day`
    where there is none yet. `pauses` chooses the promised day: by the rule, or with or without them. Where columns
    are `wanted`, the others are left out: each one costs an engine time.
    """
    kept = _kept(frame, counts, pauses, wanted)
    known = [nw.when(nw.col(name) <= day).then(nw.col(name)).alias(name) for name in KNOWN_LATER if name in kept]
    frame = frame.filter(nw.col("received") <= day).select(*kept).with_columns(*known, *_promised(pauses))
    frame = _counted(frame, counts).with_columns(
        today=nw.lit(day),
        answered=~nw.col("replied").is_null(),
        sound=~nw.col("impossible") & nw.col("supplies_reply"),
    )
    made = {name: column for name, column in _made(day, calendars).items() if wanted is None or name in wanted}
    frame = _judged(frame, day)
    return frame.with_columns(**made) if made else frame


def _kept(frame: Frame, counts: Definition | None, pauses: str, wanted: Collection[str] | None) -> list[str]:
    """The columns that the state of a complaint rests on, and the wanted ones with what they are made of."""
    names = frame.collect_schema().names()
    if wanted is None:
        return names
    needed = {*BASE, *wanted, *(part for name, parts in MADE.items() if name in wanted for part in parts)}
    needed |= set(DEFINING) if counts and counts.fits is not None else set()
    needed |= {f"due_{pauses}", f"due_{pauses}_month"}
    return [name for name in names if name in needed]


def _promised(pauses: str) -> list[nw.Expr]:
    if pauses == "rule":
        return []
    return [nw.col(f"due_{pauses}{end}").alias(f"due{end}") for end in ("", "_month")]


def _counted(frame: Frame, counts: Definition | None) -> Frame:
    """A complaint by the definition; where the record doesn't say whether it is one, it stays one and is marked."""
    complaint = nw.col("kind") == "complaint"
    if counts is None or counts.fits is None:
        return frame.with_columns(complaint=complaint, definition_unknown=nw.lit(False))
    return frame.with_columns(
        complaint=complaint & counts.fits.fill_null(True), definition_unknown=complaint & counts.fits.is_null()
    )


def _judged(frame: Frame, day: int) -> Frame:
    same_day = (nw.col("replied") == nw.col("due")) & ~nw.col("after_minute")
    frame = frame.with_columns(
        judged=nw.col("complaint") & nw.col("sound") & ~nw.col("due").is_null() & ~nw.col("excluded_by_rule"),
        in_time=((nw.col("replied") < nw.col("due")) | same_day).fill_null(False),
        past_due=((nw.col("due") < day) | ((nw.col("due") == day) & nw.col("timed"))).fill_null(False),
    )
    late = ~nw.col("in_time") & nw.col("past_due")
    return frame.with_columns(
        on_time=nw.col("judged") & nw.col("in_time"),
        late=nw.col("judged") & late,
        running=nw.col("judged") & ~nw.col("in_time") & ~late,
    )


def _made(day: int, calendars: tuple[Calendar, ...]) -> dict[str, nw.Expr]:
    """The columns of MADE, each from those it names there."""
    ended, owned = nw.coalesce(nw.col("replied"), nw.lit(day)), nw.coalesce(nw.col("owned"), nw.lit(day))
    business = {
        f"{name}_{unit}": _business(milestone, unit, day, calendars)
        for name, milestone in (("delay", "replied"), ("ownership", "owned"))
        for unit in ("ouvres", "ouvrables")
    }
    return {
        **business,
        "delay_calendar": ended - nw.col("received"),
        "ownership_calendar": owned - nw.col("received"),
        "lateness": nw.when(nw.col("late")).then(ended - nw.col("due")),
        "renewed_due": nw.when(~nw.col("promise_made").is_null()).then(nw.col("renewed_due")),
        "age_band": _age_band(day),
    }


def _business(milestone: str, unit: str, day: int, calendars: tuple[Calendar, ...]) -> nw.Expr:
    ends = {c.id: int(c.ordinals(unit, np.array([day]))[0]) for c in calendars}
    first, *others = ends.items()
    today = reduce(
        lambda rest, item: nw.when(nw.col("calendar") == item[0]).then(nw.lit(item[1])).otherwise(rest),
        others,
        nw.lit(first[1]),
    )
    ended = nw.when(~nw.col(milestone).is_null()).then(nw.col(f"{milestone}_{unit}")).otherwise(today)
    return ended - nw.col(f"received_{unit}")


def _age_band(day: int) -> nw.Expr:
    age = nw.lit(day) - nw.col("received")
    return reduce(
        lambda rest, band: nw.when(age <= band[0]).then(nw.lit(band[1])).otherwise(rest), reversed(AGES), nw.lit(OLDER)
    )
