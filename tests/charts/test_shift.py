"""Before and after."""

from __future__ import annotations

from charts.shift import Shifted, height_of, shift
from charts.theme import LIGHT, Look
from charts.words import Words

ROWS = (
    Shifted(name="<b>Web</b>", before=0.8, after=0.5, text="80% → 50%", cost="30 become late"),
    Shifted(name="Letter", before=0.7, after=0.9, text="70% → 90%"),
)


def test_before_is_a_ring_and_after_a_point() -> None:
    before, after = shift(ROWS, Words("en"), Look(), target=0.9)["data"]
    assert (before["x"], after["x"]) == ([0.8, 0.7], [0.5, 0.9])
    assert (before["marker"]["color"], after["marker"]["color"]) == (LIGHT.surface, LIGHT.neutral)
    assert before["text"][0] == "&lt;b&gt;Web&lt;/b&gt; : 80% → 50%"


def test_a_line_leads_from_the_one_to_the_other_and_the_objective_is_dashed() -> None:
    layout = shift(ROWS, Words("en"), Look(), target=0.95)["layout"]
    assert [(s["x0"], s["x1"]) for s in layout["shapes"]] == [(0.8, 0.5), (0.7, 0.9), (0.95, 0.95)]
    assert layout["shapes"][-1]["line"]["dash"] == "dash"
    low, high = layout["xaxis"]["range"]
    assert low < 0.5 and high > 0.95
    assert layout["height"] == height_of(2)


def test_every_row_says_its_name_cost_and_shares() -> None:
    texts = [note["text"] for note in shift(ROWS, Words("en"), Look(), target=None)["layout"]["annotations"]]
    assert "30 become late" in texts[0] and texts[0].startswith("<b>&lt;b&gt;Web")
    assert texts[1:] == ["80% → 50%", "<b>Letter</b>", "70% → 90%"]
