"""The bars of the most frequent values."""

from __future__ import annotations

from charts.ranking import Bar, plain, ranking
from charts.theme import Look

BARS = (Bar(name="Facture", count=40, text="40"), Bar(name="<b>Réseau</b>", count=10, text="10"))


def test_bars_stand_from_the_most_frequent_down_and_start_at_zero() -> None:
    figure = ranking(BARS, Look(), height=200)
    assert figure["data"][0]["x"] == [40, 10]
    assert figure["layout"]["xaxis"]["range"][0] == 0
    top, bottom = figure["layout"]["yaxis"]["range"]
    assert top > bottom


def test_every_bar_has_its_name_and_its_count() -> None:
    texts = [note["text"] for note in ranking(BARS, Look(), height=200)["layout"]["annotations"]]
    assert texts == ["Facture", "&lt;b&gt;Réseau&lt;/b&gt;", "40", "10"]


def test_a_stranger_s_text_is_no_markup() -> None:
    assert plain('<a href="x">&') == '&lt;a href="x"&gt;&amp;'


def test_no_bars_is_a_figure_too() -> None:
    assert ranking((), Look(), height=200)["data"][0]["x"] == []
