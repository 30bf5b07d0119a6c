"""Rebases: from a month on a series is another process, because somebody said so and why. None is automatic."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa

from kpi.catalog import metric
from store import registers
from store.home import Store
from store.registers import Line, Register
from store.tables import Rebase

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def load_rebases(store: Store, path: Path) -> int:
    """Add the rebases of a CSV with columns metric, period, reason, author; optional dimension and value narrow them.

    Returns how many. One for the same series and month replaces the earlier one. All or none.
    """
    return registers.load(store, REGISTER, path)


def read_rebases(store: Store) -> pa.Table:
    """Every rebase by series and month: metric, dimension, value (null: all complaints), period, reason, author."""
    return registers.table(store, REGISTER)


def _row(line: Line) -> Rebase:
    period = line.text("period")
    if not MONTH.fullmatch(period):
        raise line.wrong(f"'{period}' is no month; write it as 2024-03.")
    return Rebase(
        metric=metric(line.text("metric")).name,
        **{"dimension": "", "value": "", **line.target()},
        period=period,
        reason=line.text("reason"),
        author=line.text("author"),
        loaded_at=registers.now(),
    )


REGISTER = Register(
    name="rebases",
    table=Rebase,
    key=("metric", "dimension", "value", "period"),
    needed=("metric", "period", "reason", "author"),
    may=("dimension", "value"),
    make=_row,
)
