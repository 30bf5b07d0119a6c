"""Groups with their intervals, against the objective."""

from __future__ import annotations

from charts.forest import Row, forest, height_of
from charts.theme import LIGHT, Look
from charts.words import Words

WORDS = Words("en")
ROWS = (
    Row(
        name="<b>Letter</b>", value=0.7, low=0.6, high=0.8, figure="70% · n = 90", verdict="real deterioration",
        side="down", tone="breach", said="breach",
    ),
    Row(name="Web", value=0.92, low=0.9, high=0.94, figure="92% · n = 900", verdict="ordinary variation", tone="good"),
)  # fmt: skip


def test_the_first_row_stands_on_top_with_its_name_and_verdict_in_words() -> None:
    figure = forest(ROWS, WORDS, Look(), target=0.9)
    bottom, top = figure["layout"]["yaxis"]["range"]
    assert bottom > top
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert texts[0].startswith("<b>&lt;b&gt;Letter&lt;/b&gt;</b>")
    assert "▼ real deterioration" in texts[0] and LIGHT.breach in texts[0]
    assert texts[1] == "70% · n = 90"
    assert "▼" not in texts[2]


def test_a_signal_has_a_shape_as_well_as_a_colour() -> None:
    marker = forest(ROWS, WORDS, Look())["data"][1]["marker"]
    assert marker["symbol"] == ["triangle-down", "circle"]
    assert marker["color"] == [LIGHT.breach, LIGHT.good]


def test_intervals_are_lines_with_gaps_between_them() -> None:
    line = forest(ROWS, WORDS, Look())["data"][0]
    assert line["x"] == [0.6, 0.8, None, 0.9, 0.94, None]
    assert line["y"] == [0, 0, None, 1, 1, None]


def test_the_objective_is_a_dashed_line_with_its_name_and_the_scale_holds_it() -> None:
    figure = forest(ROWS[:1], WORDS, Look(), target=0.95)
    (line,) = figure["layout"]["shapes"]
    assert (line["x0"], line["x1"], line["line"]["dash"]) == (0.95, 0.95, "dash")
    assert figure["layout"]["annotations"][-1]["text"] == "objective 95%"
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 0.6 and high > 0.95


def test_without_an_objective_nothing_is_drawn_for_it() -> None:
    figure = forest(ROWS, WORDS, Look())
    assert figure["layout"]["shapes"] == []
    assert len(figure["layout"]["annotations"]) == 4


def test_it_grows_with_its_rows() -> None:
    assert height_of(6) > height_of(2)
    assert forest(ROWS, WORDS, Look())["layout"]["height"] == height_of(2)


def test_a_fine_scale_has_decimals() -> None:
    row = Row(name="Web", value=0.905, low=0.9, high=0.91, figure="")
    assert "90.5%" in forest((row,), WORDS, Look())["layout"]["xaxis"]["ticktext"]
