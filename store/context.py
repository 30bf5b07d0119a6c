"""Facts as figures need them: what was published, with the exposures and the actions that the ledger keeps."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from kpi.exposure import exposures
from kpi.measure import Facts
from store.engine import Engine, no_facts, open_facts
from store.exposures import read_exposures
from store.home import Store
from store.publish import Published


def facts_of(
    store: Store,
    known: Published | None,
    rules: str,
    engine: Engine = "duckdb",
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Facts:
    """The facts of a published folder (None: of an empty store) on an engine, with what the store knows beside them."""
    facts = no_facts(rules) if known is None else open_facts(known, engine, connection)
    return replace(facts, exposures=exposures(read_exposures(store).to_pylist()))
