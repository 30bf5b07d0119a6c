"""What the record of a complaint holds: the seven elements of a minimum record, writing, and a gesture of goodwill.

The seven (S2-21): what it is about, when, who and how to reach them, how it was handled, what the customer suggests,
what was decided, and what the customer said of it afterwards.
"""

from __future__ import annotations

import pandas as pd

ELEMENTS = ("object", "date", "contact", "handling", "suggestion", "solution", "satisfaction")
WRITTEN_CHANNELS = ("letter", "email", "web", "app", "social", "review")
SPOKEN_CHANNELS = ("phone", "counter")
DECIDED = ("upheld", "partly", "rejected")


def describe(frame: pd.DataFrame) -> None:
    """Add `in_writing` (null where neither the flag nor the channel tells), `goodwill`, `elements` (0 to 7)."""
    written = frame["channel"].isin(WRITTEN_CHANNELS).astype("bool[pyarrow]")
    by_channel = written.where(frame["channel"].isin((*WRITTEN_CHANNELS, *SPOKEN_CHANNELS)))
    frame["in_writing"] = frame["written"].fillna(by_channel)
    decided = frame["outcome"].isin(DECIDED)
    paid = (frame["compensation_granted"] > 0).fillna(False).astype(bool)
    frame["goodwill"] = paid & ~decided
    frame["elements"] = sum(held.astype("int32") for held in _elements(frame, decided).values())


def _elements(frame: pd.DataFrame, decided: pd.Series) -> dict[str, pd.Series]:
    given = frame.notna()
    return {
        "object": given["motive"],
        "date": given["received"],
        "contact": _true(frame["has_contact"]) | given["customer_key"],
        "handling": given["owned"] | given["handler_team"],
        "suggestion": _true(frame["has_suggestion"]),
        "solution": decided | given["compensation_granted"],
        "satisfaction": given["csat"] | given["ces"] | given["nps"],
    }


def _true(flags: pd.Series) -> pd.Series:
    return flags.fillna(False).astype(bool)
