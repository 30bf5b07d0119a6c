"""Reads one sheet in a process of its own: `python -m data_sources.excel_child SHEET MEMORY CPU < book`.

Takes the workbook on its standard input and gives Arrow on its standard output. It limits its own memory and
CPU first, so that a hostile workbook ends this process and nothing else. Exit code 3 comes with a sentence.
"""

from __future__ import annotations

import sys
from pathlib import Path

import fastexcel
import pyarrow as pa

REFUSED = 3


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
            return loaded
    raise ValueError("every sheet is empty")


def _mapped_bytes() -> int:
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmSize"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
