"""Small sets of complaints written down by hand, as facts on each engine."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from kpi.catalog import metric as find_metric
from kpi.days import to_day
from kpi.facts import DIMENSIONS, FLAGS, INPUT, MILESTONES, MINUTES, MONEY, build_facts
from kpi.figure import Figure
from kpi.measure import PARTS, Facts, Query, lines, measure
from kpi.metric import Count, Delay, Share, Stock
from kpi.rules import load_rules
from kpi.ruleset import RuleSet

ENGINES = ("duckdb", "pandas")
_BOOLEANS = ("vulnerable", "invoice_dispute", "written", "has_contact", "external_provider")
_TYPES = {
    **dict.fromkeys(MILESTONES, pa.int32()),
    **dict.fromkeys((*FLAGS, *_BOOLEANS, "reprioritised", "has_suggestion"), pa.bool_()),
    **dict.fromkeys((f"{name}_then" for name in _BOOLEANS), pa.bool_()),
    **dict.fromkeys(MINUTES, pa.int16()),
    **dict.fromkeys(MONEY, pa.int64()),
    **dict.fromkeys(("paused_days", "csat", "ces", "nps"), pa.float64()),
    **dict.fromkeys(("level", "level_then"), pa.int8()),
    "handoffs": pa.int32(),
}
GIVEN = {**dict.fromkeys(FLAGS, True), "supplies_close": False}


def complaint(received: str, replied: str | None = None, **other: Any) -> dict[str, Any]:
    """One complaint; milestones as ISO dates, without `_at`."""
    return {"received": received, "replied": replied, **other}


def table(complaints: Iterable[dict[str, Any]]) -> pa.Table:
    """The input of `build_facts` for hand-written complaints of one source that supplies replies."""
    rows = [{"complaint_id": f"C{i}", "source": "hand", **GIVEN, **one} for i, one in enumerate(complaints)]
    columns = {
        name: pa.array([_cell(name, row.get(name)) for row in rows], _TYPES.get(name, pa.string())) for name in INPUT
    }
    return pa.table(columns)


def _cell(name: str, value: Any) -> Any:
    return to_day(date.fromisoformat(value)) if name in MILESTONES and value is not None else value


def facts(complaints: Iterable[dict[str, Any]], rules: str | RuleSet = "house", engine: str = "duckdb") -> Facts:
    """The facts of hand-written complaints on an engine."""
    ruleset = load_rules(rules) if isinstance(rules, str) else rules
    return on_engine(build_facts(table(complaints), ruleset), ruleset, engine)


def on_engine(built: pa.Table, rules: RuleSet, engine: str) -> Facts:
    """Facts that are already built, on an engine."""
    native = duckdb.connect().from_arrow(built) if engine == "duckdb" else built.to_pandas(types_mapper=pd.ArrowDtype)
    return Facts(frame=nw.from_native(native).lazy(), rules=rules)


def ask(known: Facts, metric: str, as_of: str, **query: Any) -> list[Figure]:
    """The figures of one metric; dates of the query as ISO text."""
    for bound in ("start", "end"):
        if bound in query:
            query[bound] = date.fromisoformat(query[bound])
    return measure(known, Query(metrics=(metric,), as_of=date.fromisoformat(as_of), **query))


def one(known: Facts, metric: str, as_of: str, **query: Any) -> Figure:
    """The only figure of a query."""
    (figure,) = ask(known, metric, as_of, **query)
    return figure


def opened(known: Facts, metric: str, as_of: str, **query: Any) -> dict[str, list[str]]:
    """The identifiers of the lines that a metric's only figure opens on, by part; as many as the figure counts."""
    figure = one(known, metric, as_of, **query)
    for bound in ("start", "end"):
        if bound in query:
            query[bound] = date.fromisoformat(query[bound])
    asked = Query(metrics=(metric,), as_of=date.fromisoformat(as_of), **query)
    found = {part: sorted(_ids(lines(known, metric, part, asked))) for part in PARTS}
    assert (len(found["denominator"]), len(found["excluded"])) == (figure.n, figure.excluded)
    if isinstance(find_metric(metric).shape, Share | Count | Stock | Delay):
        assert len(found["numerator"]) == figure.numerator
    return found


def by_month(known: Facts, metric: str, as_of: str, **query: Any) -> dict[str, int]:
    """The lines of a metric in each month that has any."""
    return {figure.period: figure.n for figure in ask(known, metric, as_of, period="month", **query) if figure.n}


def _ids(rows: nw.LazyFrame[Any]) -> list[str]:
    return [str(name) for name in rows.select("complaint_id").collect("pyarrow").to_native().column(0).to_pylist()]


def hundred() -> list[dict[str, Any]]:
    """100 received: 60 answered in time, 10 late, 20 open and overdue, 10 open and not yet due, on 20 March 2024."""
    return [
        *(complaint("2024-03-01", "2024-03-06") for _ in range(60)),
        *(complaint("2024-02-01", "2024-03-12") for _ in range(10)),
        *(complaint("2024-02-20") for _ in range(20)),
        *(complaint("2024-03-18") for _ in range(10)),
    ]


__all__ = [
    "DIMENSIONS",
    "ENGINES",
    "ask",
    "by_month",
    "complaint",
    "facts",
    "hundred",
    "on_engine",
    "one",
    "opened",
    "scattered",
    "table",
]


def scattered(n: int, seed: int = 7) -> list[dict[str, Any]]:
    """Complaints of 2024 drawn at random: some open, some late, some impossible, remarks, unknown channels."""
    draw = random.Random(seed)
    return [_scattered(draw) for _ in range(n)]


def _scattered(draw: random.Random) -> dict[str, Any]:
    received = date(2024, 1, 1) + timedelta(days=draw.randrange(366))
    delay = draw.choice([None, -1, *range(40)]) if draw.random() < 0.9 else None
    replied = None if delay is None else received + timedelta(days=delay)
    closed = draw.choice([None, replied, received + timedelta(days=draw.randrange(60))])
    return {
        "received": received.isoformat(),
        "replied": replied and replied.isoformat(),
        "closed": closed and closed.isoformat(),
        "last_event": (received + timedelta(days=draw.randrange(9))).isoformat(),
        "channel": draw.choice(["letter", "phone", "web", None]),
        "region": draw.choice(["Bretagne", "Alsace", None]),
        "kind": draw.choice(["complaint"] * 9 + ["remark", None]),
        "supplies_reply": draw.random() < 0.95,
        "supplies_close": True,
    }
