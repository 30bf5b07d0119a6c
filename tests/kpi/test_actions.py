"""Corrective actions: what is read, what is refused, from when they should work, and the figures of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from kpi.actions import TIMING_WORDS, Action, Timing, actions, by_kind, due_between
from kpi.effect import NO_TARGET, NOT_DONE, judge
from kpi.errors import KpiError
from kpi.measure import Query, lines
from tests.kpi.build import complaint, facts, one

ROW: dict[str, Any] = {
    "reference": "A-7",
    "title": "check every meter",
    "kind": "process",
    "owner": "quality",
    "decided": "2024-01-10",
    "due": "2024-03-31",
}


def test_dates_are_read_from_text_dates_and_moments() -> None:
    (found,) = actions([{**ROW, "due": date(2024, 3, 31), "done": datetime(2024, 3, 1, 9, 30), "checked": ""}])
    assert (found.decided, found.due, found.done, found.checked) == (
        *(date(2024, 1, 10), date(2024, 3, 31), date(2024, 3, 1), None),
    )
    assert type(found.done) is date


def test_the_days_may_be_the_same_and_an_empty_target_is_none() -> None:
    (found,) = actions([{**ROW, "due": "2024-01-10", "done": "2024-01-10", "dimension": "", "value": ""}])
    assert (found.due, found.done, found.dimension) == (found.decided, found.decided, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "training"}, "action A-7: 'training' is no kind of action; product, procedure, process."),
        ({"due": "2024-01-09"}, "action A-7: due 2024-01-09, before it was decided on 2024-01-10."),
        ({"done": "2024-01-09"}, "action A-7: done 2024-01-09, before it was decided on 2024-01-10."),
        ({"due": "31/03/2024"}, "action A-7: due '31/03/2024' is no date; write it as 2024-03-31."),
        ({"owner": ""}, "action A-7: no owner; an action needs every one of them."),
        ({"decided": None, "due": None}, "action A-7: no decided, due; an action needs every one of them."),
        ({"ownr": "x"}, "action A-7: no field 'ownr'; nearest: 'owner'."),
        ({"dimension": "motive"}, "action A-7: a target is a dimension and a value; give both, or neither."),
        ({"value": "bill"}, "action A-7: a target is a dimension and a value; give both, or neither."),
        ({"dimension": "motiv", "value": "bill"}, "action A-7: no dimension 'motiv'; nearest: 'motive'."),
        ({"reference": ""}, "action without a reference: no reference; an action needs every one of them."),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    with pytest.raises(KpiError) as refused:
        actions([{**ROW, **change}])
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("done", "checked", "effective"),
    [
        (None, None, None),
        (None, "2024-05-01", None),
        ("2024-03-01", None, date(2024, 3, 1)),
        ("2024-03-01", "2024-05-01", date(2024, 5, 1)),
        ("2024-06-01", "2024-05-01", date(2024, 6, 1)),
    ],
)
def test_an_action_can_work_once_it_is_done_and_its_check_is_due(
    done: str | None, checked: str | None, effective: date | None
) -> None:
    (found,) = actions([{**ROW, "done": done, "checked": checked}])
    assert found.effective_from == effective


def test_each_kind_has_its_own_count_and_share() -> None:
    known = actions(
        [
            {**ROW, "reference": "on time", "kind": "product", "done": "2024-03-31"},
            {**ROW, "reference": "late", "kind": "product", "done": "2024-04-01"},
            {**ROW, "reference": "never", "kind": "process"},
        ]
    )
    kinds = by_kind(known)
    assert {kind: [a.reference for a in of] for kind, of in kinds.items()} == {
        "product": ["on time", "late"],
        "procedure": [],
        "process": ["never"],
    }
    whole = facts([complaint("2024-01-10")])
    found = {kind: one(replace(whole, actions=of), "actions_on_time", "2024-12-31") for kind, of in kinds.items()}
    assert {kind: (f.value, f.n) for kind, f in found.items()} == {
        "product": (0.5, 2),
        "procedure": (None, 0),
        "process": (0.0, 1),
    }


def test_a_period_without_an_action_says_so() -> None:
    known = replace(facts([complaint("2024-01-10")]), actions=actions([ROW]))
    figure = one(known, "actions_on_time", "2024-12-31", start="2024-05-01", end="2024-05-31")
    assert (figure.value, figure.period) == (None, "all")
    assert figure.reason.en == "no action in this period"


def test_actions_are_no_complaints_and_have_no_lines() -> None:
    query = Query(metrics=("actions_on_time",), as_of=date(2024, 12, 31))
    with pytest.raises(KpiError, match="actions_on_time counts actions"):
        lines(facts([complaint("2024-01-10")]), "actions_on_time", "denominator", query)


def test_an_action_can_not_be_changed() -> None:
    (found,) = actions([ROW])
    with pytest.raises(AttributeError):
        found.due = date(2025, 1, 1)  # type: ignore[misc]
    assert isinstance(found, Action)


@pytest.mark.parametrize(
    ("done", "as_of", "timing"),
    [
        ("2024-03-31", "2024-04-01", Timing.ON_TIME),
        ("2024-04-01", "2024-04-01", Timing.LATE),
        ("2024-04-01", "2024-03-31", Timing.RUNNING),
        ("2024-05-01", "2024-04-01", Timing.OVERDUE),
        (None, "2024-03-31", Timing.RUNNING),
        (None, "2024-04-01", Timing.OVERDUE),
    ],
)
def test_an_action_is_on_time_late_overdue_or_not_due_yet_as_of_a_day(
    done: str | None, as_of: str, timing: Timing
) -> None:
    (found,) = actions([{**ROW, "done": done}])
    assert found.timing(date.fromisoformat(as_of)) is timing
    assert TIMING_WORDS[timing].fr != TIMING_WORDS[timing].en


def test_actions_are_chosen_by_their_due_day_and_none_before_it_was_decided() -> None:
    known = actions([{**ROW, "reference": "B"}, ROW, {**ROW, "reference": "later", "decided": "2024-02-01"}])

    def chosen(as_of: str, start: str | None = None, end: str | None = None) -> list[str]:
        bounds = (date.fromisoformat(one) if one else None for one in (start, end))
        return [one.reference for one in due_between(known, date.fromisoformat(as_of), *bounds)]

    assert chosen("2024-12-31") == ["A-7", "B", "later"]
    assert chosen("2024-01-31") == ["A-7", "B"]
    assert chosen("2024-12-31", "2024-03-31", "2024-03-31") == ["A-7", "B", "later"]
    assert chosen("2024-12-31", "2024-04-01") == chosen("2024-12-31", None, "2024-03-30") == []


def test_what_is_not_done_and_what_has_no_target_are_told_apart() -> None:
    known = facts([complaint("2024-01-10")])
    target = {"dimension": "motive", "value": "bill"}
    asked = actions([{**ROW, **target}, {**ROW, "done": "2024-03-01"}, {**ROW, **target, "done": "2025-01-15"}])
    undone, aimless, later = (judge(known, one, date(2024, 12, 31)).sentence for one in asked)
    assert undone == later == NOT_DONE
    assert aimless == NO_TARGET
    assert "cible" not in NOT_DONE.fr and "réalisée" not in NO_TARGET.fr
