"""F60: the audit trail changed, cut, swapped, rebuilt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from store import audit
from store.home import Store
from store.verify import verify


@pytest.fixture
def trail(any_store: Store) -> Store:
    for number in range(2, 8):
        audit.append(any_store, "export", f"list {number}", {"rows": number, "où": "écran"}, actor="Zoé")
    return any_store


def test_a_trail_left_alone_is_whole(trail: Store) -> None:
    assert audit.verify(trail) is None and verify(trail) == []
    assert [entry.number for entry in audit.entries(trail)] == list(range(1, 8))
    assert audit.entries(trail)[3].actor == "Zoé"


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "detail", "previous", "hash"])
def test_a_changed_entry_is_named(trail: Store, column: str) -> None:
    value = "2020-01-01T00:00:00Z" if column == "at" else "{}"
    _sql(trail, f"UPDATE audit SET {column} = '{value}' WHERE number = 4")
    broken = audit.verify(trail)
    assert broken is not None and broken.number == 4
    assert [one.where for one in verify(trail)] == ["audit, entry 4"]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_entry_is_named(trail: Store, number: int) -> None:
    _sql(trail, f"DELETE FROM audit WHERE number = {number}")
    assert audit.verify(trail) == audit.Broken(number=number, reason=f"entry {number} is missing")


def test_a_removed_entry_is_named_though_the_rest_was_renumbered(trail: Store) -> None:
    _sql(trail, "DELETE FROM audit WHERE number = 4")
    for number in (5, 6, 7):
        _sql(trail, f"UPDATE audit SET number = {number - 1} WHERE number = {number}")
    broken = audit.verify(trail)
    assert broken is not None and broken.number == 4


def test_swapped_entries_are_named(trail: Store) -> None:
    for old, new in ((3, 99), (5, 3), (99, 5)):
        _sql(trail, f"UPDATE audit SET number = {new} WHERE number = {old}")
    broken = audit.verify(trail)
    assert broken is not None and broken.number == 3


def test_a_cut_tail_is_found_through_a_printed_head(trail: Store) -> None:
    printed = audit.head(trail)
    assert printed is not None
    _sql(trail, "DELETE FROM audit WHERE number > 5")
    assert audit.verify(trail) is None, "the chain alone can't tell"
    broken = audit.verify(trail, printed=[printed])
    assert broken is not None and broken.number == 6 and "cut" in broken.reason
    assert [one.where for one in verify(trail, printed=[printed])] == ["audit, entry 6"]


def test_a_rebuilt_trail_is_found_through_a_printed_head(trail: Store) -> None:
    printed = audit.head(trail)
    assert printed is not None
    _sql(trail, "DELETE FROM audit WHERE number > 2")
    for number in range(3, 9):
        audit.append(trail, "export", f"list {number}", actor="Zoé")
    assert audit.verify(trail) is None
    broken = audit.verify(trail, printed=[printed])
    assert broken == audit.Broken(number=7, reason="the trail was rebuilt: another hash was printed")


def test_entries_written_at_once_form_one_chain(any_store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        heads = list(pool.map(lambda number: audit.append(any_store, "look", f"view {number}"), range(24)))
    assert sorted(head.number for head in heads) == list(range(2, 26))
    assert audit.verify(any_store) is None


def _sql(store: Store, statement: str) -> None:
    with store.ledger.write() as session:
        session.execute(text(statement))
