"""All metrics by month: the one door on DuckDB and on pandas, against SQL kept by hand on the same facts."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.timing import report, side_by_side
from kpi.catalog import metrics
from kpi.days import to_day
from kpi.measure import Query, measure
from store.demo import load_demo
from store.engine import open_facts
from store.home import open_store
from store.publish import published

SQL = Path(__file__).parents[1] / "tests" / "kpi" / "sql"
UNTIL = date(2026, 11, 21)
SIZES = (6_000, 60_000)


def main() -> None:
    """Print ratios for each size, and how time grows with ten times the complaints."""
    grown = [compare(complaints) for complaints in SIZES]
    print(f"ten times the complaints take {grown[1] / grown[0]:.1f} times as long on DuckDB")


def compare(complaints: int) -> float:
    """Time one size; gives the seconds of the one door on DuckDB."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        load_demo(store, complaints=complaints, seed=2026, until=UNTIL)
        known = published(store)
        assert known is not None
        fast, plain, link = open_facts(known), open_facts(known, engine="pandas"), duckdb.connect()
        link.read_parquet(str(known.facts)).create("facts")
        query = Query(metrics=tuple(metrics()), as_of=UNTIL, period="month")
        texts = [(SQL / f"{name}.sql").read_text(encoding="utf-8") for name in metrics()]
        day = {"as_of": to_day(UNTIL)}
        seconds = side_by_side(
            sql=lambda: [link.execute(text, day).fetchall() for text in texts],
            duckdb=lambda: measure(fast, query),
            pandas=lambda: measure(plain, query),
        )
    report(f"{len(texts)} metrics by month, {complaints:,} complaints", seconds, floor="sql")
    return seconds["duckdb"]


if __name__ == "__main__":
    main()
