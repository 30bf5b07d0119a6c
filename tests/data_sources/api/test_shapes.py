"""F23: whatever a record holds, it is a row, a quarantined row with its reason, or it was given before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.api import marks, pull, records
from data_sources.api.declared import profile_of
from data_sources.connectors import rest_api
from data_sources.errors import SourceError
from data_sources.reading import Reading, read_source
from tests.data_sources.api.cases import START, touched
from tests.data_sources.api.conftest import Pulled, fetch
from tests.data_sources.api.dialects import Dialect, Reply
from tests.data_sources.api.more_dialects import DIALECTS, Generic
from tests.data_sources.api.server import Fault, serving

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3), max_leaves=5,
)  # fmt: skip
GOOD = [Generic().shape(case) for case in list(Generic().cases.values())[:6]]
KEYS = ("id", "created_at", "replied_at", "updated_at", "status", "channel", "customer", "deleted")


def received(folder: Path, *pages: object) -> Path:
    """A file of responses, as a pull would have written it."""
    path = folder / "received.jsonl"
    request = {"resource": "resource", "method": "GET", "path": "/complaints", "query": []}
    lines = [json.dumps({"request": request, "body": json.dumps({"data": page})}) for page in pages]
    path.write_text("".join(line + "\n" for line in lines), "ascii")
    return path


def read(path: Path) -> Reading:
    return read_source(profile_of("generic", options={"base_url": "https://crm.example.com"}), path)


@st.composite
def one_changed(draw: st.DrawFn) -> dict[str, Any]:
    """A record of which some values are anything at all; or no record."""
    changed = draw(st.dictionaries(st.sampled_from(KEYS), ANY, min_size=1, max_size=3))
    return {**GOOD[0], "id": 999, **changed}


ODD = st.lists(one_changed() | ANY, min_size=1, max_size=4)
BOUNDED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(BOUNDED, max_examples=100)
@given(ODD)
def test_any_value_in_a_record_is_a_row_or_set_aside(tmp_path: Path, odd: list[Any]) -> None:
    path = received(tmp_path, [*odd, *GOOD[1:]], GOOD[1:3])
    raw = rest_api.read(path, path.read_bytes(), {"api": "generic"})
    assert raw.read == raw.table.num_rows + len(raw.rejected)
    assert all(reject.reason == "type_changed" and not reject.raw for reject in raw.rejected)
    changed = {str(each["id"]) for each in odd if isinstance(each, dict) and "id" in each}
    assert {str(row["id"]) for row in GOOD[1:]} - changed <= set(raw.table["id"].to_pylist())


@settings(BOUNDED, max_examples=8)
@given(ODD)
def test_any_value_in_a_record_is_read_or_quarantined_and_harms_no_other(tmp_path: Path, odd: list[Any]) -> None:
    reading = read(received(tmp_path, [*odd, *GOOD[1:]], GOOD[1:3]))
    counted = reading.accepted.num_rows + reading.duplicate + reading.conflict + reading.rejected.num_rows
    assert reading.read == counted
    changed = {str(each["id"]).strip() for each in odd if isinstance(each, dict) and "id" in each}
    assert {str(row["id"]) for row in GOOD[1:]} - changed <= set(reading.accepted["complaint_id"].to_pylist())


@pytest.mark.parametrize(
    ("change", "reason", "column"),
    [
        ({"id": None}, "id_missing", "complaint_id"),
        ({"id": {"value": 1}}, "type_changed", None),
        ({"id": 1.5}, "type_changed", None),
        ({"id": True}, "type_changed", None),
        ({"created_at": None}, "received_missing", "received_at"),
        ({"created_at": 1700000000}, "date_unreadable", "received_at"),
        ({"created_at": ["2025-03-03"]}, "type_changed", None),
        ({"replied_at": "yesterday"}, "date_unreadable", "replied_at"),
        ({"customer": "Camille"}, "type_changed", None),
        ({"deleted": True}, "not_a_complaint", "deleted"),
    ],
)
def test_a_record_that_cannot_be_used_says_why(
    change: dict[str, Any], reason: str, column: str | None, tmp_path: Path
) -> None:
    reading = read(received(tmp_path, [*GOOD[1:], {**GOOD[0], **change}]))
    assert [(row["reason"], row["column"], row["source_line"]) for row in reading.rejected.to_pylist()] == [
        (reason, column, 6)
    ]
    assert reading.accepted.num_rows == 5


def test_an_unknown_word_is_other_and_counted(tmp_path: Path) -> None:
    reading = read(received(tmp_path, [*GOOD[1:], {**GOOD[0], "channel": "telepathy"}]))
    assert reading.warnings["channel_other"] == 1
    assert reading.accepted.num_rows == 6


def test_a_field_that_no_record_has_stops_the_pull(tmp_path: Path) -> None:
    """F31: renamed at the source. In some records it may be missing: there it is empty."""

    def renamed(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        for row in dialect.rows(reply.document):
            row["statut"] = row.pop("status")
        return reply

    with (
        serving(Generic(), Fault(change=renamed, at=1, times=1000)) as server,
        pytest.raises(SourceError, match=r"no record has 'status'; nearest: statut"),
    ):
        fetch(server, tmp_path / "here")
    with serving(Generic(), Fault(change=renamed, at=2)) as server:
        assert {row["status"] for row in fetch(server, tmp_path / "here").rows().values()} > {None}


def test_a_part_of_a_record_is_no_record(tmp_path: Path) -> None:
    """An API that would have to be asked again for the rest of a list within the record."""

    def part(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        row = dialect.rows(reply.document)[0]
        row |= {"Incident_IncidentResolutions": [], "Incident_IncidentResolutions@odata.nextLink": "https://x/y"}
        return reply

    with (
        serving(DIALECTS["dynamics365"](), Fault(change=part)) as server,
        pytest.raises(SourceError, match="only a part of a record"),
    ):
        fetch(server, tmp_path / "here")


@pytest.mark.parametrize("cut", [1, 40, -1])
def test_a_file_of_responses_that_was_cut_is_refused(cut: int, tmp_path: Path) -> None:
    path = received(tmp_path, GOOD)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SourceError, match="was cut"):
        rest_api.read(path, path.read_bytes(), {"api": "generic"})


def test_the_file_alone_gives_the_same_rows_again(tmp_path: Path) -> None:
    with serving(Generic()) as server:
        pulled = fetch(server, tmp_path / "here")
    data = pulled.fetched.path.read_bytes()
    first, second = (rest_api.read(pulled.fetched.path, data, {"api": "generic"}) for _ in range(2))
    assert first.table.equals(second.table)
    assert first.table["__line"].to_pylist() == sorted(set(first.table["__line"].to_pylist()))


def increment(change: dict[str, Any], without: tuple[str, ...], folder: Path, touched_cases: int = 1) -> Pulled:
    """All is pulled; then some records change, and are given changed and without some keys."""
    dialect = Generic()

    def odd(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        for row in dialect.rows(reply.document):
            row |= change
            for key in without:
                row.pop(key, None)
        return reply

    with serving(dialect) as server:
        first = fetch(server, folder / "first")
        for number in range(1001, 1001 + touched_cases):
            dialect.cases[number] = touched(dialect.cases[number], START + timedelta(days=30, minutes=20))
        server.faults.append(Fault(change=odd, at=1, times=1000))
        return fetch(server, folder / "second", first.fetched.cursor)


def test_one_record_of_another_shape_in_an_increment_is_set_aside(tmp_path: Path) -> None:
    pulled = increment({"created_at": {"at": "2025-03-03"}}, (), tmp_path)
    table = pulled.table()
    assert [(each.reason, each.detail) for each in table.rejected] == [
        ("type_changed", "'created_at' is an object, not a value")
    ] * pulled.fetched.records
    assert pulled.fetched.records == table.read > 0


def test_one_record_without_a_key_that_is_left_out_when_empty_is_a_row(tmp_path: Path) -> None:
    pulled = increment({}, ("replied_at", "closed_at"), tmp_path)
    assert {row["replied_at"] for row in pulled.rows().values()} == {None}
    assert (pulled.table().rejected, pulled.table().warnings) == ((), {})


def test_a_field_that_is_gone_from_a_large_increment_is_told(tmp_path: Path) -> None:
    pulled = increment({}, ("replied_at",), tmp_path, touched_cases=24)
    assert (pulled.table().table.num_rows, pulled.table().warnings) == (24, {"missing_column:replied_at": 1})


def test_a_record_without_the_moment_of_its_change_is_set_aside(tmp_path: Path) -> None:
    table = increment({}, ("updated_at",), tmp_path).table()
    assert {(each.reason, each.detail) for each in table.rejected} == {("type_changed", "it has no 'updated_at'")}
    assert table.table.num_rows == 0


def test_judged_like_a_list_an_increment_would_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The controls: few records, and a pull that goes on."""
    monkeypatch.setattr(records, "JUDGED_FROM", 1)
    assert increment({}, ("replied_at",), tmp_path / "goes on").fetched.records
    monkeypatch.setattr(pull, "marks", SimpleNamespace(**{**vars(marks), "read": _goes_on_never}))
    with pytest.raises(SourceError, match="no record has 'replied_at'"):
        increment({}, ("replied_at",), tmp_path / "judged")


def _goes_on_never(*given: Any, **named: Any) -> marks.Mark:
    return replace(marks.read(*given, **named), goes_on=False)


def test_a_first_pull_without_the_moment_of_change_stops(tmp_path: Path) -> None:
    def gone(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        for row in dialect.rows(reply.document):
            row["changed_at"] = row.pop("updated_at")
        return reply

    with (
        serving(Generic(), Fault(change=gone, at=1, times=1000)) as server,
        pytest.raises(
            SourceError, match=r"no record has 'updated_at'; nearest: .*Correct the declaration under updated"
        ),
    ):
        fetch(server, tmp_path / "here")
