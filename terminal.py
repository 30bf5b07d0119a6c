"""What the command line prints, and how: tables for people, JSON and CSV for programs, a bar for long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.report import ImportReport

WIDE = 10_000


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error: what is being done, and how far it is (0 to 1)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<28}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def print_report(report: dict[str, Any], as_json: bool) -> None:
    """One import's report."""
    print(json.dumps(report, ensure_ascii=False)) if as_json else print_table([report])


def print_import(report: ImportReport, file: Path, as_json: bool) -> None:
    """What became of a file; for people, also that it was imported before, and whether it was corrected since."""
    from store.receive import copy_name

    if report.already_imported and not as_json:
        changed = report.warnings.get("superseded_since", 0)
        since = f" Since then {changed} of its complaints were changed by other files; they stay so." if changed else ""
        when = f"{report.first_imported_at:%Y-%m-%d %H:%M}"
        print(f"{copy_name(file.name)}: already imported as number {report.number} on {when}.{since}")
    print_report(report.to_json(), as_json)


def print_rows(rows: list[dict[str, Any]], as_json: bool, nothing: str) -> None:
    """Rows as a table or as JSON; where there are none, a sentence that says so."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, default=str))
    elif rows:
        print_table(rows)
    else:
        print(nothing)


def print_table(rows: list[dict[str, Any]]) -> None:
    """A table for people: only columns that hold something, as wide as it needs when piped."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    held = {name for row in rows for name, value in row.items() if value not in (None, "", {})}
    columns = [name for name in (rows[0] if rows else {}) if name in held or name == "value"]
    table = Table(*columns, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(Text(_cell(name, row[name])) for name in columns))
    console = Console()
    if not console.is_terminal:
        console = Console(width=Console(width=WIDE).measure(table).maximum)
    console.print(table)


def _cell(name: str, value: object) -> str:
    """How people read a cell: four digits of a share, a dash for a figure that can't be given."""
    if value is None:
        return "—" if name == "value" else ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def print_csv(rows: list[dict[str, Any]]) -> None:
    """Rows as CSV on standard output, formulas neutralised."""
    import pyarrow as pa

    from store.exports import csv_text

    sys.stdout.write(csv_text(pa.Table.from_pylist(rows)))
