"""Which promise applies to each complaint, and by when: the first rule of a set that fits it as it was when received.

Where a source gives only days, nothing is flattered: a deadline in hours starts with the day (with its opening, in
business hours), and a reply comes at the end of its day.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.calendars import Days
from kpi.clock import due_moments
from kpi.columns import rows_of
from kpi.errors import unknown
from kpi.hours import MINUTES_A_DAY
from kpi.ruleset import Deadline, Rule, RuleSet, When

TIMED = ("received", "sent", "registered", "acknowledged", "replied")
PROMISING = (*TIMED, *(f"{name}_minute" for name in TIMED), "promised", "promise_made", "paused", "rule", "calendar")


def judge(frame: pd.DataFrame, rules: RuleSet, dimensions: tuple[str, ...]) -> None:
    """Add `calendar, rule, excluded_by_rule, pauses` and what `promise` says to a frame of complaints.

    `rule` is the identifier of the rule in force at the reception; null where none applies, remarks included.
    """
    frame["calendar"] = _places(frame, rules, dimensions)
    frame["rule"] = pd.Series(pd.NA, index=frame.index, dtype="string[pyarrow]")
    frame["excluded_by_rule"] = False
    waiting = _true(frame["kind"] == "complaint")
    for rule in rules.rules:
        rows = waiting & _fits(frame, rule.when, dimensions) & _in_force(frame, rule)
        frame.loc[rows, "rule"] = rule.id
        frame.loc[rows, "excluded_by_rule"] = rule.excluded
        waiting &= ~rows
    promise(frame, rules)


def promise(frame: pd.DataFrame, rules: RuleSet) -> None:
    """Add the promised days of a frame that has the columns PROMISING.

    `due_without` as if nothing paused, `due_with` as if every pause counted (whole days), `due` as the rule `pauses`;
    `timed` where they end at `due_minute` of the day, and `after_minute` where the reply's minute lies after it, which
    matters on the due day; `ack_due`, and `ack_after_minute` where it ends at a minute by which neither acknowledgement
    nor reply came on that day; `renewed_due` the day of a promise that was renewed, never beyond the rule's limit.
    Null where nothing is promised.
    """
    for name in ("due_without", "ack_due", "limit_due"):
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="int32[pyarrow]")
    for name in ("due_minute", "ack_minute"):
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="int16[pyarrow]")
    frame["pauses"] = False
    for rule, rows in judged_by(frame, rules):
        frame.loc[rows, "pauses"] = rule.pauses
        _set_due(frame, rows, rule.reply, rules, "due_without", "due_minute")
        _set_due(frame, rows, rule.acknowledgement, rules, "ack_due", "ack_minute")
        _set_due(frame, rows & frame["promise_made"].notna(), rule.limit, rules, "limit_due")
    _renew(frame, rules)
    frame["due_with"] = frame["due_without"] + frame["paused"].fillna(0).clip(lower=0)
    frame["due"] = frame["due_with"].where(frame["pauses"], frame["due_without"])
    _compare_minutes(frame)
    for name in ("limit_due", "ack_minute"):
        del frame[name]


def judged_by(frame: pd.DataFrame, rules: RuleSet) -> Iterator[tuple[Rule, pd.Series]]:
    """Each rule with the rows that it judges: those of its identifier that were received within its validity."""
    for rule in rules.rules:
        yield rule, _true(frame["rule"] == rule.id) & _in_force(frame, rule)


def _in_force(frame: pd.DataFrame, rule: Rule) -> pd.Series:
    first, last = np.array([rule.valid_from, rule.valid_to], dtype="datetime64[D]").astype(int)
    return _true(frame["received"].between(int(first), int(last)))


def _set_due(
    frame: pd.DataFrame, rows: pd.Series, deadline: Deadline | None, rules: RuleSet, day: str, minute: str | None = None
) -> None:
    """Write the due days of some rows to the column `day` and, of deadlines in hours, the due minutes to `minute`."""
    if deadline is None or not rows.any():
        return
    days, minutes = _start(frame, rows, deadline.start)
    places = frame["calendar"][rows]
    for calendar in rules.calendars():
        here = rows_of(places, calendar.id)
        days[here], minutes[here] = due_moments(
            days[here], minutes[here], deadline.target, deadline.unit, calendar, rules.week
        )
    frame.loc[rows, day] = days.astype("int32")
    if minute and deadline.timed:
        frame.loc[rows, minute] = minutes.astype("int16")


def _start(frame: pd.DataFrame, rows: pd.Series, milestone: str) -> tuple[Days, Days]:
    """Day and minute at which a deadline starts; the reception's where the milestone is missing, 0 for a day alone."""
    names = dict.fromkeys([milestone, f"{milestone}_minute", "received", "received_minute"])
    chosen = frame[list(names)][rows]
    missing = chosen[milestone].isna()
    days = chosen[milestone].mask(missing, chosen["received"])
    minutes = chosen[f"{milestone}_minute"].mask(missing, chosen["received_minute"])
    return np.array(days, dtype=np.int64), np.array(minutes.fillna(0), dtype=np.int64)


def _renew(frame: pd.DataFrame, rules: RuleSet) -> None:
    promised, announced = frame["promised"].notna(), frame["promise_made"].notna() & frame["rule"].notna()
    renewed = frame["promised"].where(announced)
    beyond = _true(renewed > frame["limit_due"]) | renewed.isna()
    frame["renewed_due"] = renewed.mask(beyond & frame["limit_due"].notna(), frame["limit_due"])
    if rules.promised == "initial":
        given = promised & frame["promise_made"].isna() & frame["rule"].notna()
        frame["due_without"] = frame["due_without"].mask(given, frame["promised"])
        frame["due_minute"] = frame["due_minute"].mask(given)


def _compare_minutes(frame: pd.DataFrame) -> None:
    """A day without a minute counts as its end; the first of acknowledgement and reply is what acknowledges."""
    replied = frame["replied_minute"].fillna(MINUTES_A_DAY)
    acknowledged = frame["acknowledged_minute"].fillna(MINUTES_A_DAY)
    frame["timed"] = frame["due_minute"].notna()
    frame["after_minute"] = _true(replied > frame["due_minute"])
    by_reply = _true(frame["replied"] == frame["ack_due"]) & _true(replied <= frame["ack_minute"])
    by_itself = _true(frame["acknowledged"] == frame["ack_due"]) & _true(acknowledged <= frame["ack_minute"])
    frame["ack_after_minute"] = frame["ack_minute"].notna() & ~by_reply & ~by_itself


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
            raise unknown("dimension", dimension, dimensions)
        now, then = frame[dimension], frame.get(f"{dimension}_then")
        text = pc.cast(pa.array(now if then is None else then.fillna(now)), pa.string())
        fits &= pc.is_in(text, value_set=pa.array(values, pa.string())).to_numpy(zero_copy_only=False)
    return fits


def _true(flags: pd.Series) -> pd.Series:
    return flags.fillna(False).astype(bool)
