"""What a reader can do on the page of causes and actions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.test_pages import opened, text

PAGE = "pages/decider/10_actions.py"


def test_what_worked_what_is_late_and_why_are_there_without_a_click(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(demo, monkeypatch, PAGE))
    for said in (
        "que les chiffres permettent de juger",
        "Actions en retard",
        "la saison s’annule",
        "Pourquoi, deux fois",
    ):
        assert said in shown
    assert shown.index("vg-banner") < shown.index("vg-label")


def test_an_action_opens_on_the_complaints_after_it(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpi.action_log import action_log
    from ui import data

    app = opened(demo, monkeypatch, PAGE)
    shown = data.snapshot()
    assert shown is not None
    one = next(one for one in data.ask(shown, action_log, shown.last_day) if one.judged.after)
    app.button(key=f"vg-lines-action-{one.action.reference}").click().run()
    assert not app.exception
    assert one.judged.after is not None
    assert len(app.dataframe[0].value) == one.judged.after.n


@pytest.mark.real_data
def test_without_actions_the_page_says_how_to_load_them(servicenow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(servicenow, monkeypatch, PAGE, lang="en"))
    assert "No corrective action is recorded." in shown
    assert "vigie load actions FILE.csv" in shown


def test_an_empty_store_says_what_to_do_and_every_figure_is_a_dash(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(empty, monkeypatch, PAGE))
    assert "Aucune donnée pour l’instant" in shown
    assert shown.count("Pas de chiffre") == 7
