"""What the engine is asked to do: keep the rows of a cohort, and sum whole numbers by key. Divides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals as nw

from kpi import days
from kpi.figure import Scope

Frame = nw.LazyFrame[Any]


def within(frame: Frame, cohort: str, scope: Scope) -> Frame:
    """The rows whose cohort date lies in the scope."""
    day = nw.col(cohort)
    frame = frame.filter(day <= days.to_day(scope.end))
    return frame.filter(day >= days.to_day(scope.start)) if scope.start else frame


def keyed(frame: Frame, cohort: str, scope: Scope) -> Frame:
    """The rows of the scope with the `key` of their period."""
    key = days.key_expression(scope.period, nw.col(cohort), nw.col(f"{cohort}_month"))
    return within(frame, cohort, scope).with_columns(key=key)


def groups(scope: Scope) -> list[str]:
    """The columns that hold the scope's groups as text."""
    return [f"by_{name}" for name in scope.by]


def one(flag: nw.Expr) -> nw.Expr:
    """1 where the flag holds, 0 elsewhere (unknown included)."""
    return flag.fill_null(False).cast(nw.Int64)


def collected(frame: Frame, keys: list[str], sums: list[str]) -> Iterator[tuple[tuple[Any, ...], list[int]]]:
    """Sum columns by keys on the engine; give keys (missing is None) and whole sums, in an order of their own."""
    table = frame.group_by(keys).agg(*(nw.col(name).sum() for name in sums)).collect("pyarrow").to_native()
    columns = [table.column(name).to_pylist() for name in (*keys, *sums)]
    found = [(row[: len(keys)], [int(v or 0) for v in row[len(keys) :]]) for row in zip(*columns, strict=True)]
    yield from sorted(found, key=lambda item: [("" if k is None else str(k), k is None) for k in item[0]])
