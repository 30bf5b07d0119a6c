"""Workbooks (.xlsx, .xlsb, .xls, .ods), every cell as text, read by a child process with limits.

Refuses before reading: macros, passwords, archives that expand without measure, files that are no workbook.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.connector import LINE, RawTable
from data_sources.errors import SourceError
from data_sources.excel_child import ROUNDED
from data_sources.sheets import Sheet, raw_table

OPTIONS = ("sheet", "sheets", "header_line", "serial_dates")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_MIB = 2**20
_MAX_RATIO = 100
_ALWAYS_ALLOWED = 50 * _MIB
_COLUMNS = 2
_CODE_ROOT = str(Path(__file__).resolve().parents[2])


def read(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    refuse_hostile(data, path.name)
    chosen = str(options.get("sheet") or "")
    every = _wants_all(path.name, chosen, options.get("sheets"))
    sheet = _sheet(data, path.name, chosen)
    raw = raw_table(sheet, path.name, options)
    others = [] if chosen else _other_sheets(data, path.name, sheet.others, options if every else {})
    _refuse_blank_first(path.name, sheet.name, raw, others)
    if not every:
        return _announced(raw, sheet.name, others)
    same = [(name, other) for name, other in others if set(other.columns) == set(raw.columns)]
    rest = [(name, other) for name, other in others if set(other.columns) != set(raw.columns)]
    return _announced(_together([(sheet.name, raw), *same]), sheet.name, rest)


def _wants_all(name: str, chosen: str, sheets: object) -> bool:
    if sheets is not None and (sheets != "all" or chosen):
        raise SourceError(f"{name}: options.sheets is 'all', or name one under options.sheet; correct the profile.")
    return sheets == "all"


def _sheet(data: bytes, name: str, chosen: str) -> Sheet:
    read = _read_in_child(data, name, chosen)
    marks = [column for column in read.column_names if column.startswith(ROUNDED)]
    first, *others = json.loads(read.schema.metadata[b"sheets"])
    return Sheet(
        name=first,
        cells=read.drop_columns(marks),
        rounded={int(mark.removeprefix(ROUNDED)): read[mark] for mark in marks},
        others=tuple(others),
        facts=json.loads(read.schema.metadata[b"facts"]),
    )


def _other_sheets(
    data: bytes, name: str, sheets: Sequence[str], options: Mapping[str, object]
) -> list[tuple[str, RawTable]]:
    """The other sheets that hold anything under a header; one that cannot be read is no reason to stop."""
    found = []
    for other in sheets:
        try:
            raw = raw_table(_sheet(data, name, other), name, options)
        except SourceError:
            continue
        if raw.read:
            found.append((other, raw))
    return found


def _refuse_blank_first(name: str, first: str, raw: RawTable, others: Sequence[tuple[str, RawTable]]) -> None:
    for sheet, other in others:
        if len(raw.columns) < _COLUMNS <= len(other.columns):
            raise SourceError(
                f"{name}: the sheet '{first}' has no header of several columns, but '{sheet}' has "
                f"({', '.join(other.columns[:4])}, …); name it in the profile under options.sheet."
            )


def _announced(raw: RawTable, sheet: str, others: Sequence[tuple[str, RawTable]]) -> RawTable:
    """The sheet that was read and the others in the notes; those under the same header in the warnings too."""
    if not others:
        return raw
    listed = ", ".join(f"'{name}' ({other.read} rows)" for name, other in others)
    same = {f"other_sheet:{name}": other.read for name, other in others if other.columns == raw.columns}
    notes = {"sheet": sheet, **raw.notes, "other_sheets": listed}
    return replace(raw, notes=notes, warnings={**raw.warnings, **same})


def _together(sheets: Sequence[tuple[str, RawTable]]) -> RawTable:
    """Sheets of one header as one table; lines go on from one sheet to the next, and a note says from where."""
    first = sheets[0][1]
    parts, rejected, told, offset = [], [], Counter[str](), 0
    begins = []
    for name, raw in sheets:
        begins.append(f"'{name}' (row 1 is line {offset + 1})")
        lines = pc.add(raw.table[LINE], offset)
        parts.append(raw.table.select([*first.columns, LINE]).set_column(len(first.columns), LINE, lines))
        rejected += [replace(one, line=(one.line or 0) + offset) for one in raw.rejected]
        told.update(raw.warnings)
        offset = max([offset, *lines.to_pylist(), *(one.line or 0 for one in rejected)])
    return RawTable(
        table=pa.concat_tables(parts),
        read=sum(raw.read for _, raw in sheets),
        rejected=tuple(rejected),
        notes={**first.notes, "sheet": ", ".join(begins)},
        warnings=dict(told),
        rounded=_rounded_together(sheets),
    )


def _rounded_together(sheets: Sequence[tuple[str, RawTable]]) -> dict[str, pa.ChunkedArray]:
    found = {}
    for name in {name for _, raw in sheets for name in raw.rounded}:
        parts = [raw.rounded.get(name, pa.repeat(False, raw.table.num_rows)) for _, raw in sheets]
        chunks = [part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part for part in parts]
        found[name] = pa.chunked_array(chunks)
    return found


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
