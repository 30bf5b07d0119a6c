"""Processes that import, and die: forked from one that has everything imported, so that each starts at once."""

from __future__ import annotations

import multiprocessing as mp
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy.event
from sqlalchemy import Engine

import kpi.measure  # noqa: F401
from data_sources.reading import Reading, read_source
from kpi.calendars import WORKED_WEEKDAYS
from kpi.rules import load_rules
from store import files, imports, publish
from store.errors import StoreError
from store.home import open_store
from store.imports import import_file
from store.verify import verify
from tests.store.claims import PROFILE, state

CHANGES = ("os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "os.truncate")
Sabotage = Callable[..., None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """A store after an import died in it; `in_the_end` after the import was run again, where it was."""

    died: bool
    state: dict[str, Any] | None
    findings: list[str]
    in_the_end: dict[str, Any] | None


def forks() -> mp.context.ForkServerContext:
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["great_expectations", "tests.store.crash"])  # 3 s, once for all forks
    return context


def _warm() -> None:
    """Two thirds of a small import would be holidays and rules, read by every fork anew."""
    for calendar in load_rules("house").calendars():
        for unit in WORKED_WEEKDAYS:
            calendar.ordinals(unit, np.array([20_000]))


# The server of forks keeps the environment of the test that first started it; forks choose their ledger themselves.
os.environ.pop("VIGIE_LEDGER", None)
_warm()


def run(target: Callable[..., None], *arguments: object) -> Any:
    """Run in a fork and return what it sends; None if it died first."""
    receiver, sender = forks().Pipe(duplex=False)
    process = forks().Process(target=target, args=(sender, *arguments), daemon=True)
    process.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        return None
    finally:
        process.join(60)


def count_steps(answer: Connection, home: Path, export: Path, reading: Reading) -> None:
    """Import what was read before, and tell the steps and the seconds it took."""
    imports.read_source = lambda *_, **__: reading
    steps, started = _at_every_step(home, lambda step: None), time.monotonic()
    import_file(open_store(home), PROFILE, export)
    answer.send((steps, time.monotonic() - started))


def die_at_step(
    answer: Connection, home: Path, export: Path, reading: Reading, fatal: int, sabotage: Sabotage | None = None
) -> None:
    """Import what was read before, which touches no file of the store, and be killed just before step `fatal`."""
    imports.read_source = lambda *_, **__: reading
    if sabotage:
        sabotage()
    _at_every_step(home, lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == fatal else None)
    import_file(open_store(home), PROFILE, export)
    answer.send("survived")


def die_after(answer: Connection, home: Path, export: Path, reading: Reading, seconds: float) -> None:
    """Import what was read before, and be killed after a while."""
    imports.read_source = lambda *_, **__: reading
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
    import_file(open_store(home), PROFILE, export)
    answer.send("survived")
    os._exit(0)


def look(home: Path, export: Path, reading: Reading, again: bool, died: bool) -> Aftermath:
    """What a store holds, what is wrong with it, and whether it can go on."""
    after, findings, finally_ = None, [], None
    imports.read_source = lambda *_, **__: reading
    try:
        after, findings = state(home), verify(open_store(home), recompute=False)
        if again:
            import_file(open_store(home), PROFILE, export)
            finally_, findings = state(home), findings + verify(open_store(home))
    except (StoreError, AssertionError) as error:
        findings = [f"{type(error).__name__}: {error}"]
    shutil.rmtree(home)
    return Aftermath(died=died, state=after, findings=[str(one) for one in findings], in_the_end=finally_)


def read(answer: Connection, export: Path) -> None:
    """Read a file, where what that needs is loaded."""
    answer.send(read_source(PROFILE, export))


def import_now(answer: Connection, home: Path, *exports: Path) -> None:
    """Import files one after the other; the reports."""
    store = open_store(home)
    answer.send([import_file(store, PROFILE, export).to_json() for export in exports])


def row_before_folder() -> None:
    """Take a protection out: commit the row first, and give the folder its name after."""
    place, commit, waiting = files.place, imports._commit, []

    def place_later(aside: Path, final: Path) -> None:
        waiting.append((aside, final)) if final.parent.name == "imports" else place(aside, final)

    def commit_first(*arguments: Any) -> None:
        commit(*arguments)
        place(*waiting.pop())

    files.place, imports._commit = place_later, commit_first


def figures_under_final_name() -> None:
    """Take a protection out: write the published folder where readers look for it."""
    aside, place = files.new_aside, files.place

    def at_once(parent: Path, name: str) -> Path:
        if name != "publishing":
            return aside(parent, name)
        final = parent / publish.folder_name(2, load_rules("house"))
        final.mkdir()
        return final

    files.new_aside = at_once
    files.place = lambda aside, final: None if aside == final else place(aside, final)


def _at_every_step(home: Path, act: Callable[[int], None]) -> list[str]:
    """Call before every change to a file of the store, and around every commit of the ledger."""
    steps: list[str] = []

    def step(name: str) -> None:
        steps.append(name)
        act(len(steps))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        written = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (written or event in CHANGES) and any(str(home) in str(part) for part in arguments[:2]):
            step(event)

    def statement(_link: object, _cursor: object, text: str, *_: object) -> None:
        if not text.startswith("SELECT"):
            step(text.split()[0])

    sys.addaudithook(hook)
    sqlalchemy.event.listen(Engine, "before_cursor_execute", statement)
    sqlalchemy.event.listen(Engine, "commit", lambda _: step("commit"))
    return steps
