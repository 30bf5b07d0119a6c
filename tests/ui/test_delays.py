"""Distance, curve, bridge, pauses and other rules in words."""

from __future__ import annotations

from datetime import date

import pytest

from charts.words import Words
from kpi.bridge import Start, bridge
from kpi.due_distance import due_distances
from kpi.measure import Query
from kpi.pause_audit import pause_audit
from kpi.reply_curve import reply_curve
from kpi.rules import rule_sets
from kpi.several import several
from tests.kpi.build import complaint, facts, hundred
from ui import delays
from ui.show import Tone

EN, FR = Words("en"), Words("fr")
AS_OF = date(2024, 3, 20)
QUERY = Query(metrics=("answered_in_sla",), as_of=AS_OF)


def test_the_histogram_names_its_parts_with_their_counts() -> None:
    found = due_distances(facts(hundred()), QUERY)
    assert delays.distances(EN, found)[0] == "0 answered the day before the due date, 0 on the day, 0 the day after"
    assert (delays.parts(EN, found).on_time, delays.parts(EN, found).waiting) == (
        "In time: 60",
        "No reply (hatched): 20",
    )
    assert delays.distances(EN, due_distances(facts([]), QUERY))[1] is Tone.NONE


def test_the_curve_says_half_and_nine_in_ten_or_that_they_are_not_reached() -> None:
    finding, names, until = delays.replies(EN, reply_curve(facts(hundred()), QUERY))
    assert names == ("1 customer in 2: 5 d", "9 in 10: 40 d")
    assert finding == "1 customer in 2: 5 d; 9 in 10: 40 d. 30 still wait and count for the time waited"
    assert until >= 40
    names = delays.replies(FR, reply_curve(facts([complaint("2024-03-01")]), QUERY))[1]
    assert names[1].endswith("non atteint")


def test_the_bridge_leads_from_theirs_to_ours() -> None:
    found = bridge(facts(hundred()), QUERY)
    finding, levels = delays.bridged(EN, found)
    assert finding == "Your helpdesk: 85.7%; here: 66.7% (−19.0 pt)"
    assert [(one.text, one.whole) for one in levels] == [("85.7%", True), ("−19.0 pt", False), ("66.7%", True)]
    assert levels[1].value == pytest.approx(60 / 90)
    (step,) = delays.steps(EN, found)
    assert step.startswith("+20 open overdue counted as late")
    assert [name for name, _ in delays.bridge_answers(EN, found)] == [
        "As your helpdesk counts them", "Open and overdue", "Here, due in the month",
    ]  # fmt: skip
    assert "−19,0" in delays.bridged(FR, found)[0]


def test_a_printed_figure_begins_the_bridge() -> None:
    found = bridge(facts(hundred()), QUERY, Start.FINAL_MISS, delays.tally("90 / 100"))
    assert delays.bridged(EN, found)[1][0].text == "90.0%"
    assert len(delays.bridge_answers(EN, found)) == 2


@pytest.mark.parametrize("text", ["", "85.7 %", "3/2", "0/0", "-1/2", "²/3", "a/b", "1/2/3"])
def test_what_is_no_share_is_refused(text: str) -> None:
    assert delays.tally(text) is None


def test_nothing_to_lead_through_has_a_reason_and_no_chart() -> None:
    finding, levels = delays.bridged(EN, bridge(facts([]), QUERY))
    assert finding and levels == ()


def test_pauses_are_shown_by_team_with_and_without() -> None:
    rows = [complaint("2024-03-01", "2024-03-19", handler_team="Sud", paused_days=9.0) for _ in range(20)]
    found = pause_audit(facts(rows), QUERY)
    finding, bars = delays.paused(EN, found)
    assert finding.startswith("0.0% in time without deducting pauses, — deducting them.")
    assert [(bar.name, bar.text) for bar in bars] == [("Sud", "50.0% · n = 20")]
    assert [name for name, _ in delays.pause_answers(EN, found)] == ["All", "Sud"]


def test_an_export_without_pauses_says_so() -> None:
    rows = [complaint("2024-03-01", "2024-03-11", supplies_pauses=False)]
    assert delays.paused(EN, pause_audit(facts(rows), QUERY)) == ("The export gives no pauses", ())


def test_several_sets_say_which_falls_due_first_and_what_ours_hides() -> None:
    sets = ("house", "sfr")
    known = {name: facts([complaint("2024-03-01", "2024-03-12", channel="web")], rules=name) for name in sets}
    finding, stacks = delays.judged(EN, several(known, AS_OF))
    assert finding == (
        "“Service commitments by channel” falls due first for 1 of the 1 received in the month. "
        "1 in time by your rules is late by another."
    )
    assert [one.more for one in stacks] == ["", "1 late"]
    assert stacks[0].text == "1 in time"


def test_sets_that_judge_nothing_are_left_out_and_none_has_a_reason() -> None:
    finding, stacks = delays.judged(EN, several({"house": facts([])}, AS_OF))
    assert finding and stacks == ()


def test_only_sets_of_the_same_calendar_stand_beside_ours_and_none_where_it_would_take_long() -> None:
    assert delays.sets_beside("house", rule_sets(), 1_000) == ("house", "acpr", "l133_45", "sfr")
    assert delays.sets_beside("house", rule_sets(), 1_000_000) == ("house",)
