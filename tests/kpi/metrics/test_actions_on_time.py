"""K21, counted by hand: actions done by the day they were due. Complaints play no part in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpi.actions import Action
from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, by_month, complaint, facts, one


def action(reference: str, due: str, done: str | None = None) -> Action:
    return Action(
        reference=reference, title="check every meter", kind="process", owner="quality",
        decided=date(2024, 1, 1), due=date.fromisoformat(due), done=done and date.fromisoformat(done),
    )  # fmt: skip


ACTIONS = (
    action("done on the day", "2024-02-20", "2024-02-20"),
    action("done early", "2024-02-29", "2024-01-05"),
    action("done a day late", "2024-02-20", "2024-02-21"),
    action("not done", "2024-02-10"),
    action("due in March, not done", "2024-03-10"),
    action("due in March, done in February", "2024-03-10", "2024-02-01"),
    action("due in March, done after it", "2024-03-10", "2024-03-11"),
)


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return replace(facts([complaint("2024-01-10", "2024-01-11")], engine=request.param), actions=ACTIONS)


def test_done_by_the_due_day_of_all_that_were_due(known: Facts) -> None:
    figure = one(known, "actions_on_time", "2024-12-31")
    assert (figure.numerator, figure.n, figure.value) == (3, 7, 3 / 7)
    assert (round(figure.low or 0, 3), round(figure.high or 0, 3)) == (0.158, 0.75)


def test_an_action_counts_in_the_month_in_which_it_is_due(known: Facts) -> None:
    assert by_month(known, "actions_on_time", "2024-12-31") == {"2024-02": 4, "2024-03": 3}
    february = one(known, "actions_on_time", "2024-12-31", start="2024-02-01", end="2024-02-29")
    assert (february.numerator, february.n) == (2, 4)


def test_on_its_due_day_an_action_is_late_only_from_the_next_day(known: Facts) -> None:
    march = {"start": "2024-03-01", "end": "2024-03-31"}
    counted = [one(known, "actions_on_time", f"2024-03-{day:02}", **march) for day in (9, 10, 11)]
    assert [(f.numerator, f.n) for f in counted] == [(0, 0), (1, 1), (1, 3)]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_any_action_there_is_a_reason_and_no_share(engine: str) -> None:
    figure = one(facts([complaint("2024-01-10")], engine=engine), "actions_on_time", "2024-12-31")
    assert (figure.value, figure.n) == (None, 0)
    assert figure.reason.en == "no corrective action is recorded"


def test_actions_are_not_split_by_what_complaints_have(known: Facts) -> None:
    figure = one(known, "actions_on_time", "2024-12-31", where=(("channel", ("web",)),))
    assert figure.value is None
    assert "not split" in figure.reason.en
    assert ask(known, "actions_on_time", "2024-12-31", by=("channel",)) == []
