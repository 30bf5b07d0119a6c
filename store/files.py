"""Files that are whole or absent: written aside, flushed to disk, then renamed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from store.errors import DamagedError, NoRoomError, StoreError

CHUNK = 1 << 20
_SAMPLE = 10_000
ASIDE = ".aside-"
FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One written file: its SHA-256, its size in bytes, and its rows if it is a table."""

    sha256: str
    bytes: int
    rows: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check(path: Path, sha256: str, remedy: str = "restore it from a backup.") -> None:
    """DamagedError unless the file is what was written. Hashed once per process, and again when it was touched."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        raise DamagedError(f"{path}: missing; {remedy}") from None
    if _hashed(path, (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)) != sha256:
        raise DamagedError(f"{path}: damaged, not the bytes that were written; {remedy}")


@lru_cache(maxsize=4096)
def _hashed(path: Path, _seen: tuple[int, ...]) -> str:
    return sha256_of(path)


def part_of(path: Path, rows: int | None = None) -> Part:
    return Part(sha256=sha256_of(path), bytes=path.stat().st_size, rows=rows)


def write_table(table: pa.Table, path: Path) -> Part:
    """Write a Parquet file and flush it."""
    repeating = [name for name in table.column_names if _repeats(table[name])]
    pq.write_table(table, path, compression="zstd", use_dictionary=repeating, write_page_checksum=True)
    sync(path)
    return part_of(path, table.num_rows)


def write_tables(tables: Mapping[str, pa.Table], folder: Path, pool: Executor) -> dict[str, Part]:
    """Write each to `<name>.parquet` of the folder, several at once."""
    names = [f"{name}.parquet" for name in tables]
    parts = pool.map(write_table, tables.values(), [folder / name for name in names])
    return dict(zip(names, parts, strict=True))


def _repeats(column: pa.ChunkedArray) -> bool:
    """Its first values tell: a dictionary of values that are all different costs time, and saves no room."""
    sample = column[:_SAMPLE]
    return len(sample) == 0 or pc.count_distinct(sample).as_py() <= len(sample) / 2


def write_json(value: object, path: Path) -> Part:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    sync(path)
    return part_of(path)


def read_json(path: Path, remedy: str = "restore it from a backup.") -> dict[str, Any]:
    """The JSON object in a file of the store. DamagedError if there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DamagedError(f"{path}: missing; {remedy}") from None
    except ValueError:
        raise DamagedError(f"{path}: damaged, it no longer reads as JSON; {remedy}") from None
    if not isinstance(found, dict):
        raise DamagedError(f"{path}: damaged, not an object; {remedy}")
    return found


def replace_json(value: object, path: Path) -> None:
    """Replace a small file at once: readers see the old one or the new one."""
    aside = path.with_name(f"{ASIDE}{path.name}")
    write_json(value, aside)
    aside.rename(path)
    sync(path.parent)


def write_new(text: str, path: Path, *, again: bool = False) -> None:
    """Write a file that isn't there yet, or is to be replaced `again`. StoreError if it can't be written."""
    aside = path.with_name(f"{ASIDE}{path.name}")
    try:
        if os.path.lexists(path) and not again:
            raise StoreError(f"{path}: exists already; choose another name or remove it.")
        aside.write_text(text, encoding="utf-8")
        sync(aside)
        aside.rename(path)
    except OSError as error:
        raise StoreError(f"{path}: can't be written ({error.strerror}); choose another place.") from error


def sync(path: Path) -> None:
    """Flush a file, or a folder's list of names, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place(aside: Path, final: Path) -> None:
    """Give a complete folder its name: flush every folder of it, rename, flush the parent."""
    for folder in (*(path for path in aside.rglob("*") if path.is_dir()), aside):
        sync(folder)
    aside.rename(final)
    sync(final.parent)


def new_aside(parent: Path, name: str) -> Path:
    """An empty folder beside the final ones, where one is prepared."""
    aside = parent / f"{ASIDE}{name}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True, mode=0o700)
    return aside


@contextmanager
def room(what: str, home: Path) -> Iterator[None]:
    """Say plainly that the disk is full, whoever noticed it."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        free = shutil.disk_usage(home).free >> 20
        raise NoRoomError(
            f"{home}: no room left on the disk ({free} MB free); {what} Free some, then try again."
        ) from error
