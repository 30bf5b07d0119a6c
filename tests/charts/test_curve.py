"""The rising curve of replies."""

from __future__ import annotations

from dataclasses import replace

from charts.curve import curve
from charts.theme import Look
from charts.words import Words
from kpi.reply_curve import Curve, Reached

FOUND = Curve(
    steps=(Reached(day=2, share=0.5, low=0.4, high=0.6), Reached(day=9, share=0.92, low=0.85, high=0.96)),
    median=2,
    p90=9,
    n=10,
    waiting=1,
    longest=20,
)


def test_it_rises_in_steps_from_nobody_with_its_band() -> None:
    low, high, line = curve(FOUND, ("half", "nine"), Words("en"), Look(), until=12, height=300)["data"]
    assert (line["x"], line["y"]) == ([0, 2, 9], [0.0, 0.5, 0.92])
    assert (low["y"], high["y"]) == ([0.0, 0.4, 0.85], [0.0, 0.6, 0.96])
    assert high["fill"] == "tonexty"
    assert line["line"]["shape"] == "hv"


def test_the_median_and_the_p90_are_marked_where_they_are_reached() -> None:
    figure = curve(FOUND, ("half", "nine"), Words("en"), Look(), until=12, height=300)
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>half</b>", "<b>nine</b>"]
    figure = curve(replace(FOUND, p90=None), ("half", "nine"), Words("en"), Look(), until=12, height=300)
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>half</b>"]
    assert len(figure["layout"]["shapes"]) == 2
