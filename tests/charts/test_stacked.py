"""Bars in parts."""

from __future__ import annotations

from charts.stacked import Part, Stack, height_of, stacked
from charts.theme import LIGHT, Look

STACKS = (
    Stack(
        name="0-4 <days>", parts=(Part(count=8), Part(count=2, tone="breach", hatched=True)), text="10", more="2 late"
    ),
    Stack(name="5-8 days", parts=(Part(count=4), Part(count=0, tone="breach", hatched=True)), text="4"),
)


def test_parts_stand_one_after_the_other_from_zero() -> None:
    figure = stacked(STACKS, Look())
    first, second = figure["data"]
    assert (first["x"], second["x"]) == ([8, 4], [2, 0])
    assert figure["layout"]["barmode"] == "stack"
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert figure["layout"]["height"] == height_of(2)


def test_a_part_is_told_apart_by_hatching_too() -> None:
    second = stacked(STACKS, Look())["data"][1]
    assert second["marker"]["pattern"]["shape"] == ["/", "/"]
    assert second["marker"]["color"] == [LIGHT.breach, LIGHT.breach]


def test_every_bar_says_its_name_and_counts() -> None:
    texts = [note["text"] for note in stacked(STACKS, Look())["layout"]["annotations"]]
    assert texts[0] == "0-4 &lt;days&gt;"
    assert texts[1].startswith("10 ") and "2 late" in texts[1]
    assert texts[2:] == ["5-8 days", "4"]


def test_no_bars_is_a_figure_too() -> None:
    assert stacked((), Look())["data"] == []
