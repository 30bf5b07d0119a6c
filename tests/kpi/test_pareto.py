"""Paretos counted by hand: shares with their intervals, ranks that chance could swap, criticality, what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.errors import KpiError
from kpi.intervals import wilson
from kpi.measure import Facts, Query, lines
from kpi.pareto import Pareto, Place, pareto
from kpi.spans import Against
from tests.kpi.build import ENGINES, complaint, facts

LATER = date(2024, 12, 31)
MARCH = {"start": date(2024, 3, 1), "end": date(2024, 3, 31)}
WEIGHTS = {"minor": 1, "major": 5, "critical": 20}


def motive(name: str | None, n: int, severity: str | None = "minor", month: int = 3) -> list[dict[str, Any]]:
    return [complaint(f"2024-{month:02}-10", motive=name, severity=severity) for _ in range(n)]


def ask(known: Facts, dimension: str = "motive", **other: Any) -> Pareto:
    return pareto(known, Query(metrics=(), as_of=LATER, **MARCH), dimension, **other)


def of(places: tuple[Place, ...], value: str) -> dict[str | None, Any]:
    return {place.name: getattr(place, value) for place in places}


HUNDRED = [
    *motive("stock", 15),
    *motive("price", 13),
    *motive("delay", 2),
    *[r for i in range(7) for r in motive(f"m{i}", 10)],
]


@pytest.mark.parametrize("engine", ENGINES)
def test_fifteen_percent_of_a_hundred_has_its_interval(engine: str) -> None:
    """Wilson: centre (0.15 + 3.8415/200) / 1.038415 = 0.16294, half width 0.06987."""
    first = ask(facts(HUNDRED, engine=engine)).frequency.places[0]
    assert (first.name, first.score, first.share.value) == ("stock", 15, 0.15)
    assert (round(first.share.low, 4), round(first.share.high, 4)) == (0.0931, 0.2328)


def test_fifteen_percent_of_a_thousand_is_known_better_and_said() -> None:
    found = ask(facts(HUNDRED * 10)).frequency
    share = found.places[0].share
    assert (round(share.low, 3), round(share.high, 3)) == (0.129, 0.173)
    assert "“stock”: 15.0% of complaints (12.9% to 17.3%)." in found.sentence.en
    assert "« stock » : 15,0 % des réclamations (de 12,9 % à 17,3 %)." in found.sentence.fr


def test_shares_add_up_with_the_line_without_a_value() -> None:
    found = ask(facts([*motive("a", 6), *motive("b", 3), *motive(None, 1)])).frequency
    assert [(p.name, p.share.value, p.cumulative, p.rank) for p in found.places] == [
        ("a", 0.6, 0.6, 1), ("b", 0.3, 0.9, 2),
    ]  # fmt: skip
    missing = found.without_value
    assert (missing.share.value, missing.rank, missing.cumulative) == (0.1, None, None)
    assert found.total == 10
    assert "Without a value, outside the ranks: 1." in found.sentence.en


def test_without_missing_values_there_is_no_line_for_them() -> None:
    assert ask(facts(motive("a", 6))).frequency.without_value is None


@pytest.mark.parametrize(
    ("first", "second", "tied"),
    [(6, 1, True), (7, 1, True), (8, 1, False), (15, 13, True), (60, 40, True), (61, 39, False)],
)
def test_neighbours_are_tied_unless_coins_would_seldom_split_so(first: int, second: int, tied: bool) -> None:
    found = ask(facts([*motive("a", first), *motive("b", second)])).frequency
    assert of(found.places, "tied_with") == ({"a": ("b",), "b": ("a",)} if tied else {"a": (), "b": ()})
    assert ("1st place can't be distinguished from the 2nd" in found.sentence.en) is tied
    assert ("La 1re place ne se distingue pas de la 2e" in found.sentence.fr) is tied


def test_a_place_in_the_middle_may_be_tied_on_both_sides() -> None:
    found = ask(facts([*motive("a", 22), *motive("b", 20), *motive("c", 18), *motive("d", 2)])).frequency
    assert of(found.places, "tied_with") == {"a": ("b",), "b": ("a", "c"), "c": ("b",), "d": ()}


def test_equal_counts_share_a_rank_and_stand_by_name() -> None:
    found = ask(facts([*motive("b", 5), *motive("a", 5), *motive("c", 2)])).frequency
    assert [(place.name, place.rank) for place in found.places] == [("a", 1), ("b", 1), ("c", 3)]


def test_criticality_weighs_each_complaint_by_its_severity() -> None:
    rows = [*motive("bill", 50), *motive("safety", 4, "critical"), *motive("tone", 6, "major")]
    found = ask(facts(rows), weights=WEIGHTS)
    assert of(found.frequency.places, "rank") == {"bill": 1, "tone": 2, "safety": 3}
    assert of(found.criticality.places, "score") == {"safety": 80, "bill": 50, "tone": 30}
    assert found.criticality.total == 160
    assert found.criticality.places[0].share.value == 0.5
    assert [place.cumulative for place in found.criticality.places] == [0.5, 130 / 160, 1.0]
    assert "“safety”: 50.0% of the criticality" in found.criticality.sentence.en
    assert "de la criticité" in found.criticality.sentence.fr


def test_few_heavy_complaints_give_a_wide_interval() -> None:
    """Variance (0.5² · 4·400 + 0.5² · (50 + 6·25)) / 160²: as many as 14.2 complaints of which half."""
    rows = [*motive("bill", 50), *motive("safety", 4, "critical"), *motive("tone", 6, "major")]
    share = ask(facts(rows), weights=WEIGHTS).criticality.places[0].share
    n = 0.25 * 160**2 / (0.25 * 1_600 + 0.25 * 200)
    assert round(n, 1) == 14.2
    assert (share.low, share.high) == pytest.approx(wilson(n / 2, n))


def test_with_one_weight_for_all_criticality_is_frequency() -> None:
    rows = [*motive("a", 30), *motive("b", 10, "major"), *motive(None, 5)]
    found = ask(facts(rows), weights={"minor": 3, "major": 3})
    for one, other in zip(found.frequency.places, found.criticality.places, strict=True):
        assert (one.name, one.rank, one.tied_with) == (other.name, other.rank, other.tied_with)
        assert (one.share.low, one.share.high) == pytest.approx((other.share.low, other.share.high))
    assert found.criticality.total == 3 * 45


@pytest.mark.parametrize(("heavy", "tied"), [(3, True), (12, False)])
def test_scores_are_tied_unless_their_difference_is_beyond_chance(heavy: int, tied: bool) -> None:
    """3 critical against 40 minor: (60 - 40 - 1) / sqrt(1200 + 40) = 0.5; 12: (240 - 40 - 1) / sqrt(4840) = 2.9."""
    found = ask(facts([*motive("a", heavy, "critical"), *motive("b", 40)]), weights=WEIGHTS).criticality
    assert bool(found.places[0].tied_with) is tied


def test_seven_against_one_is_tied_by_count_and_by_score() -> None:
    """Two-sided binomial 7.0 %; (7 - 1 - 1) / sqrt(8) = 1.77, where without the correction 2.12 would be beyond."""
    found = ask(facts([*motive("a", 7), *motive("b", 1)]), weights={"minor": 1})
    assert found.frequency.places[0].tied_with == found.criticality.places[0].tied_with == ("b",)


def test_a_severity_without_a_weight_is_shown_and_never_dropped() -> None:
    rows = [*motive("a", 4), *motive("a", 2, "odd"), *motive("a", 1, None), *motive("b", 5)]
    found = ask(facts(rows), weights=WEIGHTS)
    a = found.criticality.places[1]
    assert (a.name, a.figure.n, a.score, a.unweighted, a.worst) == ("a", 7, 4, 3, 4 + 3 * 20)
    assert "Severity without a weight, in the frequency only: 3." in found.criticality.sentence.en
    assert "Gravité sans pondération, en fréquence seulement : 3." in found.criticality.sentence.fr
    assert of(found.frequency.places, "score") == {"a": 7, "b": 5}
    assert "Severity" not in found.frequency.sentence.en


def test_weights_that_fit_no_severity_give_no_shares() -> None:
    found = ask(facts(motive("a", 4)), weights={"other": 2}).criticality
    assert (found.total, found.places[0].share.value, found.places[0].cumulative) == (0, None, None)


def test_severity_itself_can_be_ranked() -> None:
    found = ask(facts([*motive("a", 9), *motive("a", 2, "critical")]), "severity", weights=WEIGHTS)
    assert of(found.frequency.places, "rank") == {"minor": 1, "critical": 2}
    assert of(found.criticality.places, "rank") == {"critical": 1, "minor": 2}


@pytest.mark.parametrize("engine", ENGINES)
def test_ranks_are_compared_with_those_of_the_month_before(engine: str) -> None:
    rows = [
        *motive("a", 9, month=2), *motive("b", 6, month=2), *motive("c", 3, month=2), *motive("gone", 1, month=2),
        *motive("b", 9), *motive("a", 6), *motive("c", 3), *motive("new", 1),
    ]  # fmt: skip
    found = ask(facts(rows, engine=engine), against=Against.PREVIOUS).frequency
    assert [(p.name, p.rank, p.earlier_rank, p.climbed) for p in found.places] == [
        ("b", 1, 2, 1), ("a", 2, 1, -1), ("c", 3, 3, 0), ("new", 4, None, None),
    ]  # fmt: skip
    assert of(ask(facts(rows, engine=engine)).frequency.places, "earlier_rank") == dict.fromkeys(("b", "a", "c", "new"))


def test_a_running_month_is_ranked_against_as_many_days() -> None:
    early, late = complaint("2024-02-05", motive="a"), complaint("2024-02-25", motive="b")
    rows = [early, late, late, *motive("a", 1), *motive("b", 1)]
    found = pareto(facts(rows), Query(metrics=(), as_of=date(2024, 3, 20), **MARCH), "motive", against=Against.PREVIOUS)
    assert found.earlier.end == date(2024, 2, 20)
    assert of(found.frequency.places, "earlier_rank") == {"a": 1, "b": None}


def test_every_place_opens_on_its_lines() -> None:
    known = facts([*HUNDRED, *motive(None, 3)])
    found = ask(known)
    for place in (*found.frequency.places, found.frequency.without_value):
        assert len(lines(known, "volume", "denominator", place.query).collect("pandas").to_native()) == place.figure.n
    assert found.figure.n == 103


def test_remarks_are_not_ranked() -> None:
    rows = [*motive("a", 2), complaint("2024-03-10", motive="b", kind="remark")]
    assert of(ask(facts(rows)).frequency.places, "score") == {"a": 2}


def test_nothing_to_rank_says_so() -> None:
    found = ask(facts([]), weights=WEIGHTS)
    assert (found.frequency.places, found.criticality.places) == ((), ())
    assert found.frequency.sentence.en == "No complaint to rank."


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"minor": -1}, "severity 'minor' is -1"),
        ({"minor": float("nan")}, "give a number"),
        ({"minor": 0}, "no severity weighs anything"),
        ({}, "no severity weighs anything"),
    ],
)
def test_weights_that_are_none_are_refused(weights: dict[str, float], message: str) -> None:
    with pytest.raises(KpiError, match=message):
        ask(facts(HUNDRED), weights=weights)


def test_a_pareto_by_groups_and_an_unknown_dimension_are_refused() -> None:
    with pytest.raises(KpiError, match="without groups"):
        pareto(facts(HUNDRED), Query(metrics=(), as_of=LATER, by=("channel",)), "motive")
    with pytest.raises(KpiError, match="nearest: 'motive'"):
        ask(facts(HUNDRED), "motiv")
