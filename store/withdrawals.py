"""Takes back what somebody wrote in a register: it leaves the register, and stays in the audit trail with the reason.

Nothing is erased: the trail is append-only, and holds every word of what was withdrawn, by whom, when and why.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kpi.errors import unknown
from store import audit, registers
from store.annotations import REGISTER as ANNOTATIONS
from store.errors import StoreError
from store.home import Store
from store.rebases import REGISTER as REBASES
from store.registers import Register
from store.tables import Base

REGISTERS: dict[str, Register[Any]] = {"annotations": ANNOTATIONS, "rebases": REBASES}
CORRECTED = ("actions", "exposures")
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a register, and the identifier by which it can be withdrawn: the same as long as it is the same."""

    id: str
    said: dict[str, object]


def entries(store: Store, kind: str) -> tuple[Entry, ...]:
    """What can be withdrawn of a kind. StoreError for one whose rows are corrected by loading them again."""
    register = _register(kind)
    with store.ledger.read() as session:
        return tuple(_entry(register, row) for row in registers.all_rows(register, session))


def withdraw(store: Store, kind: str, identifier: str, reason: str, *, actor: str = "") -> Entry:
    """Take one row back, for a reason that is kept with it. All of it in one transaction, or nothing."""
    register, why = _register(kind), reason.strip()
    if not 0 < len(why) <= LONGEST:
        raise StoreError(f"a withdrawal needs a reason of 1 to {LONGEST} characters; say why with --reason.")
    with store.ledger.write() as session:
        row = _found(register, session, identifier)
        taken = _entry(register, row)
        session.delete(row)
        session.flush()
        detail = {"withdrawn": taken.said, "reason": why, "all": registers.seal(register, session)}
        audit.add(session, register.name, f"withdrawal of {taken.id}", detail, actor=actor)
    return taken


def _register(kind: str) -> Register[Any]:
    if kind in CORRECTED:
        raise StoreError(f"{kind} are not withdrawn; correct the file and load it again: the same key replaces a row.")
    if kind not in REGISTERS:
        raise unknown("kind of register that rows can be withdrawn from", kind, REGISTERS)
    return REGISTERS[kind]


def _found(register: Register[Any], session: Session, identifier: str) -> Base:
    rows: dict[str, Base] = {_entry(register, row).id: row for row in registers.all_rows(register, session)}
    if identifier not in rows:
        raise StoreError(
            f"no {register.name} with the identifier '{identifier}'; `vigie withdraw {register.name}` lists them."
        )
    return rows[identifier]


def _entry(register: Register[Any], row: Base) -> Entry:
    said = registers.said(register, row)
    told = json.dumps([register.name, *(said[name] for name in register.key)], ensure_ascii=False)
    return Entry(id=hashlib.sha256(told.encode()).hexdigest()[:8], said=said)
