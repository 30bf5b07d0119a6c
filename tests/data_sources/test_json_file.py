"""JSON exports: every shape, every digit, every damage with its line; records or a sentence, never something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.connector import LINE, RawTable, connector_for, read_raw
from data_sources.errors import SourceError
from data_sources.profile import parse_profile
from data_sources.propose import propose
from data_sources.reading import read_source

from .conftest import Write

LISTED = '[\n {"id": 1, "a": {"b": "x"}},\n\n {"id": 2, "tags": ["u", 1.50]}\n]\n'


def raw(content: str | bytes, name: str = "claims.json", **options: object) -> RawTable:
    data = content.encode() if isinstance(content, str) else content
    path = Path(name)
    return read_raw(path, data, connector_for(path, data), options)


def rows(found: RawTable) -> list[dict[str, object]]:
    return found.table.to_pylist()


def test_objects_in_objects_are_columns_with_dotted_names_and_lists_stay_json() -> None:
    assert rows(raw(LISTED)) == [
        {"id": "1", "a.b": "x", "tags": None, LINE: 2},
        {"id": "2", "a.b": None, "tags": '["u", 1.50]', LINE: 4},
    ]


@pytest.mark.parametrize(
    "number", ["12345678901234567890123", "0.10", "1e400", "-0", "5.000000000000000000001", "9" * 5000]
)
def test_a_number_keeps_every_digit(number: str) -> None:
    (row,) = rows(raw(f'[{{"n": {number}, "in": [{number}]}}]'))
    assert (row["n"], row["in"]) == (number, f"[{number}]")


def test_null_is_missing_booleans_are_words_and_text_is_not_a_number() -> None:
    (row,) = rows(raw('[{"a": null, "b": true, "c": false, "d": "007", "e": ""}]'))
    assert row == {"a": None, "b": "true", "c": "false", "d": "007", "e": "", LINE: 1}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"total": 1, "results": [{"id": 1}]}', "results"),
        ('{"jsonrpc": "2.0", "id": 7, "result": [{"id": 1}]}', "result"),
        ('{"meta": {"page": 1}, "data": {"items": [{"id": 1}]}}', "data.items"),
        ('{"records": [{"id": 1}], "page": {"warnings": [{"w": 1}]}}', "records"),
    ],
)
def test_the_one_list_of_an_envelope_holds_the_records(text: str, where: str) -> None:
    found = raw(text)
    assert (found.notes["rows"], [row["id"] for row in rows(found)]) == (where, ["1"])


def test_an_object_with_a_key_and_fields_of_its_own_is_one_record_with_its_lists() -> None:
    ticket = {
        "id": 1,
        "subject": "s",
        "status": 2,
        "type": "q",
        "priority": 1,
        "spam": False,
        "attachments": [{"id": 9}],
    }
    (row,) = rows(raw(json.dumps(ticket)))
    assert (row["id"], row["attachments"]) == ("1", '[{"id": 9}]')


def test_of_several_lists_one_has_to_be_named() -> None:
    text = '{"open": [{"id": 1}], "closed": [{"id": 2}]}'
    with pytest.raises(SourceError, match=r"several lists \(open, closed\).*options\.rows"):
        raw(text)
    assert [row["id"] for row in rows(raw(text, rows="closed"))] == ["2"]
    with pytest.raises(SourceError, match="nearest: closed"):
        raw(text, rows="close")


def test_lines_of_json_are_read_one_by_one_and_a_damaged_one_is_set_aside() -> None:
    text = '{"id": 1}\n\n{"id": 2, "x": }\n[3]\n{"id": 4}\n{"id'
    found = raw(text, "claims.jsonl")
    assert [(row["id"], row[LINE]) for row in rows(found)] == [("1", 1), ("4", 5)]
    assert [(reject.line, reject.reason) for reject in found.rejected] == [
        (3, "json_damaged"), (4, "json_no_object"), (6, "json_damaged"),
    ]  # fmt: skip
    assert "line 3, column 16" in found.rejected[0].detail and found.read == 5
    assert len(rows(raw('{"id": 1}\n{"id": 2}\n'))) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"id": 1},\n {"id": 2,]', "line 2, column 11"),
        ('[{"id": 1}\n {"id": 2}]', "line 2, column 2"),
        ('[{"id": 1}', "line 1"),
        ('[{"id": 1}]\n]', "line 2, column 1 .something follows"),
        ('[{"id": NaN}]', "NaN is no JSON number"),
        ('[\n{"a": 1,\n "a": 2}]', "names 'a' twice"),
        ('[{"a": {"b": 1}, "a.b": 2}]', "two values for 'a.b'"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"a": ' + '{"a": ' * 20 + "1" + "}" * 21 + "]", "nests more than 16 objects"),
        ("[]", "holds no record"),
        ('{"results": []}', "holds no record"),
        ("7", "single value"),
        ('{"__line": 1}', "two values for '__line'"),
        (b'[{"a": "\xff"}]', "not UTF-8 text at line 1"),
        (json.dumps([{f"c{n}": 1 for n in range(2001)}]), "more than 2000 different fields"),
    ],
)
def test_what_is_no_plain_json_is_refused_with_its_place(text: str | bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as error:
        raw(text)
    assert "\n" not in str(error.value)


def test_other_encodings_and_marks_of_order_are_read() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-32"):
        assert rows(raw('[{"é": "ü"}]'.encode(encoding)))[0]["é"] == "ü"
    assert rows(raw('[{"a": "\\ud800x"}]'))[0]["a"] == "\ufffdx"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.json", b"", "json_file"),
        ("a.JSONL", b"", "json_file"),
        ("a.ndjson", b"", "json_file"),
        ("received.bin", b'\xef\xbb\xbf \n[{"a": 1}]', "json_file"),
        ("a.csv", b"[x],y\n", "csv_file"),
        ("a", b"id;b\n", "csv_file"),
    ],
)
def test_the_connector_is_chosen_by_name_then_by_content(name: str, data: bytes, expected: str) -> None:
    assert connector_for(Path(name), data) == expected


def test_a_proposal_names_the_list_it_read_and_imports_it(write: Write) -> None:
    tickets = [{"id": n, "created_at": f"2025-01-{n + 10}T10:00:00Z", "status": "open"} for n in range(3)]
    path = write(json.dumps({"count": 3, "tickets": tickets}), "tickets.json")
    proposal = propose(path)
    assert (proposal.profile.connector, proposal.profile.options) == ("json_file", {"rows": "tickets"})
    assert parse_profile(proposal.profile.to_yaml()) == proposal.profile
    assert read_source(proposal.profile, path).accepted.num_rows == 3


scalars = (
    st.none() | st.booleans() | st.text(max_size=5) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
plain_records = st.lists(st.dictionaries(st.sampled_from("abcd"), scalars, min_size=1), min_size=1, max_size=5)


@given(plain_records, st.sampled_from([None, 1]))
def test_every_record_comes_back_with_the_values_it_had(records: list[dict[str, object]], indent: int | None) -> None:
    found = rows(raw(json.dumps(records, indent=indent)))
    assert len(found) == len(records)
    for row, record in zip(found, records, strict=True):
        for name, value in record.items():
            shown = None if value is None else value if isinstance(value, str) else json.dumps(value)
            assert row[name] == (shown if shown is None else shown.encode("utf-8", "replace").decode())


@given(st.binary(max_size=60) | st.text(alphabet='[]{}",:1ae \n', max_size=60).map(str.encode))
def test_whatever_the_bytes_it_is_read_or_refused(data: bytes) -> None:
    try:
        found = raw(data)
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        assert found.read == found.table.num_rows + len(found.rejected)
