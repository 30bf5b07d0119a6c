"""The histogram of days to the due date."""

from __future__ import annotations

import pytest

from charts.distance import Named, day_name, distance
from charts.theme import LIGHT, Look
from charts.words import Words
from kpi.due_distance import Bar, Distances

FOUND = Distances(
    bars=(
        Bar(days=-1, on_time=5, late=0, waiting=0),
        Bar(days=0, on_time=9, late=0, waiting=0),
        Bar(days=1, on_time=0, late=3, waiting=2),
    )
)
NAMED = Named(on_time="in time: 14", late="late: 3", waiting="no reply: 2", due="end")


def test_each_part_is_drawn_and_the_one_without_a_reply_is_hatched() -> None:
    on_time, late, waiting = distance(FOUND, NAMED, Words("en"), Look(), height=300)["data"]
    assert (on_time["y"], late["y"], waiting["y"]) == ([5, 9, 0], [0, 0, 3], [0, 0, 2])
    assert on_time["x"] == [-1, 0, 1]
    assert late["marker"]["color"] == waiting["marker"]["color"] == LIGHT.breach
    assert (late["marker"]["pattern"]["shape"], waiting["marker"]["pattern"]["shape"]) == ("", "/")


def test_the_end_of_the_delay_stands_after_the_due_day() -> None:
    figure = distance(FOUND, NAMED, Words("en"), Look(), height=300)
    assert figure["layout"]["shapes"][0]["x0"] == 0.5
    assert [note["text"] for note in figure["layout"]["annotations"]] == [
        "end",
        "in time: 14",
        "late: 3",
        "no reply: 2",
    ]


def test_what_isn_t_there_isn_t_named() -> None:
    early = Distances(bars=(Bar(days=-1, on_time=5, late=0, waiting=0),))
    figure = distance(early, NAMED, Words("en"), Look(), height=300)
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["end", "in time: 14"]


@pytest.mark.parametrize(
    ("days", "lang", "name"),
    [(0, "en", "due"), (-10, "fr", "−10"), (5, "fr", "+5"), (30, "fr", "+30 et plus"), (-30, "en", "−30 and more")],
)
def test_days_read_as_people_say_them(days: int, lang: str, name: str) -> None:
    assert day_name(days, Words(lang), 30) == name
