"""Every table that leaves as CSV: no cell of it is a formula to a spreadsheet, headers included."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import category

import pyarrow as pa

from store import files

DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # Unicode: control and format signs, and every kind of space
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
ROWS_AT_ONCE = 10_000


def neutralise(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before it, unless it is a plain number."""
    if text[:1].isalnum():
        return text
    start = next((sign for sign in text if sign in DANGEROUS or category(sign) not in UNSEEN), "")
    return f"'{text}" if start in DANGEROUS and not NUMBER.fullmatch(text) else text


def csv_text(table: pa.Table, *, delimiter: str = ",") -> str:
    """The table as CSV. An empty cell is a missing value."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(_safe(table.column_names))
    for batch in table.to_batches(max_chunksize=ROWS_AT_ONCE):
        writer.writerows(_safe(row) for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return out.getvalue()


def write_csv(table: pa.Table, path: Path, *, delimiter: str = ",") -> None:
    """Write the table as CSV, whole or not at all. The caller records the export in the audit trail."""
    aside = path.with_name(f"{files.ASIDE}{path.name}")
    aside.write_text(csv_text(table, delimiter=delimiter), encoding="utf-8-sig", newline="")
    files.sync(aside)
    aside.rename(path)


def _safe(row: Iterable[object]) -> Sequence[object]:
    return [_cell(cell) for cell in row]


def _cell(value: object) -> object:
    """Booleans read as the words that filters take."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutralise(value) if isinstance(value, str) else value
