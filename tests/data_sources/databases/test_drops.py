"""A link that breaks in the middle: the exact set or nothing, and asked again only so often."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from data_sources.connectors import sql_query
from data_sources.connectors.sql_query import fetch
from data_sources.databases import receiving
from data_sources.errors import SourceError
from tests.data_sources.databases.conftest import Ask, Database, profile

ROWS = 40
WIDE_ROWS = 6_000
EVERY_ID = [f"{n:05}" for n in range(ROWS)]
KILLS = {
    "postgresql": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name "
    "AND pid <> pg_backend_pid()",
    "mariadb": "SELECT id FROM information_schema.processlist WHERE db = :name AND id <> connection_id()",
}


class Killer:
    """A progress callback that ends the link once n rows have arrived, `times` times; `seen` is what arrived."""

    def __init__(self, database: Database, n: int, times: int = 1) -> None:
        self.database, self.n, self.times = database, n, times
        self.seen: list[int] = []

    def __call__(self, stage: str, _share: float) -> None:
        count = int(re.sub(r"\D", "", stage))
        self.seen.append(count)
        if count >= self.n and self.times:
            self.times -= 1
            self._kill()

    def _kill(self) -> None:
        url = self.database.engine.url
        name = str(url.query.get("application_name") or url.database)
        with self.database.engine.connect() as link:
            if self.database.kind == "postgresql":
                link.execute(text("SET application_name = 'killer'"))
            found = link.scalars(text(KILLS[self.database.kind]), {"name": name}).all()
            assert len(found) == 1
            if self.database.kind == "mariadb":
                link.exec_driver_sql(f"KILL CONNECTION {found[0]}")


@pytest.fixture
def small(postgresql: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Forty rows that arrive one by one."""
    monkeypatch.setattr(receiving, "BATCH", 1)
    postgresql.run("CREATE TABLE t (id VARCHAR(9), received TIMESTAMP)")
    postgresql.fill("t", [{"id": each, "received": "2024-01-01"} for each in EVERY_ID])
    return postgresql


@pytest.fixture
def wide(mariadb: Database) -> Database:
    """Rows of 2 kB: more than what the kernel holds back for a link that is closed."""
    mariadb.run("CREATE TABLE t (id VARCHAR(9), pad VARCHAR(3000))")
    mariadb.run(f"INSERT INTO t SELECT LPAD(seq, 5, '0'), REPEAT('x', 2000) FROM seq_0_to_{WIDE_ROWS - 1}")
    return mariadb


@pytest.mark.postgres
@pytest.mark.parametrize("n", [1, 2, 13, ROWS - 1, ROWS])
def test_after_a_drop_at_row_n_the_set_is_exact(n: int, small: Database, ask: Ask) -> None:
    """`seen` is the positive control: n rows had arrived, and the reading began again."""
    killer = Killer(small, n)
    found = ask(small, table="t", watermark="received", progress=killer)
    assert found.ids == EVERY_ID
    assert killer.seen == [*range(1, n + 1), *range(1, ROWS + 1)]


@pytest.mark.postgres
@pytest.mark.parametrize("n", [1, 13, ROWS])
def test_a_link_that_breaks_every_time_leaves_nothing(n: int, small: Database, folder: Path) -> None:
    killer = Killer(small, n, times=99)
    with pytest.raises(SourceError, match=r"the link to postgresql .* broke .* 4 times; nothing was received"):
        fetch(profile({"url": small.url, "table": "t"}), None, folder, killer)
    assert list(folder.iterdir()) == []
    assert killer.seen == list(range(1, n + 1)) * sql_query.ATTEMPTS


@pytest.mark.postgres
def test_without_asking_again_one_drop_is_enough(
    small: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control of asking again."""
    monkeypatch.setattr(sql_query, "ATTEMPTS", 1)
    with pytest.raises(SourceError, match="broke"):
        fetch(profile({"url": small.url, "table": "t"}), None, folder, Killer(small, 13))


@pytest.mark.postgres
def test_after_a_drop_reading_goes_on_from_the_same_watermark(small: Database, ask: Ask) -> None:
    cursor = ask(small, table="t", watermark="received").fetched.cursor
    small.fill("t", [{"id": f"n{n}", "received": "2024-02-01"} for n in range(5)])
    small.run("UPDATE t SET received = '2023-01-01' WHERE id < '00020'")
    found = ask(small, cursor, Killer(small, 7), table="t", watermark="received")
    assert found.ids == [*EVERY_ID[20:], *(f"n{n}" for n in range(5))]


@pytest.mark.parametrize("n", [1, 2_000, 4_000])
def test_mariadb_killed_at_row_n_gives_the_exact_set(n: int, wide: Database, ask: Ask) -> None:
    killer = Killer(wide, n)
    found = ask(wide, table="t", progress=killer)
    assert found.ids == [f"{n:05}" for n in range(WIDE_ROWS)]
    assert killer.seen.count(receiving.BATCH) == 2


def test_mariadb_that_breaks_every_time_leaves_nothing(wide: Database, folder: Path) -> None:
    with pytest.raises(SourceError, match="4 times; nothing was received"):
        fetch(profile({"url": wide.url, "table": "t"}), None, folder, Killer(wide, 1, times=99))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_server_that_is_down_is_asked_a_few_times_and_named(scheme: str, folder: Path) -> None:
    asked = {"url": f"{scheme}://someone@127.0.0.1:1/crm", "table": "t"}
    with pytest.raises(SourceError, match=rf"{scheme} at 127.0.0.1:1/crm broke .*refused.* 4 times"):
        fetch(profile(asked), None, folder, lambda _stage, _share: None)


@pytest.mark.postgres
def test_a_wrong_user_is_not_tried_again(postgresql: Database, folder: Path, attempts: Callable[[], int]) -> None:
    """An account would be locked for it."""
    wrong = postgresql.engine.url.set(username="vigie_nobody").render_as_string()
    with pytest.raises(SourceError, match="refuses the login"):
        fetch(profile({"url": wrong, "table": "t"}), None, folder, lambda _stage, _share: None)
    assert attempts() == 1


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often a link was asked for."""
    opened: list[object] = []
    inner = sql_query.read_only
    monkeypatch.setattr(sql_query, "read_only", lambda *given: opened.append(given) or inner(*given))
    return lambda: len(opened)


def test_a_failure_on_our_side_leaves_nothing_either(sqlite: Database, folder: Path) -> None:
    sqlite.run("CREATE TABLE t (id TEXT)")
    sqlite.fill("t", [{"id": "1"}])

    def full(_stage: str, _share: float) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(SourceError, match="No space left"):
        fetch(profile({"url": sqlite.url, "table": "t"}), None, folder, full)
    assert list(folder.iterdir()) == []
