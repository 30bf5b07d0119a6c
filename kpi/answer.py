"""Figures as the command line and other programs read them: one dictionary with fixed keys."""

from __future__ import annotations

from typing import Any

from kpi.figure import Figure
from kpi.measure import Facts, Query, measure
from kpi.selection import doubts


def answer(facts: Facts, query: Query, as_known_at: int | None) -> dict[str, Any]:
    """`as_of`, `as_known_at` (an import's number, None for an empty store), `rules`, one row per figure, `warnings`.

    These say where the definition of a complaint may not do on these data what its name says.
    """
    return {
        "as_of": query.as_of.isoformat(),
        "as_known_at": as_known_at,
        "rules": facts.rules.name,
        "rows": [_row(figure, query) for figure in measure(facts, query)],
        "warnings": [text.en for text in doubts(facts, query)],
    }


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer with a column per dimension, for tables and CSV."""
    return [{**{k: v for k, v in row.items() if k not in ("by", "reason")}, **row["by"], "reason": row.get("reason")}
            for row in found["rows"]]  # fmt: skip


def _row(figure: Figure, query: Query) -> dict[str, Any]:
    unit = query.unit if figure.unit == "days" and query.unit != "calendar" else figure.unit
    row = {
        "metric": figure.metric, "period": figure.period, "by": dict(figure.by), "value": figure.value, "unit": unit,
        "n": figure.n, "numerator": figure.numerator, "denominator": figure.denominator, "low": figure.low,
        "high": figure.high, "excluded": figure.excluded, "definition_version": figure.definition_version,
    }  # fmt: skip
    return row if figure.reason is None else {**row, "reason": figure.reason.en}
