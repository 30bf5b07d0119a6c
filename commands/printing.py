"""What studies print: their sentence and their rows for people, everything as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any

import narwhals as nw
import pyarrow as pa
import typer

from kpi.measure import Facts, Query
from kpi.ruleset import RuleSet
from kpi.text import Text
from terminal import print_table

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
UNPRINTED = (Query, Facts, RuleSet, nw.Expr)


def plain(value: Any) -> Any:  # noqa: ANN401
    """A result as JSON can say it: enums by their value, texts in both languages, lines as rows; no queries."""
    if isinstance(value, Text):
        return {"fr": value.fr, "en": value.en}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, pa.Table):
        return plain(value.to_pylist())
    if is_dataclass(value):
        given = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {name: plain(one) for name, one in given if not isinstance(one, UNPRINTED)}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value


def show(result: object, rows: Iterable[Mapping[str, object]], as_json: bool, *sentences: Text) -> None:
    """A study: its sentences and its rows, or all of it as JSON."""
    if as_json:
        print(json.dumps(plain(result), ensure_ascii=False))
        return
    for sentence in sentences:
        print(sentence.en)
    listed = [dict(row) for row in rows]
    if listed:
        print_table(listed)


def named(by: Iterable[tuple[str, str | None]]) -> str:
    """A group as people read it."""
    return ", ".join(f"{name}={value if value is not None else '(none)'}" for name, value in by)
