"""A cursor is worth for one account, one address and one way of reading its records; else all is read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from data_sources.api import pull
from data_sources.api.declaration import SHIPPED
from data_sources.connectors import rest_api
from data_sources.profile import Profile, profile_from
from data_sources.remote import Cursor, Fetched
from tests.data_sources.api.more_dialects import DIALECTS, Generic
from tests.data_sources.api.server import serving


def declared(path: Path, **changes: Any) -> Profile:
    """A profile of one's own declaration, the address left to the environment."""
    data = yaml.safe_load((SHIPPED / "generic.yaml").read_text("utf-8"))
    data["api"] |= changes
    path.write_text(yaml.safe_dump(data), "utf-8")
    return profile_from({"source": "mine", "connector": "rest_api", "options": {"api": str(path)}}, "mine")


def fetched(profile: Profile, cursor: Cursor | None, folder: Path) -> Fetched:
    folder.mkdir(exist_ok=True)
    return rest_api.fetch(profile, cursor, folder, lambda stage, share: None)


def two_accounts(tmp_path: Path, patch: pytest.MonkeyPatch) -> Fetched:
    """What is read of a second account, by the cursor of the first one."""
    profile = declared(tmp_path / "mycrm.yaml")
    with serving(Generic()) as one, serving(Generic()) as other:
        patch.setenv("CRM_URL", one.url)
        first = fetched(profile, None, tmp_path / "first")
        assert fetched(profile, first.cursor, tmp_path / "again").records == 0
        patch.setenv("CRM_URL", other.url)
        return fetched(profile, first.cursor, tmp_path / "second")


def test_another_address_is_read_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_accounts(tmp_path, monkeypatch).records == 24


def test_without_its_identity_the_other_account_would_be_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "identity", lambda api, here: "the same")
    assert two_accounts(tmp_path, monkeypatch).records == 0


FIELDS = yaml.safe_load((SHIPPED / "generic.yaml").read_text("utf-8"))["api"]["fields"]


@pytest.mark.parametrize(
    ("changes", "records"),
    [
        ({"fields": {**FIELDS, "name": {"path": "customer.email", "optional": True}}}, 24),
        ({"since": {"overlap_minutes": 11}}, 24),
        ({"headers": {"X-View": "all"}}, 24),
        ({"rate_per_minute": 61}, 0),
        ({}, 0),
    ],
)
def test_a_corrected_declaration_reads_all_again(
    changes: dict[str, Any], records: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Generic()) as server:
        monkeypatch.setenv("CRM_URL", server.url)
        first = fetched(declared(tmp_path / "mycrm.yaml"), None, tmp_path / "first")
        again = fetched(declared(tmp_path / "mycrm.yaml", **changes), first.cursor, tmp_path / "second")
    assert again.records == records


def test_a_setting_from_the_environment_is_of_the_identity_and_a_credential_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mycrm.yaml"
    profile = declared(path, settings={"desk": "$CRM_DESK"})
    with serving(Generic()) as server:
        monkeypatch.setenv("CRM_URL", server.url)
        monkeypatch.setenv("CRM_DESK", "north")
        first = fetched(profile, None, tmp_path / "first")
        monkeypatch.setattr(Generic, "admits", lambda self, ask: True)
        monkeypatch.setenv("CRM_TOKEN", "another-canary-0815")
        assert fetched(profile, first.cursor, tmp_path / "same").records == 0
        monkeypatch.setenv("CRM_DESK", "south")
        assert fetched(profile, first.cursor, tmp_path / "other").records == 24
    assert first.cursor is not None
    assert not {"crm-canary-4711", *DIALECTS["generic"].secrets} & set(map(str, first.cursor.values()))
