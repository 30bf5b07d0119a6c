"""Whatever an answer, a credential or a date holds: a SourceError of one true sentence, or a whole pull."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from data_sources.api import client, failures
from data_sources.api.authentication import Credentials
from data_sources.api.declared import profile_of
from data_sources.api.moments import believable, rewound
from data_sources.connectors import rest_api
from data_sources.errors import SourceError
from tests.data_sources.api.conftest import fetch
from tests.data_sources.api.dialects import Dialect, Reply
from tests.data_sources.api.more_dialects import DIALECTS, Generic
from tests.data_sources.api.server import Fault, serving, status
from tests.data_sources.api.test_hostile import ALWAYS

ODD = ["clé-canary-4711", "crm-canary€", "crm-canary\n4711", "crm-canary-4711 ", "crm-\x00canary"]


@pytest.mark.parametrize("token", ODD)
def test_a_credential_that_no_header_can_carry_is_named(
    token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.environ", {"CRM_TOKEN": token})
    with (
        serving(Generic()) as server,
        pytest.raises(SourceError, match="the credential CRM_TOKEN holds characters that no header can carry") as error,
    ):
        fetch(server, tmp_path / "here")
    assert server.requests == 0
    assert "canary" not in str(error.value)


@pytest.mark.parametrize("token", ODD[:3])
def test_without_the_check_the_sentence_would_be_another(
    token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.environ", {"CRM_TOKEN": token})
    monkeypatch.setattr(Credentials, "check", lambda self, headers: None)
    with serving(Generic()) as server, pytest.raises(SourceError) as error:
        fetch(server, tmp_path / "here")
    assert "CRM_TOKEN" not in str(error.value)
    assert "canary" not in str(error.value)


@pytest.mark.parametrize(
    "value", ["\u00b2", "soon", "-1", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "9" * 400]
)
def test_a_retry_after_that_is_no_number_is_none(value: str, tmp_path: Path) -> None:
    with (
        serving(DIALECTS["zendesk"](), Fault(instead=status(429, Retry_After=value), times=ALWAYS)) as server,
        pytest.raises(SourceError, match="asks for fewer requests"),
    ):
        fetch(server, tmp_path / "here")
    assert failures._seconds(value) in (None, float("inf"))


def test_moments_before_any_clock_are_no_mark(tmp_path: Path) -> None:
    def unset(dialect: Dialect, reply: Reply, given: list[Reply]) -> Reply:
        for row in dialect.rows(reply.document):
            row["updated_at"] = "0001-01-01T00:05:00Z"
        return reply

    with serving(Generic(), Fault(change=unset, at=1, times=ALWAYS)) as server:
        first = fetch(server, tmp_path / "first").fetched
        assert first.records == 24
        assert fetch(server, tmp_path / "second", first.cursor).fetched.records == 0
    assert not believable(datetime(1, 1, 1, 0, 5))
    assert rewound(datetime(1, 1, 1, 0, 5), 10, local=True) == datetime.min


def test_what_nobody_foresaw_is_one_sentence_without_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("crm-canary-4711 Camille Dupont")

    monkeypatch.setattr(client, "parse_json", breaks)
    with serving(Generic()) as server, pytest.raises(SourceError, match=r"can't be read \(RuntimeError\)") as error:
        fetch(server, tmp_path / "here")
    assert "canary" not in str(error.value) and "Camille" not in str(error.value)
    assert error.value.__context__ is None
    path = tmp_path / "received.jsonl"
    monkeypatch.setattr(rest_api, "raw_table", breaks)
    with pytest.raises(SourceError, match=r"received\.jsonl can't be read \(RuntimeError\)"):
        rest_api.read(path, b"", profile_of("generic").options)
