"""Small sets of complaints written down by hand, as facts on each engine."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from kpi import days
from kpi.actions import KINDS
from kpi.catalog import metric as find_metric
from kpi.days import to_day
from kpi.exposure import MEASURES, exposures
from kpi.facts import FLAGS, INPUT, MILESTONES, MINUTES, MONEY, build_facts
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


def exposed(known: Facts, rows: Iterable[dict[str, Any]]) -> Facts:
    """The facts with exposures: mappings with period, measure, count and dimension values."""
    return replace(known, exposures=exposures(rows))


def monthly(measure: str, counts: Sequence[int], first: str = "2024-01", **values: str) -> list[dict[str, Any]]:
    """One row of an exposure for each month from the first."""
    year, month = map(int, first.split("-"))
    start = days.month_of(date(year, month, 1))
    return [
        {"period": days.label("month", start + i), "measure": measure, "count": count, **values}
        for i, count in enumerate(counts)
    ]


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


def scattered(n: int, seed: int = 7) -> list[dict[str, Any]]:
    """Complaints of 2024 drawn at random, every column of them: some open, late, impossible, remarks, unknown."""
    draw = random.Random(seed)
    return [_scattered(draw, i) for i in range(n)]


def scattered_exposures(seed: int = 7) -> list[dict[str, Any]]:
    """Every measure for each month of 2024 and the first quarter of 2025; contacts by channel, too."""
    draw = random.Random(seed)
    rows = [row for measure in MEASURES for row in monthly(measure, _counts(draw, 900, 1_100))]
    by_channel = [
        row
        for channel in ("letter", "phone", "web")
        for row in monthly("contacts", _counts(draw, 200, 400), channel=channel)
    ]
    smaller = {"defective": 9, "shipping_errors": 9, "internal_defects": 9}
    return [{**row, "count": row["count"] // smaller.get(row["measure"], 1)} for row in (*rows, *by_channel)]


def scattered_actions(n: int, seed: int = 7) -> list[dict[str, Any]]:
    """Actions of 2024, done early, on the day, late or not yet."""
    draw = random.Random(seed)
    found = []
    for i in range(n):
        decided = date(2024, 1, 1) + timedelta(days=draw.randrange(366))
        due = decided + timedelta(days=draw.randrange(60))
        moved = draw.choice([None, 0, -draw.randrange(9), draw.randrange(9)])
        done = None if moved is None else max(decided, due + timedelta(days=moved))
        fixed = {"reference": f"A{i}", "title": "action", "kind": draw.choice(KINDS), "owner": "quality"}
        found.append({**fixed, "decided": decided, "due": due, "done": done})
    return found


def _counts(draw: random.Random, low: int, high: int) -> list[int]:
    return [draw.randint(low, high) for _ in range(15)]


def _scattered(draw: random.Random, i: int) -> dict[str, Any]:
    received = date(2024, 1, 1) + timedelta(days=draw.randrange(366))
    found = {
        "received": received,
        **_handled(draw, received),
        **_described(draw),
        **_decided(draw),
        **_voiced(draw),
        "parent_id": f"C{draw.randrange(i)}" if i and draw.random() < 0.2 else None,
    }
    flags = {name: draw.random() < 0.95 for name in FLAGS}
    return {**flags, **{name: v.isoformat() if isinstance(v, date) else v for name, v in found.items()}}


def _handled(draw: random.Random, received: date) -> dict[str, Any]:
    """Milestones, in any order that an export may have them, and what happened between them."""
    replied = _after(draw, received, -1, 40, missing=0.15)
    closed = draw.choice([None, replied, _after(draw, received, 0, 60)])
    made = _after(draw, received, 0, 25, missing=0.6)
    return {
        "replied": replied,
        "closed": closed,
        "acknowledged": _after(draw, received, -1, 8, missing=0.2),
        "owned": _after(draw, received, -1, 12, missing=0.2),
        "resolved": _after(draw, received, -1, 9, missing=0.3),
        "reopened": _after(draw, closed or replied or received, -2, 70, missing=0.6),
        "promise_made": made,
        "promised": _after(draw, made or received, 1, 25, missing=0.1 if made else 0.9),
        "mediator": _after(draw, received, 0, 250, missing=0.9),
        "last_event": _after(draw, received, 0, 9),
        "paused_days": draw.choice([None, 0.0, 0.5, 1.0, 2.5, 7.0, 30.0]),
        "handoffs": draw.choice([None, 0, 1, 2, 3, 5]),
        "reprioritised": draw.choice([None, True, False, False]),
    }


def _after(draw: random.Random, day: date, first: int, last: int, missing: float = 0.0) -> date | None:
    return None if draw.random() < missing else day + timedelta(days=draw.randint(first, last))


def _described(draw: random.Random) -> dict[str, Any]:
    return {
        "kind": draw.choice(["complaint"] * 9 + ["remark", None]),
        "channel": draw.choice(["letter", "phone", "web", None]),
        "region": draw.choice(["Bretagne", "Alsace", None]),
        "level": draw.choice([None, 1, 1, 1, 2, 3]),
        "motive": draw.choice(["Facture", "Prix", "Retard", None]),
        "written": draw.choice([None, True, False]),
        "has_contact": draw.choice([None, True, False]),
        "external_provider": draw.choice([None, True, False]),
        "handler_team": draw.choice([None, "Nord", "Sud"]),
        "customer_key": draw.choice([*[None] * 30, *(f"K{i}" for i in range(99))]),
        "has_suggestion": draw.choice([None, True, False]),
    }


def _decided(draw: random.Random) -> dict[str, Any]:
    return {
        "outcome": draw.choice([None, "upheld", "upheld", "partly", "rejected", "undecided"]),
        "cause_occurrence": draw.choice([None, "machine", "method"]),
        "cause_nondetection": draw.choice([None, "no check"]),
        "compensation_claimed": draw.choice([None, 0, draw.randint(1, 90_000)]),
        "compensation_granted": draw.choice([None, None, 0, draw.randint(1, 50_000)]),
        "currency": "EUR",
    }


def _voiced(draw: random.Random) -> dict[str, Any]:
    """Scores on a scale, beside it, or on none."""
    return {
        "csat": draw.choice([None, *range(7)]),
        "csat_scale": draw.choice([None, "1-5", "1-5", "0-1", "stars"]),
        "ces": draw.choice([None, *range(9)]),
        "ces_scale": draw.choice([None, "1-7", "1-5"]),
        "nps": draw.choice([None, *range(12)]),
    }
