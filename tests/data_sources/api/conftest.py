"""Pulling from a CRM on loopback, with real limits but no waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from data_sources.api import pull
from data_sources.api.declared import profile_of
from data_sources.connector import LINE, RawTable
from data_sources.connectors import rest_api
from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.remote import Cursor, Fetched
from tests.data_sources.api.dialects import Dialect
from tests.data_sources.api.more_dialects import DIALECTS
from tests.data_sources.api.server import Server

LIMITS = replace(pull.LIMITS, read=0.25, connect=1.0, whole_pull=600.0)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every wait that was asked for, none of them waited."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(pull, "LIMITS", LIMITS)
    for dialect in DIALECTS.values():
        for name, value in {**dialect.secrets, **dialect.environment}.items():
            monkeypatch.setenv(name, value)
    return waited


@dataclass
class Pulled:
    fetched: Fetched
    profile: Profile

    def table(self) -> RawTable:
        return rest_api.read(self.fetched.path, self.fetched.path.read_bytes(), self.profile.options)

    def rows(self) -> dict[str, dict[str, Any]]:
        """The raw rows by their key; the order in which they came is not theirs."""
        rows = self.table().table.drop_columns([LINE]).to_pylist()
        assert len({row["id"] for row in rows}) == len(rows)
        return {row["id"]: row for row in rows}


def profile_for(server: Server, **options: object) -> Profile:
    settings = {"authority": server.url} if server.dialect.name == "dynamics365" else {}
    own = {"base_url": server.url, **({"settings": settings} if settings else {}), **options}
    return profile_of(server.dialect.name, options=own)


def fetch(server: Server, folder: Path, cursor: Cursor | None = None, **options: object) -> Pulled:
    """A pull; whatever happens, the folder holds the whole file or nothing."""
    profile = profile_for(server, **options)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    try:
        fetched = rest_api.fetch(profile, cursor, folder, lambda stage, share: None)
    except SourceError:
        assert list(folder.iterdir()) == []
        raise
    assert list(folder.iterdir()) == [fetched.path]
    return Pulled(fetched, profile)


def truth(dialect: Dialect, tmp_path: Path) -> dict[str, dict[str, Any]]:
    """The rows that this CRM would give if it were asked in peace, in one page."""
    from tests.data_sources.api.server import serving

    calm = type(dialect)()
    calm.cases, calm.limit = dict(dialect.cases), 10_000
    with serving(calm) as server:
        return fetch(server, tmp_path / "calm").rows()


Truth = Callable[[Dialect, Path], dict[str, dict[str, Any]]]
