"""Workbooks (.xlsx, .xlsb, .xls, .ods), every cell as text, read by a child process with limits.

Refuses before reading: macros, passwords, archives that expand without measure, files that are no workbook.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.connector import LINE, RawTable
from data_sources.errors import SourceError
from data_sources.excel_child import ROUNDED
from data_sources.headers import column_names

OPTIONS = ("sheet", "header_line")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_MIB = 2**20
_MAX_RATIO = 100
_ALWAYS_ALLOWED = 50 * _MIB
_HEADER_WITHIN = 50
_COLUMNS = 2
_CODE_ROOT = str(Path(__file__).resolve().parents[2])


def read(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    refuse_hostile(data, path.name)
    chosen = str(options.get("sheet") or "")
    sheet = _sheet(data, path.name, chosen)
    header = _header_row(sheet.cells, path.name, options.get("header_line"))
    raw = _raw_table(sheet, header)
    others = [] if chosen else _other_sheets(data, path.name, sheet.others)
    for name, other in others:
        if len(raw.columns) < _COLUMNS <= len(other.columns):
            raise SourceError(
                f"{path.name}: the sheet '{sheet.name}' has no header of several columns, but '{name}' has "
                f"({', '.join(other.columns[:4])}, …); name it in the profile under options.sheet."
            )
    return _announced(raw, sheet.name, others)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """Cells as text; `rounded`, by place of the column, where a number lost digits; the names of the other sheets."""

    name: str
    cells: pa.Table
    rounded: Mapping[int, pa.ChunkedArray]
    others: tuple[str, ...]


def _sheet(data: bytes, name: str, chosen: str) -> _Sheet:
    read = _read_in_child(data, name, chosen)
    marks = [column for column in read.column_names if column.startswith(ROUNDED)]
    first, *others = json.loads(read.schema.metadata[b"sheets"])
    return _Sheet(
        name=first,
        cells=read.drop_columns(marks),
        rounded={int(mark.removeprefix(ROUNDED)): read[mark] for mark in marks},
        others=tuple(others),
    )


def _other_sheets(data: bytes, name: str, sheets: Sequence[str]) -> list[tuple[str, RawTable]]:
    """The other sheets that hold anything under a header; one that cannot be read is no reason to stop."""
    found = []
    for other in sheets:
        try:
            sheet = _sheet(data, name, other)
            raw = _raw_table(sheet, _header_row(sheet.cells, name, None))
        except SourceError:
            continue
        if raw.read:
            found.append((other, raw))
    return found


def _announced(raw: RawTable, sheet: str, others: Sequence[tuple[str, RawTable]]) -> RawTable:
    """The sheet that was read and the others in the notes; those under the same header in the warnings too."""
    if not others:
        return raw
    listed = ", ".join(f"'{name}' ({other.read} rows)" for name, other in others)
    same = {f"other_sheet:{name}": other.read for name, other in others if other.columns == raw.columns}
    return replace(raw, notes={**raw.notes, "sheet": sheet, "other_sheets": listed}, warnings=same)


def refuse_hostile(data: bytes, name: str) -> None:
    """SourceError, with what to do, for what must not even be opened."""
    if data.startswith(_OLE):
        _refuse_old_format(data, name)
    elif data.startswith(_ZIP):
        _refuse_archive(data, name)
    elif data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise SourceError(f"{name} is a web page under a workbook's name; open it and save it as .xlsx.")
    else:
        raise SourceError(f"{name} is not a workbook; if it is text, name it .csv, else export it again.")


def _refuse_old_format(data: bytes, name: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SourceError(f"{name} is protected by a password; save it without one.")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise SourceError(f"{name} contains macros; save it as .xlsx, without macros.")


def _refuse_archive(data: bytes, name: str) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise SourceError(f"{name} is a damaged workbook; save it again and retry.") from None
    names = {entry.filename for entry in entries}
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise SourceError(f"{name} contains macros; save it as .xlsx, without macros.")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise SourceError(f"{name} is an archive and no workbook; take the export out of it.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError(f"{name} is protected by a password; save it without one.")
    if sum(entry.file_size for entry in entries) > max(_ALWAYS_ALLOWED, _MAX_RATIO * len(data)):
        raise SourceError(f"{name} expands to more than {_MAX_RATIO} times its size and was refused.")


def _read_in_child(data: bytes, name: str, sheet: str) -> pa.Table:
    """The cells as an Arrow table; limits grow with the file, so a small one cannot ask for much."""
    memory = 200 * _MIB + 40 * len(data)
    seconds = 5 + 4 * len(data) // _MIB
    command = [sys.executable, "-m", "data_sources.excel_child", sheet, str(memory), str(seconds)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=_CODE_ROOT, timeout=4 * seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _too_heavy(name) from None
    if done.returncode == 3:
        raise SourceError(f"{name} cannot be read: {done.stderr.decode(errors='replace').strip()}.")
    if done.returncode:
        raise _too_heavy(name)
    return pa.ipc.open_stream(done.stdout).read_all()


def _too_heavy(name: str) -> SourceError:
    return SourceError(
        f"{name} needs more memory or time than its size allows (a cell far from the data?); "
        "clear the unused rows and columns, or save the sheet as CSV."
    )


def _header_row(cells: pa.Table, name: str, declared: object) -> int:
    """The first row nearly as full as the fullest: titles above a header fill a cell or two."""
    if declared is not None:
        if not isinstance(declared, int) or not 1 <= declared <= cells.num_rows:
            raise SourceError(f"{name}: there is no row {declared} to be the header; see options.header_line.")
        return declared - 1
    first = cells.slice(0, _first_filled(cells) + _HEADER_WITHIN).to_pylist()
    filled = [sum(bool(cell and cell.strip()) for cell in row.values()) for row in first]
    if not filled or not max(filled):
        raise SourceError(f"{name} has no content; export it again.")
    return next(index for index, count in enumerate(filled) if count >= max(1, 0.6 * max(filled)))


def _first_filled(cells: pa.Table) -> int:
    return max(int(pc.index(_any_filled(cells.columns, cells.num_rows), True).as_py()), 0)


def _raw_table(sheet: _Sheet, header: int) -> RawTable:
    cells = sheet.cells
    titles = [(column[header].as_py() or "") for column in cells.columns]
    body = cells.slice(header + 1)
    columns = [pc.replace_substring_regex(column, "^1899-12-3[01] ", "") for column in body.columns]
    used = [n for n, column in enumerate(columns) if titles[n].strip() or column.null_count < len(column)]
    names = column_names([titles[n] for n in used])
    table = pa.table({name: columns[n] for name, n in zip(names, used, strict=True)})
    table = table.append_column(LINE, pa.array(range(header + 2, cells.num_rows + 1), pa.int64()))
    filled = _any_filled(table.columns[:-1], table.num_rows)
    rounded = {
        name: sheet.rounded[n].slice(header + 1).filter(filled)
        for name, n in zip(names, used, strict=True)
        if n in sheet.rounded
    }
    table = table.filter(filled)
    return RawTable(table=table, read=table.num_rows, rounded=rounded, notes={"header_line": str(header + 1)})


def _any_filled(columns: Sequence[pa.ChunkedArray], rows: int) -> pa.Array:
    filled: pa.Array = pa.repeat(False, rows)
    for column in columns:
        text = pc.utf8_trim_whitespace(pc.fill_null(column, ""))
        filled = pc.or_(filled, pc.not_equal(text, ""))
    return filled
