"""Which rule judges a complaint, and by when: minutes, pauses, renewals, versions, values at the reception."""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.as_of import seen_on
from kpi.days import to_date, to_day
from kpi.facts import build_facts
from kpi.rules import load_rules
from kpi.ruleset import RuleSet
from tests.kpi.build import complaint, facts, table

DATES = ("due", "due_with", "due_without", "ack_due", "renewed_due")
TITLE = {"fr": "a", "en": "a"}
OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-12:30", "13:30-18:00"))


def rules(*given: dict[str, Any], **of_the_set: Any) -> RuleSet:
    named = [{"id": f"r{i}", "title": TITLE, **one} for i, one in enumerate(given)]
    common = {"name": "mine", "version": "1", "title": TITLE, "source": "ours", "hours": OFFICE}
    return RuleSet.model_validate({**common, **of_the_set, "rules": named})


def within(target: int, unit: str, **other: Any) -> dict[str, Any]:
    return {"reply": {"target": target, "unit": unit, **other}}


def fact(one: dict[str, Any], under: str | RuleSet) -> dict[str, Any]:
    """The fact of a complaint, its promised days as ISO text."""
    found = build_facts(table([one]), load_rules(under) if isinstance(under, str) else under).to_pylist()[0]
    return {k: to_date(v).isoformat() if k in DATES and v is not None else v for k, v in found.items()}


def state(one: dict[str, Any], under: str | RuleSet, as_of: str) -> str:
    """on_time, late, running, or none of them."""
    known = facts([one], under)
    seen = seen_on(known.frame, to_day(date.fromisoformat(as_of)), known.rules.calendars())
    row = seen.select("on_time", "late", "running").collect("pyarrow").to_native().to_pylist()[0]
    return " ".join(name for name, holds in row.items() if holds)


def at(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


FOUR_HOURS = rules(within(4, "business_hours"))


@pytest.mark.parametrize(
    ("replied", "clock", "expected"),
    [
        ("2024-03-04", "15:00", "on_time"),  # received at 10:00: 2.5 h before lunch, 1.5 h after
        ("2024-03-04", "15:01", "late"),
        ("2024-03-04", None, "late"),  # a day alone is its end
        ("2024-03-05", "08:00", "late"),
    ],
)
def test_a_reply_on_the_due_day_is_in_time_until_the_due_minute(replied: str, clock: str | None, expected: str) -> None:
    minute = at(clock) if clock else None
    one = complaint("2024-03-04", replied, received_minute=at("10:00"), replied_minute=minute)
    assert fact(one, FOUR_HOURS)["due_minute"] == at("15:00")
    assert state(one, FOUR_HOURS, "2024-03-08") == expected


def test_a_deadline_in_hours_is_over_at_the_end_of_its_day_and_one_in_days_is_not() -> None:
    one = complaint("2024-03-04", received_minute=at("10:00"))
    assert state(one, FOUR_HOURS, "2024-03-04") == "late"
    assert state(one, rules(within(0, "ouvres")), "2024-03-04") == "running"


@pytest.mark.parametrize(
    ("received", "minute", "expected"),
    [
        ("2024-03-04", at("18:00"), ("2024-03-05", at("14:00"))),
        ("2024-03-08", at("17:00"), ("2024-03-11", at("12:00"))),
        ("2024-03-09", at("11:00"), ("2024-03-11", at("14:00"))),
        ("2024-04-30", at("17:00"), ("2024-05-02", at("12:00"))),
        ("2024-03-04", None, ("2024-03-04", at("14:00"))),  # a day alone starts with its opening
        ("2024-03-09", None, ("2024-03-11", at("14:00"))),
    ],
)
def test_a_complaint_received_when_closed_counts_from_the_next_opening(
    received: str, minute: int | None, expected: tuple[str, int]
) -> None:
    found = fact(complaint(received, received_minute=minute), FOUR_HOURS)
    assert (found["due"], found["due_minute"], found["timed"]) == (*expected, True)


def test_hours_of_the_clock_start_with_the_day_where_only_the_day_is_known() -> None:
    day = rules(within(24, "hours"))
    assert fact(complaint("2024-03-04", received_minute=at("10:00")), day)["due_minute"] == at("10:00")
    assert fact(complaint("2024-03-04"), day)["due"] == "2024-03-05"
    assert fact(complaint("2024-03-04"), day)["due_minute"] == 0


def test_a_deadline_starts_at_its_own_milestone_and_minute_or_at_the_reception() -> None:
    hours = rules(within(4, "business_hours", start="registered"))
    late = complaint("2024-03-04", received_minute=at("09:00"), registered="2024-03-05", registered_minute=at("10:00"))
    assert (fact(late, hours)["due"], fact(late, hours)["due_minute"]) == ("2024-03-05", at("15:00"))
    dated = complaint("2024-03-04", received_minute=at("10:00"), registered="2024-03-05")
    assert (fact(dated, hours)["due"], fact(dated, hours)["due_minute"]) == ("2024-03-05", at("14:00"))
    missing = complaint("2024-03-04", received_minute=at("10:00"))
    assert (fact(missing, hours)["due"], fact(missing, hours)["due_minute"]) == ("2024-03-04", at("15:00"))


def test_a_deadline_in_days_has_no_minute() -> None:
    found = fact(complaint("2024-03-04", "2024-03-18", replied_minute=1439), "house")
    assert (found["timed"], found["due_minute"], found["after_minute"]) == (False, None, False)


@pytest.mark.parametrize(
    ("milestones", "late"),
    [
        ({}, True),
        ({"acknowledged": "2024-03-05", "acknowledged_minute": at("10:00")}, False),
        ({"acknowledged": "2024-03-05", "acknowledged_minute": at("10:01")}, True),
        ({"acknowledged": "2024-03-05"}, True),
        ({"replied": "2024-03-05", "replied_minute": at("10:00")}, False),
        ({"replied": "2024-03-05", "replied_minute": at("10:01")}, True),
    ],
)
def test_an_acknowledgement_or_a_reply_on_its_due_day_is_in_time_until_the_minute(
    milestones: dict[str, Any], late: bool
) -> None:
    day = rules({**within(10, "ouvres"), "acknowledgement": {"target": 24, "unit": "hours"}})
    found = fact(complaint("2024-03-04", received_minute=at("10:00"), **milestones), day)
    assert (found["ack_due"], found["ack_after_minute"]) == ("2024-03-05", late)
    assert not fact(complaint("2024-03-04"), "house")["ack_after_minute"]


@pytest.mark.parametrize("pauses", [True, False])
def test_pauses_are_added_in_whole_days_and_only_where_the_rule_allows_them(pauses: bool) -> None:
    paused = table([complaint("2024-03-04", paused_days=days) for days in (None, 0.9, 1.0, 3.9, -2.0)])
    found = build_facts(paused, rules({**within(5, "calendar"), "pauses": pauses})).to_pydict()
    without, added = to_day(date(2024, 3, 9)), [0, 0, 1, 3, 0]
    assert found["due_without"] == [without] * 5
    assert found["due_with"] == [without + days for days in added]
    assert found["due"] == [without + days * pauses for days in added]
    assert found["pauses"] == [pauses] * 5


def test_a_pause_never_moves_a_law() -> None:
    one = complaint("2024-03-04", sent="2024-03-04", paused_days=20.0, channel="letter")
    for name in ("acpr", "l133_45", "fca_disp", "cfpb", "sfr", "house"):
        found = fact(one, name)
        assert found["due"] == found["due_without"] < found["due_with"]


received_at_random = st.fixed_dictionaries(
    {
        "received": st.integers(0, 700).map(lambda day: to_date(to_day(date(2023, 12, 1)) + day).isoformat()),
        "received_minute": st.none() | st.integers(0, 1439),
        "paused_days": st.none() | st.floats(-5, 400, allow_nan=False),
    }
)


@settings(max_examples=20, deadline=None)
@given(
    some=st.lists(received_at_random, min_size=20, max_size=40),
    target=st.integers(0, 60),
    unit=st.sampled_from(["ouvres", "ouvrables", "calendar", "weeks", "months", "hours", "business_hours"]),
)
def test_a_promise_is_never_before_the_reception_and_pauses_never_shorten_it(
    some: list[dict[str, Any]], target: int, unit: str
) -> None:
    for found in build_facts(table(some), rules(within(target, unit))).to_pylist():
        assert found["received"] <= found["due_without"] == found["due"] <= found["due_with"]


def test_a_rule_without_a_delay_promises_nothing_and_judges_nothing() -> None:
    one = complaint("2024-03-04", "2024-06-04", written=True)
    found = fact(one, "qualiopi")
    assert (found["rule"], found["due"], found["due_with"], found["ack_due"]) == ("qualiopi", None, None, None)
    assert (found["timed"], found["after_minute"], found["renewed_due"]) == (False, False, None)
    assert state(one, "qualiopi", "2024-12-31") == ""
    assert state(complaint("2024-03-04", "2024-06-04"), "p155_1", "2024-12-31") == ""


def test_a_date_that_the_organisation_promised_is_judged_where_no_text_sets_one() -> None:
    assert fact(complaint("2024-03-04", promised="2024-03-20"), "qualiopi")["due"] == "2024-03-20"
    assert state(complaint("2024-03-04", "2024-03-20", promised="2024-03-20"), "qualiopi", "2024-12-31") == "on_time"
    assert state(complaint("2024-03-04", "2024-03-21", promised="2024-03-20"), "qualiopi", "2024-12-31") == "late"


def test_a_promised_date_makes_no_promise_of_a_remark() -> None:
    for name in ("house", "qualiopi"):
        assert fact(complaint("2024-03-04", kind="remark", promised="2024-03-20"), name)["due"] is None


def test_a_promised_day_replaces_a_promised_minute() -> None:
    hours = rules(within(4, "business_hours"), promised="initial")
    one = complaint("2024-03-04", "2024-03-06", received_minute=600, replied_minute=1439, promised="2024-03-06")
    found = fact(one, hours)
    assert (found["due"], found["timed"], found["due_minute"]) == ("2024-03-06", False, None)
    assert state(one, hours, "2024-03-06") == "on_time"


@pytest.mark.parametrize(
    ("promised", "made", "expected"),
    [
        ("2024-04-10", "2024-03-15", "2024-04-10"),
        ("2024-04-15", "2024-03-15", "2024-04-15"),
        ("2024-04-16", "2024-03-15", "2024-04-15"),  # beyond 35 jours ouvrables
        (None, "2024-03-15", "2024-04-15"),  # a holding reply without a date
        ("2024-04-10", None, None),
        (None, None, None),
    ],
)
def test_a_holding_reply_reaches_no_further_than_its_limit(
    promised: str | None, made: str | None, expected: str | None
) -> None:
    found = fact(complaint("2024-03-04", promised=promised, promise_made=made), "l133_45")
    assert (found["due"], found["renewed_due"]) == ("2024-03-21", expected)


def test_a_renewal_without_a_limit_is_what_was_promised_or_nothing() -> None:
    assert fact(complaint("2024-03-04", promised="2025-04-10", promise_made="2024-03-05"), "sfr")["renewed_due"] == (
        "2025-04-10"
    )
    assert fact(complaint("2024-03-04", promise_made="2024-03-05"), "sfr")["renewed_due"] is None


def test_a_promise_made_after_the_first_expired_is_told_apart() -> None:
    """`promise_made` stays beside `due`: promise_kept needs promise_made <= due and replied <= renewed_due."""
    found = fact(complaint("2024-03-04", promised="2024-04-10", promise_made="2024-03-22"), "l133_45")
    assert to_date(found["promise_made"]).isoformat() > found["due"]
    assert state(complaint("2024-03-04", "2024-04-09", promised="2024-04-10", promise_made="2024-03-22"), "l133_45",
                 "2024-04-30") == "late"  # fmt: skip


VERSIONS = rules(
    {"id": "v", **within(10, "ouvres"), "valid_to": "2024-06-30"},
    {"id": "v", **within(5, "ouvres"), "valid_from": "2024-07-01", "pauses": True, "valid_to": "2024-12-31"},
)


@pytest.mark.parametrize(
    ("received", "due", "pauses"),
    [("2024-06-30", "2024-07-12", False), ("2024-07-01", "2024-07-08", True), ("2024-12-31", "2025-01-08", True)],
)
def test_a_complaint_is_judged_by_the_version_in_force_on_its_reception(received: str, due: str, pauses: bool) -> None:
    found = fact(complaint(received, sent="2024-05-01", replied="2025-05-01"), VERSIONS)
    assert (found["rule"], found["due"], found["pauses"]) == ("v", due, pauses)


def test_a_complaint_received_after_the_last_version_has_no_promise() -> None:
    found = fact(complaint("2025-01-01", promised="2025-01-09", promise_made="2025-01-03"), VERSIONS)
    assert (found["rule"], found["due"], found["renewed_due"]) == (None, None, None)
    assert state(complaint("2025-01-01"), VERSIONS, "2025-12-31") == ""


def test_both_texts_of_the_supervisor_promise_the_same() -> None:
    before, after = (fact(complaint(day), "acpr") for day in ("2024-07-01", "2024-07-02"))
    assert (before["rule"], before["due"]) == ("acpr", "2024-09-01")
    assert (after["rule"], after["due"]) == ("acpr", "2024-09-02")


def test_a_rule_reads_what_the_complaint_was_when_received() -> None:
    moved = complaint("2024-05-07", channel="web", channel_then="letter")
    assert fact(moved, "sfr")["rule"] == "written"
    back = complaint("2024-05-07", channel="letter", channel_then="web")
    assert fact(back, "sfr")["rule"] == "internet"
    assert fact(complaint("2024-05-07", channel="web"), "sfr")["rule"] == "internet"


def test_numbers_and_flags_are_read_as_they_were_too() -> None:
    levels = rules({"when": {"level": ("2",)}, **within(1, "calendar")}, {"when": {"vulnerable": ("true",)}})
    assert fact(complaint("2024-05-07", level=1, level_then=2), levels)["rule"] == "r0"
    assert fact(complaint("2024-05-07", level=2, level_then=1), levels)["rule"] is None
    assert fact(complaint("2024-05-07", vulnerable=False, vulnerable_then=True), levels)["rule"] == "r1"


def test_the_first_rule_that_fits_judges_and_remarks_have_none() -> None:
    two = rules({"when": {"channel": ("web",), "product": ("Box",)}, **within(1, "ouvres")}, within(9, "ouvres"))
    assert fact(complaint("2024-05-07", channel="web", product="Box"), two)["rule"] == "r0"
    assert fact(complaint("2024-05-07", channel="web"), two)["rule"] == "r1"
    assert fact(complaint("2024-05-07", kind="remark"), two)["rule"] is None


def test_the_first_place_that_fits_gives_the_calendar() -> None:
    places = [
        {"when": {"site": ("Metz",)}, "use": "FR-Moselle"},
        {"when": {"country": ("BE",)}, "use": "BE"},
    ]
    two = rules(within(1, "ouvres"), places=places)
    where = [
        fact(complaint("2024-03-28", site=s, country=c), two)["calendar"] for s in ("Metz", None) for c in ("BE", "FR")
    ]
    assert where == ["FR-Moselle", "FR-Moselle", "BE", "FR"]


@pytest.mark.parametrize(
    ("given", "rule", "due"),
    [
        ({}, "final_response", "2024-04-29"),
        ({"product": "Electronic money"}, "payment_product", "2024-03-25"),
        ({"motive": "Direct debit"}, "payment_motive", "2024-03-25"),
        ({"product": "Mortgage", "motive": "Fees"}, "final_response", "2024-04-29"),
    ],
)
def test_payment_services_have_fifteen_business_days_and_the_rest_eight_weeks(
    given: dict[str, str], rule: str, due: str
) -> None:
    found = fact(complaint("2024-03-04", **given), "fca_disp")
    assert (found["rule"], found["due"], found["ack_due"]) == (rule, due, None)


def test_a_holding_response_reaches_thirty_five_business_days_in_england() -> None:
    held = complaint("2024-03-04", product="E-money", promise_made="2024-03-20")
    assert fact(held, "fca_disp")["renewed_due"] == "2024-04-24"  # Good Friday and Easter Monday are off
    scottish = fact({**held, "region": "Scotland"}, "fca_disp")
    assert scottish["renewed_due"] == "2024-04-23"  # Easter Monday is worked in Scotland
    assert fact(complaint("2024-03-04", promise_made="2024-03-20"), "fca_disp")["renewed_due"] is None


def test_the_cfpb_counts_from_the_day_the_company_was_told() -> None:
    told = complaint("2024-03-01", registered="2024-03-04", promise_made="2024-03-10")
    assert (fact(told, "cfpb")["due"], fact(told, "cfpb")["renewed_due"]) == ("2024-03-19", "2024-05-03")
    assert fact(complaint("2024-03-01"), "cfpb")["due"] == "2024-03-16"


def test_the_columns_keep_their_types_on_no_complaint_at_all() -> None:
    empty = build_facts(table([]), FOUR_HOURS)
    assert [str(empty.schema.field(name).type) for name in DATES] == ["int32"] * 5
    assert str(empty.schema.field("due_minute").type) == "int16"
    assert nw.from_native(empty).select("timed", "after_minute", "ack_after_minute", "pauses").shape == (0, 4)
