"""F07, F08: a bit flipped, a file cut or gone. Found and named; never a silently different figure."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import actions, exposures
from store.engine import open_facts, open_lines
from store.errors import DamagedError, StoreError
from store.home import Store, open_store
from store.imports import import_file
from store.publish import published
from store.verify import verify
from tests.store.claims import PROFILE, claim, state, write

PLACES = 80
LOCKS = ("import.lock", "publish.lock")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two imports, figures under two rule sets, exposures and an action."""
    folder = tmp_path_factory.mktemp("sound")
    store = open_store(folder / "home")
    import_file(store, PROFILE, write(folder / "1.csv", [claim(n) for n in range(6)]))
    rows = [claim(1, motive="price", last_event_at="2024-03-04T08:00:00"), claim(7), claim(8, received_at="soon")]
    import_file(store, PROFILE, write(folder / "2.csv", rows))
    published(store, "acpr")
    (folder / "exposure.csv").write_text("period,region,measure,count\n2024-03,Nord,customers,1200\n")
    exposures.load_exposures(store, folder / "exposure.csv")
    columns = "reference,title,kind,owner,decided,due"
    (folder / "actions.csv").write_text(f"{columns}\nA1,Call before,process,Logistics,2024-01-10,2024-03-01\n")
    actions.load_actions(store, folder / "actions.csv")
    assert verify(store) == []
    return folder / "home"


@pytest.mark.slow
def test_a_flipped_bit_is_found_wherever_it_is(sound: Path, tmp_path: Path) -> None:
    dice, before = random.Random(8), _figures(sound)
    files = sorted(path.relative_to(sound) for path in sound.rglob("*") if path.is_file())
    files = [path for path in files if path.name not in (*LOCKS, "ledger.db")]
    for place in range(PLACES):
        home, name = tmp_path / str(place), files[place % len(files)]
        shutil.copytree(sound, home)
        _flip(home / name, dice)
        problem = _problems(home)
        assert problem, f"a flipped bit of {name} was not found"
        assert name.name in problem or "another store" in problem, f"{name} was not named: {problem}"
        assert _figures(home) in (before, None), f"a flipped bit of {name} changed the figures silently"


@pytest.mark.slow
def test_a_flipped_bit_of_the_ledger_is_found_or_changes_nothing(sound: Path, tmp_path: Path) -> None:
    dice, before, content, found = random.Random(9), _figures(sound), _rows(sound), 0
    for place in range(PLACES):
        home = tmp_path / str(place)
        shutil.copytree(sound, home)
        _flip(home / "ledger.db", dice)
        problem = _problems(home)
        found += bool(problem)
        assert problem or _rows(home) == content, "a flipped bit changed the ledger silently"
        assert _figures(home) in (before, None)
    assert found > PLACES / 4


@pytest.mark.parametrize("name", ["accepted.parquet", "personal.parquet", "manifest.json", "raw/received.csv.zst"])
@pytest.mark.parametrize("how", ["cut", "gone", "empty"])
def test_a_file_of_an_import_that_is_not_whole_is_named(sound: Path, tmp_path: Path, name: str, how: str) -> None:
    shutil.copytree(sound, tmp_path / "home")
    path = tmp_path / "home" / "imports" / "000002" / name
    data = path.read_bytes()
    path.unlink() if how == "gone" else path.write_bytes(data[:-1] if how == "cut" else b"")
    found = [str(one) for one in verify(open_store(tmp_path / "home"))]
    assert any(f"imports/000002/{name}" in one for one in found), found


def test_damaged_figures_are_refused_by_name_on_every_way_in(sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound, tmp_path / "home")
    store = open_store(tmp_path / "home")
    opened = published(store)
    assert opened is not None
    _flip(opened.facts, random.Random(1))
    _flip(opened.lines, random.Random(1))
    with pytest.raises(DamagedError, match=r"facts\.parquet: damaged"):
        published(store)
    for engine in ("duckdb", "pandas"):
        with pytest.raises(DamagedError, match=r"facts\.parquet: damaged"):
            open_facts(opened, engine)
    with pytest.raises(DamagedError, match=r"lines\.parquet: damaged"):
        open_lines(opened)


def test_damaged_figures_come_back_when_their_folder_is_deleted(sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound, tmp_path / "home")
    store, before = open_store(tmp_path / "home"), state(sound)
    shutil.rmtree(store.published)
    store.published.mkdir()
    assert state(store.home) == before
    assert verify(store) == []


def test_swapped_figures_are_found_though_their_hash_is_right(sound: Path, tmp_path: Path) -> None:
    """Somebody puts the folder of import 1 where that of import 2 was."""
    shutil.copytree(sound, tmp_path / "home")
    store = open_store(tmp_path / "home")
    one, two = published(store, as_known_at=1), published(store)
    assert one is not None and two is not None
    shutil.rmtree(two.folder)
    shutil.copytree(one.folder, two.folder)
    with pytest.raises(DamagedError, match="holds other figures than its name says"):
        published(store)
    assert any(two.folder.name in one.where for one in verify(store))


def test_a_store_that_lost_its_ledger_does_not_lose_its_imports(sound: Path, tmp_path: Path) -> None:
    """With an empty ledger every import would look like the leftover of a crash."""
    shutil.copytree(sound, tmp_path / "home")
    (tmp_path / "home" / "ledger.db").unlink()
    with pytest.raises(StoreError, match="the ledger of another store"):
        open_store(tmp_path / "home")
    assert (tmp_path / "home" / "imports" / "000001").is_dir()


def test_imports_that_an_old_ledger_does_not_know_are_kept(store: Store, tmp_path: Path) -> None:
    import_file(store, PROFILE, write(tmp_path / "1.csv", [claim(1)]))
    shutil.copy(store.home / "ledger.db", tmp_path / "old.db")
    for number in (2, 3):
        import_file(store, PROFILE, write(tmp_path / f"{number}.csv", [claim(number)]))
    shutil.copy(tmp_path / "old.db", store.home / "ledger.db")
    assert any("imports/000003" in one.where for one in verify(store))
    with pytest.raises(StoreError, match="000003: the ledger knows nothing of it"):
        import_file(store, PROFILE, write(tmp_path / "4.csv", [claim(4)]))
    assert store.folder(2).is_dir() and store.folder(3).is_dir()


def test_the_last_import_is_kept_when_only_its_row_is_gone(store: Store, tmp_path: Path) -> None:
    import_file(store, PROFILE, write(tmp_path / "1.csv", [claim(1)]))
    shutil.copy(store.home / "ledger.db", tmp_path / "old.db")
    import_file(store, PROFILE, write(tmp_path / "2.csv", [claim(2)]))
    shutil.copy(tmp_path / "old.db", store.home / "ledger.db")
    assert "published/current.json" in [one.where for one in verify(store)]
    with pytest.raises(StoreError, match="000002: the ledger knows nothing of it"):
        import_file(store, PROFILE, write(tmp_path / "3.csv", [claim(3)]))
    assert store.folder(2).is_dir()


def test_a_damaged_import_never_becomes_a_figure(sound: Path, tmp_path: Path) -> None:
    """Parquet readers take many a flipped bit for a value."""
    dice = random.Random(7)
    for place in range(10):
        home = tmp_path / str(place)
        shutil.copytree(sound, home)
        _flip(home / "imports" / "000001" / "accepted.parquet", dice)
        with pytest.raises(DamagedError, match=r"000001/accepted\.parquet: damaged"):
            published(open_store(home), "sfr")
        with pytest.raises(DamagedError, match=r"000001/accepted\.parquet: damaged"):
            import_file(open_store(home), PROFILE, write(tmp_path / "more.csv", [claim(9)]))


def _flip(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    used = [at for at, byte in enumerate(data) if byte]  # a database is mostly empty pages
    data[dice.choice(used)] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def _problems(home: Path) -> str:
    try:
        return " ".join(str(one) for one in verify(open_store(home, create=False), recompute=False))
    except StoreError as error:
        return str(error)


def _figures(home: Path) -> dict[str, object] | None:
    """What is shown; None if the store refuses to show it. The list of imports may be damaged beside sound figures."""
    try:
        shown = published(open_store(home))
        assert shown is not None
        open_lines(shown)
        return {name: rows for name, rows in state(home).items() if name != "imports"}
    except StoreError:
        return None


def _rows(home: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "ledger.db")) as link:
        kept = ("exposures", "actions", "annotations", "rebases")
        tables = ("imports", "sources", "audit", *kept, "alembic_version")
        return [row for table in tables for row in link.execute(f"SELECT * FROM {table} ORDER BY 1")]
