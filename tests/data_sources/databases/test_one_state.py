"""Rows that move while they are read are counted once, and memory doesn't grow with their number."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data_sources.databases import receiving
from tests.data_sources.databases.conftest import POSTGRES, Ask, Database

ROOT = Path(__file__).resolve().parents[3]
MEASURE = """
import sys
from pathlib import Path
from data_sources.databases import receiving
from data_sources.connectors.sql_query import fetch
from data_sources.profile import parse_profile
from sqlalchemy import Connection
rows, streamed, url, folder = int(sys.argv[1]), sys.argv[2] == "streamed", sys.argv[3], Path(sys.argv[4])
if not streamed:
    execute = Connection.execute
    Connection.execute = lambda link, asked, *more, **_: execute(link, asked, *more)
query = f"SELECT lpad(n::text, 9, '0') AS id, repeat(md5(n::text), 20) AS told FROM generate_series(1, {rows}) AS n"
profile = parse_profile(f'{{source: crm, connector: sql_query, options: {{url: "{url}", query: "{query}"}}}}')
assert fetch(profile, None, folder, lambda stage, share: None).records == rows
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


def test_rows_that_move_while_being_read_are_there_once(
    database: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody deletes, adds and rewrites rows after each batch; `moved` is the control that they could.

    SQLite's writers wait for whoever reads, so on it nothing moves at all.
    """
    if database.kind == "sqlite":
        pytest.skip("a reader keeps SQLite's writers out")
    monkeypatch.setattr(receiving, "BATCH", 10)
    database.run("CREATE TABLE t (id VARCHAR(9), place INTEGER, pad VARCHAR(900))")
    database.fill("t", [{"id": f"{n:05}", "place": n, "pad": "x" * 900} for n in range(500)])
    moved: list[str] = []

    def move(stage: str, _share: float) -> None:
        if len(moved) < 8:
            moved.append(stage)
            database.run(
                "UPDATE t SET place = place + 1000 WHERE id < '00250'",
                "DELETE FROM t WHERE id = '00499'",
                f"INSERT INTO t VALUES ('new{len(moved)}', 0, '')",
            )

    found = ask(database, table="t", progress=move)
    assert found.ids == [f"{n:05}" for n in range(500)]
    assert {row["place"] for row in found.rows} == {str(n) for n in range(500)}
    assert len(moved) == 8
    assert len(ask(database, table="t").ids) == 507


@pytest.mark.postgres
def test_memory_does_not_grow_with_the_rows(postgresql: Database, tmp_path: Path) -> None:
    """Peak memory of a process in MB: 80 times the rows cost little; the positive control reads without a cursor."""
    few, many, whole = (
        peak(rows, how, tmp_path) for rows, how in ((2_000, "streamed"), (160_000, "streamed"), (160_000, "at once"))
    )
    assert many < few + 130
    assert whole > many + 80


def peak(rows: int, how: str, folder: Path) -> int:
    command = [sys.executable, "-c", MEASURE, str(rows), how, POSTGRES, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout)
