"""Levels and the steps between them."""

from __future__ import annotations

from charts.theme import Look
from charts.waterfall import Level, waterfall

LEVELS = (
    Level(name="theirs", value=0.85, text="85%", whole=True),
    Level(name="open\noverdue", value=0.6, text="−25 pt"),
    Level(name="ours", value=0.65, text="65%", whole=True),
)


def test_a_step_is_a_bar_from_the_level_before_to_its_own() -> None:
    shapes = waterfall(LEVELS, Look(), height=300)["layout"]["shapes"]
    (step,) = [shape for shape in shapes if shape["type"] == "rect"]
    assert (step["y0"], step["y1"]) == (0.85, 0.6)


def test_the_ends_are_lines_and_the_scale_holds_all() -> None:
    layout = waterfall(LEVELS, Look(), height=300)["layout"]
    assert [s["y0"] for s in layout["shapes"] if s["line"]["width"] == 5] == [0.85, 0.65]
    low, high = layout["yaxis"]["range"]
    assert low < 0.6 and high > 0.85
    assert layout["xaxis"]["ticktext"] == ["theirs", "open<br>overdue", "ours"]


def test_every_level_says_its_figure_above_itself_or_its_bar() -> None:
    notes = waterfall(LEVELS, Look(), height=300)["layout"]["annotations"]
    assert [note["text"] for note in notes] == ["<b>85%</b>", "−25 pt", "<b>65%</b>"]
    assert [note["y"] for note in notes] == [0.85, 0.85, 0.65]
