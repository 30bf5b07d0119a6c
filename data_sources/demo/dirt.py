"""The few false facts that every real extract has; their shares are data."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

SHARES: dict[str, float] = {
    "duplicate": 0.0005,  # the same line twice
    "conflict": 0.0003,  # the same id twice, with other content
    "reply_missing": 0.0005,  # closed, but no reply noted
    "reply_first": 0.0002,  # answered before received
    "region_missing": 0.0005,
    "motive_missing": 0.0005,
}


def count(kind: str, complaints: int) -> int:
    return round(SHARES[kind] * complaints)


def extra_lines(complaints: int) -> int:
    """Lines beyond one per complaint."""
    return count("duplicate", complaints) + count("conflict", complaints)


def spoil(rng: np.random.Generator, frame: pd.DataFrame, complaints: int, until: date) -> pd.DataFrame:
    """The frame with its false facts, on complaints closed a month ago or more, none with two of them."""
    old = pd.Timestamp(until) - pd.Timedelta(days=30)
    closed = np.flatnonzero((frame["last_event_at"] < old) & frame["closed_at"].notna() & frame["replied_at"].notna())
    rows = rng.permutation(closed)
    chosen = {}
    for kind in SHARES:
        chosen[kind], rows = rows[: count(kind, complaints)], rows[count(kind, complaints) :]
    frame.loc[chosen["reply_missing"], "replied_at"] = pd.NaT
    early = pd.to_timedelta(rng.integers(1, 4, len(chosen["reply_first"])), unit="D")
    frame.loc[chosen["reply_first"], "replied_at"] = frame.loc[chosen["reply_first"], "received_at"] - early
    frame.loc[chosen["region_missing"], "region"] = ""
    frame.loc[chosen["motive_missing"], ["motive", "sub_motive"]] = ""
    twice = frame.loc[chosen["duplicate"]]
    other = frame.loc[chosen["conflict"]].copy()
    other["last_event_at"] += pd.Timedelta(days=2)
    other["severity"] = np.where(other["severity"] == "mineure", "majeure", "mineure")
    return pd.concat([frame, twice, other]).sort_index(kind="stable")
