"""What a question selects: an empty scope names its filter; a definition that can't tell says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpi.answer import answer
from kpi.definitions import NO_PRICE, compare_definitions
from kpi.measure import Facts, Query
from kpi.selection import doubts, none_selected
from tests.kpi.build import ENGINES, complaint, facts

AS_OF = date(2024, 12, 31)


def query(**other: Any) -> Query:
    return Query(metrics=("volume",), as_of=AS_OF, **other)


def known(*motives: str, engine: str = "duckdb", rules: str = "house", **other: Any) -> Facts:
    return facts([complaint("2024-03-04", motive=motive, site="Paris", **other) for motive in motives], rules, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_scope_names_the_filter_and_the_dates_only_where_they_empty_it(engine: str) -> None:
    data = known("Fuite", engine=engine)
    assert none_selected(data, query()) is None
    assert (
        none_selected(data, query(where=(("site", ("Paris",)),), start=date(2024, 3, 4), end=date(2024, 3, 4))) is None
    )
    nowhere = none_selected(data, query(where=(("site", ("Nowhere",)),), start=date(2024, 3, 1)))
    assert nowhere and nowhere.en == "no complaint is in the scope (site=Nowhere)"
    assert nowhere.fr == "aucune réclamation dans le périmètre (site=Nowhere)"
    in_may = none_selected(data, query(where=(("site", ("Paris",)),), start=date(2024, 5, 1), end=date(2024, 5, 31)))
    assert in_may and in_may.en == "no complaint is in the scope (site=Paris, from 1 May 2024 to 31 May 2024)"
    assert in_may.fr == "aucune réclamation dans le périmètre (site=Paris, du 1er mai 2024 au 31 mai 2024)"
    since, until = (
        none_selected(data, query(**{end: day})) for end, day in (("start", AS_OF), ("end", date(2024, 1, 2)))
    )
    assert (
        since and since.en.endswith("(from 31 December 2024)") and since.fr.endswith("(à partir du 31 décembre 2024)")
    )
    assert until and until.en.endswith("(to 2 January 2024)") and until.fr.endswith("(jusqu'au 2 janvier 2024)")


def test_of_nothing_there_is_no_filter_to_blame() -> None:
    found = none_selected(facts([complaint("2025-03-04")]), query())
    assert found and found.en == "no complaint is known on this day"


def test_remarks_are_no_complaints_in_the_scope() -> None:
    assert none_selected(known("Fuite", kind="remark"), query()) is not None


@pytest.mark.parametrize("engine", ENGINES)
def test_a_definition_whose_column_is_unknown_everywhere_says_that_nothing_was_left_out(engine: str) -> None:
    (found,) = doubts(known("Fuite", "Débit", engine=engine), query(definition="with_contact"))
    assert found.en.startswith("“With the customer's contact details”: the export tells it of none of the 2 complaints")
    assert "l'export ne le dit d'aucune des 2 réclamations" in found.fr
    told = facts([complaint("2024-03-04", has_contact=True), complaint("2024-03-04")], engine=engine)
    assert doubts(told, query(definition="with_contact")) == ()
    assert doubts(told, query()) == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_exclusion_of_prices_that_meets_no_price_says_so(engine: str) -> None:
    by_rules = known("Fuite", engine=engine, rules="p155_1", channel="letter")
    assert doubts(by_rules, query()) == (NO_PRICE,)
    assert "prix de l'eau" in NO_PRICE.fr and "nothing was left out" in NO_PRICE.en
    assert doubts(known("Fuite", "TARIF", engine=engine, channel="letter"), query(definition="p155_1")) == ()


def test_a_price_elsewhere_in_the_data_shows_that_the_words_are_the_same() -> None:
    data = known("Fuite", "Prix", channel="letter")
    assert doubts(data, query(definition="p155_1", where=(("motive", ("Fuite",)),))) == ()


def test_of_no_complaint_nothing_is_doubted() -> None:
    assert doubts(facts([]), query(definition="p155_1")) == ()


def test_doubts_stand_beside_figures_and_in_the_comparison_of_definitions() -> None:
    data = known("Fuite", channel="letter")
    assert answer(data, query(definition="p155_1"), 1)["warnings"] == [NO_PRICE.en]
    assert answer(data, query(), 1)["warnings"] == []
    found = {one.definition.name: len(one.doubts) for one in compare_definitions(data, query())}
    assert found == {"any": 0, "written": 0, "p155_1": 1, "with_contact": 1}
