"""What a reader can do on the comparison page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.test_pages import opened, text

PAGE = "pages/analyser/60_comparer.py"


def test_rates_last_year_silences_and_registration_are_there_without_a_click(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(demo, monkeypatch, PAGE))
    for said in ("Réclamations pour 1 000 clients", "un an plus tôt", "Qui ne réclame plus", "Tout est-il enregistré"):
        assert said in shown
    assert shown.index("vg-banner") < shown.index("vg-label")


def test_a_link_reopens_the_comparison(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    app.selectbox(key="vigie-metric").select("complaint_rate").run()
    app.button_group(key="vigie-by").set_value("region").run()
    assert not app.exception
    assert (app.query_params["metric"], app.query_params["by"]) == ("complaint_rate", "region")
    assert "Complaints per 1,000 customers" in text(app)
    assert len(app.dataframe[0].value) >= 13


def test_a_comparison_opens_on_as_many_lines_as_its_present_side(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpi.committee import whole_months
    from kpi.comparison import compare
    from ui import comparer, data

    app = opened(demo, monkeypatch, PAGE)
    shown = data.snapshot()
    assert shown is not None
    query = data.ask(shown, whole_months, shown.last_day, (), 1)
    found = data.ask(shown, compare, query, "answered_in_sla", comparer.WAYS["year"])
    app.button(key="vg-lines-year").click().run()
    assert not app.exception
    assert found.current.figure.n in [len(table.value) for table in app.dataframe]


def test_an_empty_store_says_what_to_do_and_every_figure_is_a_dash(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(empty, monkeypatch, PAGE))
    assert "Aucune donnée pour l’instant" in shown
    assert shown.count("Pas de chiffre") == 4
