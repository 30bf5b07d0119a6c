"""A canary password goes through everything that can fail, and is seen nowhere."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from data_sources import secrets
from data_sources.connectors import sql_query
from data_sources.connectors.sql_query import fetch
from data_sources.databases import failures
from data_sources.errors import SourceError
from tests.data_sources.databases.conftest import Database, profile

CANARY = "Kanari-7781/x@y:z#é"
PIECES = ("Kanari", "7781", CANARY)
ESCAPED = "Kanari-7781%2Fx%40y%3Az%23%C3%A9"
URLS = {
    "wrong password": "postgresql://someone:{escaped}@127.0.0.1:5432/test",
    "wrong password on MariaDB": "mysql://someone:{escaped}@127.0.0.1:3306/test",
    "not escaped": "postgresql://someone:{canary}@127.0.0.1:5432/test",
    "not escaped on MariaDB": "mysql://someone:{canary}@127.0.0.1:3306/test",
    "not escaped, cut": "postgresql://someone:a@{canary}@127.0.0.1:5432/test",
    "no machine": "postgresql://someone:{escaped}@no-such-host.invalid/test",
    "nobody there": "mysql://someone:{escaped}@127.0.0.1:1/test",
    "no port": "postgresql://someone:{escaped}@127.0.0.1:port/test",
    "no URL": "{canary}",
    "no dialect": "nonsense://someone:{escaped}@127.0.0.1/test",
    "no driver": "mssql+pyodbc://someone:{escaped}@127.0.0.1/test",
    "in the query": "postgresql://127.0.0.1:5432/test?user=someone&password={escaped}",
    "in a file": "sqlite:///{canary}.db",
}


@pytest.fixture
def seen(folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Everything anyone could see of a failure: sentence, whole chain of exceptions, log, output, the folder."""
    caplog.set_level(logging.DEBUG)

    def _seen(**options: Any) -> str:
        with pytest.raises(SourceError) as caught:
            fetch(profile({"table": "t", **options} if "query" not in options else options), None, folder, _silent)
        shown = [str(caught.value), repr(caught.value), *traceback.format_exception(caught.value, chain=True)]
        chain = [caught.value.__cause__, caught.value.__context__]
        logged = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
        output = capfd.readouterr()
        return "\n".join([*shown, *map(repr, chain), *logged, output.out, output.err, *map(str, folder.iterdir())])

    return _seen


def _silent(_stage: str, _share: float) -> None:
    return None


@pytest.mark.parametrize("case", URLS)
def test_a_url_that_fails_shows_no_password(
    case: str, seen: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_DB_URL", URLS[case].format(canary=CANARY, escaped=ESCAPED))
    monkeypatch.setattr(sql_query, "ATTEMPTS", 2)
    shown = seen(url_secret="CRM_DB_URL")  # noqa: S106 (its name)
    assert not [piece for piece in (*PIECES, ESCAPED) if piece in shown]
    assert "crm: " in shown


def test_a_profile_with_a_password_is_refused_without_showing_it(seen: Callable[..., str]) -> None:
    for url in (
        "postgresql://someone:{escaped}@h/d",
        "mysql://h/d?password={escaped}",
        "mysql://h/d?ssl_key={escaped}",
    ):
        shown = seen(url=url.format(escaped=ESCAPED))
        assert "keep it as a credential" in shown
        assert not [piece for piece in (*PIECES, ESCAPED) if piece in shown]


@pytest.mark.postgres
def test_a_server_that_repeats_the_password_is_not_repeated(
    postgresql: Database, seen: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_PASSWORD", CANARY)
    asked = {"url": postgresql.url, "password_secret": "CRM_PASSWORD", "query": f"SELECT '{CANARY}'::int AS id"}
    shown = seen(**asked)
    assert secrets.HIDDEN in shown
    assert CANARY not in shown


@pytest.mark.postgres
def test_without_the_hiding_the_canary_would_be_seen(
    postgresql: Database, seen: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: the server does repeat it."""
    monkeypatch.setenv("CRM_PASSWORD", CANARY)
    monkeypatch.setattr(failures, "redact", lambda said: said)
    monkeypatch.setattr(sql_query, "redact", lambda said: said)
    asked = {"url": postgresql.url, "password_secret": "CRM_PASSWORD", "query": f"SELECT '{CANARY}'::int AS id"}
    assert CANARY in seen(**asked)


def test_a_driver_does_show_what_it_was_given() -> None:
    """The positive control of the URL that isn't escaped: libpq looks for a machine of that name, and says so."""
    with pytest.raises(SQLAlchemyError) as caught:
        create_engine(URLS["not escaped, cut"].format(canary="Kanari-7781")).connect()
    assert "Kanari-7781" in str(caught.value)


@pytest.mark.postgres
def test_a_password_from_a_credential_opens_the_door(
    postgresql: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_DB_URL", postgresql.url)
    found = fetch(profile({"url_secret": "CRM_DB_URL", "query": "SELECT 1 AS id"}), None, folder, _silent)
    assert (found.records, found.notes["database"]) == (1, "postgresql at 127.0.0.1:5432/test")


def test_mariadb_takes_the_password_of_a_credential(
    mariadb: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user with a password full of what a URL has to escape."""
    name = str(mariadb.engine.url.database)
    with mariadb.engine.begin() as link:
        link.execute(text("CREATE USER :name@'127.0.0.1' IDENTIFIED BY :word"), {"name": name, "word": CANARY})
        link.exec_driver_sql(f"GRANT SELECT ON `{name}`.* TO '{name}'@'127.0.0.1'")
    try:
        monkeypatch.setenv("CRM_PASSWORD", CANARY)
        known = mariadb.engine.url
        url = URL.create("mysql", name, None, known.host, known.port, name).render_as_string()
        asked = {"url": url, "password_secret": "CRM_PASSWORD", "query": "SELECT CURRENT_USER() AS id"}
        assert fetch(profile(asked), None, folder, _silent).records == 1
    finally:
        mariadb.run(f"DROP USER '{name}'@'127.0.0.1'")
