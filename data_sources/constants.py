"""Constants of a profile: one value for every row, readable or refused when the profile is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from data_sources.canonical import BOOLEANS, COUNTS, DECIMALS, MILESTONES, MONEY
from data_sources.dates import Moments, read_moments
from data_sources.errors import SourceError
from data_sources.values import reader_of

_NUMBERS = (*DECIMALS, *COUNTS, *MONEY, "level")


def constant_text(name: str, value: object) -> object:
    """What YAML turned into a boolean, number or date, as text, where the column holds such values only."""
    if isinstance(value, bool):
        return str(value).lower() if name in BOOLEANS else value
    if isinstance(value, int | float):
        return str(value) if name in _NUMBERS else value
    return str(value) if isinstance(value, date) and name in MILESTONES else value


def check_constant(name: str, text: str, formats: Sequence[str], zone: str) -> None:
    """SourceError, with key and value, for a constant that says nothing."""
    if name in MILESTONES:
        good = read_constant_dates(pa.array([text]), formats, zone).utc[0].is_valid
    else:
        reader = reader_of(name)
        good = bool(text.strip()) and (reader is None or reader(text) is not None)
    if not good:
        raise SourceError(f"constants.{name} cannot be read from '{text}'; {_hint(name)}.")


def read_constant_dates(texts: pa.Array, formats: Sequence[str], zone: str) -> Moments:
    """The same date in every row: ISO, or else as the profile writes its dates."""
    moments = read_moments(texts, ("iso",), zone)
    return moments if moments.utc.null_count == 0 else read_moments(texts, formats, zone)


def _hint(name: str) -> str:
    if name in MILESTONES:
        return "write the date as 2024-01-31, or in one of date_formats"
    if name in BOOLEANS:
        return "write true or false"
    if name in _NUMBERS:
        return "write a level from 1 to 9" if name == "level" else "write a number"
    return "write a text, or take it out"
