"""The table of two causes draws what was counted."""

from __future__ import annotations

from charts.causes import Grid, causes
from charts.theme import LIGHT, Look

GRID = Grid(
    rows=("<b>Machine</b>", "Method"),
    columns=("No check, or one that came much too late", "Sample"),
    counts=((50, 40), (5, 0)),
    texts=(("50", "40"), ("5", "0")),
    said=(("a", "b"), ("c", "<d>")),
)


def test_every_pair_has_its_number_and_an_empty_one_none() -> None:
    figure = causes(GRID, Look(), height=200)
    assert figure["data"][0]["z"] == [[50, 40], [5, 0]]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>50</b>", "<b>40</b>", "<b>5</b>"]


def test_text_on_a_dark_cell_is_light() -> None:
    colours = [note["font"]["color"] for note in causes(GRID, Look(), height=200)["layout"]["annotations"]]
    assert colours == [LIGHT.surface, LIGHT.surface, LIGHT.ink]


def test_names_are_no_markup_and_long_ones_are_cut() -> None:
    layout = causes(GRID, Look(), height=200)["layout"]
    assert layout["yaxis"]["ticktext"][0] == "&lt;b&gt;Machine&lt;/b&gt;"
    assert layout["xaxis"]["ticktext"][0] == "No check, or one that came mu…"
    assert causes(GRID, Look(), height=200)["data"][0]["hovertext"][1][1] == "&lt;d&gt;"


def test_no_cause_is_a_figure_too() -> None:
    empty = Grid(rows=(), columns=(), counts=(), texts=(), said=())
    assert causes(empty, Look(), height=200)["layout"]["annotations"] == []
