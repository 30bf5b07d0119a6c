"""Values of a database as text, each type always in the same way. An identifier keeps its zeros where its type has
them: numbers with leading zeros can only come from text."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa


def column_of_text(values: Sequence[object]) -> pa.Array:
    """A column of cells as text; null where the database has NULL."""
    plain = all(value is None or type(value) is str for value in values)
    return pa.array(values if plain else [cell_text(value) for value in values], pa.string())


def cell_text(value: object) -> str | None:
    """One value: ISO 8601 for what has to do with time, JSON for lists and objects, `\\x` and hexadecimal for bytes."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value) if math.isfinite(value) else _not_finite(value)
        case Decimal():
            return format(value, "f")
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration(value)
        case bytes() | bytearray() | memoryview():
            return "\\x" + bytes(value).hex()
        case dict() | list() | tuple():
            return json.dumps(_json(value), ensure_ascii=False)
        case _:
            return str(value)


def duration(value: timedelta) -> str:
    """ISO 8601, to the microsecond: P1DT3600S, and -P1D for the opposite."""
    if value < timedelta(0):
        return f"-{duration(-value)}"
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    return f"P{value.days}DT{value.seconds}{fraction}S"


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def _json(value: object) -> object:
    """What JSON can hold as it is; everything else as the text of a cell."""
    match value:
        case dict():
            return {str(key): _json(each) for key, each in value.items()}
        case list() | tuple():
            return [_json(each) for each in value]
        case float() if not math.isfinite(value):
            return _not_finite(value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            return cell_text(value)
