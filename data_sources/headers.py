"""Finds the names of the columns among the first records of a file, and says what had to be done for it.

A header is the first record as wide as most whose cells are names. Titles stand above it, groups of columns too; it
may take two rows, repeat itself, have a delimiter too many or a stray quote. A file may have none, and then its
columns are numbered. A header that is too narrow for its rows is refused: nothing says which name is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data_sources.errors import SourceError

NONE = -1
"""The place of the header where there is none."""
_WITHIN = 30
_FILLED = 0.6
_MANY = 0.05
_VALUE = re.compile(r"[-+]?\d[\d\s.,:/\-]*(?:[T ][\d:.]+(?:Z|[-+]\d\d:?\d\d)?)?|\S+@\S+\.\S+")
"""A number, a date, an address: no name of a column."""
_MADE = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}(?:[T ].*)?|\d{1,2}:\d{2}.*|[-+]?\d+[.,]\d+|\d{6,}|\S+@\S+\.\S+")
"""A value that a person would not take for the name of a column: a date, a time, decimals, a long number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record: where it starts, its lines, and its cells. `plain` has the cells its quotes would hide, if any do."""

    index: int
    height: int
    cells: tuple[str, ...]
    plain: tuple[str, ...] = ()

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

    def at(self, column: int) -> str:
        return self.cells[column].strip() if column < len(self.cells) else ""

    def __len__(self) -> int:
        return len(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`index` is that of its (last) line, or NONE; data begin at `body`. `told` are warnings, each counted once.

    `named` says which columns were given a name, where that was asked.
    """

    index: int
    body: int
    names: tuple[str, ...]
    told: Mapping[str, int] = field(default_factory=dict)
    named: tuple[bool, ...] = ()


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


def declared_header(row: Row) -> Header:
    """The row a profile names, as it is."""
    named = tuple(bool(cell.strip()) for cell in row.cells)
    return Header(index=row.index, body=row.index + row.height, names=column_names(row.cells), named=named)


def find_header(rows: Sequence[Row], name: str) -> Header:
    """The header among these records; SourceError where its names are fewer than the columns that hold something."""
    usual = usual_width(rows)
    mended = _mended(rows, usual)
    if mended:
        return mended
    row = _first_of_names(rows, usual)
    below = [other for other in rows if other.index > row.index]
    if _is_data(row, below):
        names = column_names([""] * usual)
        return Header(index=NONE, body=row.index, names=names, told={"no_header": 1})
    trimmed = _without_empty(row, below, usual)
    if trimmed:
        return trimmed
    _refuse_narrow(row, below, name)
    return _in_two_rows(row, rows) or declared_header(row)


def header_of(row: Row, rows: Sequence[Row]) -> Header:
    """The header that this row of cells of a sheet is, or is part of; none if it is a row of data."""
    below = [other for other in rows if other.index > row.index]
    if _is_data(row, below):
        names = column_names([""] * len(row))
        return Header(index=NONE, body=row.index, names=names, told={"no_header": 1}, named=(False,) * len(row))
    found = _in_two_rows(row, rows) or declared_header(row)
    lower = next((other for other in rows if other.index == found.index), row)
    named = tuple(bool(row.at(column) or lower.at(column)) for column in range(len(row)))
    return replace(found, named=named)


def usual_width(rows: Sequence[Row]) -> int:
    """The most common width above one, without cells that are empty at the end of every record so wide."""
    wide = Counter(len(row) for row in rows if len(row) > 1)
    if not wide:
        return 1
    width = wide.most_common(1)[0][0]
    return width - min(row.trailing for row in rows if len(row) == width)


def _first_of_names(rows: Sequence[Row], usual: int) -> Row:
    """The first record as wide as most (titles above a header are narrower), if its cells look like names.

    Where they are values, the rows of data are wider than their header: the widest record of names above them is it.
    """
    near = rows[:_WITHIN]
    full = [row for row in near if len(row) >= usual and row.filled >= _FILLED * usual]
    chosen = full[0] if full else rows[0]
    above = [row for row in near if row.index < chosen.index and row.filled > 1 and row.is_names]
    if chosen.is_names or not above:
        return chosen
    widest = max(above, key=lambda row: (row.filled, row.index))
    return widest if widest.filled >= usual / 2 else chosen


def _mended(rows: Sequence[Row], usual: int) -> Header | None:
    """The first record, if its quotes are broken and without them it is names as many as the columns."""
    first = rows[0]
    if usual < 2 or len(first.plain) != usual or len(first) == usual:
        return None
    plain = replace(first, cells=first.plain)
    if not plain.is_names or plain.filled < usual:
        return None
    return replace(declared_header(plain), told={"header_quotes_removed": 1})


def _is_data(row: Row, below: Sequence[Row]) -> bool:
    """Whether a record is one of those below it: made values where they have them, names nowhere over values."""
    alike = 0
    for column in range(len(row)):
        cells = [cell for cell in (other.at(column) for other in below) if cell]
        own = row.at(column)
        if not cells or not own:
            continue
        if _holds_values(below, column) and not _VALUE.fullmatch(own):
            return False
        shapes = sum(_shape(cell) == _shape(own) for cell in cells) > len(cells) / 2
        alike += bool(_MADE.fullmatch(own)) and shapes
    return alike > 0


def _shape(cell: str) -> str:
    return re.sub(r"\d+", "9", cell) if _MADE.fullmatch(cell) and "@" not in cell else "@" if "@" in cell else ""


def _without_empty(row: Row, below: Sequence[Row], usual: int) -> Header | None:
    """A header with empty names, exactly as many as it is wider than every record."""
    surplus = len(row) - usual
    if surplus < 1 or len(row) - row.filled != surplus or any(len(other) >= len(row) for other in below):
        return None
    names = column_names([cell for cell in row.cells if cell.strip()])
    told = {} if row.trailing == surplus else {"header_delimiters_removed": surplus}
    return Header(index=row.index, body=row.index + row.height, names=names, told=told)


def _refuse_narrow(row: Row, below: Sequence[Row], name: str) -> None:
    """Most records are wider, and not only by empty cells."""
    wider = [other for other in below if len(other) > len(row)]
    full = sum(len(other) - other.trailing > len(row) for other in wider)
    if len(wider) > len(below) / 2 and full > 1 and full > _MANY * len(below):
        widest = max(len(other) - other.trailing for other in wider)
        raise SourceError(
            f"{name}: line {row.index + 1} names {len(row)} columns, but most lines below have {widest}; "
            "add the name or the delimiter that is missing there, or name its line in the profile under "
            "options.header_line."
        )


def _in_two_rows(row: Row, rows: Sequence[Row]) -> Header | None:
    """Groups above names: the second row fills what the first left empty, or the first tells equal names apart."""
    after = next((other for other in rows if other.index == row.index + row.height), None)
    before = next((other for other in rows if other.index + other.height == row.index), None)
    if after and _completes(after, row, [other for other in rows if other.index > after.index]):
        merged = [_grouped(row, after, column) for column in range(len(row))]
        names = column_names(_told_apart(merged))
        return Header(index=after.index, body=after.index + after.height, names=names, told={"header_in_two_rows": 1})
    twice = len({cell.strip() for cell in row.cells if cell.strip()}) < row.filled
    if before and twice and 1 < before.filled < len(row):
        names = column_names(_told_apart([_grouped(before, row, column) for column in range(len(row))]))
        return Header(index=row.index, body=row.index + row.height, names=names, told={"header_in_two_rows": 1})
    return None


def _completes(after: Row, row: Row, below: Sequence[Row]) -> bool:
    """Names under a row of names that left some cells empty: values under these names, and no name is missing."""
    if not (row.is_names and after.is_names and below):
        return False
    under = [column for column in range(len(row)) if after.at(column)]
    rest = [column for column in range(len(row)) if column not in under and any(other.at(column) for other in below)]
    if not any(not row.at(column) for column in under) or not all(row.at(column) for column in rest):
        return False
    return any(_holds_values(below, column) for column in under)


def _holds_values(rows: Sequence[Row], column: int) -> bool:
    cells = [cell for cell in (row.at(column) for row in rows) if cell]
    return sum(bool(_VALUE.fullmatch(cell)) for cell in cells) > len(cells) / 2


def _grouped(upper: Row, lower: Row, column: int) -> tuple[str, str]:
    """The group a column stands under, which the cell before may have begun, and its own name."""
    begun = next((upper.at(place) for place in range(column, -1, -1) if upper.at(place)), "")
    own = lower.at(column)
    return (begun, own) if own else ("", upper.at(column))


def _told_apart(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The names alone, with their group where a name comes twice."""
    times = Counter(name for _, name in pairs)
    return [f"{group} {name}".strip() if times[name] > 1 else name for group, name in pairs]
