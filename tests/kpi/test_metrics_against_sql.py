"""Every metric against SQL kept by hand, on every engine, by month and channel.

The SQL reads `facts`, `exposures` and `actions`, and gives period, channel, n, numerator, and, where the figure is no
plain share or count, its value. Without a value, a share is the numerator of n.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from kpi.actions import actions
from kpi.catalog import metrics
from kpi.days import to_day
from kpi.facts import build_facts
from kpi.measure import Facts
from kpi.metric import Acted, Part
from kpi.rules import load_rules
from tests.kpi.build import (
    ENGINES,
    ask,
    exposed,
    on_engine,
    scattered,
    scattered_actions,
    scattered_exposures,
    table,
)

SQL = Path(__file__).parent / "sql"
RULES = load_rules("house")
FACTS = build_facts(table(scattered(4_000)), RULES)
EXPOSURES, ACTIONS = scattered_exposures(), scattered_actions(400)
NAMES = [name for name in metrics() if (SQL / f"{name}.sql").is_file()]
Cells = dict[tuple[str, str | None], tuple[int, int, float | None]]


@pytest.mark.parametrize("as_of", ["2024-08-19", "2025-03-31"])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", NAMES)
def test_a_metric_equals_sql_kept_by_hand(name: str, engine: str, as_of: str) -> None:
    by = () if isinstance(metrics()[name].shape, Acted | Part) else ("channel",)
    figures = [f for f in ask(_facts(engine), name, as_of, period="month", by=by) if f.n or f.numerator]
    ours = {(f.period, dict(f.by).get("channel")): (f.n, f.numerator, f.value) for f in figures}
    theirs = _by_hand(name, as_of)
    assert theirs
    assert {cell: found[:2] for cell, found in ours.items()} == {cell: found[:2] for cell, found in theirs.items()}
    assert {cell: found[2] for cell, found in ours.items()} == {
        cell: value if value is None else pytest.approx(value, rel=1e-12) for cell, (_, _, value) in theirs.items()
    }


@lru_cache
def _facts(engine: str) -> Facts:
    known = exposed(on_engine(FACTS, RULES, engine), EXPOSURES)
    return replace(known, actions=actions(ACTIONS))


@lru_cache
def _by_hand(name: str, as_of: str) -> Cells:
    link = duckdb.connect()
    link.register("facts", FACTS)
    link.register("exposures", pd.DataFrame(EXPOSURES))
    link.register("actions", pd.DataFrame(ACTIONS))
    found = link.execute((SQL / f"{name}.sql").read_text(), {"as_of": to_day(date.fromisoformat(as_of))})
    columns = [column[0] for column in found.description]
    rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    return {(r["period"], r["channel"]): (r["n"], r["numerator"], _value(name, r)) for r in rows}


def _value(name: str, row: dict[str, float | None]) -> float | None:
    if "value" in row:
        return row["value"]
    n, numerator = float(row["n"] or 0), float(row["numerator"] or 0)
    return numerator / n if metrics()[name].unit == "share" else n
