"""What could be known at the end of a day, by hand: states, delays, ages, and what lies in the future."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.as_of import OLDER, seen_on
from kpi.days import to_date, to_day
from kpi.definitions import definition
from kpi.measure import Facts
from kpi.ruleset import RuleSet
from tests.kpi.build import ENGINES, ask, complaint, facts, one

TEXT = {"fr": "a", "en": "b"}


def promise(target: int, unit: str, *, pauses: bool = False, **other: Any) -> RuleSet:
    """One rule for all, on the calendar of France or, in Moselle, its own."""
    rule = {"id": "all", "title": TEXT, "reply": {"target": target, "unit": unit}, "pauses": pauses}
    places = [{"when": {"region": ["Moselle"]}, "use": "FR-Moselle"}]
    return RuleSet.model_validate(
        {"name": "n", "version": "1", "title": TEXT, "source": TEXT, "rules": [rule], "places": places, **other}
    )


def seen(known: Facts, day: str, **asked: Any) -> dict[str, dict[str, Any]]:
    """Each complaint as of a day, by its identifier."""
    frame = seen_on(known.frame, to_day(date.fromisoformat(day)), known.rules.calendars(), **asked)
    return {row["complaint_id"]: row for row in frame.collect("pyarrow").to_native().to_pylist()}


def state(row: dict[str, Any]) -> str:
    """The one state that holds."""
    (found,) = [name for name in ("on_time", "late", "running") if row[name]] or ["not judged"]
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("replied", "day", "expected"),
    [
        ("2024-03-08", "2024-03-08", "on_time"),
        ("2024-03-14", "2024-03-14", "on_time"),
        ("2024-03-15", "2024-03-15", "late"),
        ("2024-03-15", "2024-03-14", "running"),
        ("2024-03-08", "2024-03-07", "running"),
        (None, "2024-03-14", "running"),
        (None, "2024-03-15", "late"),
        ("2024-03-03", "2024-03-20", "not judged"),
    ],
)
def test_a_complaint_is_on_time_late_or_running(engine: str, replied: str | None, day: str, expected: str) -> None:
    known = facts([complaint("2024-03-04", replied)], promise(10, "calendar"), engine)
    assert state(seen(known, day)["C0"]) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_a_deadline_in_hours_is_over_on_its_day(engine: str) -> None:
    at_ten = {"received_minute": 600, "replied_minute": 600}
    known = facts(
        [
            complaint("2024-03-04", "2024-03-05", complaint_id="to the minute", **at_ten),
            complaint("2024-03-04", "2024-03-05", complaint_id="late", received_minute=600, replied_minute=601),
            complaint("2024-03-04", complaint_id="open", received_minute=600),
        ],
        promise(24, "hours"),
        engine,
    )
    found = {name: (state(row), row["lateness"]) for name, row in seen(known, "2024-03-05").items()}
    assert found == {"to the minute": ("on_time", None), "late": ("late", 0), "open": ("late", 0)}
    assert {state(row) for row in seen(known, "2024-03-04").values()} == {"running"}


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_judged_without_a_reply_column_a_promise_or_a_complaint(engine: str) -> None:
    rows = [
        complaint("2024-03-04", "2024-03-05", complaint_id="judged"),
        complaint("2024-03-04", complaint_id="no replies", supplies_reply=False),
        complaint("2024-03-04", "2024-03-05", complaint_id="remark", kind="remark"),
        complaint("2024-03-04", "2024-03-05", complaint_id="invoice", invoice_dispute=True),
    ]
    found = seen(facts(rows, "sfr", engine), "2024-04-30")
    assert {name: (row["complaint"], row["sound"], row["judged"]) for name, row in found.items()} == {
        "judged": (True, True, True), "no replies": (True, False, False), "remark": (False, True, False),
        "invoice": (True, True, False),
    }  # fmt: skip
    assert not seen(facts(rows[:1], "qualiopi", engine), "2024-04-30")["judged"]["judged"]


MILESTONES = ("replied", "closed", "acknowledged", "owned", "resolved", "reopened", "promise_made")
FOLLOWING = (*MILESTONES, "out", "escalated_on", "mediator_on")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_happens_after_the_day_is_not_known_on_it(engine: str) -> None:
    later = dict.fromkeys(MILESTONES, "2024-03-10")
    told = {"mediator": "2024-03-10", "promised": "2024-03-20", "supplies_close": True}
    child = complaint("2024-03-10", parent_id="C0", level=2)
    known = facts([complaint("2024-03-04", **later, **told), child], engine=engine)
    before, on_it = seen(known, "2024-03-09"), seen(known, "2024-03-10")
    assert {before["C0"][name] for name in (*FOLLOWING, "renewed_due")} == {None}
    assert {to_date(on_it["C0"][name]) for name in FOLLOWING} == {date(2024, 3, 10)}
    assert to_date(on_it["C0"]["renewed_due"]) == date(2024, 3, 20)
    assert (list(before), list(on_it)) == (["C0"], ["C0", "C1"])
    assert (before["C0"]["answered"], on_it["C0"]["answered"]) == (False, True)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_closing_does_not_answer(engine: str) -> None:
    known = facts([complaint("2024-03-04", closed="2024-03-05", supplies_close=True)], engine=engine)
    row = seen(known, "2024-03-18")["C0"]
    assert (row["answered"], state(row), row["delay_calendar"]) == (False, "running", 14)


# From Tuesday 30 April 2024: 1, 8 and 9 May are holidays.
@pytest.mark.parametrize("engine", ENGINES)
def test_delays_run_to_the_reply_or_to_the_day_in_three_units(engine: str) -> None:
    known = facts(
        [
            complaint("2024-04-30", "2024-05-10", owned="2024-05-03", complaint_id="done"),
            complaint("2024-04-30", complaint_id="open"),
        ],
        engine=engine,
    )
    delays = [f"{name}_{unit}" for name in ("delay", "ownership") for unit in ("calendar", "ouvres", "ouvrables")]
    found = {name: [row[delay] for delay in delays] for name, row in seen(known, "2024-05-13").items()}
    assert found == {"done": [10, 5, 6, 3, 2, 2], "open": [13, 6, 8, 13, 6, 8]}
    early = {name: [row[delay] for delay in delays] for name, row in seen(known, "2024-05-02").items()}
    assert early == {"done": [2, 1, 1, 2, 1, 1], "open": [2, 1, 1, 2, 1, 1]}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_open_waits_on_the_calendar_of_its_place(engine: str) -> None:
    rows = [complaint("2024-03-28", region=place, complaint_id=place) for place in ("Moselle", "Bretagne")]
    found = seen(facts(rows, engine=engine), "2024-04-02")
    assert {name: (row["delay_ouvres"], row["delay_ouvrables"]) for name, row in found.items()} == {
        "Moselle": (1, 2), "Bretagne": (2, 3),
    }  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_lateness_is_of_the_late_alone_and_grows_while_they_are_open(engine: str) -> None:
    rows = [complaint("2024-03-04", "2024-03-16", complaint_id="late"), complaint("2024-03-04", complaint_id="open"),
            complaint("2024-03-04", "2024-03-10", complaint_id="on time")]  # fmt: skip
    known = facts(rows, promise(10, "calendar"), engine)
    days = ("2024-03-14", "2024-03-15", "2024-03-20")
    found = {day: {name: row["lateness"] for name, row in seen(known, day).items()} for day in days}
    assert found == {
        "2024-03-14": {"late": None, "open": None, "on time": None},
        "2024-03-15": {"late": 1, "open": 1, "on time": None},
        "2024-03-20": {"late": 2, "open": 6, "on time": None},
    }


AGES = {
    "0-4": (0, 4), "5-8": (5, 8), "9-14": (9, 14), "15-30": (15, 30), "31-60": (31, 60), OLDER: (61,),
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_ages_fall_into_bands_by_their_last_day(engine: str) -> None:
    received = {days: to_date(to_day(date(2024, 6, 1)) - days).isoformat() for ages in AGES.values() for days in ages}
    known = facts([complaint(day, complaint_id=str(days)) for days, day in received.items()], engine=engine)
    found = {name: row["age_band"] for name, row in seen(known, "2024-06-01").items()}
    assert found == {str(days): band for band, ages in AGES.items() for days in ages}


@pytest.mark.parametrize("engine", ENGINES)
def test_open_complaints_are_counted_by_age(engine: str) -> None:
    known = facts([complaint("2024-01-01"), complaint("2024-03-01"), complaint("2024-03-02")], engine=engine)
    found = {f.by[0][1]: f.value for f in ask(known, "backlog", "2024-03-06", by=("age_band",))}
    assert found == {"61+": 1, "5-8": 1, "0-4": 1}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("rule_pauses", "by_rule"), [(True, 1.0), (False, 0.0)])
def test_pauses_move_the_due_day_and_its_month_by_the_rule_or_as_asked(
    engine: str, rule_pauses: bool, by_rule: float
) -> None:
    paused = complaint("2024-03-20", "2024-04-02", paused_days=3.5)
    known = facts([paused], promise(10, "calendar", pauses=rule_pauses), engine)
    shares = {how: one(known, "answered_in_sla", "2024-05-01", pauses=how) for how in ("rule", "with", "without")}
    assert {how: figure.value for how, figure in shares.items()} == {"rule": by_rule, "with": 1.0, "without": 0.0}
    months = {how: ask(known, "answered_in_sla", "2024-05-01", period="month", pauses=how)[0].period for how in shares}
    assert (months["with"], months["without"]) == ("2024-04", "2024-03")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_the_definition_leaves_out_is_no_complaint_and_what_is_unknown_stays_one(engine: str) -> None:
    rows = [
        complaint("2024-03-04", channel=channel, complaint_id=str(channel)) for channel in ("letter", "phone", None)
    ]
    known = facts([*rows, complaint("2024-03-04", kind="remark", complaint_id="remark")], engine=engine)
    found = seen(known, "2024-03-20", counts=definition("written"))
    assert {name: (row["complaint"], row["definition_unknown"], row["judged"]) for name, row in found.items()} == {
        "letter": (True, False, True), "phone": (False, False, False), "None": (True, True, True),
        "remark": (False, False, False),
    }  # fmt: skip
    assert not any(row["definition_unknown"] for row in seen(known, "2024-03-20", counts=definition("any")).values())


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_store_is_empty_on_any_day(engine: str) -> None:
    assert seen(facts([], engine=engine), "2024-03-20") == {}
