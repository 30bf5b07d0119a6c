"""Our reader, without parameters, on the polluted files of `benchmarks.pollution`: what it finds, and what it hides.

Ten measures of 0 to 1 for each file, averaged over the files, as the Pollock benchmark has them: success; precision,
recall and F1 of header, records and cells. And what that benchmark doesn't ask: in how many files was a row lost or
changed without a word? pandas and DuckDB's auto-detection read the same files, for comparison.

    python -m benchmarks.pollock [--all]     --all also lists every file that falls short
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.pollution import OURS, Polluted, Row, pollutions
from data_sources.connector import LINE, RawTable, read_bytes, read_raw
from data_sources.errors import SourceError

MEASURES = ("success", *(f"{level}_{one}" for level in ("header", "record", "cell") for one in ("p", "r", "f1")))
_TELLING = ("joined_lines",)
"""Warnings that count rows read otherwise than they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader made of a file; nothing at all where it refused. `silent` rows are lost or changed untold."""

    header: Row = ()
    rows: tuple[Row, ...] = ()
    refused: str = ""
    silent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The measures of one file."""

    file: Polluted
    found: Found
    measures: dict[str, float] = field(default_factory=dict)


Reader = Callable[[Polluted, Path], Found]


def vigie(file: Polluted, path: Path) -> Found:
    """What `read_raw` gives, without profile or option."""
    try:
        raw = read_raw(path, read_bytes(path), None, {})
    except SourceError as error:
        return Found(refused=str(error))
    rows = tuple(tuple(row[name] or "" for name in raw.columns) for row in raw.table.to_pylist())
    return Found(header=tuple(raw.columns), rows=rows, silent=_untold(file, raw, rows))


def _untold(file: Polluted, raw: RawTable, rows: tuple[Row, ...]) -> int:
    """Rows that are not as expected, less those a reject names by line or a warning counts."""
    if any(name.startswith(("no_header", "header_")) for name in raw.warnings):
        return 0 if len(rows) + len(raw.rejected) >= len(file.rows) else len(file.rows) - len(rows)
    expected = dict(zip(file.lines, file.rows, strict=True))
    got = dict(zip(raw.table[LINE].to_pylist(), rows, strict=True))
    told = {reject.line for reject in raw.rejected}
    after = min((reject.line or 0 for reject in raw.rejected if reject.reason == "repeated_header"), default=10**9)
    wrong = {line for line, row in expected.items() if line not in told and got.get(line) != row}
    wrong |= {line for line in got if line not in expected and not (line > after)}
    counted = sum(count for name, count in raw.warnings.items() if name.startswith(_TELLING))
    return max(0, len(wrong) - counted)


def pandas_reader(file: Polluted, path: Path) -> Found:
    """pandas.read_csv as it comes, but for types, which are not the question here."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        except Exception as error:  # a reader that stops has told
            return Found(refused=type(error).__name__)
    rows = tuple(tuple("" if pd.isna(cell) else str(cell) for cell in row) for row in frame.itertuples(index=False))
    header = tuple(str(name) for name in frame.columns)
    return Found(header=header, rows=rows, silent=0 if caught else _differing(file, header, rows))


def duckdb_reader(file: Polluted, path: Path) -> Found:
    """DuckDB's auto-detection, all columns text."""
    try:
        relation = duckdb.connect().read_csv(str(path), all_varchar=True)
        rows = tuple(tuple(cell or "" for cell in row) for row in relation.fetchall())
    except duckdb.Error as error:
        return Found(refused=type(error).__name__)
    header = tuple(relation.columns)
    return Found(header=header, rows=rows, silent=_differing(file, header, rows))


def _differing(file: Polluted, header: Row, rows: Iterable[Row]) -> int:
    """Rows lost or changed; or all of them where their names went to other columns."""
    lost = Counter(file.rows) - Counter(rows)
    if not lost and file.header and len(header) != len(file.header):
        return len(file.rows)
    return lost.total()


def score(file: Polluted, found: Found) -> Score:
    """Ten measures; all but success are 1 where nothing was to be found and nothing was."""
    measures = {"success": float(not found.refused)}
    levels = {
        "header": (file.header, found.header if file.header else ()),
        "record": (file.rows, found.rows),
        "cell": (_cells(file.header, file.rows), _cells(found.header if file.header else (), found.rows)),
    }
    for level, (expected, got) in levels.items():
        for name, value in zip(("p", "r", "f1"), _overlap(expected, got), strict=True):
            measures[f"{level}_{name}"] = value
    return Score(file=file, found=found, measures=measures)


def _cells(header: Row, rows: Iterable[Row]) -> list[str]:
    return [*header, *(cell for row in rows for cell in row)]


def _overlap(expected: Iterable[object], got: Iterable[object]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags."""
    wanted, had = Counter(expected), Counter(got)
    if not wanted and not had:
        return 1.0, 1.0, 1.0
    both = (wanted & had).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / had.total(), both / wanted.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def run(files: Iterable[Polluted], reader: Reader = vigie) -> list[Score]:
    """Each file written, read and judged."""
    with tempfile.TemporaryDirectory() as folder:
        scores = []
        for number, file in enumerate(files):
            path = Path(folder) / f"export{number}.csv"  # a name of its own: DuckDB remembers files by name
            path.write_bytes(file.data)
            scores.append(score(file, reader(file, path)))
    return scores


def out_of_ten(scores: Iterable[Score], measure: str) -> float:
    """The mean of a measure over the files, times ten."""
    values = [one.measures[measure] for one in scores]
    return 10 * sum(values) / len(values)


def pollock(scores: Iterable[Score]) -> float:
    """The benchmark's own sum of its ten measures, of 10."""
    kept = list(scores)
    return sum(out_of_ten(kept, measure) for measure in MEASURES) / 10


def silent(scores: Iterable[Score]) -> list[Score]:
    """The files in which a row was lost or changed without a report."""
    return [one for one in scores if one.found.silent]


def main() -> None:
    """Print the scores of the three readers, and where ours falls short."""
    files = [one for one in pollutions() if one.family != OURS]
    print(f"{len(files):,} files of the benchmark's kinds; scores of 10")
    print(f"{'':<10}{'success':>9}{'cell F1':>9}{'all ten':>9}   files with a row lost or changed without a report")
    kept: list[Score] = []
    for name, reader in (("Vigie", vigie), ("pandas", pandas_reader), ("DuckDB", duckdb_reader)):
        scores = run(files, reader)
        kept = kept or scores
        figures = [out_of_ten(scores, "success"), out_of_ten(scores, "cell_f1"), pollock(scores)]
        print(f"{name:<10}" + "".join(f"{figure:>9.3f}" for figure in figures) + f"{len(silent(scores)):>8}")
    by_family(kept, "--all" in sys.argv)
    ours = run(one for one in pollutions() if one.family == OURS)
    print(f"and {len(ours)} of our own kinds: cell F1 {out_of_ten(ours, 'cell_f1'):.3f}, {len(silent(ours))} silent")


def by_family(scores: Iterable[Score], every: bool) -> None:
    """Cell F1 by kind of damage; the files below 0.97 by name, the first few of each kind or all."""
    families = defaultdict(list)
    for one in scores:
        families[one.file.family].append(one)
    for family, those in families.items():
        low = [one for one in those if one.measures["cell_f1"] < 0.97 or not one.measures["success"]]
        print(
            f"  {family:<22}{len(those):>6} files  cell F1 {out_of_ten(those, 'cell_f1'):6.3f}  {len(low)} below 0.97"
        )
        for one in low if every else low[:6]:
            print(f"      {one.file.name:<32}{one.measures['cell_f1']:6.3f}  {one.found.refused}")


if __name__ == "__main__":
    main()
