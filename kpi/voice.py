"""What customers said afterwards, on declared scales: satisfied or not, easy or not, promoter or detractor."""

from __future__ import annotations

import numpy as np
import pandas as pd

# The lowest score that counts as satisfied (CSAT) or easy (CES), by scale; a score on no such scale is not valid.
SATISFIED = {"0-1": 1, "1-2": 2, "1-3": 3, "1-4": 3, "1-5": 4, "1-7": 6, "1-10": 9, "0-10": 9}
EASY = {"1-5": 4, "1-7": 5, "1-10": 8}
PROMOTER, PASSIVE = 9, 7
NPS_SCALE = (0, 10)
_NO_SCALE = (np.nan, np.nan, np.nan)


def describe(frame: pd.DataFrame) -> None:
    """Add `csat_top` and `ces_easy` (0 or 1) and `nps_side` (-1, 0, 1); null where there is no valid answer."""
    frame["csat_top"] = _at_least(frame["csat"], frame["csat_scale"], SATISFIED)
    frame["ces_easy"] = _at_least(frame["ces"], frame["ces_scale"], EASY)
    frame["nps_side"] = _side(frame["nps"])


def _at_least(score: pd.Series, scale: pd.Series, marks: dict[str, int]) -> pd.Series:
    """1 from the mark of the row's scale up, 0 below it."""
    places, scales = pd.factorize(scale)
    low, high, mark = np.array([*(_ends(name, marks) for name in scales), _NO_SCALE]).T[:, places]
    given = score.astype("float64")
    top: pd.Series = (given >= mark).astype("int8[pyarrow]").where(given.between(low, high))
    return top


def _ends(scale: str, marks: dict[str, int]) -> tuple[float, float, float]:
    """Lowest and highest score of a scale, and its mark."""
    if scale not in marks:
        return _NO_SCALE
    low, high = scale.split("-")
    return float(low), float(high), float(marks[scale])


def _side(score: pd.Series) -> pd.Series:
    given = score.astype("float64")
    side = (given >= PROMOTER).astype("int8") - (given < PASSIVE).astype("int8")
    return side.astype("int8[pyarrow]").where(given.between(*NPS_SCALE))
