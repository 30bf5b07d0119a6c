"""Who is late, by how much and where, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.measure import lines
from kpi.overdue_list import overdue_list
from tests.kpi.build import ENGINES, complaint, facts

AS_OF = date(2024, 3, 20)
ROWS = [
    complaint("2024-03-01", complaint_id="B", handler_team="Nord", channel="web", motive="Prix"),
    complaint("2024-02-20", complaint_id="A", handler_team="Sud"),
    complaint("2024-03-01", complaint_id="C", handler_team="Nord"),
    complaint("2024-03-18", complaint_id="D"),
    complaint("2024-02-20", "2024-02-22", complaint_id="E"),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_longest_late_come_first_with_their_team(engine: str) -> None:
    """Due on 5 March and on 15 March."""
    found = overdue_list(facts(ROWS, engine=engine), AS_OF)
    assert [(row.complaint_id, row.team, row.late) for row in found.rows] == [
        ("A", "Sud", 15),
        ("B", "Nord", 5),
        ("C", "Nord", 5),
    ]
    assert (found.rows[0].received, found.rows[0].due) == (date(2024, 2, 20), date(2024, 3, 5))
    assert (found.rows[1].channel, found.rows[1].motive, found.rows[0].motive) == ("web", "Prix", None)
    assert found.answer.figure.n == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_teams_the_most_first_open_on_their_lines(engine: str) -> None:
    known = facts([*ROWS, complaint("2024-03-01")], engine=engine)
    found = overdue_list(known, AS_OF)
    assert [(team, answer.figure.n) for team, answer in found.teams] == [("Nord", 2), (None, 1), ("Sud", 1)]
    for _, answer in found.teams:
        opened = lines(known, "overdue", "denominator", answer.query).collect("pyarrow").to_native()
        assert opened.num_rows == answer.figure.n


def test_nobody_is_late() -> None:
    found = overdue_list(facts([complaint("2024-03-18")]), AS_OF)
    assert (found.rows, found.teams, found.answer.figure.value) == ((), (), 0)
