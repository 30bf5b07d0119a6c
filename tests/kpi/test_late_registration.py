"""Complaints still to come: a triangle by hand, delays of a known distribution, and the demo operator."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kpi.errors import KpiError
from kpi.intervals import Estimate, overdispersed_range
from kpi.late_registration import Completeness, Delays, completeness, registration_delays
from kpi.measure import Facts, Query, lines
from kpi.registration_words import still_missing
from store.demo import load_demo
from store.engine import open_facts
from store.home import open_store
from store.publish import published
from tests.kpi.build import ENGINES, complaint, facts

AS_OF = date(2024, 6, 12)


def registered(received: str, delay: int, n: int = 1, **other: Any) -> list[dict[str, Any]]:
    later = (date.fromisoformat(received) + timedelta(days=delay)).isoformat()
    return [complaint(received, registered=later, **other) for _ in range(n)]


TRIANGLE = [
    *registered("2024-06-10", 0, 6), *registered("2024-06-10", 1, 3), *registered("2024-06-10", 2, 1),
    *registered("2024-06-11", 0, 6), *registered("2024-06-11", 1, 4),
    *registered("2024-06-12", 0, 7),
]  # fmt: skip
STILL_TO_COME = [*registered("2024-06-11", 2, 1), *registered("2024-06-12", 1, 3), *registered("2024-06-12", 2, 2)]


def delays(known: Facts, as_of: date = AS_OF, **other: Any) -> Delays:
    return registration_delays(known, Query(metrics=(), as_of=as_of), **{"history": 30, "longest": 2, **other})


def complete(known: Facts, as_of: date = AS_OF, **query: Any) -> tuple[Completeness, ...]:
    limits = {name: query.pop(name, default) for name, default in (("history", 30), ("longest", 2))}
    return completeness(known, Query(metrics=(), as_of=as_of, **query), **limits)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rows", [TRIANGLE, [*TRIANGLE, *STILL_TO_COME]])
def test_a_triangle_of_three_days_by_hand(rows: list[dict[str, Any]], engine: str) -> None:
    """On day 2: 1 of 10. On day 1: 7 of 9 + 10. Hence 1, 0.9 and 0.9 · 12/19; what comes later isn't seen."""
    known = facts(rows, engine=engine)
    found = delays(known)
    assert [w.share.value for w in found.within] == pytest.approx([0.9 * 12 / 19, 0.9, 1.0])
    assert [w.days for w in found.within] == [0, 1, 2]
    assert found.n == 27
    (june,) = complete(known, start=date(2024, 6, 1))
    assert june.observed == 27
    assert june.missing.value == pytest.approx(10 / 0.9 - 10 + 7 / (0.9 * 12 / 19) - 7)
    assert june.share.value == pytest.approx(27 / (27 + june.missing.value))
    assert june.missing.low < june.missing.value < june.missing.high


def test_what_is_to_come_is_as_uncertain_as_chance_and_the_delays_make_it() -> None:
    """Ten of 0.9 and seven of 0.5684 vary by 10.6; the hazards 7/19 of 19 and 1/10 of 10 add 10.8."""
    (june,) = complete(facts(TRIANGLE), start=date(2024, 6, 1))
    there, then = 7 / (0.9 * 12 / 19), 10 / 0.9
    chance = (then - 10) / 0.9 + (there - 7) / (0.9 * 12 / 19)
    reckoned = 7 / 19 / 12 * there**2 + 0.1 / 9 * (there + then) ** 2
    assert (round(chance, 1), round(reckoned, 1)) == (10.6, 10.8)
    ends = overdispersed_range(there - 7 + then - 10, chance + reckoned)
    assert (june.missing.low, june.missing.high) == ends == (0, 18)
    assert (june.share.low, june.share.high) == (27 / 45, 1.0)


def test_the_triangle_has_no_number_where_a_period_is_too_young() -> None:
    found = registration_delays(
        facts(TRIANGLE), Query(metrics=(), as_of=AS_OF, period="day"), history=30, longest=2
    ).triangle
    assert [(row.period, row.registered) for row in found] == [
        ("2024-06-10", (6, 9, 10)),
        ("2024-06-11", (6, 10, None)),
        ("2024-06-12", (7, None, None)),
    ]
    (week,) = delays(facts(TRIANGLE)).triangle
    assert (week.period, week.registered) == ("2024-W24", (19, None, None))


def test_without_late_registration_nothing_is_missing() -> None:
    (june,) = complete(facts(registered("2024-06-03", 0, 50)), start=date(2024, 6, 1))
    assert (june.missing.value, june.missing.high, june.incomplete) == (0, 0, False)
    assert june.sentence.en == "June 2024: as good as complete."


def test_an_incomplete_month_says_how_much_is_to_come() -> None:
    (june,) = complete(facts(TRIANGLE), start=date(2024, 6, 1))
    assert june.incomplete
    assert june.sentence.en.startswith("June 2024: incomplete, about 19.2% still to come, that is 6 complaints")
    assert june.sentence.fr.startswith("juin 2024 : incomplet, environ 19,2 % encore à venir, soit 6 réclamations")


def test_complaints_that_cannot_tell_are_counted_apart() -> None:
    rows = [
        *TRIANGLE,
        complaint("2024-06-10"),
        complaint("2024-06-10", registered="2024-06-09"),
        *registered("2024-06-05", 3),
        complaint("2024-06-10", registered="2024-06-10", kind="remark"),
        *registered("2024-04-01", 0),
    ]
    found = delays(facts(rows))
    assert (found.n, found.without, found.impossible, found.beyond) == (27, 1, 1, 1)
    assert found.within[0].share.value == pytest.approx(0.9 * 12 / 19)


def test_an_export_without_registration_dates_gives_a_reason() -> None:
    known = facts([complaint("2024-06-10"), complaint("2024-06-11")])
    found = delays(known)
    assert (found.n, found.within, found.triangle) == (0, (), ())
    assert "no date of registration" in found.reason.en
    (june,) = complete(known, start=date(2024, 6, 1))
    assert (june.missing.value, june.share.value, june.incomplete) == (None, None, False)
    assert june.sentence == found.reason
    assert delays(facts([])).reason.en == "no complaint in this period"


def test_days_too_recent_for_an_estimate_are_left_out_and_counted() -> None:
    rows = [row for day in range(1, 11) for row in registered(f"2024-06-{day:02}", 2, 4)]
    (june,) = complete(facts(rows), start=date(2024, 6, 1))
    assert (june.observed, june.blind, june.missing.value) == (40, 2, 0)
    (end,) = complete(facts(rows), start=date(2024, 6, 11))
    assert (end.blind, end.missing.value) == (2, None)
    assert "too recent" in end.sentence.en


def test_a_period_that_is_old_enough_and_empty_is_not_called_too_recent() -> None:
    rows = [row for day in range(1, 6) for row in registered(f"2024-06-{day:02}", 0, 4)]
    (found,) = complete(facts(rows), start=date(2024, 6, 6), end=date(2024, 6, 8))
    assert found.sentence.en == "June 2024: no complaint is registered, nothing to reckon those to come from."
    assert "aucune réclamation enregistrée" in found.sentence.fr


def test_less_than_one_complaint_to_come_is_not_said_to_be_none() -> None:
    there, missing = Estimate(value=0.96, low=0.7, high=1.0), Estimate(value=0.4, low=0, high=3)
    found = still_missing("2024-06", there, missing)
    assert found.en == "June 2024: less than one complaint still to come by the estimate, 3 at most."
    assert "moins d'une réclamation" in found.fr
    assert (
        "about one complaint still to come (3 at most)"
        in still_missing("2024-06", there, replace(missing, value=0.6)).en
    )


def test_a_filter_that_selects_nothing_is_named() -> None:
    rows = registered("2024-06-03", 0, 4)
    (june,) = complete(facts(rows), start=date(2024, 6, 1), where=(("site", ("Nowhere",)),))
    assert june.sentence.en.startswith("no complaint is in the scope (site=Nowhere")


def test_without_a_start_the_last_whole_month_and_the_running_one_are_judged() -> None:
    known = facts([*registered("2024-05-15", 0, 5), *TRIANGLE])
    assert [one.period for one in complete(known, history=60)] == ["2024-05", "2024-06"]
    weeks = complete(known, start=date(2024, 6, 3), period="week")
    assert [(one.period, one.span.end) for one in weeks] == [("2024-W23", date(2024, 6, 9)), ("2024-W24", AS_OF)]


def test_a_filter_narrows_what_is_estimated() -> None:
    rows = [{**row, "channel": "web"} for row in TRIANGLE] + registered("2024-06-10", 2, 9, channel="letter")
    (web,) = complete(facts(rows), start=date(2024, 6, 1), where=(("channel", ("web",)),))
    (alone,) = complete(facts(TRIANGLE), start=date(2024, 6, 1))
    assert web.missing == alone.missing


def test_the_figure_opens_on_the_complaints_known_today() -> None:
    known = facts([*TRIANGLE, *STILL_TO_COME])
    (june,) = complete(known, start=date(2024, 6, 1))
    assert june.figure.n == len(lines(known, "volume", "denominator", june.query).collect("pandas").to_native()) == 33


@pytest.mark.parametrize(("history", "longest"), [(30, 0), (30, 30), (0, 5)])
def test_a_history_shorter_than_the_delays_is_refused(history: int, longest: int) -> None:
    with pytest.raises(KpiError, match="days of history"):
        delays(facts(TRIANGLE), history=history, longest=longest)


def test_delays_by_groups_are_refused() -> None:
    with pytest.raises(KpiError, match="one selection"):
        registration_delays(facts(TRIANGLE), Query(metrics=(), as_of=AS_OF, by=("channel",)))


@pytest.fixture(scope="module")
def simulated() -> Facts:
    """Six complaints a day for 600 days; three in four registered at once, the others each day with probability 0.2."""
    draw, rows = random.Random(17), []
    for day in range(600):
        for _ in range(6):
            delay = 0
            if draw.random() < 0.25:
                delay = 1
                while draw.random() < 0.8:
                    delay += 1
            rows += registered((date(2023, 1, 1) + timedelta(days=day)).isoformat(), delay)
    return facts(rows)


def test_a_known_distribution_is_found_although_it_is_truncated(simulated: Facts) -> None:
    found = delays(simulated, date(2024, 2, 1), history=200, longest=50)
    for delay in (0, 1, 3, 10, 20):
        share = found.within[delay].share
        truth = 1 - 0.25 * 0.8**delay
        assert share.low <= truth <= share.high
        assert share.value == pytest.approx(truth, abs=0.03)


def test_what_is_missing_lies_in_its_interval_nineteen_times_in_twenty(simulated: Facts) -> None:
    held, estimated, came = 0, 0.0, 0
    for week in range(40):
        as_of = date(2023, 9, 1) + timedelta(days=7 * week)
        (last,) = complete(simulated, as_of, start=as_of - timedelta(days=27), period="year", history=200, longest=50)[
            -1:
        ]
        truth = last.figure.n - last.observed
        held += last.missing.low <= truth <= last.missing.high
        estimated, came = estimated + last.missing.value, came + truth
    assert held >= 36
    assert estimated / came == pytest.approx(1, abs=0.1)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    store = open_store(tmp_path_factory.mktemp("late"))
    load_demo(store, complaints=12_000, seed=5, until=date(2026, 11, 21))
    known = published(store)
    assert known is not None
    return open_facts(known)


def test_the_demo_registers_a_few_in_a_hundred_three_days_late_or_more(operator: Facts) -> None:
    found = registration_delays(operator, Query(metrics=(), as_of=date(2026, 11, 20)))
    assert found.reason is None
    assert 0.02 <= 1 - found.within[2].share.value <= 0.04


@pytest.mark.parametrize("as_of", [date(2026, 7, 31), date(2026, 9, 30), date(2026, 5, 10)])
def test_the_demo_receives_what_was_said_to_be_missing(operator: Facts, as_of: date) -> None:
    for month in completeness(operator, Query(metrics=(), as_of=as_of)):
        assert month.missing.low <= month.figure.n - month.observed <= month.missing.high
