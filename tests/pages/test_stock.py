"""What a reader can do on the page of stock and flow."""

from __future__ import annotations

from pathlib import Path

import pytest

from charts.words import Words
from kpi.measure import measure
from kpi.overdue_list import overdue_list
from tests.pages.test_pages import opened, text
from ui import data, stock

PAGE = "pages/analyser/20_stock.py"


def test_how_many_wait_now_and_in_five_days_is_the_first_sentence(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(demo, monkeypatch, PAGE, lang="fr"))
    assert shown.index("vg-banner") < shown.index("vg-label")
    assert "réclamations ouvertes, dont" in shown
    assert "le seront dans 5 jours" in shown
    assert "La plus ancienne" in shown


def test_weeks_instead_of_months_are_kept_in_the_address(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    assert "Balance, week" not in text(app)
    app.segmented_control(key="vigie-period").select("week").run()
    assert not app.exception
    assert app.query_params["period"] == "week"
    assert "Balance, week" in text(app)


@pytest.mark.parametrize(("key", "metric"), [("open", "backlog"), ("overdue", "overdue"), ("soon", "overdue_in_5")])
def test_a_figure_opens_on_as_many_lines_as_it_says(
    key: str, metric: str, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="fr")
    shown = data.snapshot()
    assert shown is not None
    found = {one.metric: one for one in data.ask(shown, measure, stock.now(shown.last_day, ()))}
    app.button(key=f"vg-lines-{key}").click().run()
    assert not app.exception
    assert found[metric].n > 0
    assert app.text[0].value.startswith(Words("fr").number(found[metric].n))


def test_the_overdue_are_listed_and_the_first_tells_its_story(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    shown = data.snapshot()
    assert shown is not None
    late = data.ask(shown, overdue_list, shown.last_day, ())
    listed = app.dataframe[0].value
    assert len(listed) == late.answer.figure.n
    assert listed["late"].is_monotonic_decreasing
    assert f"Complaint {late.rows[0].complaint_id}" in text(app)
    assert "Reply promised · past by" in text(app)


def test_a_month_where_all_is_answered_says_so(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(month, monkeypatch, PAGE, lang="en"))
    assert "Nothing is open" in shown
    assert "No complaint waits past its due date" in shown


def test_an_empty_store_shows_dashes(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text(opened(empty, monkeypatch, PAGE, lang="fr")).count("Pas de chiffre") == 6
