"""F54: a credential is in no message, no file, no cursor, no log, whatever way it is sent and whatever goes wrong."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from data_sources.api.authentication import Credentials
from data_sources.api.declaration import SHIPPED
from data_sources.api.declared import profile_of
from data_sources.api.spec import Basic
from data_sources.api.withheld import without
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


AWKWARD = 'p/é "w\\d+4711'
PAIR = b64encode(f"agent@example.com:{AWKWARD}".encode()).decode()
WRITTEN = {
    "plain": json.dumps(AWKWARD, ensure_ascii=False),
    "escaped": json.dumps(AWKWARD),
    "slashes": json.dumps(AWKWARD).replace("/", "\\/"),
    "every character": '"' + "".join(f"\\u{ord(each):04X}" for each in AWKWARD) + '"',
    "percent": json.dumps(quote(AWKWARD, safe="")),
    "percent, small": json.dumps(quote(AWKWARD, safe="").lower()),
    "pair": json.dumps(f"Basic {PAIR}"),
    "pair, slashes": json.dumps(PAIR).replace("/", "\\/"),
    "JSON in JSON": json.dumps(json.dumps({"password": AWKWARD})),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_page_that_repeats_a_credential_otherwise_keeps_none_of_it(written: str) -> None:
    spec = Basic.model_validate({"kind": "basic", "user": "{user}", "password": "{password}"})
    secrets = {"user": "agent@example.com", "password": AWKWARD}
    held = Credentials(spec=spec, plain={}, secrets=secrets)
    page = f'{{"user": "agent@example.com", "echo": {WRITTEN[written]}, "text": "l\\u00e9 a\\/b"}}'
    kept = held.withheld(page)
    document = json.loads(kept)
    assert "•••" in document["echo"]
    assert (document["user"], document["text"]) == ("agent@example.com", "lé a/b")
    assert not [each for each in (AWKWARD, "4711", PAIR.rstrip("=")) if each in kept or each in document["echo"]]


def test_a_short_credential_is_withheld_where_it_is_a_word_and_nowhere_by_chance() -> None:
    page = (
        '{"id": 4711, "4711": "4711", "url": "/x?key=4711&y", "text": "n° 147110", "esc": "\\u0034711", "abc": "abc"}'
    )
    assert json.loads(without(page, ["4711", "abc"])) == {
        "id": 4711,
        "4711": "•••",
        "url": "/x?key=•••&y",
        "text": "n° 147110",
        "esc": "•••",
        "abc": "abc",
    }
