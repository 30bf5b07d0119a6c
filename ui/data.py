"""The only home of Streamlit's caches: what the store has published, and the figures made of it.

A cache is shared by everybody, so what changes an answer is part of its key: the store, the published folder (it
names the import and the rules), the filters, the day and the reader's role. The pointer is looked at on every run.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import narwhals as nw
import pyarrow as pa
import streamlit as st

from kpi import days, overview
from kpi.measure import Facts, Query
from kpi.rules import rule_sets
from store import audit, engine, exports, history
from store.drill import drill
from store.home import Store, open_store
from store.ledger import Import, Source
from store.publish import DEFAULT_RULES, Published, published
from ui.view import FILTERS, Options

ROLE = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What is shown: one import under one rule set, and the day it can be read up to."""

    published: Published
    last_day: date
    supplies: frozenset[str]
    rejected: int

    @property
    def key(self) -> str:
        """Changes whenever a figure may."""
        return str(self.published.folder)


def store() -> Store:
    """The store of $VIGIE_HOME, or ./var."""
    return _store(os.environ.get("VIGIE_HOME") or "var", os.environ.get("VIGIE_LEDGER") or "")


@st.cache_resource(show_spinner=False, max_entries=4)
def _store(home: str, ledger: str) -> Store:
    return open_store(Path(home))


def snapshot(rules: str = DEFAULT_RULES) -> Snapshot | None:
    """What the pointer names now; None in an empty store."""
    found = published(store(), rules)
    if found is None:
        return None
    sources = found.meta["sources"].values()
    return Snapshot(
        published=found,
        last_day=min(date.today(), found.last_event or date.today()),
        supplies=frozenset(name for one in sources for name in one["supplies"]),
        rejected=sum(one.rejected for one in imports() if one.number == found.import_no),
    )


def imports() -> tuple[Import, ...]:
    """Every import, newest first."""
    return tuple(reversed(history.imports(store())))


def sources() -> tuple[Source, ...]:
    """Every source, by name."""
    return history.sources(store())


def options(shown: Snapshot | None) -> Options:
    """What there is to choose from."""
    if shown is None:
        return Options(rules=tuple(rule_sets()))
    first, values = _choices(shown.key, ROLE, shown)
    return Options(rules=tuple(rule_sets()), values=values, first=first, last=date.today())


@st.cache_data(show_spinner=False, max_entries=16)
def _choices(key: str, role: str, _shown: Snapshot) -> tuple[date | None, tuple[tuple[str, tuple[str, ...]], ...]]:
    frame = facts(_shown).frame
    names = [name for name in FILTERS if name in _shown.supplies]
    values = {name: frame.select(nw.col(name).cast(nw.String).alias("v")).unique().collect()["v"] for name in names}
    first = frame.select(nw.col("received").min()).collect().item()
    known = tuple((name, tuple(sorted(str(v) for v in found if v is not None))) for name, found in values.items())
    return (None if first is None else days.to_date(first)), known


def facts(shown: Snapshot) -> Facts:
    """The facts on a cursor of their own: a shared connection would mix up its users' rows."""
    return engine.open_facts(shown.published, connection=_connection(shown.key, shown.published).cursor())


@st.cache_resource(show_spinner=False, max_entries=6)
def _connection(key: str, _published: Published) -> duckdb.DuckDBPyConnection:
    return engine.connect(_published)


def overview_of(shown: Snapshot, as_of: date, where: overview.Where) -> overview.Overview:
    """The steering page's figures."""
    return _overview(shown.key, ROLE, as_of, where, shown)


@st.cache_data(show_spinner=False, max_entries=256)
def _overview(key: str, role: str, as_of: date, where: overview.Where, _shown: Snapshot) -> overview.Overview:
    return overview.overview(facts(_shown), as_of, where)


def lines_of(shown: Snapshot, metric: str, part: str, query: Query) -> pa.Table:
    """The lines behind a figure, with every column that holds anything."""
    return _lines(shown.key, ROLE, metric, part, query, shown)


@st.cache_data(show_spinner=False, max_entries=16)
def _lines(key: str, role: str, metric: str, part: str, query: Query, _shown: Snapshot) -> pa.Table:
    found = drill(_shown.published, metric, part, query)
    return found.select([name for name in found.column_names if found[name].null_count < found.num_rows])


def export_csv(shown: Snapshot, metric: str, part: str, query: Query) -> bytes:
    """The lines behind a figure as a file; formulas neutralised, and the export recorded."""
    table = lines_of(shown, metric, part, query)
    detail = {"part": part, "lines": table.num_rows, "as_of": query.as_of.isoformat(), "facts": Path(shown.key).name}
    audit.append(store(), "export", f"lines of {metric}", detail)
    return exports.csv_text(table).encode("utf-8-sig")
