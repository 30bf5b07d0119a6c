"""What if: three days instead of five, worked by hand; and a change that changes nothing changes nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.days import to_date
from kpi.errors import KpiError
from kpi.measure import Facts
from kpi.rules import load_rules
from kpi.ruleset import RuleSet
from kpi.what_if import NONE_SETTLED, Change, WhatIf, what_if
from tests.kpi.build import ENGINES, complaint, facts, scattered

TITLE = {"fr": "a", "en": "a"}


def rules(*reply: dict[str, Any], **of_the_set: Any) -> RuleSet:
    named = [{"id": f"r{i}", "title": TITLE, "when": {}, **one} for i, one in enumerate(reply)]
    common = {"name": "mine", "version": "1", "title": TITLE, "source": "ours"}
    return RuleSet.model_validate({**common, **of_the_set, "rules": named})


def days(target: int, unit: str = "ouvres") -> dict[str, Any]:
    return {"reply": {"target": target, "unit": unit}}


def week() -> list[dict[str, Any]]:
    """Received on Monday 4 March 2024: five jours ouvrés end on Monday 11, three on Thursday 7."""
    replies = ("2024-03-06", "2024-03-07", "2024-03-08", "2024-03-11", "2024-03-12", None)
    channels = ("web", "letter", "web", "letter", None, "web")
    pairs = zip(replies, channels, strict=True)
    return [complaint("2024-03-04", reply, channel=channel) for reply, channel in pairs]


def asked(known: Facts, change: Change, as_of: str = "2024-03-31", **other: Any) -> WhatIf:
    bounds = {name: date.fromisoformat(other.pop(name)) for name in ("start", "end") if name in other}
    return what_if(known, change, as_of=date.fromisoformat(as_of), **bounds, **other)


def ids(table: Any) -> list[str]:
    return sorted(table["complaint_id"].to_pylist())


@pytest.mark.parametrize("engine", ENGINES)
def test_three_days_instead_of_five_by_hand(engine: str) -> None:
    found = asked(facts(week(), rules(days(5)), engine), Change(target=3))
    assert (found.before.on_time, found.before.n, found.before.share) == (4, 6, 4 / 6)
    assert (found.after.on_time, found.after.n, found.after.share) == (2, 6, 2 / 6)
    assert (ids(found.lost), ids(found.gained)) == (["C2", "C3"], [])
    line = found.lost.to_pylist()[0]
    assert [to_date(line[name]).isoformat() for name in ("due_before", "due_after", "replied")] == [
        "2024-03-11",
        "2024-03-07",
        "2024-03-08",
    ]


def test_five_days_instead_of_three_is_the_same_the_other_way_round() -> None:
    found = asked(facts(week(), rules(days(3))), Change(target=5))
    assert (found.before.on_time, found.after.on_time, found.after.n) == (2, 4, 6)
    assert (ids(found.gained), ids(found.lost)) == (["C2", "C3"], [])


def test_the_interval_is_wilsons() -> None:
    replies = [complaint("2024-03-04", "2024-03-07")] * 18 + [complaint("2024-03-04", "2024-03-08")] * 2
    found = asked(facts(replies, rules(days(5))), Change(target=3))
    assert found.before.interval is not None and found.after.interval is not None
    assert found.before.interval[1] == 1.0
    assert [round(bound, 2) for bound in found.after.interval] == [0.70, 0.97]


def test_every_channel_is_told_apart_and_the_unknown_one_too() -> None:
    found = asked(facts(week(), rules(days(5))), Change(target=3)).by_channel
    told = {s.channel: (s.before.on_time, s.after.on_time, s.before.n, s.gained, s.lost) for s in found}
    assert told == {"letter": (2, 1, 2, 0, 1), "web": (2, 1, 3, 0, 1), None: (0, 0, 1, 0, 0)}


def test_only_complaints_whose_both_due_days_have_passed_are_compared() -> None:
    known = facts([*week(), complaint("2024-03-08", "2024-03-08")], rules(days(5)))
    settled = {day: asked(known, Change(target=3), day) for day in ("2024-03-11", "2024-03-12", "2024-03-15")}
    assert [(one.before.n, one.unsettled) for one in settled.values()] == [(0, 7), (6, 1), (6, 1)]
    assert asked(known, Change(target=3), "2024-03-16").before.n == 7
    assert settled["2024-03-11"].before.share is None
    assert settled["2024-03-11"].before.interval is None
    assert settled["2024-03-11"].reason == NONE_SETTLED
    assert settled["2024-03-12"].reason is None
    longer = asked(known, Change(target=7), "2024-03-13")
    assert (longer.before.n, longer.unsettled) == (0, 7)


def test_a_reply_after_the_as_of_day_is_not_known() -> None:
    found = asked(facts([complaint("2024-03-04", "2024-03-20")], rules(days(5))), Change(target=15), "2024-03-26")
    assert (found.before.on_time, found.after.on_time) == (0, 1)
    found = asked(facts([complaint("2024-03-04", "2024-03-28")], rules(days(5))), Change(target=20), "2024-03-27")
    assert found.before.n == 0


def test_the_period_is_the_receptions_and_includes_both_bounds() -> None:
    known = facts([complaint(f"2024-03-0{day}", "2024-03-08") for day in (4, 5, 6, 7)], rules(days(5)))
    assert asked(known, Change(target=1), start="2024-03-05", end="2024-03-06").before.n == 2
    assert asked(known, Change(target=1), start="2024-03-05").before.n == 3


def test_the_unit_moves_the_due_day() -> None:
    found = asked(facts(week(), rules(days(5))), Change(unit="calendar"))  # Saturday 9 March
    assert (ids(found.lost), found.after.on_time) == (["C3"], 3)


def test_another_calendar_replaces_the_sets_own_and_no_place() -> None:
    places = {"places": [{"when": {"region": ["Moselle"]}, "use": "FR-Moselle"}]}
    some = [complaint("2024-03-27", "2024-04-05", region=region) for region in ("Bretagne", "Moselle")]
    found = asked(facts(some, rules(days(5), **places)), Change(calendar="FR-Alsace"), "2024-04-30")
    assert (found.before.on_time, ids(found.gained)) == (1, ["C0"])
    assert found.rules.calendar == "FR-Alsace"
    england = asked(facts(some, rules(days(5), **places)), Change(calendar="BE"), "2024-04-30")
    assert (england.after.on_time, england.gained.num_rows) == (1, 0)


def test_pauses_that_count_give_time_and_pauses_that_no_longer_count_take_it() -> None:
    one = [complaint("2024-03-04", "2024-03-12", paused_days=1.5)]
    for pauses, before, after in ((True, 0, 1), (False, 1, 0)):
        found = asked(facts(one, rules({**days(7, "calendar"), "pauses": not pauses})), Change(pauses=pauses))
        assert (found.before.on_time, found.after.on_time) == (before, after)


def test_hours_are_judged_by_the_minute() -> None:
    hours = {"mon": ["09:00-12:30", "13:30-18:00"]}
    replied = [complaint("2024-03-04", "2024-03-04", received_minute=600, replied_minute=m) for m in (900, 901, None)]
    found = asked(facts(replied, rules(days(0), hours=hours)), Change(target=4, unit="business_hours"))
    assert (found.before.on_time, ids(found.lost)) == (3, ["C1", "C2"])
    assert found.lost["due_minute_after"].to_pylist() == [900, 900]
    assert found.lost["due_minute_before"].to_pylist() == [None, None]


def test_one_rule_can_change_alone() -> None:
    some = [complaint("2024-03-04", "2024-03-08", channel=channel) for channel in ("web", "letter")]
    two = rules({**days(5), "when": {"channel": ["web"]}}, days(5))
    assert ids(asked(facts(some, two), Change(rule="r0", target=1)).lost) == ["C0"]
    assert ids(asked(facts(some, two), Change(target=1)).lost) == ["C0", "C1"]


def test_every_version_of_the_rule_changes() -> None:
    versions = rules(
        {**days(5), "id": "v", "valid_to": "2024-03-04"}, {**days(9), "id": "v", "valid_from": "2024-03-05"}
    )
    some = [complaint("2024-03-04", "2024-03-08"), complaint("2024-03-05", "2024-03-11")]
    found = asked(facts(some, versions), Change(rule="v", target=1))
    assert (found.before.on_time, found.after.on_time) == (2, 0)


def test_a_filter_chooses_the_complaints() -> None:
    known = facts(week(), rules(days(5)))
    assert asked(known, Change(target=3), where=(("channel", ("letter",)),)).before.n == 2
    where = (("calendar", ("FR",)),)
    assert asked(known, Change(calendar="BE"), where=where).after.n == 6


def test_what_no_share_counts_is_not_counted_here() -> None:
    some = [
        complaint("2024-03-04", "2024-03-01"),
        complaint("2024-03-04", "2024-03-06", supplies_reply=False),
        complaint("2024-03-04", "2024-03-06", kind="remark"),
    ]
    found = asked(facts(some, rules(days(5))), Change(target=3))
    assert (found.before.n, found.unsettled) == (0, 0)
    disputed = asked(facts([complaint("2024-03-04", invoice_dispute=True)], "sfr"), Change(target=3), "2024-12-31")
    assert disputed.before.n == 0


def test_a_date_promised_by_name_does_not_move_and_a_renewal_not_yet_known_is_not_taken_for_one() -> None:
    promised = complaint("2024-03-04", "2024-03-20", promised="2024-03-20")
    renewed = complaint("2024-03-04", "2024-03-20", promised="2024-03-20", promise_made="2024-04-15")
    found = asked(facts([promised, renewed], "house"), Change(target=3))
    assert (found.before.on_time, found.after.on_time, found.lost.num_rows) == (1, 1, 0)


@pytest.mark.parametrize("name", ["house", "sfr", "acpr", "l133_45", "fca_disp", "cfpb"])
def test_a_change_to_what_is_promised_already_changes_nobody(name: str) -> None:
    found = asked(facts(scattered(200), name), Change(pauses=False), "2024-10-01")
    assert found.rules == load_rules(name)
    assert found.before == found.after
    assert found.before.n > 50
    assert (found.gained.num_rows, found.lost.num_rows) == (0, 0)


def test_more_time_loses_nobody_and_less_time_gains_nobody() -> None:
    known = facts(scattered(300), "house")
    more, less = (asked(known, Change(target=target), "2024-12-01") for target in (14, 6))
    assert more.lost.num_rows == 0 < more.gained.num_rows
    assert less.gained.num_rows == 0 < less.lost.num_rows


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (Change(), "nothing is changed"),
        (Change(rule="ruel", target=3), "no rule 'ruel'"),
        (Change(target=-1), "rules.0.reply.target"),
        (Change(target=5000), "more than 3660 days"),
        (Change(unit="ouvre"), "no unit 'ouvre'; nearest: 'ouvres'"),
        (Change(calendar="FR-Alsac"), "no calendar 'FR-Alsac'; nearest: 'FR-Alsace'"),
        (Change(unit="business_hours"), "counts business hours"),
        (Change(target=40), "shorter than the reply's 40 ouvrables"),
    ],
)
def test_a_change_that_no_set_could_make_is_refused(change: Change, refusal: str) -> None:
    with pytest.raises(KpiError, match=refusal):
        asked(facts(week(), "l133_45"), change)


def test_where_no_delay_is_promised_there_is_nothing_to_change() -> None:
    with pytest.raises(KpiError, match="no delay is promised"):
        asked(facts(week(), "qualiopi"), Change(target=10))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(KpiError, match="before it begins"):
        asked(facts(week(), "house"), Change(target=3), start="2024-03-05", end="2024-03-04")


def test_no_complaint_at_all_gives_no_share_and_a_reason() -> None:
    found = asked(facts([], "house"), Change(target=3))
    assert (found.before.share, found.after.share, found.by_channel) == (None, None, ())
    assert found.reason and found.reason.en == "no complaint is known on this day"


def test_where_no_due_date_is_past_yet_it_says_so() -> None:
    found = asked(facts([complaint("2024-03-04")], "house"), Change(target=3), as_of="2024-03-05")
    assert found.reason == NONE_SETTLED
