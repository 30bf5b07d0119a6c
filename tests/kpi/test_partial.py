"""A figure that stands on part of its period says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.answer import answer, rows
from kpi.measure import Query
from kpi.partial import Partial, partial
from tests.kpi.build import complaint, facts

RUNNING, CUT, BEGINS = Partial
KNOWN = facts([complaint("2024-01-10"), complaint("2024-03-05")])


@pytest.mark.parametrize(
    ("period", "bounds", "why"),
    [
        ("2024-02", {}, ()),
        ("2024-03", {}, (RUNNING,)),
        ("2024-01", {}, (BEGINS,)),
        ("2024", {}, (RUNNING, BEGINS)),
        ("2024-02", {"start": date(2024, 2, 2)}, (CUT,)),
        ("2024-02", {"start": date(2024, 2, 1), "end": date(2024, 2, 29)}, ()),
        ("2024-02", {"end": date(2024, 2, 28)}, (CUT,)),
        ("2024-03", {"end": date(2024, 3, 31)}, (RUNNING,)),
        ("2024-03", {"end": date(2024, 3, 20)}, (RUNNING,)),
        ("2024-03", {"end": date(2024, 3, 19)}, (RUNNING, CUT)),
        ("2024-02", {"start": date(2024, 3, 1)}, ()),
        ("2024-W11", {"as_of": date(2024, 3, 17)}, ()),
        ("all", {}, ()),
    ],
)
def test_a_period_is_whole_or_says_why_not(period: str, bounds: dict[str, Any], why: tuple[Partial, ...]) -> None:
    query = Query(**{"metrics": (), "as_of": date(2024, 3, 20), **bounds})
    assert partial(period, query, date(2024, 1, 10)) == why


def test_rows_say_that_they_are_partial_and_whole_ones_say_nothing() -> None:
    found = answer(KNOWN, Query(metrics=("volume",), as_of=date(2024, 3, 20), period="month"), 1)
    assert [row.get("partial") for row in found["rows"]] == ["data begin", None, "running"]
    assert [row["partial"] for row in rows(found)] == ["data begin", None, "running"]
    assert [row["value"] for row in found["rows"]] == [1, 0, 1]
