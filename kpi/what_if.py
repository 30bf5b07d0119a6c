"""What if a promise were another one: the share in time before and after, and the complaints that change side.

Both shares stand on the same complaints: those received in the period whose due dates, before and after, have both
passed by the as-of day. Cohorts by due date, as `answered_in_sla` has them, would compare other complaints, because
the due date moves with the target; a complaint that is still running under one of the two would flatter the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic import ValidationError

from kpi import intervals
from kpi.as_of import BASE, DEFINING
from kpi.days import to_day
from kpi.errors import KpiError, unknown
from kpi.figure import Where
from kpi.judging import PROMISING, promise
from kpi.measure import Facts, Query, view
from kpi.rule_files import check_names, first_error
from kpi.ruleset import RuleSet
from kpi.selection import none_selected
from kpi.text import Text

COHORT = Text(
    fr="Réclamations reçues dans la période dont l'échéance, avant et après, est passée à la date d'arrêté.",
    en="Complaints received in the period whose due date, before and after, has passed by the as-of date.",
)
NONE_SETTLED = Text(
    fr="aucune réclamation de cette période n'a ses deux échéances passées",
    en="no complaint of this period has both of its due dates behind it",
)
LINE = ("source", "complaint_id", "rule", "channel", "received", "replied")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would be promised instead: None leaves it as it is. `rule` None changes every rule that promises a delay.

    `calendar` replaces the set's own; places with a calendar of theirs keep it.
    """

    rule: str | None = None
    target: int | None = None
    unit: str | None = None
    calendar: str | None = None
    pauses: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Complaints answered in time of `n`; share and Wilson interval are None where there are none."""

    on_time: int
    n: int

    @property
    def share(self) -> float | None:
        return self.on_time / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return intervals.wilson(self.on_time, self.n) if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Before and after of the complaints of one channel (None: unknown), and how many changed side."""

    channel: str | None
    before: Outcome
    after: Outcome
    gained: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """`gained` are the lines that would be on time instead of late, `lost` the other way round.

    Lines hold LINE, `due_before, due_after` (local days) and their minutes. `unsettled` complaints are not counted:
    one of their due dates hasn't passed. `reason` says why there is no share, where there is none.
    """

    rules: RuleSet
    before: Outcome
    after: Outcome
    gained: pa.Table
    lost: pa.Table
    by_channel: tuple[Shift, ...]
    unsettled: int
    reason: Text | None


def what_if(
    facts: Facts, change: Change, *, as_of: date, start: date | None = None, end: date | None = None, where: Where = ()
) -> WhatIf:
    """The effect of a change on complaints received between `start` and `end` (inclusive). KpiError if impossible."""
    rules = changed(facts.rules, change)
    raw = _received(facts, start, end, {name for name, _ in where})
    before = _judged(raw, facts.rules, as_of, where)
    after = _judged(_promised_again(raw.loc[before.index], facts.rules, rules), rules, as_of)
    both = _side_by_side(before, after)
    settled = both[(both[["due_before", "due_after"]].max(axis=1) < to_day(as_of)).astype(bool)]
    gained, lost = settled["after"] & ~settled["before"], settled["before"] & ~settled["after"]
    return WhatIf(
        rules=rules,
        before=_outcome(settled["before"]),
        after=_outcome(settled["after"]),
        gained=_lines(settled[gained]),
        lost=_lines(settled[lost]),
        by_channel=_by_channel(settled),
        unsettled=len(both) - len(settled),
        reason=None if len(settled) else _why_none(facts, as_of, start, end, where),
    )


def _why_none(facts: Facts, as_of: date, start: date | None, end: date | None, where: Where) -> Text:
    query = Query(metrics=(), as_of=as_of, start=start, end=end, where=where)
    return none_selected(facts, query) or NONE_SETTLED


def changed(rules: RuleSet, change: Change) -> RuleSet:
    """The set with the change made. KpiError if it changes nothing, or to what no set can be."""
    deadline = {name: getattr(change, name) for name in ("target", "unit") if getattr(change, name) is not None}
    if not deadline and change.calendar is None and change.pauses is None:
        raise KpiError("nothing is changed; give a target, a unit, a calendar, or whether pauses count.")
    fields: dict[str, Any] = rules.model_dump()
    fields["calendar"] = change.calendar or rules.calendar
    for rule in _chosen(fields["rules"], change):
        rule["reply"] |= deadline
        rule["pauses"] = rule["pauses"] if change.pauses is None else change.pauses
    try:
        found = RuleSet.model_validate(fields)
    except ValidationError as error:
        raise KpiError(f"what if: {first_error(error)}") from error
    check_names(found)
    return found


def _chosen(rules: list[dict[str, Any]], change: Change) -> list[dict[str, Any]]:
    if change.rule is not None and change.rule not in [rule["id"] for rule in rules]:
        raise unknown("rule", change.rule, [rule["id"] for rule in rules])
    found = [rule for rule in rules if rule["reply"] and change.rule in (None, rule["id"])]
    if not found:
        raise KpiError("no delay is promised that could be changed; put one into a rule set of your own.")
    return found


def _received(facts: Facts, start: date | None, end: date | None, asked: set[str]) -> pd.DataFrame:
    """The facts of the period, numbered by `row`: no more columns than are judged, shown or asked for."""
    if start and end and start > end:
        raise KpiError(f"the period ends ({end}) before it begins ({start}).")
    frame = facts.frame
    frame = frame.filter(nw.col("received") >= to_day(start)) if start else frame
    frame = frame.filter(nw.col("received") <= to_day(end)) if end else frame
    needed = {*PROMISING, *BASE, *DEFINING, *LINE, "due_minute", *asked}
    frame = frame.select(*(name for name in frame.collect_schema().names() if name in needed))
    found: pd.DataFrame = frame.collect("pyarrow").to_native().to_pandas(types_mapper=pd.ArrowDtype)
    return found.assign(row=np.arange(len(found)))


def _promised_again(raw: pd.DataFrame, before: RuleSet, after: RuleSet) -> pd.DataFrame:
    found = raw.assign(calendar=raw["calendar"].mask(raw["calendar"] == before.calendar, after.calendar))
    promise(found, after)
    return found


def _judged(raw: pd.DataFrame, rules: RuleSet, as_of: date, where: Where = ()) -> pd.DataFrame:
    """The judged complaints as of the day, by their row."""
    facts = Facts(frame=nw.from_native(raw).lazy(), rules=rules)
    kept = (*LINE, "due", "due_minute", "on_time", "row")
    seen = view(facts, Query(metrics=(), as_of=as_of, where=where), {*kept, *(name for name, _ in where)})
    found: pd.DataFrame = seen.filter(nw.col("judged")).select(*kept).collect("pandas").to_native()
    return found.set_index("row")


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    return before[list(LINE)].assign(
        due_before=before["due"],
        due_minute_before=before["due_minute"],
        due_after=after["due"],
        due_minute_after=after["due_minute"],
        before=before["on_time"].astype(bool),
        after=after["on_time"].astype(bool),
    )


def _by_channel(settled: pd.DataFrame) -> tuple[Shift, ...]:
    found = []
    for channel, rows in settled.groupby("channel", dropna=False, sort=True):
        found.append(
            Shift(
                channel=None if pd.isna(channel) else str(channel),
                before=_outcome(rows["before"]),
                after=_outcome(rows["after"]),
                gained=int((rows["after"] & ~rows["before"]).sum()),
                lost=int((rows["before"] & ~rows["after"]).sum()),
            )
        )
    return tuple(found)


def _outcome(on_time: pd.Series) -> Outcome:
    return Outcome(on_time=int(on_time.sum()), n=len(on_time))


def _lines(rows: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(rows.drop(columns=["before", "after"]), preserve_index=False)
