"""F54: a credential is in no message, no file, no cursor, no log, whatever way it is sent and whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from data_sources.api.declaration import SHIPPED
from data_sources.api.declared import profile_of
from data_sources.connectors import rest_api
from data_sources.errors import SourceError
from tests.data_sources.api.conftest import fetch
from tests.data_sources.api.dialects import Ask, Dialect, Reply, basic
from tests.data_sources.api.more_dialects import DIALECTS, Generic
from tests.data_sources.api.server import Fault, reset, serving, status, web_page
from tests.data_sources.api.test_hostile import ALWAYS, expires

FAULTS = {
    "none": None,
    "503": Fault(instead=status(503), times=ALWAYS),
    "400": Fault(instead=status(400), at=1, times=ALWAYS),
    "404": Fault(instead=status(404), at=1, times=ALWAYS),
    "401": Fault(happens=expires, times=ALWAYS),
    "reset": Fault(instead=reset, times=ALWAYS),
    "web page": Fault(instead=web_page, times=ALWAYS),
}


def told(error: BaseException | None) -> Iterator[str]:
    """Everything an exception says, and those it was raised from."""
    while error is not None:
        yield f"{error!r} {error} {error.__dict__}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def everything(server: Any, folder: Path, caplog: pytest.LogCaptureFixture, **options: object) -> str:
    said = []
    try:
        pulled = fetch(server, folder, **options)
        said += [pulled.fetched.path.read_text(), str(pulled.fetched.cursor), str(pulled.fetched.notes)]
        said += [str(pulled.table()), pulled.profile.to_yaml(), pulled.profile.model_dump_json()]
    except SourceError as error:
        said += told(error)
    said += [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    return "\n".join(said)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", DIALECTS)
def test_no_canary_is_seen(name: str, fault: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    chosen = FAULTS[fault]
    with serving(DIALECTS[name](), *([chosen] if chosen else [])) as server:
        said = everything(server, tmp_path / "here", caplog)
    assert "canary" not in said
    for secret in DIALECTS[name].secrets.values():
        assert basic(secret, "X")[8:30] not in said


class KeyInAddress(Generic):
    """Takes its key in the address, and repeats the address of the next page with the key in it."""

    def admits(self, ask: Ask) -> bool:
        return ask.query.get("api_key") == "crm-canary-4711"

    def data(self, ask: Ask) -> Reply:
        reply = super().data(ask)
        if reply.document["data"]:
            query = "&".join(
                f"{key}={value}" for key, value in {**ask.query, "page": int(ask.query["page"]) + 1}.items()
            )
            reply.document["next"] = f"{self.host}/complaints?{query}"
        return reply


@pytest.fixture
def in_address(tmp_path: Path) -> Path:
    data = yaml.safe_load((SHIPPED / "generic.yaml").read_text("utf-8"))
    data["api"]["authentication"] = {"kind": "query", "name": "api_key", "value": "{token}"}
    data["api"]["resource"]["paging"] = {"style": "link", "size": 100, "next": "next", "stable": True}
    path = tmp_path / "in_address.yaml"
    path.write_text(yaml.safe_dump(data), "utf-8")
    return path


@pytest.mark.parametrize("fault", FAULTS)
def test_a_key_in_the_address_is_not_seen_either(
    fault: str, in_address: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chosen = FAULTS[fault]
    dialect: Dialect = KeyInAddress()
    with serving(dialect, *([chosen] if chosen else [])) as server:
        said = everything(server, tmp_path / "here", caplog, api=str(in_address))
        assert "canary" not in said
        assert (tmp_path / "here" / "received.jsonl").exists() == (fault == "none")


def test_the_canary_would_be_seen_in_the_log(
    in_address: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the HTTP library itself logs whole addresses, and this test looks where they would be."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("httpx2"), "level", logging.DEBUG)
    logging.getLogger("httpx2").manager._clear_cache()  # type: ignore[attr-defined]
    with serving(KeyInAddress()) as server:
        assert "canary" in everything(server, tmp_path / "here", caplog, api=str(in_address))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"base_url": "https://agent:pass-canary@crm.example.com"}, "holds a credential"),
        ({"base_url": "http://crm.example.com"}, "without encryption"),
        ({"base_url": "crm.example.com"}, "no URL"),
        ({"base_url": "ftp://crm.example.com"}, "without encryption"),
        ({"token_secret": "NOT_THERE"}, "the credential NOT_THERE is not there"),
        ({"token_secret": "pass-canary"}, "cannot name a credential"),
        ({"settings": {"projet": "SAV"}}, "no setting 'projet'"),
        ({"start": "soon"}, "no date"),
        ({"api": "zendsk"}, "nearest: zendesk"),
    ],
)
def test_what_a_profile_may_not_say(options: dict[str, object], words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        api = str(options.pop("api", "zendesk"))
        profile = profile_of(api, options={"base_url": "https://crm.example.com", **options})
        rest_api.fetch(profile, None, tmp_path, lambda stage, share: None)


def test_a_setting_cannot_end_the_text_it_stands_in(tmp_path: Path) -> None:
    own = {"base_url": "https://x.example.com", "settings": {"project": 'SAV" OR project = "HR'}}
    with pytest.raises(SourceError, match="holds a quote"):
        rest_api.fetch(profile_of("jira_service_management", options=own), None, tmp_path, lambda stage, share: None)


def test_the_address_comes_from_the_environment_that_the_declaration_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data_sources.profile import load_profile

    profile = load_profile("zendesk")
    with pytest.raises(SourceError, match="set the environment variable ZENDESK_URL"):
        rest_api.fetch(profile, None, tmp_path, lambda stage, share: None)
    with serving(DIALECTS["zendesk"]()) as server:
        monkeypatch.setenv("ZENDESK_URL", server.url)
        assert rest_api.fetch(profile, None, tmp_path, lambda stage, share: None).records == 24
