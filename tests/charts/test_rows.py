"""What charts of rows share: words above a row, the objective across all of them."""

from __future__ import annotations

from charts.rows import above, across
from charts.theme import LIGHT, Look

LOOK = Look(palette=LIGHT)


def test_words_stand_above_their_row_at_the_end_they_are_anchored_to() -> None:
    said = above(2, "<b>Letter</b>", LOOK, x=1, anchor="right")
    assert (said["xref"], said["x"], said["xanchor"], said["text"]) == ("paper", 1, "right", "<b>Letter</b>")
    assert said["y"] < 2 and said["yanchor"] == "bottom"


def test_the_objective_crosses_every_row_and_none_is_drawn_without_one() -> None:
    (line,) = across(0.9, 3, LOOK)
    assert (line["x0"], line["x1"], line["line"]["dash"]) == (0.9, 0.9, "dash")
    assert line["y0"] < 0 and line["y1"] > 2
    assert across(None, 3, LOOK) == []
