"""What the dates of a complaint say of each other: received, then answered, then closed; open ones not closed yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.days import days_of, is_turned, share_before
from data_sources.errors import SourceError
from data_sources.matching import Found, Match
from data_sources.naming import name_likeness, rank
from data_sources.survey import Column
from data_sources.vocabulary import state_of

_FEW = 0.1
_CLEARLY = 0.02
_RECEPTION = 0.8
_LATER = ("acknowledged_at", "promised_at", "replied_at", "resolved_at", "closed_at", "last_event_at")
_SAME = 0.5
_ONE_ROW_EACH = 0.95

Days = Mapping[str, pa.Array]


def related(columns: Mapping[str, Column], found: Found) -> Found:
    """The matches, after what their dates say about each other."""
    days = {c.name: days_of(c) for c in columns.values() if c.proof.is_date and c.proof.formats}
    found = _two_receptions(days, found)
    reception = _raw(found, "received_at")
    if reception not in days:
        return found
    doubted = {raw: _ordered(match, days, reception) for raw, match in found.items()}
    doubted[reception] = _swapped(doubted[reception], days, doubted)
    return _open_ones(columns, doubted)


def _raw(found: Found, canonical: str) -> str:
    return next((match.raw for match in found.values() if match.canonical == canonical), "")


def _two_receptions(days: Days, found: Found) -> Found:
    """Of two dates that are both named like the reception, the earlier is it; the other is the registration."""
    first = _raw(found, "received_at")
    others = [name for name in days if name not in found and name_likeness(name, "received_at") >= _RECEPTION]
    if first not in days or not others or _raw(found, "registered_at"):
        return found
    second = min(others, key=lambda name: (rank(name, "received_at"), name))
    if share_before(days[second], days[first]) > share_before(days[first], days[second]):
        first, second = second, first
    if share_before(days[second], days[first]) > _CLEARLY or not share_before(days[first], days[second]):
        return found
    why = f"of '{first}' and '{second}' it comes"
    question = f"Was the complaint received on '{first}', and registered or passed on on '{second}'?"
    both = {
        raw: Match(raw=raw, canonical=name, confidence=0.7, why=f"{why} {order}", question=question)
        for raw, name, order in ((first, "received_at", "first"), (second, "registered_at", "second"))
    }
    return {**found, **both}


def _ordered(match: Match, days: Days, reception: str) -> Match:
    """A date that mostly comes before the reception is doubted."""
    if match.canonical not in _LATER or match.raw not in days:
        return match
    before = share_before(days[match.raw], days[reception])
    if before <= _FEW:
        some = f", though {before:.0%} of its dates come before '{reception}'" if before else ""
        return replace(match, why=match.why + some)
    return replace(
        match,
        confidence=round(match.confidence * 0.5, 2),
        why=f"{match.why}, but {before:.0%} of its dates come before '{reception}'",
        question=f"Is '{match.raw}' {match.canonical}, or is '{reception}' not the reception?",
    )


def _swapped(match: Match, days: Days, found: Found) -> Match:
    """A second column of the same days, some with day and month changed places: one of the two is wrong."""
    own = days[match.raw]
    for name, other in days.items():
        if name in found:
            continue
        differing = pc.sum(pc.not_equal(own, other)).as_py() or 0
        turned = pc.sum(pc.and_(pc.not_equal(own, other), is_turned(own, other))).as_py() or 0
        if turned and turned >= 0.9 * differing and differing < _SAME * len(own):
            return replace(
                match,
                confidence=min(match.confidence, 0.7),
                twin=name,
                why=f"{match.why}; '{name}' has day and month changed places on {turned} rows",
                question=f"'{name}' and '{match.raw}' are the same day but on {turned} rows, where day and month have "
                f"changed places: is '{match.raw}' the right one?",
            )
    return match


def _open_ones(columns: Mapping[str, Column], found: Found) -> Found:
    """What is still open has no date of closing; but every event of a log has the last one's."""
    status, closing, key = (_raw(found, name) for name in ("status", "closed_at", "complaint_id"))
    if not status or not closing or not key or columns[key].uniqueness < _ONE_ROW_EACH:
        return found
    states = {text: state_of(text) for text in columns[status].distinct.to_pylist()}
    still_open = pc.is_in(columns[status].texts, value_set=pa.array(_open(states), pa.string()))
    dates = columns[closing].texts.filter(still_open)
    if not len(dates) or not columns[closing].filled:
        return found
    match, share = found[closing], 1 - dates.null_count / len(dates)
    if share <= _FEW:
        return {**found, closing: replace(match, why=f"{match.why}; rows that are open have none")}
    doubt = f"{share:.0%} of the rows whose '{status}' is open have a '{closing}': is it the date of closing?"
    return {**found, closing: replace(match, confidence=round(match.confidence * 0.7, 2), question=doubt)}


def _open(states: Mapping[str, str | None]) -> list[str]:
    return [text for text, state in states.items() if state == "open"]


def refuse_contradiction(name: str, column: Column, lines: pa.ChunkedArray) -> None:
    """A mapped date column in which two orders of day and month are proven."""
    if column.proof.contradiction is None:
        return
    one, other = (
        f"'{text}' at line {lines[pc.index(column.texts, text).as_py()]}" for text in column.proof.contradiction
    )
    raise SourceError(
        f"{name}: column '{column.name}' mixes two orders of day and month ({one}, {other}), so none of its dates "
        "is sure; export it with one order, or declare its format in a profile and the others are set aside."
    )
