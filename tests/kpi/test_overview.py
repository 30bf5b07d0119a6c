"""The steering page's figures, counted by hand on each engine."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.measure import lines
from kpi.overview import Oldest, Overview, Standing, last_complete_month, overview
from kpi.spc import Side
from tests.kpi.build import ENGINES, complaint, facts, hundred

MARCH = date(2024, 3, 20)


@pytest.fixture(params=ENGINES)
def found(request: pytest.FixtureRequest) -> Overview:
    complaints = [
        complaint("2024-02-01", "2024-02-05", motive="bill", vulnerable=True),
        complaint("2024-02-02", "2024-02-28", motive="bill", vulnerable=False),
        complaint("2024-02-05", "2024-02-12", motive="network", vulnerable=False),
        complaint("2024-02-06", None, motive=None, vulnerable=True),
        complaint("2024-03-15", None, motive="bill", vulnerable=False),
    ]
    return overview(facts(complaints, engine=request.param), MARCH)


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        (date(2024, 3, 20), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 1, 1), date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_a_month_is_complete_at_the_end_of_its_last_day(as_of: date, first: date, last: date) -> None:
    assert last_complete_month(as_of) == (first, last)


def test_the_last_complete_month_is_shown_and_the_running_one_bounded(found: Overview) -> None:
    assert (found.month, found.running, found.silent) == ("2024-02", "2024-03", False)
    sla = found.answer("answered_in_sla")
    assert (sla.figure.numerator, sla.figure.denominator) == (2, 4)
    assert found.answer("answered_in_sla_low").figure.value == 0
    assert found.answer("answered_in_sla_high").figure.value == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_where_all_came_in_the_running_month_it_is_shown_so_far(engine: str) -> None:
    known = facts([complaint("2024-03-01", "2024-03-05"), complaint("2024-03-04")], engine=engine)
    found = overview(known, MARCH)
    assert (found.month, found.silent) == ("2024-03", False)
    assert found.answer("volume").figure.value == 2
    assert (found.answer("answered_in_sla").figure.numerator, found.answer("answered_in_sla").figure.n) == (1, 2)


def test_the_oldest_overdue_complaint_is_named(found: Overview) -> None:
    assert found.answer("overdue").figure.n == 1
    assert found.oldest == Oldest(complaint_id="C3", source="hand", late=29)


def test_the_motives_are_ranked_and_those_without_one_counted(found: Overview) -> None:
    assert [(one.name, one.answer.figure.n, one.share) for one in found.motives] == [
        ("bill", 2, 0.5),
        ("network", 1, 0.25),
    ]
    assert found.without_motive == 1


def test_vulnerable_customers_have_a_line_of_their_own(found: Overview) -> None:
    assert found.vulnerable is not None
    assert (found.vulnerable.figure.numerator, found.vulnerable.figure.denominator) == (1, 2)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_answer_opens_on_exactly_its_lines(engine: str) -> None:
    known = facts([*hundred(), complaint("2024-02-12", motive="bill", vulnerable=True)], engine=engine)
    found = overview(known, MARCH)
    answers = [*found.answers, *(one.answer for one in found.motives)]
    answers += [found.vulnerable] if found.vulnerable else []
    for answer in answers:
        rows = lines(known, answer.figure.metric, "denominator", answer.query).collect()
        assert len(rows) == answer.figure.n, answer.figure.metric


def test_nobody_vulnerable_is_no_figure() -> None:
    assert overview(facts(hundred()), MARCH).vulnerable is None


def test_a_silent_month_shows_the_last_that_was_not() -> None:
    found = overview(facts([complaint("2023-06-01", "2023-06-02")]), MARCH)
    assert (found.month, found.silent) == ("2023-06", True)


def test_nothing_due_yet_gives_a_reason_and_no_share() -> None:
    found = overview(facts([complaint("2024-03-18")]), MARCH)
    sla = found.answer("answered_in_sla").figure
    assert (found.month, sla.value, sla.n) == ("2024-03", None, 0)
    assert sla.reason is not None
    assert found.motives == ()


def test_nothing_at_all_is_no_error() -> None:
    found = overview(facts([]), MARCH)
    assert found.oldest is None
    assert found.answer("answered_in_sla").standing is Standing.UNKNOWN


def test_a_filter_narrows_every_figure() -> None:
    complaints = [complaint("2024-02-01", "2024-02-02", region="Nord"), complaint("2024-02-01", region="Sud")]
    found = overview(facts(complaints), MARCH, (("region", ("Nord",)),))
    assert found.answer("volume").figure.n == 1
    assert found.answer("overdue").figure.n == 0


@pytest.mark.parametrize(
    ("hit", "n", "standing"),
    [(95, 100, Standing.MET), (88, 100, Standing.NEAR), (60, 100, Standing.MISSED)],
)
def test_a_small_gap_is_told_from_a_large_one(hit: int, n: int, standing: Standing) -> None:
    complaints = [complaint("2024-02-01", "2024-02-05" if i < hit else "2024-02-28") for i in range(n)]
    assert overview(facts(complaints), MARCH).answer("answered_in_sla").standing is standing


@pytest.mark.parametrize(("last", "side"), [(60, Side.HIGH), (2, Side.LOW), (20, None)])
def test_a_volume_outside_its_usual_range_is_unusual(last: int, side: Side | None) -> None:
    counts = [20, 21, 19, 20, 21, 19, 20, 21, 19, 20, 21, 19, last]
    complaints = [
        complaint(f"{2023 + month // 12}-{month % 12 + 1:02}-10", f"{2023 + month // 12}-{month % 12 + 1:02}-11")
        for month, count in enumerate(counts, 1)
        for _ in range(count)
    ]
    assert overview(facts(complaints), date(2024, 3, 1)).answer("volume").unusual is side
