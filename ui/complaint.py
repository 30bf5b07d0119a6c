"""One complaint: what happened when, between the days that were promised. Says what the record says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pyarrow.compute as pc

from charts.words import Words
from kpi.measure import Query
from ui import data
from ui.show import Event, Tone

EVENTS = (
    *("sent_at", "received_at", "registered_at", "acknowledged_at", "owned_at", "promise_made_at", "replied_at"),
    *("resolved_at", "closed_at", "reopened_at", "mediator_at", "last_event_at"),
)
PROMISED = ("ack_due", "due", "renewed_due")
KEPT_BY = {"ack_due": ("acknowledged_at", "replied_at"), "due": ("replied_at",), "renewed_due": ("replied_at",)}
ABOUT = ("state", "channel", "motive", "sub_motive", "product", "region", "site", "handler_team", "status", "severity")
CODED = ("state", "channel")


def record(shown: data.Snapshot, query: Query, complaint_id: str, source: str) -> dict[str, Any]:
    """The complaint's line among those of the overdue; empty if it is no longer there."""
    table = data.lines_of(shown, query.metrics[0], "denominator", query)
    mine = pc.and_(pc.equal(table["complaint_id"], complaint_id), pc.equal(table["source"], source))
    rows = table.filter(mine).to_pylist()
    return rows[0] if rows else {}


def events(words: Words, row: Mapping[str, Any], as_of: date, supplies: frozenset[str]) -> tuple[Event, ...]:
    """What was known on the day, in order; what was promised for a day after what happened on it.

    A promise of an acknowledgement stands only where the export says when one was sent.
    """
    known = {name: _day(row[name]) for name in EVENTS if row.get(name) and _day(row[name]) <= as_of}
    happened = [Event(day=day, text=words(f"complaint.{name}")) for name, day in known.items()]
    promises = [name for name in PROMISED if row.get(name) and (name != "ack_due" or "acknowledged_at" in supplies)]
    promised = [_promise(words, name, _day(row[name]), known, as_of) for name in promises]
    today = Event(day=as_of, text=words("complaint.as_of"))
    return tuple(sorted((*happened, *promised, today), key=lambda one: (one.day, one.promised)))


def _promise(words: Words, name: str, due: date, known: Mapping[str, date], as_of: date) -> Event:
    """Kept by the reply; that of an acknowledgement by whichever of the two came first."""
    answers = [known[one] for one in KEPT_BY[name] if one in known]
    late = (min(answers, default=as_of) - due).days
    said = f" · {words.plural('complaint.late', late)}" if late > 0 else ""
    tone = Tone.BREACH if late > 0 else Tone.NEUTRAL
    return Event(day=due, text=f"{words(f'complaint.{name}')}{said}", promised=True, tone=tone)


def about(words: Words, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is known of it, by name."""
    found = [(name, str(row[name])) for name in ABOUT if row.get(name)]
    return [(_label(words, name), words.value(name, value) if name in CODED else value) for name, value in found]


def _label(words: Words, name: str) -> str:
    return words.known(f"column.{name}", words.known(f"canonical.{name}", name))


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
