"""Pages as people see them, in Chromium: nothing cut, nothing scrolls, nothing leaves this machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from charts.theme import DARK, LIGHT, Palette
from tests.pages.conftest import MOTIVES, settle, started

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
Visit = Callable[..., Page]
SCROLL = "[data-testid=stMain]"
OURS = ".vg-value, .vg-label, .vg-word, .vg-note, .vg-head, .vg-banner p"
OVERFLOWING = f"""() => [...document.querySelectorAll('{OURS}')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""
CUT_BUTTONS = """() => [...document.querySelectorAll('[class*="st-key-vg-card"]')].flatMap(card =>
  [...card.querySelectorAll('button')].filter(b => b.getBoundingClientRect().right > card.getBoundingClientRect().right)
  .map(b => card.className + b.textContent))"""
# Found by axe in Streamlit's own elements, which we can't change.
STREAMLITS = {"aria-hidden-focus", "scrollable-region-focusable", "aria-allowed-attr", "nested-interactive", "region"}
STREAMLITS |= {"presentation-role-conflict"}


@pytest.mark.parametrize("lang", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("home", ["demo", "empty", pytest.param("servicenow", marks=pytest.mark.real_data)])
def test_the_steering_page_fits_a_wall_screen(
    home: str, lang: str, serve: Serve, visit: Visit, pictures: Path, request: pytest.FixtureRequest
) -> None:
    page = visit(serve(request.getfixturevalue(home)), lang=lang)
    height = page.evaluate(f"document.querySelector('{SCROLL}').scrollHeight")
    page.screenshot(path=pictures / f"pilotage-{home}-{lang[:2]}-1920.png")
    assert height <= 1080
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    nothing_is_cut(page)


@pytest.mark.parametrize(("scheme", "lang"), [("light", "en-GB"), ("dark", "fr-FR")])
def test_on_a_laptop_the_verdict_and_the_figures_are_above_the_fold(
    scheme: str, lang: str, demo: Path, serve: Serve, visit: Visit, pictures: Path
) -> None:
    page = visit(serve(demo), size=(1366, 768), scheme=scheme, lang=lang)
    page.screenshot(path=pictures / f"pilotage-demo-{lang[:2]}-1366-{scheme}.png")
    for card in ("sla", "overdue", "soon", "volume", "delay", "vulnerable"):
        box = page.locator(f".st-key-vg-card-{card}").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 768
    nothing_is_cut(page)


def nothing_is_cut(page: Page) -> None:
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(CUT_BUTTONS) == []


def test_the_main_figures_can_be_read_at_three_metres(demo: Path, serve: Serve, visit: Visit) -> None:
    page = visit(serve(demo))
    sizes = page.evaluate(
        "[...document.querySelectorAll('.vg-value')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 60
    verdict = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.vg-banner p')).fontSize)")
    assert verdict >= 26


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_charts_take_the_colours_of_the_theme(
    scheme: str, palette: Palette, demo: Path, serve: Serve, visit: Visit
) -> None:
    """Upstream behaviour we rely on: Streamlit replaces placeholder colours by the configured ones."""
    page = visit(serve(demo), scheme=scheme)
    stroke = page.locator(".st-key-vg-plot-answered_in_sla .scatterlayer .js-line").first.evaluate(
        "e => e.style.stroke"
    )
    red, green, blue = (int(palette.neutral[at : at + 2], 16) for at in (1, 3, 5))
    assert stroke == f"rgb({red}, {green}, {blue})"
    assert page.locator("text=#0000").count() == 0


@pytest.mark.parametrize(("home", "path"), [("demo", "/"), ("month", "/"), ("demo", "/sources")])
def test_nothing_leaves_this_machine(
    home: str, path: str, serve: Serve, visit: Visit, request: pytest.FixtureRequest
) -> None:
    page = visit(serve(request.getfixturevalue(home)) + path)
    page.wait_for_timeout(500)
    hosts = {urlsplit(url).hostname for url in page.asked if url.startswith(("http", "ws"))}
    assert hosts == {"127.0.0.1"}


def test_a_hostile_motive_is_text_and_its_export_no_formula(month: Path, serve: Serve, visit: Visit) -> None:
    page = visit(serve(month), lang="en-GB")
    assert page.locator("img[src*='198.51.100.7']").count() == 0
    page.locator(".st-key-vg-lines-volume button").click()
    page.wait_for_selector("[role=dialog] [data-testid=stDataFrame]")
    with page.expect_download() as download:
        page.locator(".st-key-vg-download button").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == 60
    assert {row["motive"] for row in rows} == {"'=1+1", *MOTIVES[1:]}
    assert {urlsplit(url).hostname for url in page.asked if url.startswith("http")} == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("home", "path", "scheme"),
    [
        ("demo", "/", "light"),
        ("demo", "/", "dark"),
        ("empty", "/", "light"),
        ("demo", "/sources", "light"),
        ("empty", "/sources", "dark"),
    ],
)
def test_nothing_of_ours_keeps_people_out(
    home: str, path: str, scheme: str, serve: Serve, visit: Visit, request: pytest.FixtureRequest
) -> None:
    page = visit(serve(request.getfixturevalue(home)) + path, scheme=scheme)
    found = Axe().run(page).response["violations"]
    ours = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found if one["id"] not in STREAMLITS]
    assert ours == []


def test_every_chart_has_a_text_that_says_what_it_shows(demo: Path, serve: Serve, visit: Visit) -> None:
    page = visit(serve(demo), lang="en-GB")
    charts = page.locator("[class*='st-key-vg-plot'] [aria-label]")
    said = [charts.nth(place).get_attribute("aria-label") or "" for place in range(charts.count())]
    assert any("Share in time, " in text and "Last value" in text for text in said)
    assert any("of complaints" in text for text in said)


def test_a_page_s_own_address_opens_it_in_its_frame(demo: Path, serve: Serve, visit: Visit) -> None:
    page = visit(serve(demo) + "/sources", lang="en-GB")
    assert page.locator("h1").first.inner_text() == "Sources"
    assert page.get_by_text("Page not found").count() == 0


def test_the_first_visitor_after_a_plain_start_gets_the_frame_too(empty: Path, visit: Visit, tmp_path: Path) -> None:
    """`pages/` beside the script: until its first run Streamlit takes it for an app without a frame."""
    process, url = started(empty, tmp_path / "log", "-m", "streamlit", "run", "app.py")
    try:
        page = visit(f"{url}/sources", lang="en-GB")
        assert page.locator("h1").first.inner_text() == "Sources"
        for legacy in ("10_sources", "10_pilotage", "sources.py"):
            page.goto(f"{url}/{legacy}")
            settle(page)
            assert page.locator(".vg-frame h1").count() == 1
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_an_export_is_taken_in_by_hand(
    serve: Serve, visit: Visit, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, pictures: Path
) -> None:
    """Given, understood, reconciled, imported: and the steering page shows it."""
    home = tmp_path_factory.mktemp("intake")
    export = tmp_path / "..etc passwd.csv"
    rows = [f"R{i},{1 + i % 31:02}/03/2026,{1 + i % 31:02}/03/2026,Facture" for i in range(40)]
    export.write_text("\n".join(["Numéro,Reçu le,Répondu le,Motif", *rows, "R99,99/99/2026,,Facture"]), "utf-8")
    page = visit(serve(home) + "/sources", size=(1366, 1600))
    page.locator("input[type=file]").set_input_files(export)
    page.wait_for_selector(".st-key-vg-import button", timeout=60_000)
    settle(page)
    page.screenshot(path=pictures / "sources-intake-fr-1366.png")
    sums = page.locator(".vg-sum b").all_inner_texts()
    assert [int(value) for value in sums] == [41, 40, 0, 0, 0, 0, 1]
    assert page.locator(".vg-sum").count() == 1
    page.locator(".st-key-vg-import button").click()
    page.wait_for_selector("text=Import 1 terminé", timeout=60_000)
    settle(page)
    page.screenshot(path=pictures / "sources-imported-fr-1366.png")
    assert page.locator("text=Lignes écartées").count() == 1
    assert not list((home / "uploads").glob("*/*"))
    page.goto(serve(home))
    settle(page)
    assert "mars 2026" in page.locator(".vg-label").first.inner_text()


def test_a_refused_file_is_one_sentence(serve: Serve, visit: Visit, empty: Path, tmp_path: Path) -> None:
    export = tmp_path / "empty.csv"
    export.write_text("", "utf-8")
    page = visit(serve(empty) + "/sources", lang="en-GB")
    page.locator("input[type=file]").set_input_files(export)
    page.wait_for_selector("text=This page can’t be shown", timeout=30_000)
    assert "Traceback" not in page.inner_text("body")


def test_two_readers_see_their_own_figures(demo: Path, serve: Serve, visit: Visit) -> None:
    url = serve(demo)
    first, second = visit(f"{url}/?region=Bretagne"), visit(f"{url}/?region=Occitanie")
    value = ".st-key-vg-card-volume .vg-value"
    alone = [page.locator(value).inner_text() for page in (first, second)]
    for page in (first, second):
        page.reload()
    for page, figure, region in zip((first, second), alone, ("Bretagne", "Occitanie"), strict=True):
        settle(page)
        assert page.locator(value).inner_text() == figure
        assert region in page.locator(".vg-chips").first.inner_text()
