"""What a reader can do in the simulator."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.test_pages import opened, text

PAGE = "pages/decider/20_simulateur.py"


def test_what_becomes_of_the_share_with_three_days(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="fr")
    assert "Avec une réponse sous 5 jours ouvrés au lieu de 10 jours ouvrés" in text(app)
    app.slider(key="vigie-target").set_value(3).run()
    assert not app.exception
    assert app.query_params["target"] == "3"
    assert "Avec une réponse sous 3 jours ouvrés au lieu de 10 jours ouvrés" in text(app)
    assert "de plus en retard" in text(app)


def test_the_list_is_as_long_as_the_figure_says(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    n = len(app.dataframe[0].value)
    assert n > 0
    assert f"{n:,} complaints, exactly those of the figure" in text(app)


def test_another_unit_is_kept_in_the_address(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    app.segmented_control(key="vigie-unit").select("calendar").run()
    assert app.query_params["unit"] == "calendar"
    assert "within 5 calendar days" in text(app)


def test_a_link_reopens_the_choices_and_a_forged_one_is_told(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    from tests.conftest import ROOT

    monkeypatch.setenv("VIGIE_HOME", str(demo))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    app.switch_page(PAGE)
    app.query_params["lang"] = "en"
    app.query_params["target"] = "999"
    app.run()
    assert not app.exception
    assert "“999”, which doesn’t exist" in text(app)


def test_rules_without_a_delay_say_so(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, "", lang="en", rules="qualiopi")
    app.switch_page(PAGE).run()
    assert not app.exception
    assert "These rules promise no reply by a day" in text(app)


def test_an_empty_store_shows_dashes(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text(opened(empty, monkeypatch, PAGE, lang="fr")).count("Pas de chiffre") == 5
