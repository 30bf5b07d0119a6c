"""Which promise applies to each complaint, and by when: the first rule of a set that fits it as it was when received."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.clock import due_days
from kpi.errors import KpiError
from kpi.ruleset import Deadline, Rule, RuleSet, When


def judge(frame: pd.DataFrame, rules: RuleSet, dimensions: tuple[str, ...]) -> None:
    """Add `calendar, rule, excluded_by_rule, pauses, timed, after_minute` and the promised days to a frame.

    `due_without` is the promised day as if nothing paused, `due_with` as if every pause counted, `due` as the rule
    says; `ack_due` and `renewed_due` are null where nothing was promised.
    """
    frame["calendar"] = _places(frame, rules, dimensions)
    for name in ("due_without", "ack_due"):
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="int32[pyarrow]")
    frame["rule"] = pd.Series(pd.NA, index=frame.index, dtype="string[pyarrow]")
    for name in ("excluded_by_rule", "pauses", "timed", "after_minute"):
        frame[name] = False
    waiting = _true(frame["kind"] == "complaint")
    for rule in rules.rules:
        rows = waiting & _fits(frame, rule.when, dimensions) & _true(frame["received"].between(*_validity(rule)))
        frame.loc[rows, "rule"] = rule.id
        frame.loc[rows, "excluded_by_rule"] = rule.excluded
        frame.loc[rows, "due_without"] = _due(frame[rows], rule.reply, rules)
        if rule.acknowledgement:
            frame.loc[rows, "ack_due"] = _due(frame[rows], rule.acknowledgement, rules)
        waiting &= ~rows
    _promise(frame, rules)
    frame["due_with"] = frame["due_without"] + frame["paused"].fillna(0)
    frame["due"] = frame["due_with"].where(frame["pauses"], frame["due_without"])


def _promise(frame: pd.DataFrame, rules: RuleSet) -> None:
    promised, renewal = frame["promised"].notna(), frame["promise_made"].notna()
    frame["renewed_due"] = frame["promised"].where(promised & renewal)
    if rules.promised == "initial":
        given = promised & ~renewal & frame["rule"].notna()
        frame["due_without"] = frame["due_without"].mask(given, frame["promised"])


def _validity(rule: Rule) -> tuple[int, int]:
    first, last = np.array([rule.valid_from, rule.valid_to], dtype="datetime64[D]").astype(int)
    return int(first), int(last)


def _places(frame: pd.DataFrame, rules: RuleSet, dimensions: tuple[str, ...]) -> pd.Series:
    found = pd.Series(rules.calendar, index=frame.index, dtype="string[pyarrow]")
    for place in reversed(rules.places):
        found[_fits(frame, place.when, dimensions)] = place.use
    return found


def _fits(frame: pd.DataFrame, when: When, dimensions: tuple[str, ...]) -> pd.Series:
    """Rows whose dimensions, as they were at the reception where that is known, have the values asked for."""
    fits = pd.Series(True, index=frame.index)
    for dimension, values in when.items():
        if dimension not in dimensions:
            raise KpiError(f"a rule asks for '{dimension}', which is not a dimension of complaints.")
        then = f"{dimension}_then"
        text = pc.cast(pa.array(frame[then if then in frame else dimension]), pa.string())
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


def _true(flags: pd.Series) -> pd.Series:
    return flags.fillna(False).astype(bool)
