"""An import (read, check, hash, write, flush, publish) against only reading the same file into a DuckDB table, and a
file that was imported before against only hashing it. Each size in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import multiprocessing as mp
import resource
import tempfile
from itertools import count, pairwise
from pathlib import Path
from shutil import rmtree
from time import perf_counter, process_time

import duckdb

from benchmarks import wide_export
from benchmarks.timing import side_by_side
from store.files import sha256_of
from store.home import open_store
from store.imports import import_file

SIZES = {10_000: 5, 100_000: 5, 1_000_000: 3}
"""Rows, and how many rounds are measured."""
Stage = tuple[str, float, float]


def main() -> None:
    """Print ratios for each size, and how time grows with ten times the rows."""
    before = 0.0
    for rows in SIZES:
        with mp.get_context("spawn").Pool(1) as process:
            seconds = process.apply(compare, (rows,))
        if before:
            print(f"  ten times the rows take {seconds / before:.1f} times as long to import")
        before = seconds


def compare(rows: int) -> float:
    """Time one size; gives the seconds of an import into a new store."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, file = folder / "small.csv", folder / "wide.csv"
        wide_export.write(small, 1_000)
        wide_export.write(file, rows)
        _import(folder / "warm", small)
        stages = _import(folder / "known", file)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        seconds = _timed(folder, file, SIZES[rows])
    _print(rows, seconds, peak, stages)
    return seconds["importing"]


def _timed(folder: Path, file: Path, rounds: int) -> dict[str, float]:
    number = count()

    def importing() -> None:
        home = folder / str(next(number))
        _import(home, file)
        rmtree(home)

    known = open_store(folder / "known")
    return side_by_side(
        rounds,
        reading=lambda: _read(file),
        importing=importing,
        hashing=lambda: sha256_of(file),
        again=lambda: import_file(known, wide_export.PROFILE, file),
    )


def _import(home: Path, file: Path) -> list[Stage]:
    """The stages of an import, each with the moment when it began and the seconds of processor before it."""
    stages: list[Stage] = []
    progress = lambda stage, _: stages.append((stage, perf_counter(), process_time()))  # noqa: E731
    import_file(open_store(home), wide_export.PROFILE, file, progress=progress)
    return stages


def _read(file: Path) -> None:
    with duckdb.connect() as connection:
        connection.read_csv(str(file), all_varchar=True).create("complaints")


def _print(rows: int, seconds: dict[str, float], peak: float, stages: list[Stage]) -> None:
    reading = seconds["reading"]
    print(f"import of {rows:,} rows x 20 columns (reading them with DuckDB: {reading:.2f} s here)")
    print(f"  import                {seconds['importing'] / reading:6.2f} x reading   ({seconds['importing']:.2f} s)")
    for (stage, began, before), (_, ended, after) in pairwise(stages):
        part = (ended - began) / reading
        print(f"    {stage:<12} {part:6.2f} x reading, {after - before:.2f} s of processor, once")
    print(f"  the same file again   {seconds['again'] / seconds['hashing']:6.2f} x hashing")
    print(f"  memory at most        {peak:6.2f} GB")


if __name__ == "__main__":
    main()
