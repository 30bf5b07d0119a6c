"""Reads one sheet in a process of its own: `python -m data_sources.excel_child SHEET MEMORY CPU < book`.

Takes the workbook on its standard input and gives Arrow on its standard output: the cells as text, then a boolean
column for each that holds numbers a workbook cannot keep exactly. The names of the sheets, and what
else this one holds, are in the metadata. It
limits its own memory and CPU first, so that a hostile workbook ends this process and nothing else. Exit code 3
comes with a sentence.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.workbook_facts import facts_of

REFUSED = 3
ROUNDED = "rounded "
"""Prefix of the column, by place, that tells which of its numbers have more digits than a number keeps."""
_LONG = r"^-?[0-9]{16,}(?:\.[0-9]*)?$"


def main(sheet: str, memory: int, cpu_seconds: int) -> int:
    book = sys.stdin.buffer.read()
    limit(memory, cpu_seconds)
    try:
        batch = load(book, sheet)
    except (fastexcel.FastExcelError, ValueError) as error:
        print(str(error).splitlines()[0], file=sys.stderr)
        return REFUSED
    with pa.ipc.new_stream(sys.stdout.buffer, batch.schema) as writer:
        writer.write_batch(batch)
    return 0


def limit(memory: int, cpu_seconds: int) -> None:
    """So many bytes beyond what the process already maps; not every system can, and the parent has a clock too."""
    try:
        import resource
    except ImportError:
        return
    mapped = _mapped_bytes()
    if mapped:
        resource.setrlimit(resource.RLIMIT_AS, (mapped + memory, mapped + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def load(book: bytes, sheet: str) -> pa.RecordBatch:
    """All rows of the sheet as text, first row included; `sheet` is empty for the first that is not blank."""
    reader = fastexcel.read_excel(book)
    if sheet and sheet not in reader.sheet_names:
        raise ValueError(f"no sheet '{sheet}'; there is: {', '.join(reader.sheet_names)}")
    for name in [sheet] if sheet else reader.sheet_names:
        loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()
        if loaded.num_rows:
            names = json.dumps([name, *(other for other in reader.sheet_names if other != name)])
            told = {"sheets": names, "facts": json.dumps(facts_of(book, name))}
            return _with_rounded(loaded, reader, name).replace_schema_metadata(told)
    raise ValueError("every sheet is empty")


def _with_rounded(cells: pa.RecordBatch, reader: fastexcel.ExcelReader, sheet: str) -> pa.RecordBatch:
    """Long digits that are a number and not text: read as boolean, a number is one and text is null."""
    for place, column in enumerate(cells.columns):
        long = pc.fill_null(pc.match_substring_regex(column, _LONG), False)
        if pc.any(long).as_py():
            kinds = reader.load_sheet(
                sheet, header_row=None, skip_rows=0, use_columns=[place], dtypes={place: "boolean"}
            ).to_arrow()
            cells = cells.append_column(f"{ROUNDED}{place}", pc.and_(long, pc.is_valid(kinds.column(0))))
    return cells


def _mapped_bytes() -> int:
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmSize"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
