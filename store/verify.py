"""Reads the whole store and says what isn't as it was written. Changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import text

from kpi.facts import build_facts
from kpi.rules import load_rules
from store import audit, files, history, publish, registers
from store.errors import StoreError
from store.home import Store
from store.lines import current_lines
from store.loads import REGISTERS
from store.tables import Audit, Import

PLAIN = ("manifest.json",)
CURSOR_MOVES = ("import", "cursor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def verify(store: Store, *, recompute: bool = True, printed: Iterable[audit.Head] = ()) -> list[Finding]:
    """Everything that is wrong; empty when the store is sound.

    `recompute` publishes the last import's figures again in memory and compares. `printed` are heads of the audit
    trail from earlier reports.
    """
    parts: list[Callable[[], Iterator[Finding]]] = [
        lambda: _ledger(store),
        lambda: _imports(store),
        lambda: _strangers(store),
        lambda: _published(store),
        lambda: _trail(store, tuple(printed)),
        lambda: _registers(store),
    ]
    if recompute:
        parts.append(lambda: _recomputed(store))
    return [finding for part in parts for finding in _guarded(part)]


def _guarded(part: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """A part that can't even be read is a finding, and the others are still checked."""
    try:
        return list(part())
    except StoreError as error:
        where, _, what = str(error).partition(": ")
        return [Finding(where=where, what=what)]
    except (OSError, ValueError, KeyError, TypeError, duckdb.Error, pa.ArrowException) as error:
        return [Finding(where="store", what=f"can't be read ({type(error).__name__}: {error})")]


def _ledger(store: Store) -> Iterator[Finding]:
    if store.ledger.engine.dialect.name != "sqlite":
        return
    with store.ledger.read() as session:
        found = session.execute(text("PRAGMA integrity_check")).scalars().all()
    if found != ["ok"]:
        yield Finding(where="ledger.db", what=f"SQLite finds it damaged ({found[0]})")


def _imports(store: Store) -> Iterator[Finding]:
    rows = history.imports(store)
    for expected, row in enumerate(rows, start=1):
        if row.number != expected:
            yield Finding(where="ledger", what=f"import {expected} is missing")
            return
    for row in rows:
        yield from _import(store.folder(row.number), row)


def _import(folder: Path, row: Import) -> Iterator[Finding]:
    where = f"imports/{folder.name}"
    if not folder.is_dir():
        yield Finding(where=where, what="missing, though the ledger tells of it")
        return
    manifest = folder / "manifest.json"
    if not manifest.is_file() or files.sha256_of(manifest) != row.manifest_sha256:
        yield Finding(where=f"{where}/manifest.json", what="not the file that the ledger sealed")
        return
    content = files.read_json(manifest)
    yield from _files(folder, where, content["files"], PLAIN)
    for name, value in content["row"].items():
        if _plain(getattr(row, name)) != value:
            yield Finding(where=f"ledger, import {row.number}", what=f"{name} is not what the manifest says")


def _files(folder: Path, where: str, parts: dict[str, dict[str, Any]], besides: Iterable[str]) -> Iterator[Finding]:
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there - set(parts) - set(besides)):
        yield Finding(where=f"{where}/{name}", what="a file that nobody wrote there")
    for name, part in parts.items():
        problem = _file(folder / name, part)
        if problem:
            yield Finding(where=f"{where}/{name}", what=problem)


def _file(path: Path, part: dict[str, Any]) -> str | None:
    if not path.is_file():
        return "missing"
    if path.stat().st_size != part["bytes"]:
        return f"{path.stat().st_size} bytes instead of {part['bytes']}"
    if files.sha256_of(path) != part["sha256"]:
        return "damaged: its SHA-256 is not the one recorded"
    if part["rows"] is not None and pq.read_metadata(path).num_rows != part["rows"]:
        return f"does not hold {part['rows']} rows"
    return None


def _strangers(store: Store) -> Iterator[Finding]:
    """Folders without a row. The one that a crash can leave is no damage: the next import removes it."""
    last = history.last_number(store)
    for path in sorted(store.imports.iterdir()):
        leftover = path.name.startswith(files.ASIDE) or path == store.folder(last + 1)
        if not leftover and not (path.name.isdigit() and 1 <= int(path.name) <= last):
            yield Finding(where=f"imports/{path.name}", what="the ledger knows nothing of it")


def _published(store: Store) -> Iterator[Finding]:
    last = history.last_number(store)
    if publish.shown(store) > last:
        yield Finding(where="published/current.json", what="points to an import that the ledger does not know")
    for folder in sorted(path for path in store.published.iterdir() if path.is_dir()):
        if not folder.name.startswith(files.ASIDE):
            yield from _guarded(lambda folder=folder: _figures(folder, last))  # type: ignore[misc]


def _figures(folder: Path, last: int) -> Iterator[Finding]:
    where = f"published/{folder.name}"
    meta = publish.read_meta(folder)
    if not folder.name.startswith(f"{meta['import']:06d}-") or meta["import"] > last:
        yield Finding(where=where, what=f"holds the figures of import {meta['import']}")
    yield from _files(folder, where, meta["files"], ("meta.json",))


def _recomputed(store: Store) -> Iterator[Finding]:
    """The current figures are the ones that the imports give."""
    number = publish.shown(store)
    if not number:
        return
    rules = load_rules(publish.DEFAULT_RULES)
    folder = store.published / publish.folder_name(number, rules)
    if not folder.is_dir():
        return
    lines = current_lines(store, number)
    for name, table in (("facts", build_facts(lines.days, rules)), ("lines", lines.table)):
        if not pq.read_table(folder / f"{name}.parquet").equals(table):
            yield Finding(where=f"published/{folder.name}/{name}.parquet", what="not what the imports give")


def _trail(store: Store, printed: tuple[audit.Head, ...]) -> Iterator[Finding]:
    broken = audit.verify(store, printed=printed)
    if broken:
        yield Finding(where=f"audit, entry {broken.number}", what=broken.reason)
        return
    told = {entry.subject: json.loads(entry.detail) for entry in _entries(store, "import")}
    for row in history.imports(store):
        if f"import {row.number}" not in told:
            yield Finding(where="audit", what=f"the trail is cut: import {row.number} is not in it")
    marks = {detail["watermark"]["name"]: detail["watermark"] for detail in told.values()}
    if marks != {source.name: source.to_json() for source in history.sources(store)}:
        yield Finding(where="ledger, sources", what="not what the imports left")
    if _cursors_told(store) != history.positions(store):
        yield Finding(where="ledger, cursors", what="not what the last look at their sources left")


def _cursors_told(store: Store) -> dict[str, Any]:
    """By source, where the trail says that the next look goes on from."""
    details = ((entry, json.loads(entry.detail)) for entry in audit.entries(store) if entry.action in CURSOR_MOVES)
    told = {
        detail["source"] if entry.action == "import" else entry.subject: detail["cursor"]
        for entry, detail in details
        if "cursor" in detail
    }
    return {source: cursor for source, cursor in told.items() if cursor is not None}


def _registers(store: Store) -> Iterator[Finding]:
    for register in REGISTERS.values():
        with store.ledger.read() as session:
            now = registers.seal(register, session)
        loads = _entries(store, register.name)
        if now != (registers.sealed(loads[-1]) if loads else registers.EMPTY):
            yield Finding(where=f"ledger, {register.name}", what="not what the last load left")


def _entries(store: Store, action: str) -> list[Audit]:
    return [entry for entry in audit.entries(store) if entry.action == action]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
