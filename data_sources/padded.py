"""Dates written with all their digits, such as 2024-03-05 09:30:00 or 05/03/2024: a whole column read as a matrix of
digits. Reads what is plainly a date, and leaves everything else to `data_sources.dates`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_sources.formats import fits

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

DAY, HOUR, MINUTE, SECOND = 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000
"""In microseconds."""
_FIRST, _LAST = 1600, 2399
_WIDTHS = {"%Y": 4, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2}
_PARTS = re.compile(r"%.|.", re.DOTALL)
_MONTHS = np.arange(f"{_FIRST}-01", f"{_LAST + 1}-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
"""The first day of every month, as days since 1970-01-01."""


def read_padded(texts: pa.StringArray, singles: Sequence[str]) -> Iterator[tuple[str, Ints, Ints]]:
    """For each format of full digits: the rows it reads, and their moments on the clock it was written by."""
    starts = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    widths = np.where(texts.is_valid().to_numpy(zero_copy_only=False), np.diff(starts), 0)
    letters = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    for one in _padded(tuple(singles)):
        rows = np.flatnonzero(widths == sum(_width(part) for part in _PARTS.findall(one)))
        if len(rows):
            good, moments = _read(letters, starts[rows], one)
            yield one, rows[good], moments


@lru_cache(maxsize=256)
def _padded(singles: tuple[str, ...]) -> tuple[str, ...]:
    """The formats that say a day in full digits; none whose texts another one reads, too."""
    return tuple(
        one for one in singles if _is_padded(one) and sum(fits([_sample(one)], other) for other in singles) == 1
    )


def _is_padded(one: str) -> bool:
    tokens = [part for part in _PARTS.findall(one) if len(part) == 2]
    return one.isascii() and set(tokens) <= _WIDTHS.keys() and {"%Y", "%m", "%d"} <= set(tokens) and _once(tokens)


def _once(tokens: list[str]) -> bool:
    return len(set(tokens)) == len(tokens)


def _sample(one: str) -> str:
    return "".join("1" * _width(part) if len(part) == 2 else part for part in _PARTS.findall(one))


def _width(part: str) -> int:
    return _WIDTHS.get(part, 1)


def _read(letters: Bytes, starts: npt.NDArray[np.int32], one: str) -> tuple[Bools, Ints]:
    """Where the texts have that very shape and say a moment that exists; and the moments there."""
    good, numbers, place = np.ones(len(starts), bool), {}, 0
    for part in _PARTS.findall(one):
        here = [letters[starts + place + offset] for offset in range(_width(part))]
        if len(part) == 2:
            numbers[part] = _number(here, good)
        else:
            good &= here[0] == ord(part)
        place += len(here)
    moments = _moments(numbers, good)
    return good, moments[good]


def _number(digits: list[Bytes], good: Bools) -> Ints:
    number = np.zeros(len(good), np.int64)
    for digit in digits:
        value = digit - np.uint8(ord("0"))  # what is no digit wraps to more than 9
        good &= value <= 9
        number = number * 10 + value
    return number


def _moments(numbers: dict[str, Ints], good: Bools) -> Ints:
    """Microseconds since 1970-01-01; what does not exist is no longer good."""
    year, month, day = numbers["%Y"], numbers["%m"], numbers["%d"]
    good &= (year >= _FIRST) & (year <= _LAST) & (month >= 1) & (month <= 12) & (day >= 1)
    place = np.where(good, (year - _FIRST) * 12 + month - 1, 0)
    days = _MONTHS[place] + day - 1
    good &= days < _MONTHS[place + 1]
    moments = days * DAY
    for part, unit, end in (("%H", HOUR, 24), ("%M", MINUTE, 60), ("%S", SECOND, 60)):
        if part in numbers:
            good &= numbers[part] < end
            moments += numbers[part] * unit
    return moments
