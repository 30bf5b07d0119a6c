"""Text to moments: local text of a declared format to naive UTC, daylight saving flagged.

What no declared format reads is not a date; the caller quarantines it. A local time that never existed is moved
forward by the missing hour, one that existed twice is taken in standard time; both are flagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.errors import SourceError, did_you_mean
from data_sources.formats import expand, has_time, is_absolute, pattern, with_time
from data_sources.months import with_english_month
from data_sources.padded import DAY, Bools, Ints, read_padded
from data_sources.sql import literal, query
from data_sources.zones import to_local, to_utc

_UTC = "'UTC'"
_FIRST, _LAST = (
    np.int64(np.datetime64(end, "us").astype(np.int64)) for end in ("0001-01-01T00:00:00", "9999-12-31T23:59:59")
)
"""Of the calendar, in microseconds: « never » is often its last moment, and in another zone that is outside of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """One date column, read. `local` is the wall clock of the source, `utc` the same moment, both naive."""

    utc: pa.Array
    local: pa.Array
    unreadable: pa.Array
    date_only: pa.Array
    gap: pa.Array
    overlap: pa.Array


def read_moments(texts: pa.Array, formats: Sequence[str], zone: str, times: pa.Array | None = None) -> Moments:
    """Read a column of trimmed texts (null where missing), with its times if they stand in another column."""
    singles = expand(formats)
    if times is not None:
        dated = pc.binary_join_element_wise(pc.fill_null(texts, ""), pc.fill_null(times, ""), " ")
        texts = pc.if_else(pc.and_(pc.is_valid(texts), pc.is_valid(times)), dated, texts)
        singles = (*singles, *(one for one in with_time(singles) if one not in singles))
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return _moments(whole, _read(whole, singles, check_zone(zone)))


def read_slowly(texts: pa.Array, formats: Sequence[str], zone: str) -> Moments:
    """The same by asking of every text which format it has: the reference for `read_moments`."""
    return _moments(texts, _read_words(texts, expand(formats), check_zone(zone)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """What was read of each row; moments in microseconds, 0 where `known` is not."""

    utc: Ints
    local: Ints
    known: Bools
    timed: Bools
    gap: Bools
    twice: Bools


def _read(texts: pa.Array, singles: Sequence[str], zone: str) -> _Rows:
    """Plain dates of days without a change of the clock at once, all others word by word."""
    found, rest = _nothing(len(texts)), texts.is_valid().to_numpy(zero_copy_only=False)
    for one, rows, walls in read_padded(texts, singles):
        moments, plain = to_local(walls, zone) if is_absolute(one) else to_utc(walls, zone)
        sure = rows[plain]
        utc, local = (walls, moments) if is_absolute(one) else (moments, walls)
        found.utc[sure], found.local[sure] = utc[plain], local[plain]
        found.known[sure], found.timed[sure], rest[sure] = True, has_time(one), False
    if rest.any():
        slow = _read_words(texts.filter(pa.array(rest)), singles, zone)
        for name in _Rows.__slots__:
            getattr(found, name)[rest] = getattr(slow, name)
    return found


def _nothing(rows: int) -> _Rows:
    flags = (np.zeros(rows, bool) for _ in range(4))
    known, timed, gap, twice = flags
    utc, local = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    return _Rows(utc=utc, local=local, known=known, timed=timed, gap=gap, twice=twice)


def _read_words(texts: pa.Array, singles: Sequence[str], zone: str) -> _Rows:
    """Each distinct text read once."""
    encoded = texts.dictionary_encode()
    words = _english(encoded.dictionary, singles)
    places = pa.array(np.arange(len(words)))
    read = query(_sql(singles, zone), words=pa.table({"v": words, "place": places}))
    spread = {name: read[name].combine_chunks().take(encoded.indices) for name in read.column_names}
    return _Rows(
        utc=_numbers_of(spread["utc"].cast(pa.int64()), 0),
        local=_numbers_of(spread["local"].cast(pa.int64()), 0),
        known=spread["utc"].is_valid().to_numpy(zero_copy_only=False),
        **{name: _numbers_of(spread[name], False) for name in ("timed", "gap", "twice")},
    )


def _numbers_of(column: pa.Array, missing: object) -> npt.NDArray[Any]:
    return np.array(pc.fill_null(column, missing).to_numpy(zero_copy_only=False))


def _moments(texts: pa.Array, rows: _Rows) -> Moments:
    ends = (at.clip(_FIRST, _LAST) for at in (rows.utc, rows.local))
    utc, local = (pa.array(at, pa.timestamp("us"), mask=~rows.known) for at in ends)
    return Moments(
        utc=utc,
        local=local,
        unreadable=pc.and_(texts.is_valid(), pa.array(~rows.known)),
        date_only=pa.array(_date_only(rows)),
        gap=pa.array(rows.gap & rows.timed),
        overlap=pa.array(rows.twice & rows.timed),
    )


def _date_only(rows: _Rows) -> Bools:
    """Rows without a time; and the whole column if every time in it is midnight: those are dates too."""
    midnight = not (rows.local % DAY).any()
    return rows.known if midnight else rows.known & ~rows.timed


@cache
def time_zones() -> frozenset[str]:
    return frozenset(query("SELECT name FROM pg_timezone_names()")["name"].to_pylist())


def check_zone(zone: str) -> str:
    """The zone itself, if the product knows it."""
    if zone not in time_zones():
        near = did_you_mean(zone, sorted(name for name in time_zones() if "/" in name or name == "UTC"))
        raise SourceError(f"No time zone '{zone}'; {near}. Correct it in the profile under timezone.")
    return zone


def local_now(zone: str) -> datetime:
    """What the clocks of that zone show."""
    moment: datetime = query(f"SELECT timezone({literal(check_zone(zone))}, now()) AS here")["here"][0].as_py()
    return moment


def _english(words: pa.Array, singles: Sequence[str]) -> pa.Array:
    """Names of months replaced, in the length that the formats read, if a format has names at all."""
    if not any("%b" in one or "%B" in one for one in singles):
        return words
    short = not any("%B" in one for one in singles)
    return pa.array([with_english_month(word, short=short) for word in words.to_pylist()], pa.string())


def _sql(singles: Sequence[str], zone: str) -> str:
    """Each word read by the one format whose shape it has, then shifted to UTC and back."""
    fits, reads = [], []
    for number, one in enumerate(singles):
        moment = f"try_strptime(v, {literal(one)})"
        fits.append(f"WHEN regexp_full_match(v, {literal(pattern(one))}) THEN {number}")
        reads.append(f"WHEN {number} THEN {f'timezone({_UTC}, {moment})' if one.endswith('%z') else moment}")
    timed = _numbers(one for one in enumerate(singles) if has_time(one[1]))
    absolute = _numbers(one for one in enumerate(singles) if is_absolute(one[1]))
    local_zone = literal(check_zone(zone))
    near = (f"utc {sign} INTERVAL {minutes} MINUTE" for sign in "+-" for minutes in (60, 30))
    twice = " OR ".join(f"timezone({local_zone}, timezone({_UTC}, {moment})) = wall" for moment in near)
    return f"""
        WITH shaped AS MATERIALIZED (
            SELECT v, place, CASE {" ".join(fits)} END AS fit FROM words
        ), read AS MATERIALIZED (
            SELECT place, (CASE fit {" ".join(reads)} END)::TIMESTAMP AS wall, fit IN ({timed}) AS timed,
                   coalesce(fit IN ({absolute}), false) AS absolute
            FROM shaped
        ), shifted AS MATERIALIZED (
            SELECT *, CASE WHEN absolute THEN wall ELSE timezone({_UTC}, timezone({local_zone}, wall)) END AS utc
            FROM read
        ), back AS MATERIALIZED (
            SELECT *, timezone({local_zone}, timezone({_UTC}, utc)) AS there FROM shifted
        )
        SELECT utc, CASE WHEN absolute THEN there ELSE wall END AS local, timed,
               NOT absolute AND there <> wall AS gap,
               NOT absolute AND there = wall AND ({twice}) AS twice
        FROM back ORDER BY place -- threads hand a materialised table on in any order
    """  # noqa: S608


def _numbers(chosen: Iterable[tuple[int, str]]) -> str:
    return ", ".join(str(number) for number, _ in chosen) or "NULL"
