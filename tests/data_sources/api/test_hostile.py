"""Every CRM under every fault of its server: the exact set, or an error and no file. F14 to F20, F22.

That each protection is what holds this, test_protections.py shows by taking it out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from data_sources.errors import SourceError
from tests.data_sources.api.cases import START, touched
from tests.data_sources.api.conftest import fetch, truth
from tests.data_sources.api.dialects import Dialect, Reply
from tests.data_sources.api.more_dialects import DIALECTS
from tests.data_sources.api.server import (
    Fault,
    cut_connection,
    cut_json,
    reset,
    serving,
    silence,
    status,
    unnamed,
    web_page,
    web_page_as_json,
)

ALWAYS = 10_000
LATER = START + timedelta(days=30)
AN_HOUR_AGO = format_datetime(START.astimezone(), usegmt=False)


def again(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
    """The page before comes once more, in front of this one."""
    if isinstance(reply.document, list):
        reply.document = given[-1].document + reply.document
        return reply
    for key, value in reply.document.items():
        reply.document[key] = given[-1].document[key] + value if isinstance(value, list) else value
    return reply


def loops(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
    return given[1]


def renamed(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
    reply.document = dialect.broken(reply.document)
    return reply


def miscounts(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
    if "Content-Range" in reply.headers:
        place, total = reply.headers["Content-Range"].split("/")
        reply.headers["Content-Range"] = f"{place}/{int(total) + 5}"
    elif dialect.total_key in reply.document:
        reply.document[dialect.total_key] += 5
    return reply


def expires(dialect: Dialect) -> None:
    dialect.expired = True


PASSING = {
    "429, seconds": Fault(instead=status(429, Retry_After="7"), times=2),
    "429, a date gone by": Fault(instead=status(429, Retry_After=AN_HOUR_AGO)),
    "500": Fault(instead=status(500)),
    "502": Fault(instead=status(502), times=3),
    "503": Fault(instead=status(503), at=1, times=5),
    "time-out": Fault(instead=silence),
    "reset": Fault(instead=reset, times=2),
    "cut JSON": Fault(instead=cut_json, at=3),
    "cut connection": Fault(instead=cut_connection, at=3),
    "a web page": Fault(instead=web_page, at=3),
    "a web page as JSON": Fault(instead=web_page_as_json, at=3),
    "a page given twice": Fault(change=again, at=4),
}
LASTING = {
    "429": Fault(instead=status(429, Retry_After="1"), times=ALWAYS),
    "429, for a day": Fault(instead=status(429, Retry_After="86400"), times=ALWAYS),
    "503": Fault(instead=status(503), at=3, times=ALWAYS),
    "403": Fault(instead=status(403), at=3, times=ALWAYS),
    "reset": Fault(instead=reset, at=3, times=ALWAYS),
    "cut JSON": Fault(instead=cut_json, at=3, times=ALWAYS),
    "a web page": Fault(instead=web_page, at=3, times=ALWAYS),
    "not said to be JSON": Fault(instead=unnamed, at=3, times=ALWAYS),
    "pages that loop": Fault(change=loops, at=3, times=ALWAYS),
    "rows elsewhere": Fault(change=renamed, at=3, times=ALWAYS),
}


def outcome(fault: Fault, dialect: Dialect, folder: Path) -> tuple[dict[str, Any] | None, int]:
    """What was pulled, None for nothing, and how many requests it took."""
    with serving(dialect, replace(fault)) as server:
        try:
            return fetch(server, folder).rows(), server.requests
        except SourceError:
            return None, server.requests


@pytest.fixture(scope="module")
def calm() -> dict[str, Any]:
    return {}


def exact(dialect: Dialect, folder: Path, known: dict[str, Any]) -> dict[str, Any]:
    if dialect.name not in known:
        known[dialect.name] = truth(dialect, folder)
    return known[dialect.name]


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("name", DIALECTS)
def test_what_passes_changes_nothing(name: str, fault: str, tmp_path: Path, calm: dict[str, Any]) -> None:
    dialect = DIALECTS[name]()
    pulled, _ = outcome(PASSING[fault], dialect, tmp_path / "here")
    assert pulled == exact(dialect, tmp_path, calm)


@pytest.mark.parametrize("fault", LASTING)
@pytest.mark.parametrize("name", DIALECTS)
def test_what_lasts_ends_in_an_error_and_no_file(name: str, fault: str, tmp_path: Path) -> None:
    pulled, requests = outcome(LASTING[fault], DIALECTS[name](), tmp_path / "here")
    assert pulled is None
    assert requests < 100, "it ends"


@pytest.mark.parametrize("name", [name for name, dialect in DIALECTS.items() if dialect.total_key])
def test_fewer_records_than_the_api_counts_are_nothing(name: str, tmp_path: Path) -> None:
    pulled, _ = outcome(Fault(change=miscounts, at=1, times=ALWAYS), DIALECTS[name](), tmp_path / "here")
    assert pulled is None


@pytest.mark.parametrize("name", DIALECTS)
def test_a_session_that_ends_half_way_is_renewed_once(name: str, tmp_path: Path, calm: dict[str, Any]) -> None:
    dialect = DIALECTS[name]()
    pulled, _ = outcome(Fault(happens=expires, at=3), dialect, tmp_path / "here")
    if dialect.renewable:
        assert pulled == exact(dialect, tmp_path, calm)
        assert dialect.session == 2
    else:
        assert pulled is None


@pytest.mark.parametrize("name", DIALECTS)
def test_three_refusals_stop(name: str, tmp_path: Path) -> None:
    dialect = DIALECTS[name]()
    pulled, requests = outcome(Fault(happens=expires, at=3, times=ALWAYS), dialect, tmp_path / "here")
    assert pulled is None
    assert dialect.session <= 3
    assert requests <= 10


def merged(*pulls: dict[str, Any]) -> dict[str, Any]:
    """What a store knows after them: the later one says how a complaint is."""
    return {key: row for pull in pulls for key, row in pull.items()}


@pytest.mark.parametrize("one_second", [False, True], ids=["", "all of one second"])
@pytest.mark.parametrize("name", DIALECTS)
def test_nothing_is_missed_in_pages_that_move_while_they_are_read(name: str, one_second: bool, tmp_path: Path) -> None:
    """Somebody works on complaints that were read and on some that were not; two pulls know everything."""

    def work(dialect: Dialect) -> None:
        for number, minute in ((1002, 1), (1003, 2), (1020, 3)):
            dialect.cases[number] = touched(dialect.cases[number], LATER + timedelta(minutes=minute))

    dialect = DIALECTS[name]()
    if one_second:
        dialect.cases = {key: replace(case, updated=START + timedelta(days=20)) for key, case in dialect.cases.items()}
    with serving(dialect, Fault(happens=work, at=3)) as server:
        first = fetch(server, tmp_path / "first")
        second = fetch(server, tmp_path / "second", first.fetched.cursor)
    whole = truth(dialect, tmp_path)
    assert first.rows().keys() == whole.keys()
    assert merged(first.rows(), second.rows()) == whole


@pytest.mark.parametrize("name", DIALECTS)
def test_nothing_is_missed_when_a_record_is_deleted_while_pages_are_read(name: str, tmp_path: Path) -> None:
    """What comes after it moves up: none of those may slip away. That it was read before it was gone is no fault."""
    dialect = DIALECTS[name]()
    with serving(dialect, Fault(happens=lambda d: d.cases.pop(1001, None) and None, at=3)) as server:
        rows = fetch(server, tmp_path / "here").rows()
    whole = truth(dialect, tmp_path)
    assert whole.items() <= rows.items()
    assert len(rows) - len(whole) <= 1


@pytest.mark.parametrize("name", DIALECTS)
def test_a_record_of_another_shape_is_set_aside_and_the_others_stay(
    name: str, tmp_path: Path, calm: dict[str, Any]
) -> None:
    """F23: a key that is no key; the rest of its page is used."""

    def changed(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        for row in dialect.rows(reply.document):
            for key in ("id", "Id", "incidentid"):
                if str(row.get(key, "")).endswith(("1004", "1004AAA")):
                    row[key] = {"value": row[key]}
        return reply

    dialect = DIALECTS[name]()
    with serving(dialect, Fault(change=changed, at=1, times=ALWAYS)) as server:
        pulled = fetch(server, tmp_path / "here")
    whole = exact(dialect, tmp_path, calm)
    table = pulled.table()
    assert [reject.reason for reject in table.rejected] == ["type_changed"]
    assert table.read == len(whole)
    assert pulled.rows() == {key: row for key, row in whole.items() if "1004" not in key}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_second_pull_with_no_news_brings_nothing(name: str, tmp_path: Path) -> None:
    with serving(DIALECTS[name]()) as server:
        first = fetch(server, tmp_path / "first")
        second = fetch(server, tmp_path / "second", first.fetched.cursor)
        asked = len(server.asked)
        case = server.dialect.cases[1003]
        server.dialect.cases[1003] = touched(case, LATER)
        third = fetch(server, tmp_path / "third", second.fetched.cursor)
    assert (second.fetched.records, third.fetched.records > 0) == (0, True)
    assert any("1003" in key for key in third.rows())
    assert name == "glpi" or len(server.asked) - asked <= 5, "only what changed is read"
