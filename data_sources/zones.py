"""Between UTC and the clock of a zone, for whole columns: a shift is looked up once for each day that has only one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_sources.sql import literal, query

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DAY = 86_400_000_000
"""In microseconds, as all moments here."""
_SAMPLES = (-2, 12, 26)
"""Hours of a day, with the hours around it, that tell whether its clock is moved: it is never moved back as soon."""
_UTC = "timezone('UTC', timezone({zone}, moment))"
_LOCAL = "timezone({zone}, timezone('UTC', moment))"


def on_the_clock(moments: pa.Array, zone: str) -> pa.Array:
    """What the clock of a zone shows at those moments of UTC; missing stays missing."""
    known = moments.is_valid().to_numpy(zero_copy_only=False)
    utc = moments.drop_null().cast(pa.int64()).to_numpy()
    local, plain = to_local(utc, zone)
    local[~plain] = _asked(utc[~plain], _LOCAL.format(zone=literal(zone)))
    shown = np.zeros(len(moments), np.int64)
    shown[known] = local
    return pa.array(shown, pa.timestamp("us"), mask=~known)


def to_utc(walls: Ints, zone: str) -> tuple[Ints, Bools]:
    """The moments that a clock shows, and which of them are sure: those of days when it isn't moved."""
    shifts, plain = _shifts(walls, _UTC.format(zone=literal(zone)))
    return walls + shifts, plain


def to_local(moments: Ints, zone: str) -> tuple[Ints, Bools]:
    """What the clock shows at those moments, and which of them are sure, as `to_utc`."""
    shifts, plain = _shifts(moments, _LOCAL.format(zone=literal(zone)))
    return moments + shifts, plain


def _shifts(moments: Ints, moved: str) -> tuple[Ints, Bools]:
    days = moments // DAY
    first = int(days.min(initial=0))
    there = np.zeros(int(days.max(initial=0)) - first + 1, bool)
    there[days - first] = True
    places = np.flatnonzero(there)
    shift, plain = np.zeros(len(there), np.int64), np.zeros(len(there), bool)
    shift[places], plain[places] = _of_days(places + first, moved)
    return shift[days - first], plain[days - first]


def _of_days(days: Ints, moved: str) -> tuple[Ints, Bools]:
    """The shift of each day, and whether it is the same all day."""
    at = (days[:, None] * 24 + np.array(_SAMPLES)) * (DAY // 24)
    shift = (_asked(at.ravel(), moved) - at.ravel()).reshape(at.shape)
    return shift[:, 1], shift.min(axis=1) == shift.max(axis=1)


def _asked(moments: Ints, moved: str) -> Ints:
    """Each moment moved, one by one."""
    table = pa.table({"moment": pa.array(moments).cast(pa.timestamp("us")), "place": np.arange(len(moments))})
    sql = f"SELECT epoch_us({moved}) AS moved FROM moments ORDER BY place"  # noqa: S608
    return np.asarray(query(sql, moments=table)["moved"].to_numpy(), dtype=np.int64)
