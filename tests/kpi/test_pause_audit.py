"""Pauses, with and without, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.measure import Query, lines
from kpi.pause_audit import pause_audit
from tests.kpi.build import ENGINES, complaint, facts

QUERY = Query(metrics=(), as_of=date(2024, 4, 30), start=date(2024, 3, 1), end=date(2024, 3, 31))


def rows() -> list[dict[str, object]]:
    """Due on the 15th; those of the south answered on the 20th, ten days of which they stood still."""
    north = [complaint("2024-03-01", "2024-03-11", handler_team="Nord", paused_days=1.0) for _ in range(20)]
    south = [complaint("2024-03-01", "2024-03-21", handler_team="Sud", paused_days=10.0) for _ in range(20)]
    few = [complaint("2024-03-01", "2024-03-11", handler_team="Est", paused_days=10.0) for _ in range(2)]
    return [*north, *south, *few]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_share_with_and_without_pauses_and_the_teams(engine: str) -> None:
    known = facts(rows(), engine=engine)
    found = pause_audit(known, QUERY)
    assert (found.with_pauses.figure.value, found.with_pauses.figure.n) == (1.0, 42)
    assert (found.without.figure.value, found.without.figure.n) == (pytest.approx(22 / 42), 42)
    assert found.paused.figure.value == pytest.approx((20 + 200 + 20) / (200 + 400 + 20))
    assert [(name, one.figure.value) for name, one in found.teams] == [("Sud", 0.5), ("Nord", 0.1)]
    for one in (found.with_pauses, found.without, found.paused, *(one for _, one in found.teams)):
        opened = lines(known, one.query.metrics[0], "denominator", one.query).collect("pyarrow").to_native()
        assert opened.num_rows == one.figure.n


def test_an_export_without_pauses_has_a_reason() -> None:
    found = pause_audit(facts([complaint("2024-03-01", "2024-03-11", supplies_pauses=False)]), QUERY)
    assert found.paused.figure.value is None and found.paused.figure.reason is not None
    assert found.teams == ()
