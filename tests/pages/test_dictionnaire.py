"""What a reader can do in the dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.catalog import metrics
from kpi.rules import rule_sets
from tests.pages.test_pages import opened, text

PAGE = "pages/donnees/30_dictionnaire.py"


def test_every_metric_is_there_even_in_an_empty_store(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(empty, monkeypatch, PAGE))
    assert shown.count("vg-definition") == len(metrics())


def test_a_search_finds_a_figure_its_value_and_its_lines(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    app.text_input(key="vigie-q").input("mediator share referred").run()
    assert app.query_params["q"] == "mediator share referred"
    shown = text(app)
    assert "Share referred to the mediator" in shown
    assert "In your data, last month" in shown
    app.button(key="vg-lines-mediator").click().run()
    assert not app.exception


def test_the_rules_stand_with_their_dates_and_the_calendar(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE)
    app.button_group(key="vigie-part").set_value("rules").run()
    assert not app.exception
    assert len(app.dataframe) == len(rule_sets())
    assert "Jours qui ne comptent pas" in text(app)


@pytest.mark.parametrize("part", ["definitions", "reading"])
def test_the_other_parts_are_one_click_away(part: str, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    app.button_group(key="vigie-part").set_value(part).run()
    assert not app.exception
    assert text(app).count("vg-definition") >= 4
