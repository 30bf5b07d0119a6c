"""F21: the source's own clock says how far it was read; off by minutes, with changes of one second and seen late."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_sources.api import marks
from data_sources.api.moments import is_local, read_moment, rewound, write_since
from tests.data_sources.api.cases import Case, touched
from tests.data_sources.api.conftest import fetch
from tests.data_sources.api.more_dialects import DIALECTS, Generic
from tests.data_sources.api.server import Server, serving

SEEDS = 100


@dataclass
class Office:
    """People work on complaints; a change bears the second when it began, and is seen when it is committed."""

    dialect: Generic
    rng: random.Random
    now: datetime
    pending: list[tuple[datetime, Case]] = field(default_factory=list)

    def work(self) -> None:
        for _ in range(self.rng.randint(1, 4)):
            self.now += timedelta(seconds=self.rng.choice([0, 0, 1, 30, 200]))
            case = self.rng.choice([*self.dialect.cases.values()])
            if any(waiting.id == case.id for _, waiting in self.pending):
                continue
            seen = self.now + timedelta(seconds=self.rng.choice([0, 0, 0, 240]))
            self.pending.append((seen, touched(case, self.now.replace(microsecond=0))))
        self.commit(self.now)

    def commit(self, until: datetime) -> None:
        for case in [case for seen, case in self.pending if seen <= until]:
            self.dialect.cases[case.id] = case
        self.pending = [each for each in self.pending if each[0] > until]


def missed(server: Server, dialect: Generic, seed: int, folder: Path) -> int:
    """How many complaints a store does not know as they are after six pulls of a source with a wrong clock."""
    rng = random.Random(seed)
    dialect.__init__()  # type: ignore[misc]
    dialect.limit = 10
    skew = timedelta(seconds=rng.choice([-600, 600, rng.randint(-600, 600)]))
    office = Office(dialect, rng, datetime.now(UTC).replace(tzinfo=None) + skew)
    known: dict[str, str | None] = {}
    cursor = None
    for last in (False, False, False, False, False, True):
        office.work()
        if last:
            office.commit(datetime.max)
        pulled = fetch(server, folder, cursor)
        cursor = pulled.fetched.cursor
        known |= {key: row["updated_at"] for key, row in pulled.rows().items()} if pulled.fetched.records else {}
    told = {str(case.id): read_moment(dialect.shape(case)["updated_at"]) for case in dialect.cases.values()}
    return sum(read_moment(known.get(key)) != moment for key, moment in told.items())


def runs(tmp_path: Path, seeds: range) -> list[int]:
    dialect = Generic()
    with serving(dialect) as server:
        return [missed(server, dialect, seed, tmp_path / "here") for seed in seeds]


def test_none_is_missed_in_a_hundred_runs(tmp_path: Path) -> None:
    assert sum(runs(tmp_path, range(SEEDS))) == 0


@pytest.mark.parametrize(
    "without",
    [
        lambda moment, overlap, local: moment,
        lambda moment, overlap, local: moment + timedelta(seconds=1),
        lambda moment, overlap, local: datetime.now(UTC).replace(tzinfo=None),
    ],
    ids=["no overlap", "later than, not from", "our own clock"],
)
def test_without_overlap_or_by_our_own_clock_some_are_missed(
    without: Callable[..., datetime], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "rewound", without)
    assert sum(runs(tmp_path, range(10))) > 0


def test_the_apis_own_cursor_goes_before_any_clock(tmp_path: Path) -> None:
    with serving(DIALECTS["zendesk"]()) as server:
        first = fetch(server, tmp_path / "first")
        fetch(server, tmp_path / "second", first.fetched.cursor)
    cursor: Any = first.fetched.cursor
    assert server.asked[-1].query["cursor"] == cursor["own"]
    assert "start_time" not in server.asked[-1].query


def test_a_start_of_ones_own_bounds_the_first_pull(tmp_path: Path) -> None:
    with serving(DIALECTS["freshdesk"]()) as server:
        pulled = fetch(server, tmp_path / "first", start="2025-03-09")
    assert server.asked[0].query["updated_since"] == "2025-03-09T00:00:00Z"
    assert 0 < pulled.fetched.records < 20


def test_moments_are_read_and_written_as_each_api_does() -> None:
    at = datetime(2025, 3, 30, 1, 59, 59, 999000)
    assert write_since(at, "iso") == "2025-03-30T01:59:59Z"
    assert write_since(at, "epoch") == 1743299999
    assert write_since(at, "epoch_ms") == 1743299999999
    assert write_since(at, "%Y-%m-%d %H:%M") == "2025-03-30 01:59"
    assert read_moment("2025-03-30T03:59:59.999+0200") == at
    assert read_moment(1743299999999, "milliseconds") == at
    assert [read_moment(each) for each in (None, True, {}, "soon", 3)] == [None] * 5
    assert is_local("2025-03-30 03:59:59") and not is_local("2025-03-30T03:59:59Z")


def test_an_hour_that_comes_twice_is_read_again() -> None:
    at = datetime(2025, 10, 26, 2, 30)
    assert rewound(at, 10, local=True) == at - timedelta(hours=2)
    assert rewound(at, 10, local=False) == at - timedelta(minutes=10)
