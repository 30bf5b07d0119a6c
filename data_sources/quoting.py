"""Where a record begins and ends, as RFC 4180 quotes say. Judges quotes alone; how wide a record is, is for others."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

MAX_LINES = 2_000
MAX_LENGTH = 1_000_000

csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_LENGTH))


class Quotes(Enum):
    """Of a text: all closed, one still open at its end, or text after a closing one."""

    CLOSED = "closed"
    OPEN = "open"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record and the number of lines it takes."""

    text: str
    height: int


def quotes_of(text: str, delimiter: str) -> Quotes:
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return Quotes.OPEN if "unexpected end of data" in str(error) else Quotes.BROKEN
    return Quotes.CLOSED


def strict_cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a record; None when its quoting is broken or unfinished."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def record_at(texts: Sequence[str], index: int, delimiter: str) -> Record | None:
    """The record that starts at this line; None if a quote in it is followed by text, or is never closed."""
    state = quotes_of(texts[index], delimiter)
    if state is Quotes.CLOSED:
        return Record(text=texts[index], height=1)
    length = len(texts[index])
    for last in range(index + 1, min(index + MAX_LINES, len(texts))):
        length += len(texts[last]) + 1
        if state is Quotes.BROKEN or length > MAX_LENGTH:
            return None
        if '"' in texts[last]:
            state = quotes_of('"' + texts[last], delimiter)  # as if the field began with this line
        if state is Quotes.CLOSED:
            return Record(text="\n".join(texts[index : last + 1]), height=last - index + 1)
    return None
