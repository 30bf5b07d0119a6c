"""Facts: one narrow row per complaint, with everything that can be computed once: promised dates, delays, flags.

Clock: local days of the source's zone, as integers since 1970-01-01. What depends on the as-of date is not here;
see `kpi.as_of`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi import links, record, voice
from kpi.calendars import Calendar
from kpi.clock import due_days
from kpi.columns import integers, numbers, rows_of
from kpi.errors import KpiError
from kpi.judging import TIMED, judge
from kpi.ruleset import RuleSet

DIMENSIONS = (
    *("channel", "level", "status", "motive", "sub_motive", "severity", "product", "site", "region", "country"),
    *("customer_type", "profile", "vulnerable", "handler_team", "responsible_process", "distributor"),
    *("invoice_dispute", "written", "outcome", "cause_occurrence", "cause_nondetection", "has_contact"),
    *("external_provider", "currency"),
)
MILESTONES = (
    *("sent", "received", "registered", "acknowledged", "owned", "promise_made", "promised", "replied", "resolved"),
    *("closed", "reopened", "mediator", "last_event"),
)
MINUTES = tuple(f"{name}_minute" for name in TIMED)
GROUPS = ("source", "kind", *DIMENSIONS, "rule", "calendar")
SUPPLIED = ("reply", "close", "acknowledgement", "ownership", "resolution", "reopening", "promise", "mediator",
            "level", "link", "customer", "pauses", "compensation", "cause")  # fmt: skip
FLAGS = tuple(f"supplies_{name}" for name in SUPPLIED)
AT_RECEPTION = (
    *("channel", "level", "motive", "severity", "product", "customer_type", "vulnerable", "invoice_dispute", "written"),
)
THEN = tuple(f"{name}_then" for name in AT_RECEPTION)
HANDLING = ("paused_days", "handoffs", "reprioritised")
MONEY = ("compensation_claimed", "compensation_granted")
VOICE = ("csat", "csat_scale", "ces", "ces_scale", "nps", "has_suggestion")
LINKS = ("customer_key", "parent_id")
INPUT = (
    *("complaint_id", "source", "kind"),
    *DIMENSIONS, *MILESTONES, *MINUTES, *FLAGS, *THEN, *HANDLING, *MONEY, *VOICE, *LINKS,
)  # fmt: skip
NOT_KEPT = (*THEN, *VOICE, *LINKS, "paused_days")
WINDOWS = (30, 60, 180)
CONTACT_DAYS = 3
COHORTS = (
    *("received", "due", "due_with", "due_without", "ack_due", "renewed_due", "replied", "closed", "out"),
    *(f"settled_{days}" for days in WINDOWS),
)
VERSION = 3


def build_facts(table: pa.Table, rules: RuleSet) -> pa.Table:
    """The facts of complaints under a rule set.

    `table` holds the columns of INPUT, milestones as int32 local days, their minutes of the day (null: only the day
    is known), `*_then` the dimensions as they were at the reception. Adds what `kpi.judging`, `kpi.links`,
    `kpi.voice` and `kpi.record` say, `impossible, out, settled_*`, the ordinals of reception and reply in business
    days, and the month of every cohort date. A source that gives no closing date is closed by its reply.
    """
    absent = [name for name in INPUT if name not in table.column_names]
    if absent:
        raise KpiError(f"facts need the columns {', '.join(absent)}.")
    frame = table.select(list(INPUT)).to_pandas(types_mapper=pd.ArrowDtype)
    frame["kind"] = frame["kind"].fillna("complaint")
    frame["closed"] = frame["closed"].where(frame["supplies_close"], frame["replied"])
    frame["paused"] = np.floor(frame["paused_days"]).astype("int32[pyarrow]")
    judge(frame, rules, DIMENSIONS)
    _flag(frame)
    _first_contact(frame, rules.calendars())
    for describe in (links.describe, voice.describe, record.describe):
        describe(frame)
    _count_business_days(frame, rules.calendars())
    for cohort in COHORTS:
        frame[f"{cohort}_month"] = _month(frame[cohort])
    return pa.Table.from_pandas(frame.drop(columns=list(NOT_KEPT)), preserve_index=False)


def _flag(frame: pd.DataFrame) -> None:
    """Impossible: answered before received; out of every delay and share, and counted as excluded."""
    frame["impossible"] = (frame["replied"] < frame["received"]).fillna(False).astype(bool)
    left = frame[["replied", "closed"]].min(axis=1).astype("int32[pyarrow]")
    early = (left < frame["received"]).fillna(False).astype(bool)
    frame["out"] = left.mask(early, frame["received"])
    for days in WINDOWS:
        frame[f"settled_{days}"] = (frame["out"] + days).astype("int32[pyarrow]")


def _first_contact(frame: pd.DataFrame, calendars: Iterable[Calendar]) -> None:
    """The last day on which a resolution still counts as prompt: the third business day after the reception."""
    received, _ = numbers(frame["received"])
    due = np.zeros(len(frame), dtype=np.int64)
    for calendar in calendars:
        here = rows_of(frame["calendar"], calendar.id)
        due[here] = due_days(received[here], CONTACT_DAYS, "ouvres", calendar)
    frame["prompt_due"] = integers(due)


def _count_business_days(frame: pd.DataFrame, calendars: Iterable[Calendar]) -> None:
    places = {calendar: rows_of(frame["calendar"], calendar.id) for calendar in calendars}
    for unit in ("ouvres", "ouvrables"):
        for milestone in ("received", "replied", "owned"):
            days, known = numbers(frame[milestone])
            found = np.zeros(len(frame), dtype=np.int64)
            for calendar, place in places.items():
                here = place & known
                found[here] = calendar.ordinals(unit, days[here])
            frame[f"{milestone}_{unit}"] = integers(found, known)


def _month(days: pd.Series) -> pd.Series:
    found, known = numbers(days)
    return integers(found.astype("datetime64[D]").astype("datetime64[M]").astype("int64"), known)
