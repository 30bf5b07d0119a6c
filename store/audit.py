"""The audit trail: append-only, each entry sealed with the one before it.

A changed, removed or swapped entry is named by `verify`. A tail cut off, or a whole trail rebuilt, is found by
comparing with a `Head` that was printed in a report.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from store.tables import Audit

if TYPE_CHECKING:
    from store.home import Store

ORIGIN = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry: print it where the trail's keeper can't change it."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first entry that isn't what was written."""

    number: int
    reason: str


def append(store: Store, action: str, subject: str, detail: dict[str, Any] | None = None, *, actor: str = "") -> Head:
    """Record in a transaction of its own that somebody did something."""
    with store.ledger.write() as session:
        return add(session, action, subject, detail, actor=actor)


def add(session: Session, action: str, subject: str, detail: dict[str, Any] | None = None, *, actor: str = "") -> Head:
    """Record within a transaction: the entry exists if what it tells of does."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))
    last = session.scalar(select(Audit).order_by(Audit.number.desc()).limit(1))
    entry = Audit(
        number=last.number + 1 if last else 1,
        at=datetime.now(UTC).replace(microsecond=0),
        actor=actor or _user(),
        action=action,
        subject=subject,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
        previous=last.hash if last else ORIGIN,
    )
    entry.hash = _seal(entry)
    session.add(entry)
    session.flush()
    return Head(number=entry.number, hash=entry.hash)


def entries(store: Store) -> tuple[Audit, ...]:
    with store.ledger.read() as session:
        return tuple(session.scalars(select(Audit).order_by(Audit.number)))


def head(store: Store) -> Head | None:
    """The last entry, None in a store where nothing has happened."""
    with store.ledger.read() as session:
        last = session.scalar(select(Audit).order_by(Audit.number.desc()).limit(1))
        return Head(number=last.number, hash=last.hash) if last else None


def first(store: Store) -> str | None:
    """The subject of the first entry, which names the store."""
    with store.ledger.read() as session:
        return session.scalar(select(Audit.subject).where(Audit.number == 1))


def verify(store: Store, *, printed: Iterable[Head] = ()) -> Broken | None:
    """The first bad entry, None if the trail is whole and passes through every `printed` head."""
    trail = entries(store)
    previous = ORIGIN
    for number, entry in enumerate(trail, start=1):
        if entry.number != number:
            return Broken(number=number, reason=f"entry {number} is missing")
        if entry.previous != previous:
            return Broken(number=number, reason="it does not follow the entry before it")
        if entry.hash != _seal(entry):
            return Broken(number=number, reason="its content was changed")
        previous = entry.hash
    return next((found for head in printed if (found := _astray(trail, head))), None)


def _astray(trail: tuple[Audit, ...], head: Head) -> Broken | None:
    if head.number > len(trail):
        return Broken(number=len(trail) + 1, reason=f"the trail is cut: entry {head.number} was printed once")
    if trail[head.number - 1].hash != head.hash:
        return Broken(number=head.number, reason="the trail was rebuilt: another hash was printed")
    return None


def _seal(entry: Audit) -> str:
    content = [entry.number, entry.at.isoformat(), entry.actor, entry.action, entry.subject, entry.detail]
    return sha256([entry.previous, *content])


def sha256(content: list[Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
