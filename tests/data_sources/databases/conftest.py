"""Databases of their own for each test: a real PostgreSQL, a real MariaDB, a file of SQLite."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pytest
import stamina
import yaml
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from data_sources.connectors.sql_query import fetch, read
from data_sources.profile import Profile, parse_profile
from data_sources.remote import Cursor, Fetched, Progress
from tests.conftest import skip_or_fail

POSTGRES = os.environ.get("VIGIE_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test")
MARIADB = (
    os.environ.get("VIGIE_TEST_MARIADB", ""),
    "mysql+pymysql://root@127.0.0.1:3306/",
    "mysql+pymysql://root@localhost/?unix_socket=/run/mysqld/mysqld.sock",
)
KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres), "mariadb")
WITH_PASSWORD: set[str] = set()
COLUMNS = {"complaint_id": "id", "received_at": "received"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An empty database; `url` is what a profile says, `engine` is how the test fills it."""

    kind: str
    url: str
    engine: Engine

    def run(self, *statements: str) -> None:
        """Each in one transaction with the others, as written: colons and per cents are their own."""
        with self.engine.begin() as link:
            for statement in statements:
                link.exec_driver_sql(statement if self.kind == "sqlite" else statement.replace("%", "%%"))

    def fill(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        names = ", ".join(f":{name}" for name in rows[0])
        with self.engine.begin() as link:
            link.execute(text(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({names})"), list(rows))

    def scalar(self, statement: str) -> Any:
        with self.engine.connect() as link:
            return link.scalar(text(statement))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    fetched: Fetched
    table: pa.Table

    @property
    def rows(self) -> list[dict[str, str | None]]:
        return self.table.drop_columns("__line").to_pylist()

    @property
    def ids(self) -> list[str]:
        return sorted(self.table["id"].to_pylist())


Ask = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _without_pauses() -> Iterator[None]:
    """Attempts follow each other at once; how many there are is the product's own number."""
    with stamina.set_testing(True, attempts=99, cap=True):
        yield


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as link:
        link.exec_driver_sql("PRAGMA journal_mode=DELETE")
        link.exec_driver_sql("VACUUM")
    return Database(kind="sqlite", url=url, engine=engine)


@pytest.fixture
def postgresql() -> Iterator[Database]:
    server, schema = create_engine(POSTGRES, poolclass=NullPool), f"vigie_{uuid4().hex[:12]}"
    try:
        with server.begin() as link:
            link.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError as error:
        skip_or_fail(f"no PostgreSQL at {make_url(POSTGRES).host}: {error.orig}")
    url = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}", "application_name": schema})
    shown = _shown(url)
    yield Database(kind="postgresql", url=shown, engine=create_engine(url, poolclass=NullPool))
    with server.begin() as link:
        link.execute(text(f"DROP SCHEMA {schema} CASCADE"))


@pytest.fixture
def mariadb() -> Iterator[Database]:
    url, schema = _mariadb(), f"vigie_{uuid4().hex[:12]}"
    server = create_engine(url, poolclass=NullPool)
    with server.begin() as link:
        link.execute(text(f"CREATE DATABASE {schema} CHARACTER SET utf8mb4"))
    url = url.set(database=schema)
    shown = _shown(url)
    yield Database(kind="mariadb", url=shown, engine=create_engine(url, poolclass=NullPool))
    with server.begin() as link:
        link.execute(text(f"DROP DATABASE {schema}"))


def _shown(url: URL) -> str:
    text = url.render_as_string(hide_password=False)
    if url.password:
        WITH_PASSWORD.add(text)
    return text


def _mariadb() -> URL:
    """The first that answers; skipped, saying so, where none does."""
    reasons = []
    for url in filter(None, MARIADB):
        try:
            create_engine(url, poolclass=NullPool).connect().close()
        except OperationalError as error:
            reasons.append(str(error.orig))
        else:
            return make_url(url)
    pytest.skip(f"no MariaDB (set VIGIE_TEST_MARIADB to its URL): {'; '.join(reasons)}")
    raise AssertionError("unreachable")


def profile(options: Mapping[str, Any], **other: Any) -> Profile:
    """A profile with these options; a test server's own password goes through a credential, like anybody's."""
    if options.get("url") in WITH_PASSWORD:
        os.environ["VIGIE_TEST_URL"] = str(options["url"])
        options = {**{name: each for name, each in options.items() if name != "url"}, "url_secret": "VIGIE_TEST_URL"}
    content = {"source": "crm", "connector": "sql_query", "options": dict(options), "columns": COLUMNS, **other}
    return parse_profile(yaml.safe_dump(content))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store would let a source be fetched to."""
    made = tmp_path / "incoming"
    made.mkdir()
    return made


@pytest.fixture
def ask(folder: Path) -> Ask:
    """Fetch and read back, as the store does."""

    def _ask(
        database: Database | None = None,
        cursor: Cursor | None = None,
        progress: Progress = lambda _stage, _share: None,
        zone: str = "Europe/Paris",
        **options: Any,
    ) -> Answer:
        options = options if database is None else {"url": database.url, **options}
        found = fetch(profile(options, timezone=zone), cursor, folder, progress)
        raw = read(found.path, found.path.read_bytes(), options)
        assert raw.read == found.records == raw.table.num_rows
        assert [path.name for path in folder.iterdir()] == ["received.parquet"]
        return Answer(fetched=found, table=raw.table)

    return _ask
