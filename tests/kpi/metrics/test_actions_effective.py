"""K21, counted by hand: actions after which the complaints they aimed at became fewer.

Each month from January 2022 to December 2023 brings 10 complaints on bills, 10 on meters and 30 on leaks; then, after
actions done on 31 December 2023, none on bills, 25 on meters and 30 on leaks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpi.actions import Action
from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one

BEFORE, AFTER = {"bill": 10, "meter": 10, "leak": 30}, {"bill": 0, "meter": 25, "leak": 30}
MONTHS = [f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13)][:30]
COMPLAINTS = [
    complaint(f"{month}-10", motive=motive)
    for month in MONTHS
    for motive, count in (AFTER if month > "2023-12" else BEFORE).items()
    for _ in range(count)
]


def action(reference: str, motive: str | None, done: str | None = "2023-12-31", checked: str | None = None) -> Action:
    return Action(
        reference=reference, title="check every meter", kind="process", owner="quality",
        decided=date(2023, 12, 1), due=date(2023, 12, 1), done=done and date.fromisoformat(done),
        checked=checked and date.fromisoformat(checked), dimension=motive and "motive", value=motive,
    )  # fmt: skip


FEWER, MORE, AS_MANY = action("fewer", "bill"), action("more", "meter"), action("as many", "leak")
LATE = action("checked later", "bill", checked="2024-04-30")
AIMLESS, NOT_DONE = action("no target", None), action("not done", "bill", done=None)


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    everything = (FEWER, MORE, AS_MANY, LATE, AIMLESS, NOT_DONE)
    return replace(facts(COMPLAINTS, engine=request.param), actions=everything)


def test_one_of_the_three_that_can_be_judged_worked(known: Facts) -> None:
    figure = one(known, "actions_effective", "2024-06-30")
    assert (figure.numerator, figure.n, figure.value, figure.excluded) == (1, 3, 1 / 3, 2)
    assert (round(figure.low or 0, 3), round(figure.high or 0, 3)) == (0.061, 0.792)


def test_only_a_fall_beyond_chance_is_a_success(known: Facts) -> None:
    found = {
        one_.reference: one(replace(known, actions=(one_,)), "actions_effective", "2024-06-30").value
        for one_ in (FEWER, MORE, AS_MANY)
    }
    assert found == {"fewer": 1.0, "more": 0.0, "as many": 0.0}


def test_an_action_counts_in_the_month_from_which_it_should_work(known: Facts) -> None:
    assert by_month(known, "actions_effective", "2024-06-30") == {"2023-12": 3}


def test_three_whole_months_are_needed_and_until_then_there_is_a_reason(known: Facts) -> None:
    early = one(known, "actions_effective", "2024-03-30")
    assert (early.value, early.n, early.excluded) == (None, 0, 4)
    assert "too recent" in early.reason.en
    assert one(known, "actions_effective", "2024-03-31").n == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_without_any_action_there_is_a_reason_and_no_share(engine: str) -> None:
    figure = one(facts([complaint("2024-01-10")], engine=engine), "actions_effective", "2024-12-31")
    assert (figure.value, figure.n) == (None, 0)
    assert figure.reason.en == "no corrective action is recorded"


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ((AIMLESS,), "without a target"),
        ((action("nobody", "no such motive"),), "their targets are of no complaint"),
        ((replace(FEWER, done=date(2024, 6, 1)),), "too recent"),
        (
            (AIMLESS, replace(FEWER, checked=date(2024, 5, 1))),
            "too recent, or without a target",
        ),
    ],
)
def test_why_none_can_be_judged_is_the_half_that_is_true(known: Facts, actions: tuple[Action, ...], said: str) -> None:
    figure = one(replace(known, actions=actions), "actions_effective", "2024-06-30")
    assert (figure.value, figure.excluded) == (None, len(actions))
    assert figure.reason and figure.reason.en.endswith(f": {said}")
