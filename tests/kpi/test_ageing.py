"""Ages of what is open, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.ageing import ageing
from kpi.measure import lines
from tests.kpi.build import ENGINES, complaint, facts, one, scattered

AS_OF = date(2024, 3, 20)


@pytest.mark.parametrize("engine", ENGINES)
def test_bands_by_hand(engine: str) -> None:
    """Two days old, nineteen days old and due on the 15th, forty days old, and one that is answered."""
    rows = [
        *(complaint("2024-03-18") for _ in range(3)),
        complaint("2024-03-01"),
        complaint("2024-02-09"),
        complaint("2024-03-01", "2024-03-05"),
    ]
    known = facts(rows, engine=engine)
    found = ageing(known, AS_OF)
    assert [(band.name, band.open.figure.n, band.overdue) for band in found] == [
        ("0-4", 3, 0), ("5-8", 0, 0), ("9-14", 0, 0), ("15-30", 1, 1), ("31-60", 1, 1), ("61+", 0, 0),
    ]  # fmt: skip
    for band in found:
        opened = lines(known, "backlog", "denominator", band.open.query).collect("pyarrow").to_native()
        assert opened.num_rows == band.open.figure.n


@pytest.mark.parametrize("engine", ENGINES)
def test_the_bands_add_up(engine: str) -> None:
    known = facts(scattered(500), engine=engine)
    found = ageing(known, date(2024, 8, 19))
    assert sum(band.open.figure.n for band in found) == one(known, "backlog", "2024-08-19").n
    assert sum(band.overdue for band in found) == one(known, "overdue", "2024-08-19").n


def test_where_nothing_can_leave_nothing_is_said() -> None:
    assert ageing(facts([complaint("2024-03-01", supplies_reply=False)]), AS_OF) == ()
    assert ageing(facts([]), AS_OF) == ()
