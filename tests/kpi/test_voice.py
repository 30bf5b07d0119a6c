"""What customers said: satisfied, easy, promoter; both sides of each mark, and what is no valid answer."""

from __future__ import annotations

from typing import Any

import pytest

from kpi.facts import build_facts
from kpi.rules import load_rules
from tests.kpi.build import complaint, table

SATISFIED = [
    ("0-1", [0], [1]),
    ("1-2", [1], [2]),
    ("1-3", [1, 2], [3]),
    ("1-4", [1, 2], [3, 4]),
    ("1-5", [1, 2, 3], [4, 5]),
    ("1-7", [1, 5], [6, 7]),
    ("1-10", [1, 8], [9, 10]),
    ("0-10", [0, 8], [9, 10]),
]
EASY = [("1-5", [1, 3], [4, 5]), ("1-7", [1, 4], [5, 7]), ("1-10", [1, 7], [8, 10])]
UNKNOWN_SCALES = [None, "", "stars", "5-1", "1 - 5", "0-100", "1-6"]


def said(column: str, answers: list[dict[str, Any]]) -> list[int | None]:
    """What facts make of one answer each."""
    built = build_facts(table([complaint("2024-03-01", **answer) for answer in answers]), load_rules("house"))
    return built.column(column).to_pylist()


def csat(scale: str | None, scores: list[float | None]) -> list[int | None]:
    return said("csat_top", [{"csat": score, "csat_scale": scale} for score in scores])


def ces(scale: str | None, scores: list[float | None]) -> list[int | None]:
    return said("ces_easy", [{"ces": score, "ces_scale": scale} for score in scores])


@pytest.mark.parametrize(("scale", "not_satisfied", "satisfied"), SATISFIED)
def test_satisfied_begins_at_the_mark_of_the_scale(scale: str, not_satisfied: list[int], satisfied: list[int]) -> None:
    assert csat(scale, [*not_satisfied, *satisfied]) == [0] * len(not_satisfied) + [1] * len(satisfied)


@pytest.mark.parametrize(("scale", "not_easy", "easy"), EASY)
def test_easy_begins_at_the_mark_of_the_scale(scale: str, not_easy: list[int], easy: list[int]) -> None:
    assert ces(scale, [*not_easy, *easy]) == [0] * len(not_easy) + [1] * len(easy)


def test_a_score_off_its_scale_is_no_answer() -> None:
    for scale, _, _ in SATISFIED:
        low, high = map(int, scale.split("-"))
        assert csat(scale, [low - 1, high + 1, -0.5 + low, high + 0.1, None]) == [None] * 5
    for scale, _, _ in EASY:
        low, high = map(int, scale.split("-"))
        assert ces(scale, [low - 1, high + 1, None]) == [None] * 3


def test_a_score_without_a_known_scale_is_no_answer() -> None:
    assert [found for scale in UNKNOWN_SCALES for found in csat(scale, [5])] == [None] * len(UNKNOWN_SCALES)
    assert [found for scale in UNKNOWN_SCALES for found in ces(scale, [5])] == [None] * len(UNKNOWN_SCALES)
    assert ces("0-10", [9]) == [None]


def test_a_score_between_two_marks_is_below_the_higher() -> None:
    assert csat("1-5", [3.99, 4.0, 4.5]) == [0, 1, 1]


def test_promoters_are_nine_and_ten_and_detractors_up_to_six() -> None:
    scores = [*range(11), 6.9, 8.9, -1, 11, 10.5, None]
    expected = [*[-1] * 7, 0, 0, 1, 1, -1, 0, None, None, None, None]
    assert said("nps_side", [{"nps": score} for score in scores]) == expected


def test_an_export_without_any_answer_has_none() -> None:
    for column in ("csat_top", "ces_easy", "nps_side"):
        assert said(column, [{}, {}]) == [None, None]
