"""The bridge from the helpdesk's figure to ours: the hundred complaints of KPI.md, and exact sums on any data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.bridge import Bridge, Reason, Start, Tally, bridge
from kpi.days import to_day
from kpi.errors import KpiError
from kpi.measure import Query, lines
from tests.kpi.build import ENGINES, complaint, facts, hundred, one, scattered

ON_THE_DAY = date(2024, 3, 20)
NOW = Query(metrics=(), as_of=ON_THE_DAY)
MANY = scattered(400)
KNOWN = facts(MANY)
ROWS = KNOWN.frame.collect("pyarrow").to_native().to_pylist()


def written(found: Bridge) -> list[tuple[Reason, str, str]]:
    return [(s.reason, f"{s.before.hits}/{s.before.n}", f"{s.after.hits}/{s.after.n}") for s in found.steps]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_closed_only_figure_of_the_hundred_loses_its_open_overdue(engine: str) -> None:
    found = bridge(facts(hundred(), engine=engine), NOW)
    assert written(found) == [
        (Reason.OPEN_OVERDUE, "60/70", "60/90"),
        (Reason.COHORT, "60/90", "60/90"),
        (Reason.DEFINITION, "60/90", "60/90"),
    ]
    assert (round(found.helpdesk.share, 3), round(found.ours.share, 3)) == (0.857, 0.667)
    assert [round(step.effect, 3) for step in found.steps] == [-0.19, 0, 0]
    assert "+20 open overdue counted as late" in found.sentence.en
    assert "85,7 % (60/70), nous disons 66,7 % (60/90)" in found.sentence.fr
    assert "Ouvertes et en retard, comptées en retard (+20)" in found.steps[0].sentence.fr


@pytest.mark.parametrize("engine", ENGINES)
def test_the_final_miss_figure_of_the_hundred_counts_open_overdue_as_a_success(engine: str) -> None:
    found = bridge(facts(hundred(), engine=engine), NOW, Start.FINAL_MISS)
    assert written(found) == [
        (Reason.OPEN_OVERDUE, "90/100", "70/100"),
        (Reason.NOT_YET_DUE, "70/100", "60/90"),
        (Reason.COHORT, "60/90", "60/90"),
    ]
    assert "90.0% (90/100), we say 66.7% (60/90)" in found.sentence.en


def test_a_figure_that_the_helpdesk_printed_is_reconciled_with_our_data_first() -> None:
    found = bridge(facts(hundred()), NOW, own=(66, 75))
    assert written(found)[:2] == [(Reason.OWN, "66/75", "60/70"), (Reason.OPEN_OVERDUE, "60/70", "60/90")]
    assert found.helpdesk == Tally(hits=66, n=75)
    assert "Its definition, exclusions and data" in found.sentence.en


@pytest.mark.parametrize("own", [(3, 2), (-1, 2), (0, 0)])
def test_a_printed_figure_that_is_no_share_is_refused(own: tuple[int, int]) -> None:
    with pytest.raises(KpiError, match="is no share"):
        bridge(facts(hundred()), NOW, own=own)


def test_a_bridge_by_groups_is_refused() -> None:
    with pytest.raises(KpiError, match="one selection"):
        bridge(facts(hundred()), Query(metrics=(), as_of=ON_THE_DAY, by=("channel",)))


def test_the_cohort_step_moves_what_closes_in_one_month_and_is_due_in_another() -> None:
    # due 15 February and 15 March: ten working days after the 1st
    rows = [
        complaint("2024-02-01", "2024-03-04"),
        complaint("2024-03-01", "2024-03-05"),
        complaint("2024-03-01", "2024-04-02"),
        complaint("2024-03-21", "2024-03-25"),
    ]
    march = Query(metrics=(), as_of=date(2024, 6, 1), start=date(2024, 3, 1), end=date(2024, 3, 31))
    assert written(bridge(facts(rows), march)) == [
        (Reason.OPEN_OVERDUE, "2/3", "2/4"),
        (Reason.COHORT, "2/4", "1/2"),
        (Reason.DEFINITION, "1/2", "1/2"),
    ]


def test_what_is_closed_without_an_answer_before_its_due_date_is_not_judged() -> None:
    rows = [
        complaint("2024-03-18", closed="2024-03-19", supplies_close=True),
        complaint("2024-03-01", "2024-03-05", closed="2024-03-05", supplies_close=True),
    ]
    found = bridge(facts(rows), NOW)
    assert (found.helpdesk, found.ours) == (Tally(hits=1, n=2), Tally(hits=1, n=1))
    assert [step.reason for step in found.steps if step.before != step.after] == [Reason.DEFINITION]
    assert "closed without an answer" in found.sentence.en


def test_without_reply_dates_there_is_a_reason_and_no_share() -> None:
    found = bridge(facts([complaint("2024-01-08", supplies_reply=False)]), NOW)
    assert (found.helpdesk.share, found.ours.share) == (None, None)
    assert [step.effect for step in found.steps] == [None, None, None]
    assert "reply date" in found.sentence.en


def test_the_overdue_step_opens_on_its_complaints() -> None:
    known = facts(hundred())
    found = bridge(known, NOW)
    metric, part = found.steps[0].opens
    assert len(lines(known, metric, part, found.query).collect("pandas").to_native()) == 20


SPANS = st.tuples(st.dates(date(2024, 1, 1), date(2024, 12, 1)), st.integers(0, 200), st.integers(0, 250))


@settings(max_examples=25, deadline=None)
@given(SPANS, st.sampled_from(Start), st.none() | st.just((5, 9)), st.sampled_from(["", "web", "letter"]))
def test_the_steps_add_up_in_whole_numbers_on_any_data(
    span: tuple[date, int, int], start: Start, own: tuple[int, int] | None, channel: str
) -> None:
    first, length, seen = span
    query = Query(
        metrics=(),
        as_of=first + timedelta(days=seen),
        start=first,
        end=first + timedelta(days=length),
        where=(("channel", (channel,)),) if channel else (),
    )
    found = bridge(KNOWN, query, start, own)
    assert found.helpdesk == (Tally(hits=5, n=9) if own else _counted_by_hand(query, start))
    asked = {"as_of": str(query.as_of), "start": str(query.start), "end": str(query.end), "where": query.where}
    ours = one(KNOWN, "answered_in_sla", **asked)
    assert found.ours == Tally(hits=ours.numerator or 0, n=ours.n)
    assert found.helpdesk.hits + sum(s.after.hits - s.before.hits for s in found.steps) == found.ours.hits
    assert found.helpdesk.n + sum(s.after.n - s.before.n for s in found.steps) == found.ours.n
    assert all(a.after == b.before for a, b in zip(found.steps, found.steps[1:], strict=False))
    assert all(0 <= tally.hits <= tally.n for s in found.steps for tally in (s.before, s.after) if not own)
    shares = [step.effect for step in found.steps]
    if None not in shares:
        assert sum(shares) == pytest.approx(found.ours.share - found.helpdesk.share)


def test_no_complaint_is_both_closed_in_the_period_and_overdue_at_its_end() -> None:
    for month in (1, 4, 12):
        last = date(2024 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        query = Query(metrics=(), as_of=date(2025, 3, 1), start=last.replace(day=1), end=last)
        ids = [
            set(lines(KNOWN, name, "denominator", query).collect("pandas").to_native()["complaint_id"])
            for name in ("answered_in_sla_closed_only", "overdue")
        ]
        assert ids[0] and ids[1]
        assert not ids[0] & ids[1]


def _counted_by_hand(query: Query, start: Start) -> Tally:
    """The helpdesk's figure counted from the complaints themselves, one by one."""
    day, channels = to_day(query.as_of), dict(query.where).get("channel")
    rows = [_as_of(row, day) for row in ROWS]
    rows = [r for r in rows if r["judged"] and r["received"] <= day and (not channels or r["channel"] in channels)]
    inside = range(to_day(query.start), min(to_day(query.end), day) + 1)
    if start is Start.CLOSED_ONLY:
        rows = [r for r in rows if r["closed"] in inside]
        return Tally(hits=sum(r["hit"] for r in rows), n=len(rows))
    rows = [r for r in rows if r["received"] in inside]
    missed = sum(not r["hit"] and r["past"] and (r["replied"] or r["closed"]) is not None for r in rows)
    return Tally(hits=len(rows) - missed, n=len(rows))


def _as_of(row: dict[str, Any], day: int) -> dict[str, Any]:
    known = dict(row)
    replied, closed, due = known["replied"], known["closed"], known["due"]
    known["judged"] = (
        known["kind"] == "complaint" and known["supplies_reply"] and not known["impossible"] and due is not None
    )
    known["replied"] = replied if replied is not None and replied <= day else None
    known["closed"] = closed if closed is not None and closed <= day else None
    known["hit"] = due is not None and known["replied"] is not None and known["replied"] <= due
    known["past"] = due is not None and (due < day or (known["replied"] is not None and known["replied"] > due))
    return known


@pytest.mark.parametrize("own", [None, (857, 1000)])
@pytest.mark.parametrize("start", Start)
def test_an_empty_scope_is_said_and_leads_nowhere(start: Start, own: tuple[int, int] | None) -> None:
    found = bridge(facts(hundred()), replace(NOW, where=(("site", ("Nowhere",)),)), start, own)
    assert found.sentence == found.reason
    assert found.sentence.en == "no complaint is in the scope (site=Nowhere)"
    assert found.sentence.fr == "aucune réclamation dans le périmètre (site=Nowhere)"
    assert not any("0/0" in step.sentence.en + step.sentence.fr for step in found.steps)


def test_complaints_without_reply_dates_lead_nowhere_and_say_so() -> None:
    found = bridge(facts([complaint("2024-03-04", supplies_reply=False)]), NOW)
    assert found.reason and found.reason.en == "the export gives no reply date"
    assert bridge(facts(hundred()), NOW).reason is None
