"""Declarations are data: whole, checked, and no vendor's name is in the code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import yaml

from data_sources.api import failures
from data_sources.api.addresses import base_address, follow
from data_sources.api.declaration import SHIPPED, declaration, declaration_names
from data_sources.api.declared import profile_of
from data_sources.api.paths import MISSING, ShapeError, find, find_all, latest, parse
from data_sources.api.templates import fill
from data_sources.connectors import rest_api
from data_sources.errors import SourceError
from data_sources.profile import load_profile, parse_profile
from tests.data_sources.api.more_dialects import DIALECTS

CODE = Path(__file__).resolve().parents[3] / "data_sources"


def test_each_declaration_has_a_dialect_that_speaks_its_shapes() -> None:
    assert sorted(DIALECTS) == declaration_names()


@pytest.mark.parametrize("name", declaration_names())
def test_a_declared_api_is_a_profile_by_its_name(name: str) -> None:
    profile = load_profile(name)
    assert (profile.source, profile.connector, profile.options) == (name, "rest_api", {"api": name})
    assert {"complaint_id", "received_at", "replied_at", "closed_at", "last_event_at"} <= profile.columns.keys()
    assert profile.personal
    fields = declaration(name).api.fields
    named = [column for mapped in profile.columns.values() for column in mapped.raw_columns()]
    assert {*named, *profile.personal.values(), *profile.exclude_when} <= fields.keys()
    assert parse_profile(profile.to_yaml()) == profile


@pytest.mark.parametrize("name", declaration_names())
def test_every_credential_can_be_named_in_a_profile(name: str) -> None:
    assert {f"{part}_secret" for part in declaration(name).api.secrets} <= set(rest_api.OPTIONS)


def test_no_vendor_is_named_in_the_code() -> None:
    vendors = [name.split("_")[0] for name in declaration_names() if name != "generic"]
    texts = {path: path.read_text("utf-8").lower() for path in [*CODE.glob("api/*.py"), *CODE.glob("connectors/*.py")]}
    assert [(path.name, vendor) for path, text in texts.items() for vendor in vendors if vendor in text] == []


def test_a_profile_of_ones_own_changes_what_it_says_and_keeps_the_rest() -> None:
    profile = parse_profile("""
        source: sav
        connector: rest_api
        timezone: America/Montreal
        options: {api: zendesk, base_url: "https://sav.example.com", token_secret: SAV_TOKEN}
        columns: {replied_at: first_reply_at, acknowledged_at: null, region: group}
        personal: {verbatim: null}
    """)
    declared = load_profile("zendesk")
    assert (profile.source, profile.timezone, profile.title) == ("sav", "America/Montreal", "Zendesk Support")
    assert profile.columns["replied_at"].column == "first_reply_at"
    assert profile.columns.keys() == (declared.columns.keys() | {"region"}) - {"acknowledged_at"}
    assert profile.personal.keys() == declared.personal.keys() - {"verbatim"}
    assert parse_profile(profile.to_yaml()) == profile, "what was left out stays out"
    assert profile == profile_of(
        "zendesk",
        source="sav",
        timezone="America/Montreal",
        options={"base_url": "https://sav.example.com", "token_secret": "SAV_TOKEN"},
        columns={"replied_at": "first_reply_at", "acknowledged_at": None, "region": "group"},
        personal={"verbatim": None},
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"api": {"colour": "red"}}, "colour"),
        ({"api": {"key": "[a"}}, "cannot be read"),
        ({"api": {"resource": {"path": "/x/{secret_of_somebody}"}}}, "neither a setting, a secret nor a place"),
        ({"api": {"resource": {"path": "/x", "paging": {"style": "cursor", "size": 5}}}}, "needs paging.next"),
        ({"api": {"joins": {"x": {"side": "users", "by": "id"}}}}, "not declared under sides"),
    ],
)
def test_a_mistake_in_a_declaration_is_told(change: dict[str, dict[str, object]], words: str, tmp_path: Path) -> None:
    data = yaml.safe_load((SHIPPED / "generic.yaml").read_text("utf-8"))
    data["api"] |= change["api"]
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(data), "utf-8")
    with pytest.raises(SourceError, match=r"mine\.yaml: .*") as error:
        declaration(str(path))
    assert words in str(error.value)


DOCUMENT = {
    "a": {"b.c": 1, "none": None, "no": False},
    "list": [{"name": "x", "in": {"n": 2}, "v": "first"}, {"name": "y", "in": {"n": 3}, "v": "second"}],
    "pair": [7, "Seven"],
    "deep": [{"items": [1, 2]}, {"items": [3]}],
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a.'b.c'", 1),
        ("a.none.further", None),
        ("a.no[1]", None),
        ("a.gone", MISSING),
        ("pair[1]", "Seven"),
        ("pair[-1]", "Seven"),
        ("pair[5]", None),
        ("list[name=y].v", "second"),
        ("list[in.n=2,name=x].v", "first"),
        ("list[name=z].v", None),
    ],
)
def test_paths_find_what_they_say(path: str, value: object) -> None:
    assert find(DOCUMENT, path) == value


def test_paths_refuse_another_type_and_lists_are_lists() -> None:
    with pytest.raises(ShapeError, match="not a number"):
        find(DOCUMENT, "pair[0].x")
    with pytest.raises(ValueError, match="neither an index"):
        parse("a[x]")
    assert latest(DOCUMENT, "list[].v") == "second"
    assert latest(DOCUMENT, "a.none[].v") is None
    assert latest(DOCUMENT, "list[].gone") is MISSING
    with pytest.raises(ShapeError, match="texts alone"):
        latest(DOCUMENT, "deep[].items")
    assert find_all(DOCUMENT, "deep[].items[]") == [1, 2, 3]
    assert find_all([1], "$") == [1]
    assert find_all(DOCUMENT, "gone") is None
    assert find_all(DOCUMENT, "a") is None


def test_templates_keep_types_and_leave_out_what_has_no_value() -> None:
    template = {"limit": "{n}", "after": "{cursor}", "q": "since {t}", "args": ["{db}", [["a", ">=", "{t}"]]]}
    values = {"n": 5, "t": "now", "db": "x", "cursor": None}
    assert fill(template, values) == {"limit": 5, "q": "since now", "args": ["x", [["a", ">=", "now"]]]}


@pytest.mark.parametrize("link", ["//evil.example.com/x", "https://evil.example.com", "http://crm.example.com/x",
                                  "https://crm.example.com:8443/x", "https://a:b@crm.example.com/x"])  # fmt: skip
def test_no_link_leads_to_another_host_or_out_of_encryption(link: str) -> None:
    base = base_address("https://crm.example.com/api/")
    with pytest.raises(SourceError, match="another host"):
        follow(base, base, link)
    assert str(follow(base, base, "/api/next?page=2")) == "https://crm.example.com/api/next?page=2"


def test_retry_after_is_seconds_or_a_date() -> None:
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert failures._seconds("12") == 12
    assert 55 < (failures._seconds(in_a_minute) or 0) <= 60
    assert [failures._seconds(each) for each in (None, "", "soon")] == [None] * 3


@pytest.mark.parametrize(
    ("error", "words", "passes"),
    [
        (OSError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"), "is not trusted", False),
        (OSError("[Errno -2] Name or service not known"), "has no address", True),
        (TimeoutError("TimeoutError"), "does not answer in time", True),
        (OSError("[Errno 104] Connection reset by peer"), "broke the connection off", True),
    ],
)
def test_what_is_between_us_and_an_api_is_told_apart(error: Exception, words: str, passes: bool) -> None:
    told = failures.no_connection("crm.example.com/x", error)
    assert words in str(told)
    assert isinstance(told, failures.PassingError) == passes
