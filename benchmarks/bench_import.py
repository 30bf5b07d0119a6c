"""An import (read, check, hash, write, flush, publish) against only reading the same file into a DuckDB table."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import count
from pathlib import Path

import duckdb

from benchmarks.timing import report, side_by_side
from data_sources.demo.generator import generate
from data_sources.profile import load_profile
from store.home import open_store
from store.imports import import_file

SIZES = (6_000, 60_000)


def main() -> None:
    """Print ratios for each size, and how time grows with ten times the complaints."""
    grown = [compare(complaints) for complaints in SIZES]
    print(f"ten times the complaints take {grown[1] / grown[0]:.1f} times as long to import")


def compare(complaints: int) -> float:
    """Time one size; gives the seconds of an import into a new store."""
    profile, number = load_profile("demo"), count()
    with tempfile.TemporaryDirectory() as folder:
        file = generate(Path(folder), complaints=complaints, until=date(2026, 11, 21)).complaints_csv
        known = open_store(Path(folder) / "known")
        import_file(known, profile, file)
        seconds = side_by_side(
            reading=lambda: duckdb.connect().read_csv(str(file), all_varchar=True).create("complaints"),
            importing=lambda: import_file(open_store(Path(folder) / str(next(number))), profile, file),
            again=lambda: import_file(known, profile, file),
        )
    report(f"import of {complaints:,} complaints", seconds, floor="reading")
    return seconds["importing"]


if __name__ == "__main__":
    main()
