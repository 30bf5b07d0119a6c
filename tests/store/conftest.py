"""Stores of their own for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from store.home import Store, open_store
from tests.conftest import skip_or_fail

POSTGRES = os.environ.get("VIGIE_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test")


@pytest.fixture(autouse=True)
def _no_store_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIE_HOME", raising=False)
    monkeypatch.delenv("VIGIE_LEDGER", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home")


@pytest.fixture
def postgres(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty schema, set as the ledger's; the schema is dropped afterwards."""
    engine, schema = create_engine(POSTGRES), f"vigie_{uuid4().hex[:12]}"
    try:
        with engine.begin() as link:
            link.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError as error:
        skip_or_fail(f"no PostgreSQL at {make_url(POSTGRES).host}: {error.orig}")
    url = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
    monkeypatch.setenv("VIGIE_LEDGER", url.render_as_string(hide_password=False))
    yield os.environ["VIGIE_LEDGER"]
    with engine.begin() as link:
        link.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store on each kind of ledger."""
    if request.param == "postgresql":
        request.getfixturevalue("postgres")
    return open_store(tmp_path / "home")
