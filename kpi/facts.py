"""Facts: one narrow row per complaint, with everything that can be computed once: promised dates, delays, flags.

Clock: local days of the source's zone, as integers since 1970-01-01. What depends on the as-of date is not here;
see `kpi.as_of`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.calendars import Calendar
from kpi.clock import due_days
from kpi.errors import KpiError
from kpi.ruleset import Deadline, Rule, RuleSet, When

DIMENSIONS = (
    *("channel", "level", "status", "motive", "sub_motive", "severity", "product", "site", "region", "country"),
    *("customer_type", "profile", "vulnerable", "handler_team", "responsible_process", "distributor"),
    *("invoice_dispute", "written", "outcome"),
)
MILESTONES = (
    *("sent", "received", "registered", "acknowledged", "owned", "promise_made", "promised", "replied", "resolved"),
    *("closed", "reopened", "mediator", "last_event"),
)
GROUPS = ("source", "kind", *DIMENSIONS, "rule", "calendar")
FLAGS = ("supplies_reply", "supplies_close")
INPUT = ("complaint_id", "source", "kind", *DIMENSIONS, *MILESTONES, *FLAGS)
COHORTS = ("received", "due", "replied", "closed")
VERSION = 1


def build_facts(table: pa.Table, rules: RuleSet) -> pa.Table:
    """The facts of complaints under a rule set.

    `table` holds the columns of INPUT, milestones as int32 local days. Adds `rule, calendar, due, ack_due,
    renewed_due, excluded_by_rule, impossible, out`, the ordinals of reception and reply in business days, and the
    month of every cohort date. A source that gives no closing date is closed by its reply.
    """
    absent = [name for name in INPUT if name not in table.column_names]
    if absent:
        raise KpiError(f"facts need the columns {', '.join(absent)}.")
    frame = table.select(list(INPUT)).to_pandas(types_mapper=pd.ArrowDtype)
    frame["kind"] = frame["kind"].fillna("complaint")
    frame["closed"] = frame["closed"].where(frame["supplies_close"], frame["replied"])
    _judge(frame, rules)
    _flag(frame)
    _count_business_days(frame, rules.calendars())
    for cohort in COHORTS:
        frame[f"{cohort}_month"] = _month(frame[cohort])
    return pa.Table.from_pandas(frame, preserve_index=False)


def _judge(frame: pd.DataFrame, rules: RuleSet) -> None:
    """Give each complaint the first rule that fits it as it was when received, and that rule's dates."""
    frame["calendar"] = _places(frame, rules)
    for name in ("due", "ack_due"):
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="int32[pyarrow]")
    frame["rule"] = pd.Series(pd.NA, index=frame.index, dtype="string[pyarrow]")
    frame["excluded_by_rule"] = False
    waiting = _true(frame["kind"] == "complaint")
    for rule in rules.rules:
        rows = waiting & _fits(frame, rule.when) & _true(frame["received"].between(*_validity(rule)))
        frame.loc[rows, "rule"] = rule.id
        frame.loc[rows, "excluded_by_rule"] = rule.excluded
        frame.loc[rows, "due"] = _due(frame[rows], rule.reply, rules)
        if rule.acknowledgement:
            frame.loc[rows, "ack_due"] = _due(frame[rows], rule.acknowledgement, rules)
        waiting &= ~rows
    _promise(frame, rules)


def _promise(frame: pd.DataFrame, rules: RuleSet) -> None:
    promised, renewal = frame["promised"].notna(), frame["promise_made"].notna()
    frame["renewed_due"] = frame["promised"].where(promised & renewal)
    if rules.promised == "initial":
        given = promised & ~renewal & frame["rule"].notna()
        frame["due"] = frame["due"].mask(given, frame["promised"])


def _validity(rule: Rule) -> tuple[int, int]:
    first, last = np.array([rule.valid_from, rule.valid_to], dtype="datetime64[D]").astype(int)
    return int(first), int(last)


def _places(frame: pd.DataFrame, rules: RuleSet) -> pd.Series:
    found = pd.Series(rules.calendar, index=frame.index, dtype="string[pyarrow]")
    for place in reversed(rules.places):
        found[_fits(frame, place.when)] = place.use
    return found


def _fits(frame: pd.DataFrame, when: When) -> pd.Series:
    fits = pd.Series(True, index=frame.index)
    for dimension, values in when.items():
        if dimension not in DIMENSIONS:
            raise KpiError(f"a rule asks for '{dimension}', which is not a dimension of complaints.")
        text = pc.cast(pa.array(frame[dimension]), pa.string())
        fits &= pc.is_in(text, value_set=pa.array(values, pa.string())).to_numpy(zero_copy_only=False)
    return fits


def _due(rows: pd.DataFrame, deadline: Deadline, rules: RuleSet) -> pd.Series:
    start = rows[deadline.start].fillna(rows["received"]).astype("int64")
    due = pd.Series(0, index=rows.index, dtype="int64")
    for calendar in rules.calendars():
        here = rows["calendar"] == calendar.id
        starts = np.asarray(start[here], dtype=np.int64)
        due[here] = due_days(starts, deadline.target, deadline.unit, calendar)
    return due.astype("int32[pyarrow]")


def _flag(frame: pd.DataFrame) -> None:
    """Impossible: answered before received; out of every delay and share, and counted as excluded."""
    frame["impossible"] = _true(frame["replied"] < frame["received"])
    left = frame[["replied", "closed"]].min(axis=1).astype("int32[pyarrow]")
    frame["out"] = left.mask(_true(left < frame["received"]), frame["received"])


def _count_business_days(frame: pd.DataFrame, calendars: Iterable[Calendar]) -> None:
    for unit in ("ouvres", "ouvrables"):
        for milestone in ("received", "replied"):
            found = pd.Series(pd.NA, index=frame.index, dtype="int32[pyarrow]")
            for calendar in calendars:
                here = (frame["calendar"] == calendar.id) & frame[milestone].notna()
                found[here] = calendar.ordinals(unit, frame.loc[here, milestone].to_numpy("int64")).astype("int32")
            frame[f"{milestone}_{unit}"] = found


def _month(days: pd.Series) -> pd.Series:
    known = days.dropna().to_numpy("int64").astype("datetime64[D]").astype("datetime64[M]").astype("int32")
    found = pd.Series(pd.NA, index=days.index, dtype="int32[pyarrow]")
    found[days.notna()] = known
    return found


def _true(flags: pd.Series) -> pd.Series:
    return flags.fillna(False).astype(bool)
