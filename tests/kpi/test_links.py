"""What a complaint has to do with others, by hand: parents, levels, mediators, and the one before."""

from __future__ import annotations

from datetime import date
from typing import Any

from kpi.days import to_date
from kpi.facts import build_facts
from kpi.rules import load_rules
from tests.kpi.build import complaint, table

DATES = ("escalated_on", "mediator_on", "previous")
RULES = load_rules("house")


def linked(*complaints: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the facts say of each complaint, by its identifier; days as dates."""
    rows = build_facts(table(complaints), RULES).to_pylist()
    return {
        row["complaint_id"]: {k: to_date(v) if k in DATES and v is not None else v for k, v in row.items()}
        for row in rows
    }


def case(name: str, received: str = "2024-01-01", **other: Any) -> dict[str, Any]:
    return complaint(received, complaint_id=name, **other)


def test_who_names_a_parent_is_no_root_even_where_the_parent_is_not_there() -> None:
    found = linked(case("a"), case("b", parent_id="a"), case("c", parent_id="gone"), case("d", parent_id=""))
    assert {name: row["root"] for name, row in found.items()} == {"a": True, "b": False, "c": False, "d": True}


def test_only_a_child_of_a_higher_level_than_its_parent_climbs() -> None:
    found = linked(
        case("service", level=1), case("recourse", level=2, parent_id="service"), case("again", parent_id="recourse"),
        case("same", level=2, parent_id="recourse"), case("silent", parent_id="service"),
        case("gone", level=2, parent_id="nobody"), case("up", level=2, parent_id="unknown"), case("unknown"),
    )  # fmt: skip
    assert [name for name, row in found.items() if row["climbs"]] == ["recourse", "up"]


def test_a_root_above_the_first_level_is_raised() -> None:
    found = linked(case("one", level=1), case("two", level=2), case("none"), case("child", level=3, parent_id="one"))
    assert [name for name, row in found.items() if row["raised"]] == ["two"]


def test_the_first_child_that_climbs_escalates_its_parent_and_nobody_else() -> None:
    found = linked(
        case("root"), case("child", "2024-02-01", parent_id="root"),
        case("late", "2024-04-01", level=2, parent_id="root"), case("early", "2024-03-01", level=3, parent_id="root"),
        case("grandchild", "2024-05-01", level=2, parent_id="child"),
    )  # fmt: skip
    assert {name: row["escalated_on"] for name, row in found.items()} == {
        "root": date(2024, 3, 1), "child": date(2024, 5, 1), "late": None, "early": None, "grandchild": None,
    }  # fmt: skip


def test_the_mediator_reaches_a_complaint_by_itself_or_through_its_descendants() -> None:
    found = linked(
        case("own", mediator="2024-02-02"),
        case("root"), case("child", "2024-02-01", parent_id="root"),
        case("grandchild", "2024-03-01", parent_id="child", mediator="2024-03-20"),
        case("level three", "2024-04-01", level=3), case("level two", "2024-04-01", level=2),
        case("both", "2024-04-01", level=3, mediator="2024-04-09"),
        case("first of two", mediator="2024-06-06"),
        case("second of two", "2024-05-05", level=3, parent_id="first of two"),
    )  # fmt: skip
    assert {name: row["mediator_on"] for name, row in found.items()} == {
        "own": date(2024, 2, 2), "root": date(2024, 3, 20), "child": date(2024, 3, 20),
        "grandchild": date(2024, 3, 20), "level three": date(2024, 4, 1), "level two": None,
        "both": date(2024, 4, 9), "first of two": date(2024, 5, 5), "second of two": date(2024, 5, 5),
    }  # fmt: skip


def test_five_generations_are_followed_and_no_circle_is_endless() -> None:
    chain = [case("0"), *(case(str(i), parent_id=str(i - 1)) for i in range(1, 7))]
    found = linked(*chain[:-1], {**chain[-1], "mediator": "2024-02-02"})
    assert [name for name, row in found.items() if row["mediator_on"]] == ["1", "2", "3", "4", "5", "6"]
    circle = linked(
        case("a", parent_id="b", mediator="2024-02-02"), case("b", parent_id="a"), case("c", parent_id="c", level=2)
    )
    assert {row["mediator_on"] for name, row in circle.items() if name != "c"} == {date(2024, 2, 2)}
    assert not circle["c"]["climbs"]


def test_the_one_before_is_of_the_same_customer_motive_and_source() -> None:
    told = {"customer_key": "K", "motive": "m"}
    found = linked(
        case("third", "2024-03-01", **told), case("first", "2024-01-01", **told), case("second", "2024-02-01", **told),
        case("motive", "2024-03-02", customer_key="K", motive="n"), case("customer", "2024-03-02", motive="m"),
        case("source", "2024-03-02", source="other", **told), case("remark", "2024-02-20", kind="remark", **told),
        case("after", "2024-04-01", **told), case("no motive", "2024-05-01", customer_key="K"),
    )  # fmt: skip
    assert {name: row["previous"] for name, row in found.items() if row["previous"]} == {
        "second": date(2024, 1, 1), "third": date(2024, 2, 1), "after": date(2024, 3, 1),
    }  # fmt: skip
    assert [name for name, row in found.items() if not row["customer_known"]] == ["customer", "no motive"]


def test_of_two_on_one_day_the_second_by_identifier_repeats() -> None:
    told = {"customer_key": "K", "motive": "m"}
    found = linked(case("b", **told), case("a", **told))
    assert (found["a"]["previous"], found["b"]["previous"]) == (None, date(2024, 1, 1))


def test_a_child_at_the_same_level_repeats_its_parent_and_one_that_climbs_does_not() -> None:
    found = linked(
        case("parent", "2024-02-01", customer_key="K", motive="m"),
        case("repeats", "2024-02-10", parent_id="parent"),
        case("same day", "2024-02-01", parent_id="parent"), case("came first", "2024-01-10", parent_id="parent"),
        case("climbs", "2024-02-10", parent_id="parent", level=2, customer_key="K", motive="m"),
        case("next", "2024-02-20", customer_key="K", motive="m"),
        case("of a remark", "2024-02-20", parent_id="remark"), case("remark", kind="remark"),
    )  # fmt: skip
    assert {name: row["previous"] for name, row in found.items() if row["previous"]} == {
        "repeats": date(2024, 2, 1), "same day": date(2024, 2, 1), "next": date(2024, 2, 1),
    }  # fmt: skip


def test_a_parent_of_another_source_is_not_taken_for_ones_own() -> None:
    rows = build_facts(
        table([
            case("a", "2024-01-01", source="one"), case("a", "2024-02-01", source="two"),
            case("b", "2024-03-01", source="two", parent_id="a"), case("b", "2024-03-01", source="one", parent_id="x"),
        ]),
        RULES,
    ).to_pylist()  # fmt: skip
    assert [row["previous"] and to_date(row["previous"]) for row in rows] == [None, None, date(2024, 2, 1), None]


def test_identifiers_that_are_there_twice_link_nothing() -> None:
    rows = build_facts(table([case("a"), case("a"), case("b", parent_id="a", level=2)]), RULES).to_pylist()
    assert [(row["root"], row["climbs"], row["escalated_on"]) for row in rows] == [
        (True, False, None), (True, False, None), (False, False, None),
    ]  # fmt: skip
