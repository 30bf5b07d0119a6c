"""How far a database or an API was read: moved with the import that read it, and gone where somebody else wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from data_sources.profile import Profile
from data_sources.remote import Cursor
from store import audit, history, tables
from store.home import Store


def move_cursor(store: Store, profile: Profile, position: Cursor | None) -> None:
    """Go on from there next time, without an import: nothing new was there. The trail tells of a move."""
    if position is None or history.position(store, profile) == position:
        return
    with store.ledger.write() as session:
        session.merge(_row(profile, position))
        audit.add(session, "cursor", profile.source, {"cursor": dict(position)})


def moved(session: Session, profile: Profile, position: Cursor | None) -> dict[str, Any]:
    """Within an import's transaction: the cursor goes on with what was fetched. After an import by hand it is gone, so
    that the next look reads everything, and the source has the last word. What the audit trail says of it."""
    if position is not None:
        session.merge(_row(profile, position))
        return {"cursor": dict(position)}
    before = session.get(tables.Cursor, profile.source)
    if before is None:
        return {}
    session.delete(before)
    return {"cursor": None}


def _row(profile: Profile, position: Cursor) -> tables.Cursor:
    return tables.Cursor(
        source=profile.source, profile_digest=profile.digest, position=dict(position), moved_at=datetime.now(UTC)
    )
