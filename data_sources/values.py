"""Text to booleans, levels, amounts, scores and closed lists. What cannot be read is flagged, never zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from data_sources.canonical import BOOLEANS, COUNTS, DECIMALS, MONEY

_TRUE = {"true", "yes", "y", "oui", "o", "vrai", "1", "1.0", "x"}
_FALSE = {"false", "no", "n", "non", "faux", "0", "0.0"}
_AMOUNT_NOISE = str.maketrans("", "", " \u00a0\u202f\u2009'€$£")
_MAX_MINOR = 10**15
_MAX_COUNT = 10**6


def read_boolean(text: str) -> bool | None:
    word = text.casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def read_decimal(text: str) -> float | None:
    """A finite number, with a decimal point or comma."""
    number = _number(text)
    return None if number is None else float(number)


def read_count(text: str) -> int | None:
    """How many times: a whole number, of zero or more."""
    number = _whole(_number(text))
    return number if number is not None and 0 <= number <= _MAX_COUNT else None


def read_level(text: str) -> int | None:
    number = _number(text.casefold().removeprefix("niveau").removeprefix("level").removeprefix("n").strip())
    return None if number is None or number != int(number) or not 1 <= number <= 9 else int(number)


def read_minor(text: str) -> int | None:
    """An amount already in minor units: a whole number."""
    return _whole(_number(text))


def read_major(text: str) -> int | None:
    """An amount in euros (or the like), in cents."""
    number = _number(text)
    return None if number is None else _whole(number * 100)


def reader_of(name: str, *, major: bool = False) -> Callable[[str], object] | None:
    """How a text becomes a value of this canonical column; None where text stays what it is."""
    if name in MONEY:
        return read_major if major else read_minor
    if name in BOOLEANS:
        return read_boolean
    if name in DECIMALS:
        return read_decimal
    if name in COUNTS:
        return read_count
    return read_level if name == "level" else None


def read_each(texts: pa.Array, read: Callable[[str], object], kind: pa.DataType) -> tuple[pa.Array, pa.Array]:
    """The column read, and where it could not be. Each distinct text is read once."""
    encoded = (texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts).dictionary_encode()
    values = pa.array([read(text) for text in encoded.dictionary.to_pylist()], kind)
    result = values.take(encoded.indices)
    return result, pa.compute.and_(pa.compute.is_valid(texts), pa.compute.is_null(result))


def lookup(values: Mapping[str, str], other: str | None) -> Callable[[str], str | None]:
    """A value map as a reader: exact text first, then ignoring case, then `other`."""
    folded = {key.casefold(): value for key, value in values.items()}
    return lambda text: values.get(text, folded.get(text.casefold(), other))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(_with_point(text.translate(_AMOUNT_NOISE)))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _with_point(text: str) -> str:
    """1.234,56 and 1,234.56 and 1234,5 with a point only where the decimals begin."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "." if comma > point else ","
        text = text.replace(thousands, "")
    return text.replace(",", ".")


def _whole(number: Decimal | None) -> int | None:
    if number is None or abs(number) > _MAX_MINOR or number != number.to_integral_value():
        return None
    return int(number)
