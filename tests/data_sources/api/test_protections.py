"""Each protection of the client, and what happens without it: every scenario holds, and fails once its guard is out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_sources.api import addresses, authentication, client, failures, latest, paging, pull, records
from data_sources.errors import SourceError
from tests.data_sources.api.cases import START, iso, touched
from tests.data_sources.api.conftest import fetch, truth
from tests.data_sources.api.dialects import Dialect, Reply
from tests.data_sources.api.more_dialects import DIALECTS
from tests.data_sources.api.server import Fault, cut_json, serving, status
from tests.data_sources.api.test_hostile import ALWAYS, LATER, again, expires, loops, miscounts, renamed

Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass
class World:
    """What a scenario may use."""

    folder: Path
    waits: list[float]
    patch: pytest.MonkeyPatch

    def limits(self, **changes: Any) -> None:
        self.patch.setattr(pull, "LIMITS", replace(pull.LIMITS, **changes))


def asked_again(world: World) -> None:
    dialect = DIALECTS["zendesk"]()
    with serving(dialect, Fault(instead=status(503), times=3)) as server:
        assert fetch(server, world.folder).rows() == truth(dialect, world.folder / "calm")


def waits_as_long_as_asked(world: World) -> None:
    with serving(DIALECTS["salesforce"](), Fault(instead=status(429, Retry_After="41"))) as server:
        fetch(server, world.folder)
    assert 41.0 in world.waits


def never_waits_for_a_day(world: World) -> None:
    with (
        serving(DIALECTS["salesforce"](), Fault(instead=status(429, Retry_After="86400"), times=ALWAYS)) as server,
        pytest.raises(SourceError, match="asks to wait 86400 seconds"),
    ):
        fetch(server, world.folder)
    assert max(world.waits, default=0) < 3600


def waits_grow_and_end(world: World) -> None:
    with serving(DIALECTS["hubspot"](), Fault(instead=status(503), times=ALWAYS)) as server:
        with pytest.raises(SourceError):
            fetch(server, world.folder)
        assert server.requests < 10
    backoffs = [wait for wait in world.waits if wait > 0.9]
    assert len(backoffs) >= 3
    assert max(backoffs) <= 61


def half_a_document_is_none(world: World) -> None:
    dialect = DIALECTS["zendesk"]()
    with serving(dialect, Fault(instead=cut_json, at=3)) as server:
        assert fetch(server, world.folder).rows() == truth(dialect, world.folder / "calm")


def a_loop_is_seen(world: World) -> None:
    with (
        serving(DIALECTS["zendesk"](), Fault(change=loops, at=3, times=ALWAYS)) as server,
        pytest.raises(SourceError, match="leads back to a page"),
    ):
        fetch(server, world.folder)


def the_same_page_on_and_on_ends(world: World) -> None:
    world.limits(pages=200)
    with serving(DIALECTS["generic"](), Fault(change=loops, at=3, times=ALWAYS)) as server:
        with pytest.raises(SourceError):
            fetch(server, world.folder)
        assert server.requests < 60


def pages_without_end_end(world: World) -> None:
    """New records for ever."""
    world.limits(pages=50)
    number = [2000]

    def grows(dialect: Dialect) -> None:
        number[0] += 1
        at = START + timedelta(days=20, seconds=number[0])
        dialect.cases[number[0]] = replace(dialect.cases[1001], id=number[0], updated=at)

    dialect = DIALECTS["generic"]()
    dialect.limit = 1
    with serving(dialect, Fault(happens=grows, at=1, times=150)) as server, pytest.raises(SourceError, match="no end"):
        fetch(server, world.folder)


def counted_once(world: World) -> None:
    with serving(DIALECTS["salesforce"](), Fault(change=again, at=4)) as server:
        pulled = fetch(server, world.folder)
    assert pulled.fetched.notes["repeated_records"] == "5"
    assert "several_versions_newest_kept" not in pulled.fetched.notes
    assert pulled.table().read == pulled.fetched.records == 24


def the_newer_version_stays(world: World) -> None:
    """An old version of a record comes after the new one, as from a replica that lags behind."""

    def lags(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        old = replace(dialect.cases[1001], updated=START - timedelta(days=1), state="new")
        reply.document["records"].append(dialect.shape(old))
        reply.document["totalSize"] += 0
        return reply

    with serving(DIALECTS["salesforce"](), Fault(change=lags, at=4)) as server:
        pulled = fetch(server, world.folder)
    assert pulled.rows()["5001001AAA"]["status"] == "Open"
    assert pulled.table().notes["several_versions_newest_kept"] == "1"


def lists_with_an_end_are_read_beyond_it(world: World) -> None:
    """A search that never gives more than a few results: its filter moves on."""
    dialect = DIALECTS["hubspot"]()
    dialect.found_at_most = 10  # type: ignore[attr-defined]
    with serving(dialect) as server:
        assert fetch(server, world.folder).rows() == truth(dialect, world.folder / "calm")


def what_slips_between_pages_is_found(world: World) -> None:
    def work(dialect: Dialect) -> None:
        dialect.cases[1002] = touched(dialect.cases[1002], LATER)

    dialect = DIALECTS["generic"]()
    dialect.cases = {key: replace(case, updated=START + timedelta(days=20)) for key, case in dialect.cases.items()}
    with serving(dialect, Fault(happens=work, at=3)) as server:
        assert fetch(server, world.folder).rows().keys() == truth(dialect, world.folder / "calm").keys()


def what_moves_up_is_found(world: World) -> None:
    dialect = DIALECTS["glpi"]()
    with serving(dialect, Fault(happens=lambda d: d.cases.pop(1001, None) and None, at=3)) as server:
        rows = fetch(server, world.folder).rows()
    assert truth(dialect, world.folder / "calm").keys() <= rows.keys()


def fewer_than_told_is_nothing(world: World) -> None:
    with (
        serving(DIALECTS["salesforce"](), Fault(change=miscounts, at=1, times=ALWAYS)) as server,
        pytest.raises(SourceError, match="miscounts"),
    ):
        fetch(server, world.folder)


def rows_that_are_elsewhere_are_not_none(world: World) -> None:
    with (
        serving(DIALECTS["salesforce"](), Fault(change=renamed, at=3, times=ALWAYS)) as server,
        pytest.raises(SourceError, match="holds no list at 'records'"),
    ):
        fetch(server, world.folder)


def a_field_that_is_gone_is_not_empty(world: World) -> None:
    def gone(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        for row in dialect.rows(reply.document):
            row["Closed"] = row.pop("ClosedDate")
        return reply

    with (
        serving(DIALECTS["salesforce"](), Fault(change=gone, at=1, times=ALWAYS)) as server,
        pytest.raises(SourceError, match="no record has 'ClosedDate'"),
    ):
        fetch(server, world.folder)


def a_session_is_renewed(world: World) -> None:
    dialect = DIALECTS["salesforce"]()
    with serving(dialect, Fault(happens=expires, at=3)) as server:
        assert fetch(server, world.folder).rows() == truth(dialect, world.folder / "calm")


def _elsewhere(world: World, change: Callable[[str], Callable[..., Reply]], name: str) -> None:
    with serving(DIALECTS["generic"]()) as other, serving(DIALECTS[name]()) as server:
        server.faults.append(Fault(change=change(other.url), at=2, times=ALWAYS))
        with pytest.raises(SourceError, match="another host"):
            fetch(server, world.folder)
        assert other.requests == 0


def redirects_stay_on_the_host(world: World) -> None:
    def away(url: str) -> Callable[..., Reply]:
        return lambda dialect, reply, given: Reply(status=302, document={}, headers={"Location": f"{url}/complaints"})

    _elsewhere(world, away, "zendesk")


def links_stay_on_the_host(world: World) -> None:
    def away(url: str) -> Callable[..., Reply]:
        return lambda dialect, reply, given: Reply(
            document={"value": [], "@odata.nextLink": f"{url}/complaints?page=1"}
        )

    _elsewhere(world, away, "dynamics365")


def a_page_too_large_is_refused(world: World) -> None:
    world.limits(page_bytes=2000)
    with serving(DIALECTS["zendesk"]()) as server, pytest.raises(SourceError, match="a page of more than"):
        fetch(server, world.folder)


def a_pull_ends_in_time(world: World) -> None:
    """The waits that an API asks for are counted, too."""
    world.limits(whole_pull=30.0)
    fault = Fault(instead=status(429, Retry_After="100"), times=ALWAYS)
    with serving(DIALECTS["salesforce"](), fault) as server, pytest.raises(SourceError):
        fetch(server, world.folder)
    assert max(world.waits, default=0) < 31


def no_more_requests_a_minute_than_declared(world: World) -> None:
    with serving(DIALECTS["zendesk"]()) as server:
        fetch(server, world.folder)
        assert len([wait for wait in world.waits if wait > 5]) >= server.requests - 1


def one_record_of_the_year_2099_hides_nothing(world: World) -> None:
    dialect = DIALECTS["generic"]()
    dialect.cases[1005] = touched(dialect.cases[1005], datetime(2099, 1, 1))
    with serving(dialect) as server:
        first = fetch(server, world.folder / "first")
        dialect.cases[1006] = touched(dialect.cases[1006], LATER)
        second = fetch(server, world.folder / "second", first.fetched.cursor)
    assert second.rows()["1006"]["updated_at"] == iso(LATER)


def what_repeats_a_credential_does_not_keep_it(world: World) -> None:
    def echoes(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        reply.document["tickets"][0]["description"] = "token: zd-canary-4711"
        return reply

    with serving(DIALECTS["zendesk"](), Fault(change=echoes)) as server:
        pulled = fetch(server, world.folder)
    assert b"canary" not in pulled.fetched.path.read_bytes()


def _lenient(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except ValueError:
        return {"tickets": [], "after_cursor": "x", "end_of_stream": True}


def _lets_all_go_on(self: paging.Pager, answer: Any, keys: Any) -> Any:
    if not keys:
        return None
    self._offset += len(keys)
    return self._call({"offset": self._offset, "last": self._offset + self.paging.size - 1, "cursor": None})


def _takes_all(self: latest.Latest, record: Any) -> bool:
    self.digests[record.digest] = ""
    return True


def _limit(**changes: Any) -> Patch:
    """Takes a limit out; scenarios that set it themselves are set free by the attribute they read."""
    return lambda patch: patch.setattr(pull, "LIMITS", replace(pull.LIMITS, **changes))


def _set(owner: object, name: str, value: object) -> Patch:
    return lambda patch: patch.setattr(owner, name, value)


CONTROLS: dict[Callable[[World], None], Patch] = {
    asked_again: _limit(attempts=1),
    waits_as_long_as_asked: _set(failures, "_seconds", lambda text: None),
    never_waits_for_a_day: _limit(retry_after_most=1e9, whole_pull=1e9),
    waits_grow_and_end: _limit(attempts=30),
    half_a_document_is_none: _set(client, "parse_json", _lenient),
    a_loop_is_seen: _set(paging.Pager, "_once", lambda self, mark: mark),
    the_same_page_on_and_on_ends: _set(pull.Reading, "_refuse_endless", lambda self, stale: None),
    pages_without_end_end: _set(World, "limits", lambda self, **changes: None),
    counted_once: _set(
        latest.Latest, "take", lambda self, record: bool(self.digests.update({record.digest: ""})) or True
    ),
    the_newer_version_stays: _set(latest, "_is_older", lambda moment, other: False),
    lists_with_an_end_are_read_beyond_it: _set(pull.Reading, "_slid", lambda self, pager, since, taken: None),
    what_slips_between_pages_is_found: _set(paging.Pager, "can_skip", False),
    what_moves_up_is_found: _set(paging.Pager, "_after_offset", _lets_all_go_on),
    fewer_than_told_is_nothing: _set(pull.Reading, "_check_totals", lambda self: None),
    rows_that_are_elsewhere_are_not_none: _set(records.Records, "rows", lambda self, name, document: []),
    a_field_that_is_gone_is_not_empty: _set(records.Records, "check", lambda self: None),
    a_session_is_renewed: _set(authentication.Credentials, "renewable", False),
    redirects_stay_on_the_host: _set(addresses, "_same_origin", lambda base, url: url),
    links_stay_on_the_host: _set(addresses, "_same_origin", lambda base, url: url),
    a_page_too_large_is_refused: _set(World, "limits", lambda self, **changes: None),
    a_pull_ends_in_time: _set(World, "limits", lambda self, **changes: None),
    no_more_requests_a_minute_than_declared: _set(client.Client, "_pace", lambda self: None),
    one_record_of_the_year_2099_hides_nothing: _set(pull, "believable", lambda moment: True),
    what_repeats_a_credential_does_not_keep_it: _set(authentication.Credentials, "withheld", lambda self, text: text),
}


@pytest.fixture
def world(tmp_path: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path / "here", waits, monkeypatch)


@pytest.mark.parametrize("scenario", CONTROLS, ids=lambda scenario: scenario.__name__)
def test_it_holds(scenario: Callable[[World], None], world: World) -> None:
    scenario(world)


@pytest.mark.parametrize("scenario", CONTROLS, ids=lambda scenario: scenario.__name__)
def test_it_is_the_protection_that_holds_it(scenario: Callable[[World], None], world: World) -> None:
    CONTROLS[scenario](world.patch)
    with pytest.raises((AssertionError, SourceError, KeyError, pytest.fail.Exception)):
        scenario(world)
