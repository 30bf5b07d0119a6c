"""F01, F02: kill -9 during an import. All or nothing, and the next import goes on."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data_sources.reading import Reading
from store.errors import BusyError
from store.home import open_store
from tests.store import crash
from tests.store.claims import claim, state, write
from tests.store.crash import Aftermath

RANDOM_MOMENTS = 40
PROCESSES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A store with one import, the file of a second, and the two states that are legal after it."""

    folder: Path
    base: Path
    export: Path
    reading: Reading
    before: dict[str, Any]
    after: dict[str, Any]
    steps: list[str]
    seconds: float
    pool: ProcessPoolExecutor

    def deaths(self, name: str, trials: list[tuple[Any, ...]]) -> list[Aftermath]:
        """What each trial (go on afterwards?, the death, its arguments) leaves behind."""
        homes = [self.folder / f"{name}-{number}" for number in range(len(trials))]
        with ThreadPoolExecutor(PROCESSES) as threads:
            return list(threads.map(self._aftermath, homes, trials))

    def _aftermath(self, home: Path, trial: tuple[Any, ...]) -> Aftermath:
        """Copy the store and let an import into the copy die, forked from the one server of this process; then look."""
        again, death, *arguments = trial
        shutil.copytree(self.base, home)
        survived = crash.run(death, home, self.export, self.reading, *arguments)
        return self.pool.submit(crash.look, home, self.export, self.reading, again, survived is None).result(120)

    def at_steps(self, sabotage: crash.Sabotage | None, numbers: list[int], again: int = 0) -> list[Aftermath]:
        name = sabotage.__name__ if sabotage else "step"
        return self.deaths(
            name,
            [(bool(again) and number % again == 0, crash.die_at_step, number, sabotage) for number in numbers],
        )

    def legal(self, one: Aftermath) -> bool:
        went_on = one.in_the_end in (None, self.after)
        return one.state in (self.before, self.after) and not one.findings and went_on


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("crash")
    first = write(folder / "first.csv", [claim(n) for n in range(6)])
    changed = [claim(n, motive="price", last_event_at="2024-03-02T09:00:00") for n in range(4, 6)]
    export = write(folder / "second.csv", [*changed, *(claim(n) for n in range(2, 4)), claim(9)])
    assert crash.run(crash.import_now, folder / "base", first) is not None
    shutil.copytree(folder / "base", folder / "done")
    reading = crash.run(crash.read, export)
    steps, seconds = crash.run(crash.count_steps, folder / "done", export, reading)
    with ProcessPoolExecutor(PROCESSES, mp_context=crash.forks()) as pool:
        yield Scene(
            folder=folder,
            base=folder / "base",
            export=export,
            reading=reading,
            before=state(folder / "base"),
            after=state(folder / "done"),
            steps=steps,
            seconds=seconds,
            pool=pool,
        )


@pytest.mark.slow
def test_killed_before_every_step_an_import_is_there_or_not_at_all(scene: Scene) -> None:
    found = scene.at_steps(None, list(range(1, len(scene.steps) + 1)), again=8)
    assert all(one.died for one in found)
    assert [one for one in found if not scene.legal(one)] == []
    states = [one.state for one in found]
    assert states[0] == scene.before and states[-1] == scene.after
    assert states == sorted(states, key=lambda one: one == scene.after), "once committed, always there"


@pytest.mark.slow
def test_killed_at_random_moments_an_import_is_there_or_not_at_all(scene: Scene) -> None:
    dice = random.Random(20240301)
    moments = [
        (number % 8 == 0, crash.die_after, dice.uniform(0.0, 1.5 * scene.seconds)) for number in range(RANDOM_MOMENTS)
    ]
    found = scene.deaths("moment", moments)
    assert [one for one in found if not scene.legal(one)] == []
    assert sum(one.died for one in found) > RANDOM_MOMENTS / 4


@pytest.mark.slow
@pytest.mark.parametrize("sabotage", [crash.row_before_folder, crash.figures_under_final_name])
def test_the_same_check_catches_a_store_without_its_protection(scene: Scene, sabotage: crash.Sabotage) -> None:
    place = scene.steps.index("os.rename")
    fours = ([*range(number, number + 4)] for number in range(place, len(scene.steps), 4))
    assert any(not scene.legal(one) for four in fours for one in scene.at_steps(sabotage, four))


def test_a_killed_import_leaves_no_lock_and_a_running_one_is_named(scene: Scene, tmp_path: Path) -> None:
    store = open_store(tmp_path / "home")
    named = pytest.raises(BusyError, match=r"held by process \d+, which is still running")
    with store.writing(), named, store.writing(wait=0):
        pass
    shutil.copytree(scene.base, tmp_path / "copy")
    crash.run(crash.die_at_step, tmp_path / "copy", scene.export, scene.reading, len(scene.steps) // 2, None)
    with open_store(tmp_path / "copy").writing(wait=0):
        assert (tmp_path / "copy" / "imports" / ".aside-incoming").exists()
    assert crash.run(crash.import_now, tmp_path / "copy", scene.export)[0]["import"] == 2
    assert not (tmp_path / "copy" / "imports" / ".aside-incoming").exists()
