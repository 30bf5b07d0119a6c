"""The committee's figures, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.committee import Committee, committee, weights_of, whole_months
from kpi.measure import Query
from kpi.receptions import receptions
from tests.kpi.build import ENGINES, complaint, facts

AS_OF = date(2024, 4, 10)


def many(month: str, n: int, motive: str | None, severity: str | None) -> list[dict[str, object]]:
    return [complaint(f"2024-{month}-{1 + i % 28:02}", motive=motive, severity=severity) for i in range(n)]


def sat(engine: str, months: int = 1, scale: str = "1-3-9") -> Committee:
    rows = [
        *many("01", 30, "Facture", "mineure"),
        *many("02", 5, "Facture", "mineure"),
        *many("02", 20, "Panne", "critique"),
        *many("03", 60, "Facture", "mineure"),
        *many("03", 30, "Panne", "critique"),
        *many("03", 10, "Retard", "3 - Moderate"),
        *many("03", 4, "Retard", "à voir"),
        *many("03", 2, None, "majeure"),
    ]
    return committee(facts(rows, engine=engine), AS_OF, (), "motive", months, scale)


@pytest.mark.parametrize("engine", ENGINES)
def test_one_motive_is_more_frequent_and_another_more_critical(engine: str) -> None:
    found = sat(engine)
    assert [(p.name, p.rank, p.earlier_rank, p.score) for p in found.pareto.frequency.places] == [
        ("Facture", 1, 2, 60), ("Panne", 2, 1, 30), ("Retard", 3, None, 14),
    ]  # fmt: skip
    assert found.pareto.criticality is not None
    assert [(p.name, p.score) for p in found.pareto.criticality.places] == [
        ("Panne", 270), ("Facture", 60), ("Retard", 30),
    ]  # fmt: skip
    assert found.pareto.criticality.total == 270 + 60 + 30 + 6
    assert found.compared


@pytest.mark.parametrize("engine", ENGINES)
def test_the_map_places_each_motive_by_frequency_and_by_weight_of_one(engine: str) -> None:
    spots = {spot.place.name: spot for spot in sat(engine).spots}
    assert (spots["Panne"].weight, spots["Facture"].weight, spots["Retard"].weight) == (9, 1, 3)
    assert spots["Panne"].share == pytest.approx(30 / 106)
    assert spots["Panne"].part == pytest.approx(270 / 366)
    assert sat(engine).mean_weight == pytest.approx(366 / 102)
    assert sat(engine).even == pytest.approx(1 / 3)


@pytest.mark.parametrize("engine", ENGINES)
def test_three_months_begin_two_months_earlier(engine: str) -> None:
    found = sat(engine, months=3)
    assert (found.query.start, found.query.end) == (date(2024, 1, 1), date(2024, 3, 31))
    assert found.pareto.frequency.places[0].score == 95
    assert not found.compared


def test_without_a_severity_there_is_no_criticality() -> None:
    found = committee(facts(many("03", 5, "Facture", None)), AS_OF, (), "motive", 1, "1-3-9")
    assert found.pareto.criticality is None
    assert (found.spots, found.mean_weight, found.even) == ((), None, None)


def test_severities_are_known_by_their_words_and_others_have_no_weight() -> None:
    asked = ("1 - Critical", "Majeure", "low", "P2", None, "4 - Low")
    assert weights_of(asked, "1-5-25") == {"4 - Low": 1, "low": 1, "Majeure": 5, "1 - Critical": 25}


def test_whole_months_end_with_the_newest_that_holds_complaints() -> None:
    found = whole_months(facts(many("01", 5, "Facture", None)), AS_OF, (), 1)
    assert (found.start, found.end) == (date(2024, 1, 1), date(2024, 1, 31))


@pytest.mark.parametrize("engine", ENGINES)
def test_receptions_count_every_day_from_the_first_complaint(engine: str) -> None:
    rows = [complaint("2024-03-04"), *[complaint("2024-03-05")] * 4, *[complaint("2024-03-12")] * 2]
    known = facts(rows, engine=engine)
    found = receptions(known, whole_months(known, date(2024, 3, 17), (), 1))
    assert [one.n for one in found.days[:3]] == [1, 4, 0]
    assert (found.days[0].day, found.days[-1].day) == (date(2024, 3, 4), date(2024, 3, 17))
    assert (found.peak, found.total) == (found.days[1], 7)
    assert [(one.weekday, one.mean, one.days) for one in found.weekdays[:3]] == [(0, 0.5, 2), (1, 3.0, 2), (2, 0.0, 2)]


def test_receptions_go_back_53_whole_weeks_and_no_further() -> None:
    known = facts([complaint("2022-01-03"), complaint("2023-03-13"), complaint("2024-03-14")])
    found = receptions(known, Query(metrics=("volume",), as_of=date(2024, 3, 14)))
    assert found.query.start == date(2023, 3, 13)
    assert found.total == 2


def test_no_complaint_gives_no_day() -> None:
    known = facts([complaint("2024-05-01")])
    found = receptions(known, whole_months(known, AS_OF, (), 1))
    assert (found.days, found.weekdays, found.peak, found.total) == ((), (), None, 0)
