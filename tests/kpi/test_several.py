"""Several rule sets on the same complaints: due days, states and the one that bites first, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.days import to_date
from kpi.errors import KpiError
from kpi.measure import Facts
from kpi.ruleset import RuleSet
from kpi.several import Several, several
from tests.kpi.build import ENGINES, complaint, facts, scattered

TITLE = {"fr": "a", "en": "a"}
NAMES = ("house", "acpr", "sfr", "qualiopi")


def made(target: int, unit: str, **other: Any) -> RuleSet:
    one = {"id": "one", "title": TITLE, "reply": {"target": target, "unit": unit}}
    common = {"name": "mine", "version": "1", "title": TITLE, "source": "ours", "hours": {"mon": ["09:00-18:00"]}}
    return RuleSet.model_validate({**common, **other, "rules": [one]})


def judged(
    complaints: list[dict[str, Any]], *names: str | RuleSet, as_of: str = "2024-05-31", engine: str = "duckdb"
) -> Several:
    known = {
        name if isinstance(name, str) else f"set{place}": facts(complaints, name, engine)
        for place, name in enumerate(names)
    }
    return several(known, date.fromisoformat(as_of))


def row(found: Several, place: int = 0) -> dict[str, Any]:
    one = found.table.to_pylist()[place]
    dated = ("due", "received", "replied")
    return {k: to_date(v).isoformat() if k.endswith(dated) and v is not None else v for k, v in one.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_set_says_by_when_and_the_earliest_bites_first(engine: str) -> None:
    """Received by letter on 4 March 2024: SFR 11 March, house 18 March, ACPR 4 May; Qualiopi sets no delay."""
    found = row(judged([complaint("2024-03-04", "2024-03-15", channel="letter")], *NAMES, engine=engine))
    assert [found[f"{name}_due"] for name in NAMES] == ["2024-03-18", "2024-05-04", "2024-03-11", None]
    assert [found[f"{name}_state"] for name in NAMES] == ["on_time", "on_time", "late", None]
    assert (found["first"], found["first_due"]) == ("sfr", "2024-03-11")


def test_ties_are_told_as_ties() -> None:
    found = judged([complaint("2024-03-04")], made(7, "calendar"), made(5, "ouvres"), made(8, "calendar"))
    assert row(found)["first"] == "set0, set1"
    assert [(one.first, one.first_tied) for one in found.sets] == [(0, 1), (0, 1), (0, 0)]


def test_a_minute_comes_before_the_end_of_its_day() -> None:
    one = complaint("2024-03-04", received_minute=600)
    hours, day = made(4, "business_hours"), made(0, "ouvres")
    assert row(judged([one], day, hours))["first"] == "set1"
    assert row(judged([one], day, hours))["set1_due_minute"] == 840
    evening = made(14, "business_hours", hours={"mon": ["09:00-24:00"]})
    assert row(judged([one], day, evening))["set1_due_minute"] == 1440
    assert row(judged([one], day, evening))["first"] == "set0, set1"
    midnight = made(14, "hours")  # from 10:00 to the end of the day, that is the first minute of the next
    assert row(judged([one], day, midnight))["first"] == "set0"


def test_a_complaint_that_no_set_judges_has_no_first() -> None:
    found = judged([complaint("2024-03-04"), complaint("2024-03-04", kind="remark")], "qualiopi", "p155_1")
    assert (row(found)["first"], row(found)["first_due"], found.unjudged, found.table.num_rows) == (None, None, 1, 1)
    assert [(one.judged, one.first, one.first_tied) for one in found.sets] == [(0, 0, 0)] * 2


def test_a_set_says_nothing_of_what_its_own_definition_or_exclusion_leaves_out() -> None:
    spoken = complaint("2024-03-04", channel="phone", written=False, promised="2024-03-06")
    found = row(judged([spoken], "house", "qualiopi"))
    assert (found["house_due"], found["qualiopi_due"], found["first"]) == ("2024-03-06", None, "house")
    wrote = row(judged([{**spoken, "written": True}], "house", "qualiopi"))
    assert (wrote["qualiopi_due"], wrote["first"]) == ("2024-03-06", "house, qualiopi")
    disputed = row(judged([complaint("2024-03-04", invoice_dispute=True)], "house", "sfr"))
    assert (disputed["sfr_due"], disputed["sfr_state"], disputed["first"]) == (None, None, "house")


def test_states_are_those_of_the_day() -> None:
    one = [complaint("2024-03-04", "2024-03-13", channel="letter")]
    for day, house, sfr in (
        ("2024-03-11", "running", "running"),
        ("2024-03-12", "running", "late"),
        ("2024-03-13", "on_time", "late"),
    ):
        found = row(judged(one, "house", "sfr", as_of=day))
        assert (found["house_state"], found["sfr_state"]) == (house, sfr)
    assert judged(one, "house", as_of="2024-03-03").table.num_rows == 0


def some() -> list[dict[str, Any]]:
    """By letter on 4 March 2024 (SFR until the 11th, house until the 18th), and two by telephone."""
    return [
        complaint("2024-03-04", "2024-03-11", channel="letter"),  # both in time
        complaint("2024-03-04", "2024-03-12", channel="letter"),  # house in time, SFR late
        complaint("2024-03-04", "2024-03-18", channel="letter"),  # house in time, SFR late
        complaint("2024-03-04", channel="letter"),  # house running, SFR late
        complaint("2024-03-01", "2024-03-17", channel="letter", promised="2024-03-07"),  # both late
        complaint("2024-03-15", channel="letter"),  # both running
        complaint("2024-03-01", "2024-03-08", channel="phone", promised="2024-03-01"),  # both late
    ]


def test_the_summary_counts_every_state_and_who_bites_first() -> None:
    found = judged(some(), "house", "sfr", as_of="2024-03-18")
    house, sfr = found.sets
    assert (house.on_time, house.late, house.running, house.judged) == (3, 2, 2, 7)
    assert (sfr.on_time, sfr.late, sfr.running, sfr.judged) == (1, 5, 1, 7)
    assert (house.first, sfr.first, house.first_tied, sfr.first_tied) == (1, 5, 1, 1)


def test_in_time_by_ones_own_rule_and_late_by_a_law_is_counted_and_opens_on_its_lines() -> None:
    found = judged(some(), "house", "sfr", "acpr", as_of="2024-03-18")
    by_sfr, by_acpr, by_any = found.against
    assert (by_sfr.name, by_sfr.on_time_but_late, by_sfr.running_but_late, by_sfr.late_but_on_time) == ("sfr", 2, 1, 0)
    assert (by_acpr.on_time_but_late, by_acpr.running_but_late, by_acpr.late_but_on_time) == (0, 0, 2)
    assert (by_any.name, by_any.on_time_but_late, by_any.running_but_late, by_any.late_but_on_time) == (None, 2, 1, 2)
    assert found.lines({"house": "on_time", "sfr": "late"})["complaint_id"].to_pylist() == ["C1", "C2"]
    assert found.lines({"house": "running", "sfr": "late"})["complaint_id"].to_pylist() == ["C3"]
    with pytest.raises(KpiError, match="no rule set here 'sfer'; nearest: 'sfr'"):
        found.lines({"sfer": "late"})
    with pytest.raises(KpiError, match="no state 'lat'; nearest: 'late'"):
        found.lines({"sfr": "lat"})


def test_one_complaint_late_by_two_laws_is_one_complaint() -> None:
    found = judged([complaint("2024-03-04", "2024-03-18", channel="letter")], "house", "sfr", made(5, "calendar"))
    assert [one.on_time_but_late for one in found.against] == [1, 1, 1]


def test_one_set_alone_has_nothing_to_be_held_against() -> None:
    assert judged(some(), "house").against == ()


def test_facts_in_another_order_are_matched_by_identifier() -> None:
    known = facts(some(), "sfr", "pandas")
    turned = Facts(frame=known.frame.sort("complaint_id", descending=True), rules=known.rules)
    straight, mixed = (
        several({"house": facts(some(), "house"), "sfr": one}, date(2024, 3, 18)) for one in (known, turned)
    )
    assert straight.table.equals(mixed.table)


def test_facts_of_other_complaints_are_refused() -> None:
    known = {"house": facts(some(), "house"), "sfr": facts(some()[1:], "sfr")}
    with pytest.raises(KpiError, match="the facts of 'sfr' are of other complaints"):
        several(known, date(2024, 3, 31))
    with pytest.raises(KpiError, match="no rule set here"):
        several({}, date(2024, 3, 31))
    with pytest.raises(KpiError, match="no rule set here 'hause'; nearest: 'house'"):
        several({"house": known["house"]}, date(2024, 3, 31), own="hause")


def test_a_filter_chooses_the_complaints() -> None:
    known = {"house": facts(some(), "house"), "sfr": facts(some(), "sfr")}
    found = several(known, date(2024, 3, 18), where=(("channel", ("phone",)),))
    assert (found.table.num_rows, found.sets[0].judged) == (1, 1)


def test_no_complaint_at_all_is_counted_as_none() -> None:
    found = judged([], "house", "sfr")
    assert (found.table.num_rows, [one.judged for one in found.sets], found.unjudged) == (0, [0, 0], 0)


def test_the_counts_are_those_of_each_set_alone() -> None:
    complaints = scattered(300)
    found = judged(complaints, "house", "sfr", "acpr", "cfpb", as_of="2024-10-01")
    for one in found.sets:
        alone = judged(complaints, one.name, as_of="2024-10-01").sets[0]
        assert (alone.on_time, alone.late, alone.running) == (one.on_time, one.late, one.running)
    firsts = found.table["first"].to_pylist()
    assert sum(one.first for one in found.sets) == sum(bool(first) and "," not in first for first in firsts)
    assert found.table.num_rows == sum(first is not None for first in firsts) + found.unjudged


def test_the_bounds_are_of_the_reception() -> None:
    known = {"house": facts([complaint("2024-03-04"), complaint("2024-04-08"), complaint("2024-05-06")])}
    april = several(known, date(2024, 5, 31), start=date(2024, 4, 8), end=date(2024, 5, 5))
    assert [to_date(one).isoformat() for one in april.table["received"].to_pylist()] == ["2024-04-08"]
    assert sum(one.judged for one in april.sets) == 1
    with pytest.raises(KpiError, match=r"ends .* before it begins"):
        several(known, date(2024, 5, 31), start=date(2024, 4, 8), end=date(2024, 4, 7))


def test_a_set_that_judges_nothing_says_why() -> None:
    def why(complaints: list[dict[str, Any]], *names: str, **asked: Any) -> list[str | None]:
        known = {name: facts(complaints, name) for name in names}
        return [one.reason and one.reason.en for one in several(known, date(2024, 5, 31), **asked).sets]

    one = complaint("2024-03-04", channel="letter")
    assert why([one], "house", "p155_1") == [None, "this rule set promises no reply by a day"]
    assert why([{**one, "supplies_reply": False}], "house") == ["the export gives no reply date"]
    assert why([one], "house", where=(("site", ("Nowhere",)),)) == ["no complaint is in the scope (site=Nowhere)"]
