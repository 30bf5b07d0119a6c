"""Where a record begins and ends, as RFC 4180 quotes say. Judges quotes alone; how wide a record is, is for others."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

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


@cache
def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(f'(?:^|{mark})("(?:[^"]|"")*"(?={mark}|$)|[^{mark}]*)', re.DOTALL)


def has_straddling_quote(text: str, delimiter: str) -> bool:
    """A quote that opens in the middle of a cell and closes in a later one: a delimiter is missing, or is another."""
    cells = [cell for cell in _cell_pattern(delimiter).findall(text) if not cell.startswith('"')]
    odd = [cell for cell in cells if cell.count('"') % 2]
    begun = next((place for place, cell in enumerate(odd) if re.search(r'[^"]"[^\s"]', cell)), None)
    return begun is not None and any(re.search(r'[^\s"]"', cell) for cell in odd[begun + 1 :])


_BACKSLASHED = re.compile(r"""\\(["\\])""")


def without_backslashes(text: str) -> str:
    """Quotes that a backslash announces, doubled as RFC 4180 has them."""
    return _BACKSLASHED.sub(lambda found: '""' if found.group(1) == '"' else found.group(1), text)


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
