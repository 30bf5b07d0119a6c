"""What counts as a complaint, by definition: the same month counted three ways, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.definitions import DEFINITIONS, compare_definitions, definition
from kpi.errors import KpiError
from kpi.measure import Facts, Query
from tests.kpi.build import ENGINES, complaint, facts, one, opened

LATER = "2024-12-31"
MARCH = {"start": "2024-03-01", "end": "2024-03-31"}


def case(name: str, channel: str | None, motive: str | None = "Fuite", **other: Any) -> dict[str, Any]:
    return complaint("2024-03-04", "2024-03-06", complaint_id=name, channel=channel, motive=motive, **other)


COMPLAINTS = [
    case("letter", "letter"),
    case("e-mail", "email", has_contact=True),
    case("letter on the price", "letter", "Prix de l'eau", has_contact=True),
    case("e-mail on tariffs", "email", "TARIFS"),
    case("letter on nothing", "letter", None),
    case("call", "phone"),
    case("counter", "counter", has_contact=False),
    case("call put down in writing", "phone", written=True),
    case("letter that is none", "letter", written=False),
    case("other channel", "other"),
    case("no channel", None),
    case("no channel, on the price", None, "Prix"),
    case("remark", "letter", kind="remark"),
    complaint("2024-04-01", channel="letter", complaint_id="April"),
]
WRITTEN = ["call put down in writing", "e-mail", "letter", "letter on nothing"]
ON_PRICES = ["e-mail on tariffs", "letter on the price"]
NOBODY_KNOWS = ["no channel", "other channel"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_the_supervisor_the_training_label_and_the_water_service_count_differently(known: Facts) -> None:
    lines = {name: opened(known, "volume", LATER, definition=name, **MARCH)["denominator"] for name in DEFINITIONS}
    assert len(lines["any"]) == 12
    assert lines["written"] == sorted([*WRITTEN, *ON_PRICES, *NOBODY_KNOWS, "no channel, on the price"])
    assert lines["p155_1"] == sorted([*WRITTEN, *NOBODY_KNOWS])
    assert sorted(set(lines["any"]) - set(lines["with_contact"])) == ["counter"]


def test_each_rule_set_counts_by_its_own_definition_unless_another_is_asked_for() -> None:
    counts = {
        rules: one(facts(COMPLAINTS, rules), "volume", LATER, **MARCH).value
        for rules in ("acpr", "qualiopi", "p155_1", "house")
    }
    assert counts == {"acpr": 12, "qualiopi": 9, "p155_1": 6, "house": 12}
    assert one(facts(COMPLAINTS, "qualiopi"), "volume", LATER, definition="any", **MARCH).value == 12


def test_what_does_not_count_is_left_out_and_counted_as_remarks_are(known: Facts) -> None:
    assert opened(known, "volume", LATER, definition="p155_1", **MARCH)["excluded"] == sorted(
        ["call", "counter", "letter that is none", *ON_PRICES, "no channel, on the price", "remark"]
    )
    assert one(known, "answered_in_sla_low", LATER, definition="written", **MARCH).n == 9


def test_the_definitions_are_compared_and_what_nobody_knows_is_told_apart(known: Facts) -> None:
    query = Query(metrics=("backlog",), as_of=date(2024, 4, 30), by=("channel",), period="month")
    found = {c.definition.name: (c.volume.value, c.unknown, c.difference) for c in compare_definitions(known, query)}
    assert found == {"any": (13, 0, 0), "written": (10, 3, -3), "p155_1": (7, 2, -6), "with_contact": (12, 10, -1)}


def test_the_comparison_keeps_the_filter_and_the_dates_of_the_question(known: Facts) -> None:
    query = Query(metrics=(), as_of=date(2024, 12, 31), start=date(2024, 4, 1), where=(("channel", ("letter",)),))
    assert [(c.volume.n, c.unknown, c.difference) for c in compare_definitions(known, query)] == [
        (1, 0, 0), (1, 0, 0), (1, 0, 0), (1, 1, 0),
    ]  # fmt: skip
    none = Query(metrics=(), as_of=date(2024, 2, 1))
    assert {(c.volume.n, c.unknown, c.difference) for c in compare_definitions(known, none)} == {(0, 0, 0)}


def test_a_definition_says_what_it_is_and_where_it_comes_from() -> None:
    for found in DEFINITIONS.values():
        assert found.title.fr != found.title.en
        assert found.source.fr and found.source.en
        assert found.version
    with pytest.raises(KpiError, match="no complaint definition 'writen'; nearest: 'written'"):
        definition("writen")
    with pytest.raises(KpiError, match="no complaint definition"):
        one(facts(COMPLAINTS), "volume", LATER, definition="spoken")
