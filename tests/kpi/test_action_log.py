"""Actions as they stand on a day, and the two causes of what is upheld, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpi.action_log import Followed, action_log
from kpi.actions import Timing, actions
from kpi.causes import causes
from kpi.effect import Effect
from kpi.measure import Facts, Query, lines
from tests.kpi.build import ENGINES, complaint, facts

AS_OF = date(2025, 6, 30)


def acted(after: int, engine: str = "duckdb") -> Facts:
    """Two and a half years: 40 faults a month until 2025, `after` of them from then on; 60 bills all the time."""
    months = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)][:30]
    rows: list[dict[str, Any]] = []
    for month in months:
        faults = after if month >= "2025" else 40
        rows += [complaint(f"{month}-{1 + i % 28:02}", motive="Fault") for i in range(faults)]
        rows += [complaint(f"{month}-{1 + i % 28:02}", motive="Bill") for i in range(60)]
    return facts(rows, engine=engine)


def row(reference: str, **other: Any) -> dict[str, Any]:
    fixed = {
        "title": "Replace the part",
        "kind": "product",
        "owner": "Quality",
        "decided": "2024-11-04",
        "due": "2024-12-31",
    }
    return {"reference": reference, **fixed, "done": "2024-12-31", "dimension": "motive", "value": "Fault", **other}


def log(known: Facts, *rows: dict[str, Any]) -> tuple[Followed, ...]:
    return action_log(replace(known, actions=actions(rows)), AS_OF)


@pytest.mark.parametrize(("after", "effect"), [(10, Effect.EFFECTIVE), (40, Effect.NOT_SHOWN), (90, Effect.WORSE)])
def test_an_action_is_followed_by_its_chart_before_and_after(after: int, effect: Effect) -> None:
    (found,) = log(acted(after), row("A-1"))
    assert (found.judged.effect, found.timing) == (effect, Timing.ON_TIME)
    assert found.chart is not None
    before, since = found.chart.segments
    assert (len(before.points), len(since.points)) == (24, 6)
    assert since.rebase is not None and since.rebase.reason == "Replace the part"
    assert since.points[0].period == "2025-01"
    assert since.points[0].center == pytest.approx(after / (after + 60))
    assert before.points[0].center == pytest.approx(0.4)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_came_after_an_action_opens_on_its_lines(engine: str) -> None:
    known = acted(10, engine)
    (found,) = log(known, row("A-1"))
    assert found.judged.query is not None and found.judged.after is not None
    opened = lines(known, "volume", "denominator", found.judged.query).collect()
    assert len(opened) == found.judged.after.n == 60


def test_worse_ones_come_first_and_what_cannot_be_judged_last() -> None:
    rows = (row("A-1", done=None), row("A-2", value="Bill"), row("A-3"), row("A-4", dimension=None, value=None))
    found = log(acted(10), *rows)
    assert [(one.action.reference, one.judged.effect) for one in found] == [
        ("A-2", Effect.WORSE), ("A-3", Effect.EFFECTIVE), ("A-1", Effect.TOO_EARLY), ("A-4", Effect.TOO_EARLY),
    ]  # fmt: skip
    assert [one.chart is None for one in found] == [False, False, True, True]
    assert found[2].timing is Timing.OVERDUE


def test_actions_decided_later_are_not_known_yet() -> None:
    assert log(acted(10), row("A-1", decided="2025-07-01", due="2025-08-01", done=None)) == ()


def upheld(occurrence: str | None, nondetection: str | None, n: int) -> list[dict[str, Any]]:
    both = {"cause_occurrence": occurrence, "cause_nondetection": nondetection}
    return [complaint("2025-06-02", "2025-06-05", closed="2025-06-05", outcome="upheld", **both) for _ in range(n)]


@pytest.mark.parametrize("engine", ENGINES)
def test_both_causes_are_counted_in_pairs(engine: str) -> None:
    rows = [
        *upheld("machine", "no check", 5),
        *upheld("machine", "sample", 2),
        *upheld("method", "no check", 4),
        *upheld("method", None, 3),
        *upheld(None, None, 1),
        complaint("2025-06-02", "2025-06-05", closed="2025-06-05", outcome="rejected", cause_occurrence="machine"),
    ]
    known = facts(rows, engine=engine)
    found = causes(known, Query(metrics=("volume",), as_of=AS_OF, start=date(2025, 6, 1), end=AS_OF))
    assert found.figure.n == 15
    assert found.occurrences == ("machine", "method")
    assert found.nondetections == ("no check", "sample")
    assert [(c.occurrence, c.nondetection, c.figure.n) for c in found.known] == [
        ("machine", "no check", 5), ("method", "no check", 4), ("machine", "sample", 2),
    ]  # fmt: skip
    assert sum(cell.figure.n for cell in found.cells) == found.figure.n
    for cell in found.cells:
        assert len(lines(known, "cause_known", "denominator", cell.query).collect()) == cell.figure.n


def test_no_cause_gives_no_pair() -> None:
    found = causes(facts([complaint("2025-06-02")]), Query(metrics=("volume",), as_of=AS_OF))
    assert (found.known, found.occurrences, found.figure.n) == ((), (), 0)
