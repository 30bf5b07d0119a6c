"""Exposures: what rates are divided by (customers, subscribers, deliveries), by period and dimension values."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa

from kpi.errors import unknown
from kpi.exposure import MEASURES
from kpi.facts import DIMENSIONS
from store import registers
from store.home import Store
from store.registers import Line, Register
from store.tables import Exposure

FIXED = ("period", "measure", "count")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]|Q[1-4]))?", re.ASCII)
MOST = 2**31 - 1


def load_exposures(store: Store, path: Path) -> int:
    """Add the rows of a CSV with columns period, measure, count, and one per dimension; returns how many.

    A row for the same period, measure and values replaces the earlier one. All rows or none. A period is a month
    (2024-03), a quarter (2024-Q1) or a year (2024); a measure is one of `kpi.exposure.MEASURES`; a count may be 0.
    """
    return registers.load(store, REGISTER, path)


def read_exposures(store: Store) -> pa.Table:
    """Every exposure: period, measure, count, and one column for each dimension; null where a row has no value."""
    with store.ledger.read() as session:
        rows = [(row, json.loads(row.values)) for row in registers.all_rows(REGISTER, session)]
    names = sorted({name for _, values in rows for name in values})
    fixed = {
        "period": pa.array([row.period for row, _ in rows], pa.string()),
        "measure": pa.array([row.measure for row, _ in rows], pa.string()),
        "count": pa.array([row.count for row, _ in rows], pa.int64()),
    }
    return pa.table({**fixed, **{name: pa.array([v.get(name) for _, v in rows], pa.string()) for name in names}})


def _row(line: Line) -> Exposure:
    period, measure, count = (line.text(name) for name in FIXED)
    if not PERIOD.fullmatch(period):
        raise line.wrong(f"'{period}' is no period; write a month as 2024-03, a quarter as 2024-Q1, a year as 2024.")
    if measure not in MEASURES:
        raise unknown("measure of exposure", measure, MEASURES)
    if not (count.isascii() and count.isdigit() and int(count) <= MOST):
        raise line.wrong(f"'{count}' is no count of {measure}; write a whole number from 0 to {MOST}.")
    values = {name: value for name, value in line.cells.items() if name not in FIXED}
    return Exposure(
        period=period,
        measure=measure,
        count=int(count),
        values=json.dumps(values, ensure_ascii=False, sort_keys=True),
        loaded_at=registers.now(),
    )


REGISTER = Register(
    name="exposures",
    table=Exposure,
    key=("measure", "period", "values"),
    needed=FIXED,
    may=("source", *DIMENSIONS),
    make=_row,
)
