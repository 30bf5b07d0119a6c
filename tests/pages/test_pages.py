"""Every page on every kind of store, in both languages: it says what it knows, and never fails."""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts.words import Words
from data_sources.profile import Profile
from data_sources.propose import propose
from store import sources
from store.home import open_store
from store.imports import import_file
from store.sync import Outcome, sync
from tests.conftest import ROOT

HOMES = ("demo", "empty", "month", pytest.param("servicenow", marks=pytest.mark.real_data))
SOURCES = "pages/donnees/10_sources.py"
PAGES = [(path.stem.split("_", 1)[1], str(path.relative_to(ROOT))) for path in sorted(ROOT.glob("pages/*/[0-9]*_*.py"))]


def opened(home: Path, monkeypatch: pytest.MonkeyPatch, page: str = "", **address: object) -> AppTest:
    monkeypatch.setenv("VIGIE_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    if page:
        app.switch_page(page).run()
    return app


def text(app: AppTest) -> str:
    return text_of(" ".join(body for element in app.get("html") if "<style>" not in (body := element.proto.body)))


def text_of(shown: str) -> str:
    """With plain spaces."""
    return shown.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
@pytest.mark.parametrize("home", HOMES)
def test_a_page_is_shown_in_its_frame(
    home: str, page: tuple[str, str], lang: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(request.getfixturevalue(home), monkeypatch, page[1], lang=lang)
    assert not app.exception
    title = text_of(escape(Words(lang)(f"page.{page[0]}")))
    assert f"<h1>{title}</h1>" in text(app)
    assert " nan" not in text(app).lower()
    assert " inf " not in text(app).lower()


def test_the_steering_page_shows_its_verdict_first(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(demo, monkeypatch))
    assert shown.index("vg-banner") < shown.index("vg-label")
    assert "Objectif" in shown
    assert "(95 %), n = " in shown
    assert "en cours : entre" in shown
    assert "La plus ancienne" in shown


def test_an_empty_store_says_what_to_do_and_every_figure_is_a_dash(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(empty, monkeypatch))
    assert "Aucune donnée pour l’instant" in shown
    values = re.findall(r"vg-value[^>]*>([^<]*)<", shown)
    assert values == ["—"] * 6
    assert shown.count("Pas de chiffre") == len(values)
    assert "Charger l’opérateur fictif" in [button.label for button in opened(empty, monkeypatch).button]


def test_one_month_of_data_gives_no_chart_and_no_false_certainty(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(month, monkeypatch)
    assert "Pas assez de mois pour une courbe" in text(app)
    assert "Trop peu de mois pour une plage" in text(app)


def test_a_running_month_alone_is_shown_so_far_and_a_delay_not_reached_is_a_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ROOT / "docs" / "examples" / "helpdesk.csv"
    import_file(open_store(tmp_path), propose(export).profile, export)
    shown = text(opened(tmp_path, monkeypatch))
    values = re.findall(r"vg-value[^>]*>([^<]*)<", shown)
    assert values == ["50,0 %", "1", "0", "5", "3 j", "—", "—"]
    assert "pour 9 sur 10, non atteint" in shown


@pytest.mark.real_data
def test_a_real_export_says_what_it_cannot_give(servicenow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(servicenow, monkeypatch))
    assert "Ces données ne donnent pas" in shown
    assert all(word in shown for word in ("les causes", "la satisfaction", "la vulnérabilité"))
    assert "les clients" not in shown
    assert "Données du 15 février 2017" in shown
    assert "mai 2016 est le dernier mois montré" in shown


def test_an_address_reopens_the_same_view(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, lang="en", rules="sfr", region="Bretagne", channel=["web", "email"])
    shown = text(app)
    assert "Region: Bretagne" in shown
    assert "Channel: Web form, E-mail" in shown
    assert app.multiselect(key="vigie-region").value == ["Bretagne"]
    assert app.selectbox(key="vigie-rules").value == "sfr"


def test_a_choice_is_written_into_the_address(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, lang="en")
    app.multiselect(key="vigie-region").select("Bretagne").run()
    assert app.query_params["region"] == "Bretagne"
    assert "Region: Bretagne" in text(app)
    app.button(key="vigie-reset").click().run()
    assert "region" not in app.query_params
    assert app.query_params["lang"] == "en"


def test_a_forged_address_shows_the_nearest_view_and_says_so(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, lang="en", region="Bretgne", asof="2026-02-31", rules="<script>", channel="'; --")
    shown = text(app)
    assert not app.exception
    assert "Region: Bretagne" in shown
    assert "which doesn’t exist: showing “Bretagne”" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_choices_follow_from_page_to_page(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, lang="en", region="Bretagne")
    app.switch_page(SOURCES).run()
    assert "Region: Bretagne" in text(app)


def test_the_other_language_is_one_click_away(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch)
    app.button(key="vigie-language").click().run()
    assert app.query_params["lang"] == "en"
    assert "<h1>Steering</h1>" in text(app)


@pytest.mark.parametrize("key", ["sla", "overdue", "soon", "volume", "delay", "vulnerable"])
def test_a_figure_opens_on_as_many_lines_as_it_says(key: str, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from charts.words import Words
    from ui import data, steering

    app = opened(demo, monkeypatch)
    shown = data.snapshot()
    found = data.overview_of(shown, shown.last_day, ())
    answer = next(answer for tile, answer in steering.tiles(Words("fr"), found, shown.supplies) if tile.key == key)
    app.button(key=f"vg-lines-{key}").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == answer.figure.n
    assert app.text[0].value.startswith(Words("fr").number(answer.figure.n))


def test_the_day_can_be_moved_back(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(demo, monkeypatch, lang="en", asof="2026-03-31"))
    assert "As of 31 March 2026" in shown
    assert "March 2026" in shown


def test_a_damaged_store_is_one_sentence(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "damaged"
    shutil.copytree(demo, home)
    for facts in (home / "published").glob("*/facts.parquet"):
        facts.write_bytes(facts.read_bytes()[:-10])
    app = opened(home, monkeypatch)
    assert not app.exception
    assert "La page ne peut pas s’afficher" in text(app)


def test_no_page_lies_where_streamlit_would_serve_it_without_the_frame() -> None:
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("page", sorted((ROOT / "pages").glob("*/[0-9]*.py")), ids=lambda page: page.name)
def test_a_page_asks_and_shows(page: Path) -> None:
    source = page.read_text("utf-8")
    assert len(source.splitlines()) <= 60
    assert "frame.open_page(" in source
    assert not any(word in source for word in ("import pandas", "import duckdb", "groupby", "session_state"))


def test_the_app_is_a_frame() -> None:
    assert len((ROOT / "app.py").read_text("utf-8").splitlines()) <= 40


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_source_that_fails_says_since_when_on_every_page(
    month: Path, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(month, home)
    store = open_store(home)
    sources.connect(store, Profile(source="courriers", watch=(str(tmp_path / "gone" / "*.csv"),), every="1h"))
    said = {"fr": "courriers : en échec depuis le", "en": "courriers: failing since"}[lang]
    assert said not in text(opened(home, monkeypatch, lang=lang))
    assert [one.outcome for one in sync(store)] == [Outcome.FAILED]
    for page in ("", SOURCES):
        app = opened(home, monkeypatch, page, lang=lang)
        assert not app.exception and said in text(app)
    assert "is not there; mount it or correct watch" in text(app)
    assert {"courriers"} < set(app.dataframe[0].value["source"])
