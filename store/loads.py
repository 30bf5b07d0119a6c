"""Registers from any source: a file by hand, a watched file, a database or an API.

A source of a register names its columns as the register does (a query can rename them); it is read whole each time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from data_sources.connector import read_bytes, read_raw
from data_sources.profile import Profile
from kpi.errors import unknown
from store import registers
from store.actions import REGISTER as ACTIONS
from store.annotations import REGISTER as ANNOTATIONS
from store.errors import StillGrowingError, StoreError
from store.exposures import REGISTER as EXPOSURES
from store.files import sha256_of
from store.home import Store
from store.pull import pulled
from store.rebases import REGISTER as REBASES
from store.receive import at_rest, printable
from store.registers import Register
from store.tables import Audit

REGISTERS: dict[str, Register[Any]] = {one.name: one for one in (EXPOSURES, ACTIONS, ANNOTATIONS, REBASES)}
Progress = Callable[[str, float], None]


def load(store: Store, name: str, path: Path) -> int:
    """Add a file to the register of that name; see `store.registers.load`."""
    return registers.load(store, register(name), path)


def register(name: str) -> Register[Any]:
    """The register of that name; KpiError with the nearest where there is none."""
    if name not in REGISTERS:
        raise unknown("kind of register", name, REGISTERS)
    return REGISTERS[name]


def version(store: Store) -> int:
    """Changes whenever a register does: the number of the last entry of the audit trail about one; 0 before any."""
    asked = select(func.max(Audit.number)).where(Audit.action.in_(REGISTERS))
    with store.ledger.read() as session:
        return session.scalar(asked) or 0


def load_new(store: Store, profile: Profile, path: Path) -> int:
    """Add a watched file, unless its last load had the same bytes: then 0. StoreError as for any load,
    StillGrowingError for a file that may still be written."""
    kind = register(profile.register_ or "")
    if path.is_file():
        if not at_rest(path):
            raise StillGrowingError(f"{path.name}: still being written; it is loaded once it is complete.")
        if sha256_of(path) == _loaded(store, kind, path):
            return 0
    return registers.load(store, kind, path)


def load_fetched(store: Store, profile: Profile, progress: Progress) -> int:
    """Ask the profile's database or API for the whole register and add it; 0 where it says what it said before.

    SourceError if it can't be read, StoreError with the row if a row is wrong; nothing is taken in then.
    """
    kind = register(profile.register_ or "")
    with pulled(store, profile, None, progress) as fetched:
        if not fetched.records or sha256_of(fetched.path) == _loaded(store, kind, fetched.path):
            return 0
        raw = read_raw(fetched.path, read_bytes(fetched.path), profile.connector, profile.options)
        try:
            return registers.load_lines(store, kind, fetched.path, registers.raw_lines(kind, profile.source, raw))
        except StoreError as error:
            raise StoreError(f"{profile.source}: {error}") from None


def _loaded(store: Store, kind: Register[Any], path: Path) -> str | None:
    """The SHA-256 of the last file of that name that was loaded into a register, from the audit trail."""
    asked = select(Audit.detail).where(Audit.action == kind.name, Audit.subject == printable(path.name))
    with store.ledger.read() as session:
        last = session.scalar(asked.order_by(Audit.number.desc()).limit(1))
    return json.loads(last).get("sha256") if last else None
