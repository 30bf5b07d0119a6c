"""`vigie kpi` and `vigie lines`: figures, and exactly the complaints behind them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from commands.asking import Asked, asks
from store.errors import StoreError
from terminal import print_csv, print_table

if TYPE_CHECKING:
    from kpi.measure import Query

By = Annotated[str, typer.Option("--by", metavar="DIM,DIM", help="Split by dimensions.")]
FORMATS = ("table", "json", "csv")


@asks
def kpi(
    asked: Asked,
    metrics: Annotated[list[str] | None, typer.Argument(metavar="[METRIC]...", help="All, if none is named.")] = None,
    period: Annotated[str, typer.Option(help="day, week, month, quarter, year or all.")] = "all",
    by: By = "",
    output: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
) -> None:
    """Compute figures: value, lines, numerator, denominator, 95 % interval, what was left out and why."""
    from kpi.answer import answer, rows
    from kpi.catalog import metrics as catalog
    from kpi.errors import unknown

    if output not in FORMATS:
        raise unknown("format", output, FORMATS)
    query = _of(asked, metrics or list(catalog()), period, by)
    found = answer(asked.facts, query, asked.known.import_no if asked.known else None)
    if output == "json":
        print(json.dumps(found, ensure_ascii=False))
    elif output == "csv":
        print_csv(rows(found))
    else:
        print_table(rows(found))


@asks
def lines(
    asked: Asked,
    metric: Annotated[str, typer.Argument(metavar="METRIC")],
    part: Annotated[str, typer.Option(help="numerator, denominator or excluded.")] = "denominator",
) -> None:
    """Print the complaints behind a figure as CSV, formulas neutralised: exactly as many lines as its n."""
    from store.drill import drill
    from store.exports import csv_text

    if asked.known is None:
        raise StoreError("the store is empty, so no figure has lines; `vigie demo` or `vigie import` begins.")
    sys.stdout.write(csv_text(drill(asked.known, metric, part, _of(asked, [metric], "all", ""))))


def _of(asked: Asked, metrics: list[str], period: str, by: str) -> Query:
    from dataclasses import replace

    named = tuple(name.strip() for name in by.split(",") if name.strip())
    return replace(asked.query, metrics=tuple(metrics), period=period, by=named)  # type: ignore[arg-type]
