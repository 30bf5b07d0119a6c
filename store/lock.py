"""Locks that the kernel releases when their process dies, however it dies."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import BusyError, UnwritableError

POLL_SECONDS = 0.02
PATIENCE_SECONDS = 900.0
FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def held(path: Path, *, wait: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the lock of that file.

    BusyError if another process or thread keeps it for `wait` seconds, UnwritableError where nothing may be written.
    """
    handle = _open(path)
    try:
        _take(handle, path, time.monotonic() + wait)
        yield
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno not in FORBIDDEN:
            raise
        raise UnwritableError(
            f"{path.parent}: may be read and not written to ({error.strerror}); "
            "get the right to write there, or copy the store to a folder of yours."
        ) from error


def _take(handle: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise BusyError(_holder(handle, path)) from None
            time.sleep(POLL_SECONDS)
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)


def _holder(handle: int, path: Path) -> str:
    pid = os.pread(handle, 20, 0).decode(errors="replace") or "unknown"
    return f"{path}: held by process {pid}, which is still running; wait for it to finish, then try again."
