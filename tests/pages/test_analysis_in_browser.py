"""Commitments, stock and simulator in Chromium: everybody can use them, nothing leaves the machine, nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.pages.conftest import settle
from tests.pages.test_browser import CUT_BUTTONS, STREAMLITS

PATHS = ("/engagements", "/stock", "/simulateur")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_of_ours_keeps_people_out_and_nothing_leaves(
    path: str, scheme: str, demo: Path, serve: Callable[[Path], str], visit: Callable[..., Page]
) -> None:
    page = visit(serve(demo) + path, scheme=scheme)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["id"] not in STREAMLITS] == []
    assert {urlsplit(url).hostname for url in page.asked if url.startswith("http")} == {"127.0.0.1"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("path", PATHS)
def test_on_a_laptop_the_finding_is_above_the_fold_and_no_button_is_cut(
    path: str, lang: str, demo: Path, serve: Callable[[Path], str], visit: Callable[..., Page], pictures: Path
) -> None:
    page = visit(serve(demo) + path, lang=lang, size=(1366, 768))
    settle(page)
    banner, tile = page.locator(".vg-banner").first.bounding_box(), page.locator(".vg-value").first.bounding_box()
    assert banner and tile and banner["y"] < tile["y"] < 768
    assert page.evaluate(CUT_BUTTONS) == []
    page.screenshot(path=str(pictures / f"{path[1:]}-1366-{lang[:2]}.png"))
