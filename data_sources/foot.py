"""What stands under a table and is none of its rows: totals, subtotals anywhere, and notes at the foot.

Each is rejected with its line and text, so that it is neither counted as a complaint nor lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.connector import LINE, RawTable, Reject

_TOTAL = r"(?i)^\s*(?:sous[\s\-]?total|tota|grand[\s\-]total|subtotal|somme|sum|ensemble|cumul)"
_ALONE = re.compile(
    r"(?i)(?:sous[\s\-]?|grand[\s\-])?tota(?:l|ux)(?: g[ée]n[ée]ral)?|subtotal|somme|sum|ensemble|cumul"
)
_NUMBER = re.compile(r"[-+]?[\d\s.,]*\d\s*[%€$£]?")
_LAST = 50
_TABLE = 3
"""Columns, and filled cells of a row, from which a lone cell under it is a note and no row."""


def without_foot(raw: RawTable) -> RawTable:
    """The table without totals and notes, which become rejects."""
    if raw.table.num_rows == 0 or len(raw.columns) < 2:
        return raw
    rejects = [*_totals(raw), *_notes(raw)]
    if not rejects:
        return raw
    out = pa.array([row for row, _ in rejects], pa.int64())
    stays = pc.invert(pc.is_in(pa.array(range(raw.table.num_rows), pa.int64()), value_set=out))
    return replace(
        raw,
        table=raw.table.filter(stays),
        rounded={name: marks.filter(stays) for name, marks in raw.rounded.items()},
        rejected=_ordered(raw, rejects),
    )


def _ordered(raw: RawTable, rejects: Sequence[tuple[int, Reject]]) -> tuple[Reject, ...]:
    return tuple(sorted((*raw.rejected, *(reject for _, reject in rejects)), key=lambda reject: reject.line or 0))


def _totals(raw: RawTable) -> list[tuple[int, Reject]]:
    """Rows whose first filled cell names a total and whose others are numbers."""
    found = []
    for row in _labelled(raw):
        cells = [cell.strip() for cell in _cells(raw, row) if cell and cell.strip()]
        if _is_total(cells, len(raw.columns)):
            found.append((row, _reject(raw, row, "total_row", f"'{cells[0]}' is a total and no row of the table")))
    return found


def _is_total(cells: Sequence[str], columns: int) -> bool:
    """A label alone, or with words after it in a row that is half empty; all other cells are numbers."""
    alone = bool(_ALONE.fullmatch(cells[0].rstrip(" :"))) and (columns >= _TABLE or len(cells) < columns)
    sparse = 1 < len(cells) <= columns / 2
    return (alone or sparse) and all(_NUMBER.fullmatch(cell) for cell in cells[1:])


def _labelled(raw: RawTable) -> list[int]:
    """Indexes of the rows whose first filled cell reads like the name of a total."""
    found: list[int] = []
    rows: pa.Array | None = None
    for name in raw.columns:
        column = raw.table[name] if rows is None else raw.table[name].take(rows)
        labels = pc.indices_nonzero(pc.match_substring_regex(column, _TOTAL))
        empty = pc.indices_nonzero(pc.equal(pc.fill_null(column, ""), ""))
        found += (labels if rows is None else rows.take(labels)).to_pylist()
        rows = empty if rows is None else rows.take(empty)
        if not len(rows):
            break
    return sorted(found)


def _notes(raw: RawTable) -> list[tuple[int, Reject]]:
    """The last rows with a lone cell of words, under a row of several."""
    if len(raw.columns) < _TABLE:
        return []
    found: list[tuple[int, Reject]] = []
    for row in range(raw.table.num_rows - 1, max(-1, raw.table.num_rows - 1 - _LAST), -1):
        cells = [cell.strip() for cell in _cells(raw, row) if cell and cell.strip()]
        if len(cells) >= _TABLE:
            return found
        if len(cells) == 1 and _is_words(cells[0]):
            found.append((row, _reject(raw, row, "note_row", f"'{cells[0][:80]}' is a note under the table")))
    return []


def _is_words(text: str) -> bool:
    letters = any(letter.isalpha() for letter in text)
    return letters and not _ALONE.fullmatch(text) and (" " in text or not any(letter.isdigit() for letter in text))


def _cells(raw: RawTable, row: int) -> list[str | None]:
    return [raw.table[name][row].as_py() for name in raw.columns]


def _reject(raw: RawTable, row: int, reason: str, detail: str) -> Reject:
    written = ";".join(cell or "" for cell in _cells(raw, row))
    line = raw.table[LINE][row].as_py()
    return Reject(line=line, reason=reason, detail=f"line {line}: {detail}", raw=written)
