"""Every metric against SQL kept by hand, on every engine, by month and channel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from kpi.catalog import metrics
from kpi.days import to_day
from kpi.facts import build_facts
from kpi.rules import load_rules
from tests.kpi.build import ENGINES, ask, on_engine, scattered, table

SQL = Path(__file__).parent / "sql"
RULES = load_rules("house")
FACTS = build_facts(table(scattered(4_000)), RULES)


@pytest.mark.parametrize("as_of", ["2024-06-17", "2025-03-31"])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", list(metrics()))
def test_a_metric_equals_sql_kept_by_hand(name: str, engine: str, as_of: str) -> None:
    figures = ask(on_engine(FACTS, RULES, engine), name, as_of, period="month", by=("channel",))
    ours = {(f.period, f.by[0][1]): (f.n, f.numerator, f.value) for f in figures if f.n}
    theirs = _by_hand(name, as_of)
    assert {cell: found[:2] for cell, found in ours.items()} == {cell: found[:2] for cell, found in theirs.items()}
    for cell, (n, numerator, value) in theirs.items():
        assert ours[cell][2] == _value(name, n, numerator, value)


def _by_hand(name: str, as_of: str) -> dict[tuple[str, str | None], tuple[int, int, float | None]]:
    link = duckdb.connect()
    link.register("facts", FACTS)
    found = link.execute((SQL / f"{name}.sql").read_text(), {"as_of": to_day(date.fromisoformat(as_of))})
    columns = [column[0] for column in found.description]
    rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    return {(r["period"], r["channel"]): (r["n"], r["numerator"], r.get("value")) for r in rows}


def _value(name: str, n: int, numerator: int, quantile: float | None) -> float | None:
    if metrics()[name].unit == "share" or name == "reply_delay_mean":
        return numerator / n
    return quantile if name.startswith("reply_delay") else n
