"""A CRM into the store: pulled, pulled again, changed, failing; what the store holds is what the CRM says."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from data_sources.api import pull as api_pull
from data_sources.errors import SourceError
from store.home import Store
from store.pull import pull
from store.sources import connect, connected
from store.verify import verify
from tests.data_sources.api.cases import START, touched
from tests.data_sources.api.conftest import LIMITS, profile_for
from tests.data_sources.api.dialects import Dialect, Reply
from tests.data_sources.api.more_dialects import DIALECTS
from tests.data_sources.api.server import Fault, serving, status


@pytest.fixture(autouse=True)
def _asked_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setattr(api_pull, "LIMITS", LIMITS)
    for name, value in DIALECTS["zendesk"].secrets.items():
        monkeypatch.setenv(name, value)


def test_a_crm_is_read_on_from_where_the_last_import_ended(store: Store) -> None:
    with serving(DIALECTS["zendesk"]()) as server:
        profile = profile_for(server)
        first = pull(store, profile)
        assert (first.number, first.new, first.rejected) == (1, 22, 2)
        assert pull(store, profile).number is None, "nothing changed, nothing imported"
        server.dialect.cases[1003] = touched(server.dialect.cases[1003], START + timedelta(days=30))
        third = pull(store, profile)
        assert (third.number, third.new, third.updated) == (2, 0, 1)
    assert verify(store) == []


def test_a_pull_that_fails_leaves_the_store_and_the_next_goes_on(store: Store) -> None:
    with serving(DIALECTS["zendesk"](), Fault(instead=status(503), at=3, times=6)) as server:
        with pytest.raises(SourceError, match="nothing was imported"):
            pull(store, profile_for(server))
        assert pull(store, profile_for(server)).new == 22
    written = b"".join(path.read_bytes() for path in Path(store.home).rglob("*") if path.is_file())
    assert b"zd-canary" not in written


def test_a_connected_crm_keeps_its_own_columns(store: Store) -> None:
    with serving(DIALECTS["zendesk"]()) as server:
        profile = profile_for(server)
        connect(store, profile)
        assert connected(store, "zendesk") == profile


def test_one_record_of_another_shape_is_quarantined_and_the_next_pull_goes_on(store: Store) -> None:
    def odd(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        for row in dialect.rows(reply.document):
            row["created_at"] = {"at": row["created_at"]}
        return reply

    with serving(DIALECTS["zendesk"]()) as server:
        profile = profile_for(server)
        pull(store, profile)
        server.dialect.cases[1003] = touched(server.dialect.cases[1003], START + timedelta(days=30))
        server.faults.append(Fault(change=odd, at=len(server.asked) + 1, times=1))
        second = pull(store, profile)
        assert (second.number, second.new, second.updated, second.rejected) == (2, 0, 0, 1)
        server.dialect.cases[1004] = touched(server.dialect.cases[1004], START + timedelta(days=31))
        assert pull(store, profile).updated == 1
