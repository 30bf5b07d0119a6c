"""Several rule sets judging the same complaints: by when each promises, who is late by which, which bites first.

Every set keeps its own definition of a complaint, calendar and states (`kpi.as_of`). A set that doesn't apply to a
complaint (no rule, no delay, left out by the rule, not a complaint by its definition) says nothing about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from kpi.counting import within
from kpi.errors import KpiError, unknown
from kpi.figure import Where
from kpi.hours import MINUTES_A_DAY
from kpi.measure import Facts, Query, measure, scope_of, view
from kpi.selection import none_selected
from kpi.text import Text

STATES = ("on_time", "late", "running")
KEYS = ["source", "complaint_id"]
SEPARATOR = ", "
NO_DELAY = Text(fr="ce jeu de règles ne promet aucun délai de réponse", en="this rule set promises no reply by a day")
NEVER = np.iinfo(np.int64).max
LAST_MINUTE = MINUTES_A_DAY - 1
Moments = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSummary:
    """How one set judges: complaints by state, and how often it bites first, alone or tied with another.

    `reason` says why it judges none, where it judges none.
    """

    name: str
    title: Text
    on_time: int
    late: int
    running: int
    first: int
    first_tied: int
    reason: Text | None = None

    @property
    def judged(self) -> int:
        return self.on_time + self.late + self.running


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Where another set contradicts one's own. `name` is None for any other of them."""

    name: str | None
    on_time_but_late: int
    running_but_late: int
    late_but_on_time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """`table` has one row per complaint: `source, complaint_id, received, replied`, for each set `<set>_due` (local
    day), `<set>_due_minute` (null: the end of the day) and `<set>_state`, and `first`, the sets whose due moment is
    the earliest, ties joined by a comma, with `first_due`. All of a set's columns are null where it doesn't apply.
    """

    as_of: date
    own: str
    table: pa.Table
    sets: tuple[SetSummary, ...]
    against: tuple[Against, ...]
    unjudged: int

    def lines(self, states: Mapping[str, str]) -> pa.Table:
        """The complaints with these states, such as `{"house": "on_time", "acpr": "late"}`."""
        frame = self.table.to_pandas(types_mapper=pd.ArrowDtype)
        chosen = pd.Series(True, index=frame.index)
        for name, state in states.items():
            if f"{name}_state" not in frame:
                raise unknown("rule set here", name, [one.name for one in self.sets])
            if state not in STATES:
                raise unknown("state", state, STATES)
            chosen &= (frame[f"{name}_state"] == state).fillna(False).astype(bool)
        return self.table.filter(pa.array(chosen))


def several(
    facts: Mapping[str, Facts],
    as_of: date,
    *,
    own: str = "",
    where: Where = (),
    start: date | None = None,
    end: date | None = None,
) -> Several:
    """Complaints received from `start` to `end` (inclusive), and by the end of `as_of`, under several sets.

    The facts of each set are of the same import. `own` names the set that the others are held against; the first by
    default. KpiError if the facts are of different complaints.
    """
    own = own or next(iter(facts), "")
    if own not in facts:
        raise unknown("rule set here", own, facts)
    query = Query(metrics=(), as_of=as_of, where=where, start=start, end=end)
    seen = {name: _seen(one, query) for name, one in facts.items()}
    frame = seen[own][[*KEYS, "received", "replied"]].copy()
    for name, judged in seen.items():
        aligned = _aligned(judged, frame, name)
        for column in ("due", "due_minute", "state"):
            frame[f"{name}_{column}"] = aligned[column]
    moments = np.stack([_moments(frame, name) for name in facts])
    _set_first(frame, moments, tuple(facts))
    return Several(
        as_of=as_of,
        own=own,
        table=pa.Table.from_pandas(frame, preserve_index=False),
        sets=_summaries(frame, moments, facts, query),
        against=_against(frame, own, [name for name in facts if name != own]),
        unjudged=int(frame["first"].isna().sum()),
    )


def _seen(facts: Facts, query: Query) -> pd.DataFrame:
    """What a set says of every complaint of the scope, whatever it holds to be one."""
    wanted = {*KEYS, "due_minute", *(name for name, _ in query.where)}
    frame = within(view(facts, query, wanted), "received", scope_of(facts, query))
    frame = frame.filter(nw.col("kind") == "complaint")
    judged, state = nw.col("judged"), nw.lit(None, nw.String)
    for name in STATES:
        state = nw.when(nw.col(name)).then(nw.lit(name)).otherwise(state)
    chosen = frame.select(
        *KEYS, "received", "replied",
        due=nw.when(judged).then(nw.col("due")),
        due_minute=nw.when(judged).then(nw.col("due_minute")),
        state=state,
    )  # fmt: skip
    found: pd.DataFrame = chosen.collect("pyarrow").to_native().to_pandas(types_mapper=pd.ArrowDtype)
    return found


def _aligned(judged: pd.DataFrame, base: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows in the order of the base; usually they are already."""
    if judged[KEYS].equals(base[KEYS]):
        return judged
    found = pd.MultiIndex.from_frame(judged[KEYS]).get_indexer(pd.MultiIndex.from_frame(base[KEYS]))
    if len(judged) != len(base) or (found < 0).any():
        raise KpiError(f"the facts of '{name}' are of other complaints; take those of the same import.")
    return judged.iloc[found].reset_index(drop=True)


def _moments(frame: pd.DataFrame, name: str) -> Moments:
    """The last minute in time since 1970, that of the day where none is promised; never where nothing is."""
    minutes = frame[f"{name}_due_minute"].fillna(LAST_MINUTE).astype("int64[pyarrow]").clip(upper=LAST_MINUTE)
    found = frame[f"{name}_due"].astype("int64[pyarrow]") * MINUTES_A_DAY + minutes
    return np.asarray(found.fillna(NEVER), dtype=np.int64)


def _set_first(frame: pd.DataFrame, moments: Moments, names: tuple[str, ...]) -> None:
    earliest = moments.min(axis=0)
    biting = (moments == earliest) & (earliest < NEVER)
    code = (biting * (1 << np.arange(len(names)))[:, np.newaxis]).sum(axis=0)
    found, place = np.unique(code, return_inverse=True)
    texts = [SEPARATOR.join(n for i, n in enumerate(names) if one >> i & 1) or None for one in found.tolist()]
    frame["first"] = pd.Series(pd.array(texts, dtype="string[pyarrow]")).take(place).to_numpy()
    frame["first"] = frame["first"].astype("string[pyarrow]")
    due = frame[[f"{name}_due" for name in names]].min(axis=1)
    frame["first_due"] = due.astype("int32[pyarrow]")


def _summaries(
    frame: pd.DataFrame, moments: Moments, facts: Mapping[str, Facts], query: Query
) -> tuple[SetSummary, ...]:
    biting = (moments == moments.min(axis=0)) & (moments < NEVER)
    alone = biting.sum(axis=0) == 1
    return tuple(
        SetSummary(
            name=name,
            title=one.rules.title,
            **{state: int(_in(frame, name, state).sum()) for state in STATES},
            first=int((biting[place] & alone).sum()),
            first_tied=int((biting[place] & ~alone).sum()),
            reason=None if frame[f"{name}_state"].notna().any() else _why_none(one, query),
        )
        for place, (name, one) in enumerate(facts.items())
    )


def _why_none(facts: Facts, query: Query) -> Text:
    """Why a set judges no complaint of the scope: there is none, it promises nothing, or what the data lack."""
    nothing = none_selected(facts, query)
    if nothing:
        return nothing
    if not any(rule.reply for rule in facts.rules.rules) and facts.rules.promised != "initial":
        return NO_DELAY
    (figure,) = measure(facts, replace(query, metrics=("answered_in_sla_low",), period="all"))
    return figure.reason or NO_DELAY


def _against(frame: pd.DataFrame, own: str, others: list[str]) -> tuple[Against, ...]:
    mine = {state: _in(frame, own, state) for state in STATES}

    def held(name: str | None, names: list[str]) -> Against:
        late, on_time = (np.any([_in(frame, other, state) for other in names], axis=0) for state in ("late", "on_time"))
        return Against(
            name=name,
            on_time_but_late=int((mine["on_time"] & late).sum()),
            running_but_late=int((mine["running"] & late).sum()),
            late_but_on_time=int((mine["late"] & on_time).sum()),
        )

    return (*(held(name, [name]) for name in others), *([held(None, others)] if others else []))


def _in(frame: pd.DataFrame, name: str, state: str) -> npt.NDArray[np.bool_]:
    return (frame[f"{name}_state"] == state).fillna(False).to_numpy(dtype=bool)
