"""The only home of Streamlit's caches: what the store has published, and the figures made of it.

A cache is shared by everybody, so what changes an answer is part of its key: the store, the published folder (it
names the import and the rules), the filters, the day and the reader's role. The pointer is looked at on every run.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
import narwhals as nw
import pyarrow as pa
import streamlit as st

from data_sources.profile import Profile
from data_sources.propose import Proposal, propose, slug
from data_sources.reading import Reading, read_source
from kpi import days, overview, several, signals
from kpi.measure import Facts, Query
from kpi.rules import rule_sets
from store import audit, context, engine, exports, history, listing, loads, sync
from store.demo import load_demo
from store.drill import drill
from store.home import Store, open_store
from store.imports import Progress, import_file
from store.publish import DEFAULT_RULES, Published, published
from store.report import ImportReport
from store.sync import Standing
from store.tables import Import, Source
from ui.view import FILTERS, Options

ROLE = "local"
Answered = TypeVar("Answered")
DEMO = 60_000


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


def standings() -> tuple[Standing, ...]:
    """How every connected source stands, by name."""
    return sync.standings(store())


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
    """The facts on a cursor of their own, with exposures and actions: a shared one would mix up its users' rows."""
    cursor = _connection(shown.key, shown.published).cursor()
    return context.facts_of(store(), shown.published, shown.published.rules.name, connection=cursor)


@st.cache_resource(show_spinner=False, max_entries=6)
def _connection(key: str, _published: Published) -> duckdb.DuckDBPyConnection:
    return engine.connect(_published)


def ask(shown: Snapshot, study: Callable[..., Answered], *asked: object) -> Answered:
    """What a study of `kpi` says of the facts shown: `study(facts, *asked)`, each asked thing frozen and hashable."""
    name = f"{study.__module__}.{study.__qualname__}"
    return cast(Answered, _ask(shown.key, loads.version(store()), ROLE, name, asked, study, shown))


@st.cache_data(show_spinner=False, max_entries=256)
def _ask(
    key: str,
    written: int,
    role: str,
    name: str,
    asked: tuple[object, ...],
    _study: Callable[..., Any],
    _shown: Snapshot,
) -> object:
    return _study(facts(_shown), *asked)


def series_of(shown: Snapshot, query: Query) -> tuple[signals.Signal, ...]:
    """Each metric and group of the query by period, on its chart, with rebases, annotations and verdict."""
    return ask(shown, _signals, query)


def _signals(known: Facts, query: Query) -> tuple[signals.Signal, ...]:
    return signals.signals(known, query, context.histories_of(store()))


def under(shown: Snapshot, rules: str) -> Snapshot:
    """The same import under another rule set; published where it isn't yet."""
    found = published(store(), rules, shown.published.import_no)
    return shown if found is None else replace(shown, published=found)


def several_of(
    shown: Snapshot, sets: tuple[str, ...], as_of: date, where: overview.Where, start: date, end: date
) -> several.Several:
    """The complaints received from start to end, judged by several rule sets at once; the first is one's own."""
    others = [(name, under(shown, name)) for name in sets]
    return _several(tuple(one.key for _, one in others), ROLE, as_of, where, start, end, others)


@st.cache_data(show_spinner=False, max_entries=16)
def _several(
    keys: tuple[str, ...],
    role: str,
    as_of: date,
    where: overview.Where,
    start: date,
    end: date,
    _others: list[tuple[str, Snapshot]],
) -> several.Several:
    known = {name: facts(one) for name, one in _others}
    return several.several(known, as_of, where=where, start=start, end=end)


def overview_of(shown: Snapshot, as_of: date, where: overview.Where) -> overview.Overview:
    """The steering page's figures."""
    return ask(shown, _overview, as_of, where)


def _overview(known: Facts, as_of: date, where: overview.Where) -> overview.Overview:
    return overview.overview(known, as_of, where, context.histories_of(store()))


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


def upload_limit() -> int:
    """The largest file that may be given, in megabytes."""
    return int(st.get_option("server.maxUploadSize"))


def kept(identity: str, name: str, content: bytes) -> Path:
    """An uploaded file on disk: in a folder of ours, under a name made of the plain letters of its own."""
    folder = store().home / "uploads" / hashlib.sha256(identity.encode()).hexdigest()[:16]
    suffixes = "".join(Path(name).suffixes[-2:]).lower() if name.lower().endswith(".gz") else Path(name).suffix.lower()
    path = folder / f"{slug(Path(name).name.split('.')[0])}{re.sub(r'[^.a-z0-9]', '', suffixes)}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
    return path


def proposal(path: Path) -> Proposal:
    """How a file is read; made once for each state of the file."""
    return _proposal(str(path), _mark(path), ROLE)


@st.cache_resource(show_spinner=False, max_entries=8)
def _proposal(path: str, mark: str, role: str) -> Proposal:
    return propose(path)


def reading(path: Path, profile: Profile) -> Reading:
    """What a file gives under a profile."""
    return _reading(str(path), _mark(path), profile.model_dump_json(), ROLE, profile)


@st.cache_resource(show_spinner=False, max_entries=4)
def _reading(path: str, mark: str, profile: str, role: str, _profile: Profile) -> Reading:
    return read_source(_profile, path)


def rehearsal(path: Path, profile: Profile) -> ImportReport:
    """What importing the file would do to the store as it is now."""
    last = max((one.number for one in imports()), default=0)
    return _rehearsal(str(store().home), last, str(path), _mark(path), profile.model_dump_json(), ROLE, profile)


@st.cache_resource(show_spinner=False, max_entries=8)
def _rehearsal(home: str, last: int, path: str, mark: str, profile: str, role: str, _profile: Profile) -> ImportReport:
    return import_file(store(), _profile, Path(path), dry_run=True)


def take_in(path: Path, profile: Profile, progress: Progress) -> ImportReport:
    """Import the file; the copy that was uploaded is deleted, the store keeps its own."""
    report = import_file(store(), profile, path, progress=progress)
    if path.is_relative_to(store().home / "uploads"):
        shutil.rmtree(path.parent, ignore_errors=True)
    return report


def take_demo(progress: Progress) -> ImportReport:
    """Load the made-up operator."""
    return load_demo(store(), complaints=DEMO, seed=date.today().year, until=date.today(), progress=progress)


def rejected(number: int) -> pa.Table:
    """The lines that an import set aside."""
    return listing.rejected(store(), number)


def rejects_csv(number: int) -> bytes:
    """Those lines as a file; formulas neutralised, and the export recorded."""
    audit.append(store(), "export", f"rejects of import {number}")
    return exports.csv_text(rejected(number)).encode("utf-8-sig")


def _mark(path: Path) -> str:
    """Changes when the file does; empty if there is none, which whoever reads it will say."""
    try:
        seen = path.stat()
    except OSError:
        return ""
    return f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ino}"
