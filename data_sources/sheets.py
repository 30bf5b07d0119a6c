"""The cells of a sheet to a raw table: where its header is, what to leave out, and what to say about it.

Dates that a workbook keeps as bare numbers become dates where the rest of their column proves it, or the profile
declares it. Everything that can't be seen in the result (hidden rows, merged cells, errors, formulas that were never
calculated) is counted in a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.connector import LINE, RawTable, Reject
from data_sources.errors import SourceError, did_you_mean
from data_sources.foot import without_foot
from data_sources.headers import NONE, Header, Row, column_names, declared_header, header_of

_HEADER_WITHIN = 50
_SAMPLE = 300
_FILLED = 0.6
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)?$"
_SERIAL = r"^[2-7][0-9]{4}(?:\.[0-9]+)?$"
"""From 1954 to 2119 by the usual epoch."""
_NUMBER = r"^[0-9]{1,7}(?:\.[0-9]+)?$"
_TO_1970 = {False: 25_569, True: 24_107}
"""Days from the epoch of a workbook (1899-12-30, or 1904-01-01) to that of Unix."""
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Cells as text; `rounded`, by place of the column, where a number lost digits; the names of the other sheets."""

    name: str
    cells: pa.Table
    rounded: Mapping[int, pa.ChunkedArray]
    others: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


def raw_table(sheet: Sheet, name: str, options: Mapping[str, object]) -> RawTable:
    """The rows under the header as text; SourceError for an empty sheet, or an option that names what is not there."""
    header = _header(sheet.cells, name, options.get("header_line"))
    raw, used = _body(sheet, header)
    raw = _with_dates(raw, sheet, name, options.get("serial_dates"))
    told = _told(sheet.facts, header.body, used)
    raw = replace(raw, warnings={**header.told, **raw.warnings, **told})
    return without_foot(_without_repeats(raw, header))


def _header(cells: pa.Table, name: str, declared: object) -> Header:
    """The first row nearly as full as the fullest: titles above a header fill a cell or two."""
    if declared is not None:
        if not isinstance(declared, int) or not 1 <= declared <= cells.num_rows:
            raise SourceError(f"{name}: there is no row {declared} to be the header; see options.header_line.")
        return declared_header(_rows(cells, declared - 1, 1)[0])
    rows = _rows(cells, 0, _first_filled(cells) + _SAMPLE)
    near = rows[: _first_filled(cells) + _HEADER_WITHIN]
    fullest = max((row.filled for row in near), default=0)
    if not fullest:
        raise SourceError(f"{name} has no content; export it again.")
    return header_of(next(row for row in near if row.filled >= max(1, _FILLED * fullest)), rows)


def _rows(cells: pa.Table, start: int, count: int) -> list[Row]:
    columns = [column.to_pylist() for column in cells.slice(start, count).columns]
    found = enumerate(zip(*columns, strict=True), start)
    return [Row(index=index, height=1, cells=tuple(cell or "" for cell in row)) for index, row in found]


def _first_filled(cells: pa.Table) -> int:
    return max(int(pc.index(_any_filled(cells.columns, cells.num_rows), True).as_py()), 0)


def _body(sheet: Sheet, header: Header) -> tuple[RawTable, list[int]]:
    """The rows that hold anything, and the places of the columns that do or have a name."""
    cells = sheet.cells
    body = cells.slice(header.body)
    columns = [pc.replace_substring_regex(column, "^1899-12-3[01] ", "") for column in body.columns]
    named = [header.named[n] if n < len(header.named) else False for n in range(len(columns))]
    used = [n for n, column in enumerate(columns) if named[n] or column.null_count < len(column)]
    names = column_names([header.names[n] if named[n] else "" for n in used])
    table = pa.table({name: columns[n] for name, n in zip(names, used, strict=True)})
    table = table.append_column(LINE, pa.array(range(header.body + 1, cells.num_rows + 1), pa.int64()))
    filled = _any_filled(table.columns[:-1], table.num_rows)
    pairs = zip(names, used, strict=True)
    rounded = {one: sheet.rounded[n].slice(header.body).filter(filled) for one, n in pairs if n in sheet.rounded}
    table = table.filter(filled)
    line = "none" if header.index == NONE else str(header.index + 1)
    return RawTable(table=table, read=table.num_rows, rounded=rounded, notes={"header_line": line}), used


def _any_filled(columns: Sequence[pa.ChunkedArray], rows: int) -> pa.Array:
    filled: pa.Array = pa.repeat(False, rows)
    for column in columns:
        text = pc.utf8_trim_whitespace(pc.fill_null(column, ""))
        filled = pc.or_(filled, pc.not_equal(text, ""))
    return filled


def _with_dates(raw: RawTable, sheet: Sheet, name: str, declared: object) -> RawTable:
    """Bare numbers as dates, in declared columns and in those whose other cells are dates; counted."""
    chosen = _declared(raw, name, declared)
    table, count = raw.table, 0
    for column in raw.columns:
        serials = _serials(table[column], known=column in chosen)
        if serials is not None:
            dates = _dates(table[column], serials, bool(sheet.facts.get("epoch_1904")))
            table = table.set_column(table.column_names.index(column), column, dates)
            count += pc.sum(serials).as_py()
    return replace(raw, table=table, warnings={**raw.warnings, "date_serials": count} if count else raw.warnings)


def _declared(raw: RawTable, name: str, declared: object) -> set[str]:
    chosen = [declared] if isinstance(declared, str) else declared or []
    if not isinstance(chosen, list):
        raise SourceError(f"{name}: options.serial_dates is a list of columns; correct it in the profile.")
    for column in chosen:
        if column not in raw.columns:
            raise SourceError(
                f"{name}: no column '{column}'; {did_you_mean(str(column), raw.columns)}. "
                "Correct it in the profile under options.serial_dates."
            )
    return set(chosen)


def _serials(column: pa.ChunkedArray, *, known: bool) -> pa.ChunkedArray | None:
    """Which cells are numbers that stand for dates; None where the column has none or doesn't prove it."""
    serials = pc.fill_null(pc.match_substring_regex(column, _NUMBER if known else _SERIAL), False)
    count = pc.sum(serials).as_py() or 0
    if known or not count:
        return serials if count else None
    dates = pc.sum(pc.match_substring_regex(column, _DATE)).as_py() or 0
    return serials if dates >= count and dates + count == len(column) - column.null_count else None


def _dates(column: pa.ChunkedArray, serials: pa.ChunkedArray, epoch_1904: bool) -> pa.ChunkedArray:
    """Days since the workbook's epoch as a date and time, to the second."""
    days = pc.if_else(serials, column, pa.scalar(None, pa.string())).cast(pa.float64())
    seconds = pc.round(pc.multiply(pc.subtract(days, _TO_1970[epoch_1904]), _DAY)).cast(pa.int64())
    texts = pc.strftime(seconds.cast(pa.timestamp("s")), format="%Y-%m-%d %H:%M:%S")
    return pc.if_else(serials, texts, column)


def _told(facts: Mapping[str, Any], body: int, used: Sequence[int]) -> dict[str, int]:
    """Counts of what the table doesn't show."""
    if not facts:
        return {}
    hidden = sum(any(first <= n <= last for first, last in facts["hidden_columns"]) for n in used)
    counts = {
        "filtered_rows" if facts["filtered"] else "hidden_rows": facts["hidden_rows"],
        "hidden_columns": hidden,
        "merged_cells": sum(top >= body for top, *_ in facts["merged"]),
        "formulas_without_value": facts["formulas_without_value"],
        "error_cells": facts["error_cells"],
    }
    return {name: count for name, count in counts.items() if count}


def _without_repeats(raw: RawTable, header: Header) -> RawTable:
    """Without rows that are the header once more, each a reject."""
    if header.index == NONE or raw.table.num_rows == 0:
        return raw
    same: pa.Array = pa.repeat(True, raw.table.num_rows)
    for name in raw.columns:
        same = pc.and_(same, pc.fill_null(pc.equal(raw.table[name], name), False))
        if not pc.any(same).as_py():
            return raw
    lines = raw.table[LINE].filter(same).to_pylist()
    found = [Reject(line=n, reason="repeated_header", detail=f"row {n} is the header once more") for n in lines]
    kept = pc.invert(same)
    rounded = {name: marks.filter(kept) for name, marks in raw.rounded.items()}
    return replace(raw, table=raw.table.filter(kept), rounded=rounded, rejected=(*raw.rejected, *found))
