"""Worst first: by the share, with small groups last, and the verdict of each."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.commitments import Commitment, commitments
from kpi.measure import Query, lines
from kpi.signals import signals
from tests.kpi.build import ENGINES, complaint, facts

APRIL = date(2024, 4, 30)
QUERY = Query(metrics=("answered_in_sla",), as_of=APRIL, end=date(2024, 3, 31), by=("channel",))


def due_in_march(channel: str | None, on_time: int, late: int) -> list[dict[str, object]]:
    """Received on the 1st, due on the 15th."""
    return [
        *(complaint("2024-03-01", "2024-03-05", channel=channel) for _ in range(on_time)),
        *(complaint("2024-03-01", "2024-03-28", channel=channel) for _ in range(late)),
    ]


def ranked(rows: list[dict[str, object]], engine: str = "duckdb") -> tuple[Commitment, ...]:
    known = facts(rows, engine=engine)
    found = commitments(signals(known, QUERY), "2024-03", QUERY)
    for one in found:
        opened = lines(known, "answered_in_sla", "denominator", one.answer.query).collect("pyarrow").to_native()
        assert opened.num_rows == one.answer.figure.n
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_the_lowest_share_comes_first_and_small_groups_last(engine: str) -> None:
    rows = [*due_in_march("web", 30, 10), *due_in_march("letter", 20, 20), *due_in_march("counter", 0, 3)]
    found = ranked(rows, engine)
    assert [(one.value, one.answer.figure.value, one.small) for one in found] == [
        ("letter", 0.5, False),
        ("web", 0.75, False),
        ("counter", 0.0, True),
    ]
    assert [one.missed for one in found] == [True, True, True]


def test_a_group_that_nothing_was_due_of_is_left_out() -> None:
    rows = [*due_in_march("web", 25, 0), complaint("2024-01-02", "2024-01-03", channel="letter")]
    assert [one.value for one in ranked(rows)] == ["web"]


def test_complaints_without_the_dimension_are_a_group_that_opens() -> None:
    found = ranked([*due_in_march(None, 25, 0), *due_in_march("web", 20, 5)])
    assert [one.value for one in found] == ["web", None]


def test_only_a_signal_is_a_change() -> None:
    months = [(f"2023-{m:02}-01", f"2023-{m:02}-05") for m in range(4, 13)]
    steady = [complaint(a, b, channel="web") for a, b in months for _ in range(40)]
    (found,) = ranked([*steady, *due_in_march("web", 10, 30)])
    assert found.changed
    (found,) = ranked([*steady, *due_in_march("web", 40, 0)])
    assert not found.changed
