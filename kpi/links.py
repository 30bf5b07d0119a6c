"""What a complaint has to do with others: whom it repeats, and whether it was taken to a higher level or a mediator."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

MEDIATOR_LEVEL = 3
GENERATIONS = 5  # a chain of parents is followed this far; a complaint that is its own ancestor ends there, too
NEVER = np.iinfo(np.int32).max
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def describe(frame: pd.DataFrame) -> None:
    """Add `root, climbs, raised, escalated_on, mediator_on, customer_known, previous` to complaints.

    `root` names no parent; `climbs` takes its parent to a higher level. `escalated_on` is the reception of the first
    child of a higher level, `mediator_on` the day when it, or a descendant, reached a mediator; `raised` is a root
    that itself stands at a higher level.
    `previous` is the day of the last earlier complaint of the same customer and motive in the same source, or of the
    parent that it repeats at the same level.
    """
    parents, level = _parents(frame), _levels(frame)
    received = frame["received"].to_numpy("int64")
    climbs = (parents >= 0) & (level > level[parents])
    frame["root"] = (frame["parent_id"].fillna("") == "").astype(bool)
    frame["climbs"] = climbs
    frame["raised"] = frame["root"] & (level > 1)
    frame["escalated_on"] = _days(_earliest(np.where(climbs, received, NEVER), parents, generations=1, own=False))
    reached = frame["mediator"].fillna(NEVER).to_numpy("int64")
    reached = np.where((level >= MEDIATOR_LEVEL) & (reached == NEVER), received, reached)
    frame["mediator_on"] = _days(_earliest(reached, parents, generations=GENERATIONS, own=True))
    frame["customer_known"] = frame["customer_key"].notna() & frame["motive"].notna()
    frame["previous"] = _previous(frame, received, parents, climbs)


def _parents(frame: pd.DataFrame) -> Ints:
    """The position of each row's parent; -1 where it names none, or one that isn't there."""
    found = np.full(len(frame), -1, dtype=np.int64)
    naming = np.flatnonzero(frame["parent_id"].fillna("") != "")
    if len(naming):
        own = pd.MultiIndex.from_arrays([frame["source"], frame["complaint_id"]])
        named = pd.MultiIndex.from_arrays([frame["source"].iloc[naming], frame["parent_id"].iloc[naming]])
        found[naming] = -1 if own.has_duplicates else own.get_indexer(named)
    return found


def _levels(frame: pd.DataFrame) -> Ints:
    return np.asarray(frame["level"].fillna(1).to_numpy("int64"))


def _earliest(days: Ints, parents: Ints, *, generations: int, own: bool) -> Ints:
    """For each row the first of its descendants' days (and its `own`)."""
    found = days.copy() if own else np.full(len(days), NEVER, dtype=np.int64)
    linked = parents >= 0
    for _ in range(generations):
        carried = found if own else days
        np.minimum.at(found, parents[linked], carried[linked])
    return found


def _days(found: Ints) -> pd.Series:
    return _known(found, found != NEVER)


def _known(days: Ints, known: Bools) -> pd.Series:
    return pd.Series(np.where(known, days, 0), dtype="int32[pyarrow]").where(known)


def _previous(frame: pd.DataFrame, received: Ints, parents: Ints, climbs: Bools) -> pd.Series:
    complains = (frame["kind"] == "complaint").to_numpy(bool)
    takes_part = complains & frame["customer_known"] & ~climbs
    keys = ["source", "customer_key", "motive"]
    same = frame.loc[takes_part, [*keys, "received", "complaint_id"]].sort_values([*keys, "received", "complaint_id"])
    found = np.full(len(frame), -NEVER, dtype=np.int64)
    before = same.groupby(keys)["received"].shift()
    found[before.index] = before.fillna(-NEVER).to_numpy("int64")
    repeats = (parents >= 0) & ~climbs & complains[parents] & (received[parents] <= received)
    found[repeats] = np.maximum(found[repeats], received[parents[repeats]])
    return _known(found, found != -NEVER)
