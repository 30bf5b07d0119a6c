"""Takes a file as it arrives: a copy that nobody writes to, hashed while it is copied, and kept compressed.

A file still being written is waited for; a name chosen by somebody else never becomes a name in the store.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa

from store.errors import StillGrowingError, StoreError
from store.files import CHUNK, FULL, sync

SETTLED_SECONDS = 0.3
PATIENCE_SECONDS = 30.0
LONGEST_NAME = 255
SUFFIXES = {
    ".csv",
    ".tsv",
    ".txt",
    ".json",
    ".jsonl",
    ".parquet",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".zip",
    ".gz",
    ".zst",
}
COMPRESSED = (b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"PAR1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A copy of ours, under the name it came with so that messages can say it."""

    path: Path
    sha256: str
    bytes: int


def receive(path: Path, folder: Path, *, patience: float = PATIENCE_SECONDS) -> Received:
    """Copy a file into `folder`. StoreError if it can't be read, StillGrowingError if it grows so many seconds."""
    deadline = time.monotonic() + patience
    copy = folder / copy_name(path.name)
    folder.mkdir(exist_ok=True)
    try:
        while True:
            before = _settled(path, deadline)
            digest, size = _copy(path, copy)
            if _mark(path) == before and size == before[1]:
                return Received(path=copy, sha256=digest, bytes=size)
    except FileNotFoundError:
        near = get_close_matches(path.name, _names(path.parent), n=1)
        hint = f"nearest: '{printable(near[0])}'; " if near else ""
        raise StoreError(f"{copy.name}: no such file in {path.parent}; {hint}check the name.") from None
    except PermissionError:
        raise StoreError(f"{copy.name}: may not be read in {path.parent}; ask for the right to read it.") from None
    except OSError as error:
        if error.errno in FULL:
            raise
        raise StoreError(
            f"{copy.name}: can't be copied from {path.parent} ({error.strerror}); check its name and its disk."
        ) from error


def printable(text: str) -> str:
    """The text with what isn't UTF-8 in a file's name escaped, so that it can be printed and recorded."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def copy_name(name: str) -> str:
    """The name of our copy: as it came, printable, and short enough to be one."""
    shown = printable(name) or "."
    return shown if len(shown.encode()) <= LONGEST_NAME else shown[-LONGEST_NAME // 4 :]


def keep(received: Received, folder: Path) -> Path:
    """The file as received, under a name of ours, compressed unless it already is."""
    folder.mkdir()
    suffix = received.path.suffix.lower()
    target = folder / f"received{suffix if suffix in SUFFIXES else '.bin'}"
    with received.path.open("rb") as source:
        packed = source.read(8).startswith(COMPRESSED)
        source.seek(0)
        target = target if packed else target.with_name(f"{target.name}.zst")
        with pa.CompressedOutputStream(str(target), "zstd") if not packed else target.open("wb") as out:
            while chunk := source.read(CHUNK):
                out.write(chunk)
    sync(target)
    return target


def at_rest(path: Path) -> bool:
    """A file that nobody has written to for a moment."""
    return path.is_file() and not _fresh(_mark(path))


def _fresh(mark: tuple[int, int, int]) -> bool:
    return 0 <= time.time() - mark[0] / 1e9 < SETTLED_SECONDS


def _settled(path: Path, deadline: float) -> tuple[int, int, int]:
    """Wait until nobody has written to it for a moment."""
    mark = _mark(path)
    while _fresh(mark):
        if time.monotonic() > deadline:
            raise StillGrowingError(f"{copy_name(path.name)}: still being written; import it once it is complete.")
        time.sleep(SETTLED_SECONDS / 4)
        mark = _mark(path)
    return mark


def _mark(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{copy_name(path.name)}: not a regular file; give the export itself.")
    return found.st_mtime_ns, found.st_size, found.st_ino


def _copy(path: Path, copy: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, copy.open("wb") as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 (names, not paths)
    except OSError:
        return []
