"""Decides the delimiter and the header line of a text export, by itself and before anything is parsed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_sources.errors import SourceError
from data_sources.quoting import record_at

DELIMITERS = (";", ",", "\t", "|")
_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "vertical bar"}
_SAMPLE = 300
_HEADER_WITHIN = 30
_FILLED = 0.6
_VALUE = re.compile(r"[-+]?\d[\d\s.,:/\-]*(?:[T ][\d:.]+(?:Z|[-+]\d\d:?\d\d)?)?|\S+@\S+\.\S+")
"""A number, a date, an address: no name of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`header` is the index of the header's line, `body` that after it; the names are unique and never empty."""

    delimiter: str
    header: int
    body: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A record of the sample: where it starts, its lines, and its cells."""

    index: int
    height: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        return sum(bool(cell.strip()) for cell in self.cells)

    @property
    def trailing(self) -> int:
        """How many empty cells end it."""
        return next((n for n, cell in enumerate(reversed(self.cells)) if cell.strip()), len(self.cells))

    @property
    def is_names(self) -> bool:
        return not any(_VALUE.fullmatch(cell.strip()) for cell in self.cells if cell.strip())


def detect_layout(texts: Sequence[str], name: str, options: Mapping[str, object]) -> Layout:
    """Layout of these lines, what the profile declares taking precedence."""
    sample = list(texts[:_SAMPLE])
    if not any(text.strip() for text in sample):
        raise SourceError(f"{name} has no content; export it again.")
    declared = options.get("delimiter") or _excel_hint(sample[0])
    delimiter = str(declared).replace("\\t", "\t") if declared else _best_delimiter(sample)
    if len(delimiter) != 1:
        raise SourceError(f"{name}: the delimiter must be one character, not '{delimiter}'; see options.")
    row = _header(sample, delimiter, name, options.get("header_line"))
    return Layout(delimiter=delimiter, header=row.index, body=row.index + row.height, names=column_names(row.cells))


def _row(sample: Sequence[str], index: int, delimiter: str) -> _Row:
    """The record that starts here, over several lines where its quotes say so."""
    record = record_at(sample, index, delimiter)
    text, height = (record.text, record.height) if record else (sample[index], 1)
    cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    return _Row(index=index, height=height, cells=tuple(cells))


def _rows(sample: Sequence[str], delimiter: str) -> list[_Row]:
    rows, index = [], 1 if _excel_hint(sample[0]) is not None else 0
    while index < len(sample):
        row = _row(sample, index, delimiter)
        index += row.height
        if row.filled or len(row.cells) > 1:
            rows.append(row)
    return rows


def delimiter_name(delimiter: str) -> str:
    return _NAMES.get(delimiter, delimiter)


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Header cells as names: trimmed, numbered where empty or repeated."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        base = " ".join(cell.replace("\ufeff", "").split()) or f"column_{position}"
        candidate, copy = base, 1
        while candidate in names:
            copy += 1
            candidate = f"{base}_{copy}"
        names.append(candidate)
    return tuple(names)


def _excel_hint(first: str) -> str | None:
    """`sep=;`, the line Excel writes to tell itself the delimiter."""
    return first[4:5] if first.lower().startswith("sep=") and len(first) <= 5 else None


def _best_delimiter(sample: Sequence[str]) -> str:
    """The delimiter whose most common width above one covers most lines; wider wins among equals."""
    scored = [(*_consistency(sample, delimiter), delimiter) for delimiter in DELIMITERS]
    covered, _, best = max(scored, key=lambda score: score[:2])
    return best if covered else DELIMITERS[0]


def _consistency(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    rows = _rows(sample, delimiter)
    wide = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(count / len(rows), 1), width


def _header(sample: Sequence[str], delimiter: str, name: str, declared: object) -> _Row:
    if declared is not None:
        if not isinstance(declared, int) or not 1 <= declared <= len(sample):
            raise SourceError(f"{name}: there is no line {declared} to be the header; see options.header_line.")
        return _row(sample, declared - 1, delimiter)
    rows = _rows(sample, delimiter)
    return _first_of_names(rows) if rows else _row(sample, 0, delimiter)


def _first_of_names(rows: Sequence[_Row]) -> _Row:
    """The first record as wide as most (titles above a header are narrower), if its cells look like names.

    Where they are values, the rows of data are wider than their header: the widest record of names above them is it.
    """
    usual = _usual_width(rows)
    near = rows[:_HEADER_WITHIN]
    full = [row for row in near if len(row.cells) >= usual and row.filled >= _FILLED * usual]
    chosen = full[0] if full else rows[0]
    above = [row for row in near if row.index < chosen.index and row.filled > 1 and row.is_names]
    if chosen.is_names or not above:
        return chosen
    widest = max(above, key=lambda row: row.filled)
    return widest if widest.filled >= usual / 2 else chosen


def _usual_width(rows: Sequence[_Row]) -> int:
    """The most common width above one, without cells that are empty at the end of every record so wide."""
    wide = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    if not wide:
        return 1
    width = wide.most_common(1)[0][0]
    return width - min(row.trailing for row in rows if len(row.cells) == width)
