"""What a reader can do with the committee's page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.test_pages import opened, text

PAGE = "pages/analyser/30_motifs.py"


def test_both_rankings_the_map_and_the_origin_are_there_without_a_click(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(demo, monkeypatch, PAGE))
    titles = (
        "Motifs par fréquence",
        "Motifs par criticité",
        "Fréquence et criticité",
        "Quel processus est à l’origine",
    )
    assert all(title in shown for title in titles)
    assert shown.index("vg-banner") < shown.index("Motifs par fréquence")
    assert "Poids déclarés : mineure = 1, majeure = 3, critique = 9." in shown
    assert "Les mêmes données donnent" in shown


def test_a_link_reopens_the_choices(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo, monkeypatch, PAGE, lang="en")
    app.button_group(key="vigie-by").set_value("product").run()
    app.button_group(key="vigie-span").set_value("year").run()
    app.button_group(key="vigie-scale").set_value("1-5-25").run()
    assert not app.exception
    assert [app.query_params[key] for key in ("by", "span", "scale")] == ["product", "year", "1-5-25"]
    shown = text(app)
    assert "By product" in shown and "critique = 25" in shown


def test_a_motive_opens_on_as_many_lines_as_are_ranked(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from charts.words import Words
    from kpi.committee import committee
    from ui import data, motifs

    app = opened(demo, monkeypatch, PAGE)
    shown = data.snapshot()
    assert shown is not None
    found = data.ask(shown, committee, shown.last_day, (), "motive", 1, "1-3-9")
    name, answer = motifs.opened(Words("fr"), found, "frequency")[0]
    assert app.button(key="vg-lines-frequency-0").label == name
    app.button(key="vg-lines-frequency-0").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == answer.figure.n


@pytest.mark.real_data
def test_a_log_without_regions_or_processes_says_so(servicenow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(servicenow, monkeypatch, PAGE, lang="en")
    shown = text(app)
    assert "By region" not in shown
    assert "The data don’t say which process is at the origin." in shown
    assert "3 - Moderate = 3" in shown


def test_an_empty_store_says_what_to_do_and_every_figure_is_a_dash(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(empty, monkeypatch, PAGE))
    assert "Aucune donnée pour l’instant" in shown
    assert shown.count("Pas de chiffre") == 4
