"""What falls due in the next days, by hand, and against the figures of the catalogue."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.falling_due import falling_due
from tests.kpi.build import ENGINES, complaint, facts, hundred, one, scattered

AS_OF = date(2024, 3, 13)


@pytest.mark.parametrize("engine", ENGINES)
def test_days_by_hand(engine: str) -> None:
    """Due 15 March (two), 5 March (one), 28 March (one, beyond), without a promise (one), answered (one)."""
    rows = [
        *(complaint("2024-03-01") for _ in range(2)),
        complaint("2024-02-20"),
        complaint("2024-03-13"),
        complaint("2024-03-01", supplies_reply=False, supplies_close=True),
        complaint("2024-03-01", "2024-03-05"),
    ]
    found = falling_due(facts(rows, engine=engine), AS_OF, ahead=5)
    assert [(one.day.day, one.newly, one.overdue) for one in found.days] == [
        (13, 1, 1), (14, 0, 1), (15, 0, 1), (16, 2, 3), (17, 0, 3), (18, 0, 3),
    ]  # fmt: skip
    assert (found.now, found.after(3), found.later, found.without) == (1, 3, 1, 1)


@pytest.mark.parametrize("engine", ENGINES)
def test_it_agrees_with_the_figures(engine: str) -> None:
    known = facts(scattered(600), engine=engine)
    found = falling_due(known, date(2024, 8, 19))
    assert found.now == one(known, "overdue", "2024-08-19").n
    assert found.after(5) == one(known, "overdue_in_5", "2024-08-19").n
    assert found.days[-1].overdue + found.later + found.without == one(known, "backlog", "2024-08-19").n


def test_a_reply_that_came_later_is_not_known_yet() -> None:
    found = falling_due(facts(hundred()), date(2024, 3, 11), ahead=2)
    assert found.now == 30


def test_nothing_open() -> None:
    found = falling_due(facts([]), AS_OF)
    assert (found.now, found.later, found.without, len(found.days)) == (0, 0, 0, 15)
