"""Text to moments: local text of a declared format to naive UTC, daylight saving flagged.

What no declared format reads is not a date; the caller quarantines it. A local time that never existed is moved
forward by the missing hour, one that existed twice is taken in standard time; both are flagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.errors import SourceError, did_you_mean
from data_sources.formats import expand, has_time, is_absolute, pattern, with_time
from data_sources.months import with_english_month
from data_sources.sql import literal, query

_UTC = "'UTC'"


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
    encoded = _encoded(texts)
    words = _english(encoded.dictionary, singles)
    places = pa.array(range(len(words)), pa.int64())
    read = query(_sql(singles, zone), words=pa.table({"v": words, "place": places}))
    spread = {name: _spread(read[name], encoded.indices) for name in read.column_names}
    return Moments(
        utc=spread["utc"],
        local=spread["local"],
        unreadable=pc.and_(pc.is_valid(texts), pc.is_null(spread["utc"])),
        date_only=_date_only(spread["local"], spread["timed"]),
        gap=pc.fill_null(pc.and_(spread["gap"], spread["timed"]), False),
        overlap=pc.fill_null(pc.and_(spread["twice"], spread["timed"]), False),
    )


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


def _encoded(texts: pa.Array) -> pa.DictionaryArray:
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return whole.dictionary_encode()


def _spread(column: pa.ChunkedArray, indices: pa.Array) -> pa.Array:
    return column.combine_chunks().take(indices)


def _date_only(local: pa.Array, timed: pa.Array) -> pa.Array:
    """Rows without a time; and the whole column if every time in it is midnight: those are dates too."""
    midnight = pc.equal(local, pc.floor_temporal(local, unit="day"))
    if pc.all(midnight).as_py():
        return pc.is_valid(local)
    return pc.and_(pc.is_valid(local), pc.invert(pc.fill_null(timed, False)))


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
