"""Facts as figures need them: what was published, with the exposures and the actions that the ledger keeps.

And what people decided and wrote about a series: its rebases and annotations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import duckdb

from kpi.actions import actions
from kpi.exposure import exposures
from kpi.groups import By
from kpi.measure import Facts
from kpi.signals import Histories
from kpi.spc import Annotation, History, Rebase
from store.actions import read_actions
from store.annotations import read_annotations
from store.engine import Engine, no_facts, open_facts
from store.exposures import read_exposures
from store.home import Store
from store.publish import Published
from store.rebases import read_rebases


def facts_of(
    store: Store,
    known: Published | None,
    rules: str,
    engine: Engine = "duckdb",
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Facts:
    """The facts of a published folder (None: of an empty store) on an engine, with what the store knows beside them."""
    facts = no_facts(rules) if known is None else open_facts(known, engine, connection)
    return replace(
        facts,
        exposures=exposures(read_exposures(store).to_pylist()),
        actions=actions(read_actions(store).to_pylist()),
    )


def histories_of(store: Store) -> Histories:
    """What was decided and written, by series. An annotation that names no metric, or no value, is about each."""
    rebases, notes = read_rebases(store).to_pylist(), read_annotations(store).to_pylist()

    def history(metric: str, by: By) -> History:
        return History(
            rebases=tuple(
                Rebase(period=row["period"], reason=row["reason"], author=row["author"])
                for row in rebases
                if row["metric"] == metric and _target(row) == by
            ),
            annotations=tuple(
                Annotation(at=row["day"].isoformat(), text=row["text"], author=row["author"])
                for row in notes
                if row["metric"] in (None, "", metric) and _target(row) in ((), by)
            ),
        )

    return history


def _target(row: Mapping[str, Any]) -> By:
    return ((row["dimension"], row["value"]),) if row["dimension"] else ()
