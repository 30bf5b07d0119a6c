"""What customers said afterwards, on declared scales: satisfied or not, easy or not, promoter or detractor."""

from __future__ import annotations

import pandas as pd

# The lowest score that counts as satisfied (CSAT) or easy (CES), by scale; a score on no such scale is not valid.
SATISFIED = {"0-1": 1, "1-2": 2, "1-3": 3, "1-4": 3, "1-5": 4, "1-7": 6, "1-10": 9, "0-10": 9}
EASY = {"1-5": 4, "1-7": 5, "1-10": 8}
PROMOTER, PASSIVE = 9, 7
NPS_SCALE = (0, 10)


def describe(frame: pd.DataFrame) -> None:
    """Add `csat_top` and `ces_easy` (0 or 1) and `nps_side` (-1, 0, 1); null where there is no valid answer."""
    frame["csat_top"] = _at_least(frame["csat"], frame["csat_scale"], SATISFIED)
    frame["ces_easy"] = _at_least(frame["ces"], frame["ces_scale"], EASY)
    frame["nps_side"] = _side(frame["nps"])


def _at_least(score: pd.Series, scale: pd.Series, marks: dict[str, int]) -> pd.Series:
    """1 from the mark of the row's scale up, 0 below it."""
    ends = {name: [int(end) for end in name.split("-")] for name in marks}
    low, high, mark = (
        scale.astype("object").map(known).astype("float64")
        for known in ({n: e[0] for n, e in ends.items()}, {n: e[1] for n, e in ends.items()}, marks)
    )
    given = score.astype("float64")
    return (given >= mark).astype("int8[pyarrow]").where(given.between(low, high))


def _side(score: pd.Series) -> pd.Series:
    given = score.astype("float64")
    side = (given >= PROMOTER).astype("int8") - (given < PASSIVE).astype("int8")
    return side.astype("int8[pyarrow]").where(given.between(*NPS_SCALE))
