"""Turns imports into what is read: facts under a rule set, and lines, of every complaint as known at an import.

A published folder never changes, and is whole or absent. It can be deleted: it is published again when asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from kpi import facts
from kpi.rules import RuleSet, load_rules
from store import files, history, lock
from store.errors import BusyError, DamagedError, NoRoomError, UnwritableError
from store.home import Store
from store.lines import LINES_VERSION, current_lines

DEFAULT_RULES = "house"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Facts and lines of one import under one rule set. `behind` says why a newer import is not shown, if one isn't."""

    import_no: int
    folder: Path
    rules: RuleSet = field(compare=False)
    meta: dict[str, Any] = field(compare=False)
    behind: str | None = field(default=None, compare=False)

    @property
    def facts(self) -> Path:
        return self.folder / "facts.parquet"

    @property
    def lines(self) -> Path:
        return self.folder / "lines.parquet"

    @property
    def last_event(self) -> date | None:
        """The last local day on which anything is known to have happened."""
        day = self.meta["last_event"]
        return date.fromisoformat(day) if day else None


def published(store: Store, rules: str = DEFAULT_RULES, as_known_at: int | None = None) -> Published | None:
    """The facts under a rule set, as known at an import (the last one by default); None in an empty store.

    Publishes what is missing. DamagedError if the files aren't what was published; KpiError for unknown rules.
    """
    behind = None
    if as_known_at is None:
        number, behind = _latest(store)
    else:
        number = history.known_number(store, as_known_at)
    if not number:
        return None
    found = load_rules(rules)
    folder = store.published / folder_name(number, found)
    if not folder.is_dir():
        with _publishing(store):
            _build(store, number, found)
    return _open(number, folder, found, behind)


def advance(store: Store, arrived: pa.Table | None = None) -> None:
    """Publish the last import and point to it; `arrived` are its accepted rows, where they are still in memory.

    The caller holds the publish lock.
    """
    number = history.last_number(store)
    if not number:
        return
    rules = load_rules(DEFAULT_RULES)
    folder = _build(store, number, rules, arrived)
    files.replace_json(_sealed({"import": number, "rules": rules.name, "folder": folder.name}), _pointer(store))


def folder_name(number: int, rules: RuleSet) -> str:
    """Changes with the import, the rules, and the way that facts and lines are made."""
    made = f"{rules.digest} facts {facts.VERSION} lines {LINES_VERSION}"
    name = re.sub(r"\W+", "-", Path(rules.name).stem)
    return f"{number:06d}-{name}-{hashlib.sha256(made.encode()).hexdigest()[:8]}"


def _latest(store: Store) -> tuple[int, str | None]:
    """The last import that is published, publishing one that a crash left out. Never waits for a running import."""
    last, current = history.last_number(store), shown(store)
    if last == current:
        return last, None
    try:
        with _publishing(store, wait=0.0 if current else lock.PATIENCE_SECONDS):
            advance(store)
    except BusyError:
        return current, None
    except (NoRoomError, UnwritableError) as error:
        if not current:
            raise
        return current, str(error)
    return last, None


def shown(store: Store) -> int:
    """The import that the pointer names; 0 before the first."""
    if not _pointer(store).exists():
        return 0
    return int(_unsealed(_pointer(store), "delete it, it is written again when figures are read.")["import"])


def _pointer(store: Store) -> Path:
    return store.published / "current.json"


@contextmanager
def _publishing(store: Store, *, wait: float = lock.PATIENCE_SECONDS) -> Iterator[None]:
    with files.room("no figures were published.", store.home), lock.held(store.publish_lock, wait=wait):
        yield


def _build(store: Store, number: int, rules: RuleSet, arrived: pa.Table | None = None) -> Path:
    """Write a folder aside and give it its name. The caller holds the publish lock."""
    final = store.published / folder_name(number, rules)
    if final.is_dir():
        return final
    lines = current_lines(store, number, arrived)
    aside = files.new_aside(store.published, "publishing")
    with ThreadPoolExecutor() as pool:
        shown = pool.submit(files.write_table, lines.table, aside / "lines.parquet")
        parts = {"facts.parquet": files.write_table(facts.build_facts(lines.days, rules), aside / "facts.parquet")}
    parts["lines.parquet"] = shown.result()
    meta = {
        "format": 1,
        "import": number,
        "rules": {"name": rules.name, "version": rules.version, "digest": rules.digest},
        "files": {name: part.to_json() for name, part in parts.items()},
        "complaints": lines.table.num_rows,
        "sources": lines.sources,
        "last_event": max((one["last_event"] for one in lines.sources.values() if one["last_event"]), default=None),
    }
    files.write_json(_sealed(meta), aside / "meta.json")
    files.place(aside, final)
    return final


def _open(number: int, folder: Path, rules: RuleSet, behind: str | None) -> Published:
    meta = read_meta(folder)
    if meta["import"] != number or meta["rules"]["digest"] != rules.digest:
        raise DamagedError(f"{folder}: holds other figures than its name says; delete it, it is published again.")
    found = Published(import_no=number, folder=folder, rules=rules, meta=meta, behind=behind)
    check(found, "facts.parquet")
    return found


def read_meta(folder: Path) -> dict[str, Any]:
    """What a published folder says of itself. DamagedError if it isn't what was written."""
    return _unsealed(folder / "meta.json", f"delete the folder {folder.name}, it is published again.")


def _sealed(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "digest": _digest(content)}


def _unsealed(path: Path, remedy: str) -> dict[str, Any]:
    content = files.read_json(path, remedy)
    if content.pop("digest", None) != _digest(content):
        raise DamagedError(f"{path}: damaged, not what was written; {remedy}")
    return content


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def check(found: Published, name: str) -> None:
    """DamagedError unless the file is what was published."""
    remedy = f"delete the folder {found.folder.name}, it is published again."
    files.check(found.folder / name, found.meta["files"][name]["sha256"], remedy)
