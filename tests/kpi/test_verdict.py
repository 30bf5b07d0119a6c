"""One sentence: the direction that matters, since when, and whether the target can be held."""

from __future__ import annotations

import pytest

from kpi.spc import xmr
from kpi.verdict import Assurance, Variation, assure, period_name, verdict

MONTHS = [f"{2023 + i // 12}-{i % 12 + 1:02d}" for i in range(24)]
STEADY = [0.90, 0.91, 0.89, 0.905, 0.895, 0.90]


def shares(values: list[float]):
    return xmr(list(zip(MONTHS, values, strict=False)), floor=0.0, cap=1.0)


def test_noise_is_called_ordinary() -> None:
    assert verdict(shares(STEADY * 4), "up").sentence.fr == "variation ordinaire"


@pytest.mark.parametrize(
    ("better", "variation"),
    [("up", Variation.CONCERN), ("down", Variation.IMPROVEMENT), ("neutral", Variation.CHANGE)],
)
def test_a_fall_is_judged_by_the_metrics_direction(better: str, variation: Variation) -> None:
    found = verdict(shares([*STEADY * 2, 0.905, 0.7, 0.7]), better)
    assert found.variation is variation
    assert found.since == "2024-02"


@pytest.mark.parametrize(
    ("better", "variation"),
    [("up", Variation.IMPROVEMENT), ("down", Variation.CONCERN), ("neutral", Variation.CHANGE)],
)
def test_a_rise_is_judged_by_the_metrics_direction(better: str, variation: Variation) -> None:
    assert verdict(shares([*STEADY * 2, 0.895, 0.99]), better).variation is variation


def test_a_sentence_names_the_month_and_the_target_in_both_languages() -> None:
    found = verdict(shares([*STEADY * 2, 0.905, 0.7, 0.7]), "up", target=0.99)
    assert found.sentence.fr.startswith("dégradation réelle depuis février 2024")
    assert found.sentence.en.startswith("real deterioration since February 2024")
    assert "hors d'atteinte" in verdict(shares(STEADY * 4), "up", target=0.99).sentence.fr


@pytest.mark.parametrize(
    ("better", "target", "expected"),
    [
        ("up", 0.99, Assurance.FAILS),
        ("up", 0.90, Assurance.HIT_OR_MISS),
        ("up", 0.50, Assurance.PASSES),
        ("down", 0.50, Assurance.FAILS),
        ("down", 0.90, Assurance.HIT_OR_MISS),
        ("down", 0.99, Assurance.PASSES),
        ("up", None, Assurance.NONE),
    ],
)
def test_a_target_is_held_missed_or_left_to_chance(better: str, target: float | None, expected: Assurance) -> None:
    assert assure(shares(STEADY * 4), better, target) is expected


def test_too_short_a_series_gets_no_verdict() -> None:
    assert verdict(shares(STEADY[:5]), "up").variation is Variation.UNKNOWN
    assert verdict(None, "up").variation is Variation.UNKNOWN


def test_months_are_named_and_other_periods_left_alone() -> None:
    assert period_name("2024-08", "fr") == "août 2024"
    assert period_name("2024-Q1", "en") == "2024-Q1"
