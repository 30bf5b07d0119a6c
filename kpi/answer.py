"""Figures as the command line and other programs read them: one dictionary with fixed keys."""

from __future__ import annotations

from datetime import date
from typing import Any

from kpi.coverage import coverage
from kpi.figure import Figure
from kpi.measure import Facts, Query, measure
from kpi.partial import partial
from kpi.selection import doubts

TOLD = ("partial", "reason")


def answer(facts: Facts, query: Query, as_known_at: int | None) -> dict[str, Any]:
    """`as_of`, `as_known_at` (an import's number, None for an empty store), `rules`, one row per figure, `warnings`.

    These say where the definition of a complaint may not do on these data what its name says. A row's `partial` says
    why its figure doesn't stand on the whole period, if so; `reason` why there is none.
    """
    known = coverage(facts)
    earliest = known.first if known else date.max
    return {
        "as_of": query.as_of.isoformat(),
        "as_known_at": as_known_at,
        "rules": facts.rules.name,
        "rows": [_row(figure, query, earliest) for figure in measure(facts, query)],
        "warnings": [text.en for text in doubts(facts, query)],
    }


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer with a column per dimension, for tables and CSV."""
    return [{**{k: v for k, v in row.items() if k not in ("by", *TOLD)}, **row["by"],
             **{name: row.get(name) for name in TOLD}}
            for row in found["rows"]]  # fmt: skip


def _row(figure: Figure, query: Query, earliest: date) -> dict[str, Any]:
    unit = query.unit if figure.unit == "days" and query.unit != "calendar" else figure.unit
    row = {
        "metric": figure.metric, "period": figure.period, "by": dict(figure.by), "value": figure.value, "unit": unit,
        "n": figure.n, "numerator": figure.numerator, "denominator": figure.denominator, "low": figure.low,
        "high": figure.high, "excluded": figure.excluded, "definition_version": figure.definition_version,
    }  # fmt: skip
    why = ", ".join(each.value for each in partial(figure.period, query, earliest))
    told = {"partial": why or None, "reason": figure.reason and figure.reason.en}
    return row | {name: text for name, text in told.items() if text}
