"""What was written in a register and taken back: gone from charts, whole in the audit trail. On both ledgers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpi.errors import KpiError
from store import audit
from store.annotations import load_annotations, read_annotations
from store.context import histories_of
from store.errors import StoreError
from store.home import Store
from store.rebases import load_rebases, read_rebases
from store.verify import verify
from store.withdrawals import entries, withdraw

NOTES = "day,text,author,metric\n2024-03-04,Strike,J. Petit,\n2024-03-05,Fire,J. Petit,volume\n"
MOVED = "metric,period,reason,author\nvolume,2024-03,Two desks became one,A. Martin\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.csv"
    path.write_text(NOTES, encoding="utf-8")
    return path


@pytest.fixture
def kept(any_store: Store, notes: Path, tmp_path: Path) -> Store:
    (tmp_path / "rebases.csv").write_text(MOVED, encoding="utf-8")
    load_annotations(any_store, notes)
    load_rebases(any_store, tmp_path / "rebases.csv")
    return any_store


def identifier(store: Store, kind: str, **said: str) -> str:
    (found,) = (one.id for one in entries(store, kind) if said.items() <= one.said.items())
    return found


def test_what_is_withdrawn_is_on_no_chart_and_whole_in_the_audit_trail(kept: Store) -> None:
    before = audit.entries(kept)
    taken = withdraw(kept, "annotations", identifier(kept, "annotations", text="Strike"), " wrong day ", actor="A. B.")
    assert taken.said["text"] == "Strike"
    assert [one.text for one in histories_of(kept)("volume", ()).annotations] == ["Fire"]
    *same, last = audit.entries(kept)
    assert [one.hash for one in same] == [one.hash for one in before]
    detail = json.loads(last.detail)
    assert (last.action, last.actor, last.subject) == ("annotations", "A. B.", f"withdrawal of {taken.id}")
    assert (detail["reason"], detail["withdrawn"]) == ("wrong day", taken.said)
    assert detail["withdrawn"]["author"] == "J. Petit" and detail["withdrawn"]["day"] == "2024-03-04"
    assert verify(kept) == []


def test_a_withdrawn_rebase_leaves_the_limits_as_they_were(kept: Store) -> None:
    assert len(histories_of(kept)("volume", ()).rebases) == 1
    withdraw(kept, "rebases", identifier(kept, "rebases", period="2024-03"), "they did not merge")
    assert histories_of(kept)("volume", ()).rebases == ()
    assert read_rebases(kept).num_rows == 0
    assert verify(kept) == []


def test_the_same_file_does_not_bring_back_what_was_withdrawn(kept: Store, notes: Path) -> None:
    withdraw(kept, "annotations", identifier(kept, "annotations", text="Fire"), "it was a drill")
    with pytest.raises(StoreError) as refused:
        load_annotations(kept, notes)
    assert str(refused.value) == ("notes.csv, line 3: was withdrawn: it was a drill. Leave it out, or word it anew.")
    notes.write_text(NOTES.replace("Fire", "Fire drill"), encoding="utf-8")
    assert load_annotations(kept, notes) == 2
    assert read_annotations(kept)["text"].to_pylist() == ["Strike", "Fire drill"]
    assert verify(kept) == []


def test_an_identifier_is_of_what_is_said_and_of_one_register(kept: Store) -> None:
    every = [one.id for kind in ("annotations", "rebases") for one in entries(kept, kind)]
    assert len(set(every)) == len(every) == 3
    assert every == [one.id for kind in ("annotations", "rebases") for one in entries(kept, kind)]


@pytest.mark.parametrize(
    ("kind", "reason", "error", "message"),
    [
        ("annotations", " ", StoreError, "needs a reason of 1 to 500 characters"),
        ("annotations", "x" * 501, StoreError, "needs a reason of 1 to 500 characters"),
        ("annotations", "why", StoreError, "no annotations with the identifier 'none'; `vigie withdraw annotations`"),
        ("actions", "why", StoreError, "actions are not withdrawn; correct the file and load it again"),
        ("exposures", "why", StoreError, "exposures are not withdrawn"),
        ("annotation", "why", KpiError, "nearest: 'annotations'"),
    ],
)
def test_what_can_not_be_withdrawn_is_refused_and_changes_nothing(
    kept: Store, kind: str, reason: str, error: type[Exception], message: str
) -> None:
    before = len(audit.entries(kept))
    with pytest.raises(error, match=message):
        withdraw(kept, kind, "none", reason)
    assert len(audit.entries(kept)) == before
    assert read_annotations(kept).num_rows == 2
