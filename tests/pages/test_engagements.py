"""What a reader can do on the page of commitments and delays."""

from __future__ import annotations

from pathlib import Path

import pytest

from charts.words import Words
from kpi.measure import measure
from kpi.overview import last_month_with_complaints
from tests.pages.test_pages import opened, text
from ui import data, engagements, tiles

PAGE = "pages/analyser/10_engagements.py"


def test_the_finding_comes_first_and_names_the_worst(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(demo, monkeypatch, PAGE, lang="fr"))
    assert shown.index("vg-banner") < shown.index("vg-label")
    assert "Le plus loin de l’objectif en" in shown
    assert "1 client sur 2" in shown and "9 sur 10" in shown


def test_a_split_is_kept_in_the_address_and_reopens(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    app.segmented_control(key="vigie-split").select("handler_team").run()
    assert not app.exception
    assert app.query_params["split"] == "handler_team"
    assert "Within the promised time, by team" in text(app)


@pytest.mark.parametrize("key", ["sla", "kept", "ack", "delay", "paused"])
def test_a_figure_opens_on_as_many_lines_as_it_says(key: str, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="fr")
    shown = data.snapshot()
    assert shown is not None
    query = engagements.monthly(shown.last_day, data.ask(shown, last_month_with_complaints, shown.last_day, ()), ())
    found = tiles.answers(data.ask(shown, measure, query), query, shown.published.rules)
    answer = next(one for tile, one in engagements.tiles(Words("fr"), found, "2026-10") if tile.key == key)
    app.button(key=f"vg-lines-{key}").click().run()
    assert not app.exception
    assert answer.figure.n > 0
    assert app.text[0].value.startswith(Words("fr").number(answer.figure.n))


def test_the_helpdesk_s_printed_figure_is_led_to_ours(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    app.text_input(key="vigie-own").set_value("857/1000").run()
    assert app.query_params["own"] == "857/1000"
    assert "Your helpdesk: 85.7%" in text(app)
    app.text_input(key="vigie-own").set_value("lots").run()
    assert "“lots” is no share" in text(app)
    assert not app.exception


def test_other_rules_judge_the_same_complaints(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    assert "falls due first for" in text(app)
    app.button(key="vg-lines-set-acpr").click().run()
    assert not app.exception
    assert "lines" in app.text[0].value


def test_one_month_of_data_says_what_it_cannot_tell(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(month, monkeypatch, PAGE, lang="en"))
    assert "Too few periods" in shown
    assert "The export gives no date of acknowledgement" in shown


def test_an_empty_store_shows_dashes(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text(opened(empty, monkeypatch, PAGE, lang="fr")).count("Pas de chiffre") == 5
