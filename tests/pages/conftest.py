"""Stores that pages are shown on, each made once; a server for each, and one browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from store.demo import load_demo
from store.home import open_store
from store.imports import import_file
from tests.conftest import ROOT, skip_or_fail

COMPLAINTS = 6_000
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture(autouse=True)
def _no_store_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIE_HOME", raising=False)
    monkeypatch.delenv("VIGIE_LEDGER", raising=False)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of the made-up operator, up to today."""
    home = tmp_path_factory.mktemp("demo")
    load_demo(open_store(home), complaints=COMPLAINTS, seed=2026, until=date.today())
    return home


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one month of complaints, some of them hostile."""
    folder = tmp_path_factory.mktemp("month")
    rows = [f"C{i:03},2026-03-{1 + i % 31:02},2026-03-{1 + i % 31:02},{MOTIVES[i % 3]},web" for i in range(60)]
    export = folder / "month.csv"
    export.write_text("\n".join(["complaint_id,received_at,replied_at,motive,channel", *rows]), "utf-8")
    from data_sources.propose import propose

    import_file(open_store(folder / "home"), propose(export).profile, export)
    return folder / "home"


MOTIVES = ("=1+1", "<img src=http://198.51.100.7/x.png>", "![x](http://198.51.100.7/y.png)")


@pytest.fixture(scope="session")
def servicenow(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from data_sources.profile import load_profile

    home = tmp_path_factory.mktemp("servicenow")
    import_file(open_store(home), load_profile("servicenow"), real_data / "servicenow_incident_log.csv.gz")
    return home


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """`serve(home)` is the address of an app on that store; every store has one server."""
    running: dict[Path, tuple[subprocess.Popen[bytes], str]] = {}

    def start(home: Path) -> str:
        if home not in running:
            running[home] = started(home, tmp_path_factory.mktemp("log") / "log", "-m", "ui.server")
        return running[home][1]

    yield start
    for process, _ in running.values():
        process.terminate()
        process.wait(timeout=20)


def started(home: Path, log: Path, *program: str) -> tuple[subprocess.Popen[bytes], str]:
    """An app on a free port of loopback, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *program, "--server.port", str(port)]
    environment = {**os.environ, "VIGIE_HOME": str(home)}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)  # noqa: S310 (loopback)
        except OSError:
            time.sleep(0.2)
        else:
            return process, url
    process.terminate()
    raise AssertionError(f"the app did not start: {log.read_text('utf-8')[-800:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        except Error as error:
            skip_or_fail(f"no Chromium at {CHROMIUM}: {error.message.splitlines()[0]}")
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visit(url, …)` opens a page in a context of its own, and waits until it is drawn; `page.asked`: its requests."""
    opened = []

    def open_page(
        url: str, *, lang: str = "fr-FR", scheme: str = "light", size: tuple[int, int] = (1920, 1080)
    ) -> Page:
        context = browser.new_context(
            locale=lang, color_scheme=scheme, viewport={"width": size[0], "height": size[1]}, accept_downloads=True
        )
        opened.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(url)
        settle(page)
        return page

    yield open_page
    for context in opened:
        context.close()


def settle(page: Page) -> None:
    """Wait until the script has run and its charts are drawn."""
    page.wait_for_selector(".vg-frame h1", timeout=60_000)
    page.wait_for_selector(READY, timeout=60_000)
    wanted = page.locator("[class*='st-key-vg-plot']").count()
    page.wait_for_function("n => document.querySelectorAll('.js-plotly-plot .main-svg').length >= n", arg=wanted)
    page.wait_for_timeout(400)


@pytest.fixture(scope="session")
def pictures() -> Path:
    folder = ROOT / ".artifacts" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
