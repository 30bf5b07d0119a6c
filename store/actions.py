"""Corrective actions: what was decided, by whom, until when, and which complaints should become fewer."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import pyarrow as pa

from kpi.actions import Action
from store import registers, tables
from store.home import Store
from store.registers import Line, Register

NEEDED = ("reference", "title", "kind", "owner", "decided", "due")


def load_actions(store: Store, path: Path) -> int:
    """Add the actions of a CSV with the fields of `kpi.actions.Action` as columns; returns how many.

    An action with the same reference replaces the earlier one: that is how it is marked as done. All or none.
    """
    return registers.load(store, REGISTER, path)


def read_actions(store: Store) -> pa.Table:
    """Every action, by reference, with the fields of `kpi.actions.Action`."""
    return registers.table(store, REGISTER)


def _row(line: Line) -> tables.Action:
    action = Action(
        reference=line.text("reference"),
        title=line.text("title"),
        kind=line.text("kind"),
        owner=line.text("owner"),
        decided=line.day("decided"),
        due=line.day("due"),
        done=line.day_or_none("done"),
        checked=line.day_or_none("checked"),
        **line.target(),
    )
    return tables.Action(**asdict(action), loaded_at=registers.now())


REGISTER = Register(
    name="actions",
    table=tables.Action,
    key=("reference",),
    needed=NEEDED,
    may=tuple(one.name for one in fields(Action) if one.name not in NEEDED),
    make=_row,
)
