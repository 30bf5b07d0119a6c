"""Annotations: what somebody knows of a day that the figures can't tell: a campaign, a strike, an incident."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from kpi.catalog import metric
from store import registers
from store.home import Store
from store.registers import Line, Register
from store.tables import Annotation

LONGEST = 500


def load_annotations(store: Store, path: Path) -> int:
    """Add the annotations of a CSV with columns day, text, author; optional metric, dimension and value narrow them.

    Returns how many. The same text on the same day about the same is one annotation. All or none.
    """
    return registers.load(store, REGISTER, path)


def read_annotations(store: Store) -> pa.Table:
    """Every annotation by day: day, metric, dimension, value (null: about everything), text, author."""
    return registers.table(store, REGISTER)


def _row(line: Line) -> Annotation:
    about, text = line.get("metric") or "", line.text("text")
    if about:
        metric(about)
    if len(text) > LONGEST:
        raise line.wrong(f"a text of {len(text)} characters; say it in {LONGEST} or fewer.")
    target = {"dimension": "", "value": "", **line.target()}
    return Annotation(
        day=line.day("day"), metric=about, **target, text=text, author=line.text("author"), loaded_at=registers.now()
    )


REGISTER = Register(
    name="annotations",
    table=Annotation,
    key=("day", "metric", "dimension", "value", "text"),
    needed=("day", "text", "author"),
    may=("metric", "dimension", "value"),
    make=_row,
)
