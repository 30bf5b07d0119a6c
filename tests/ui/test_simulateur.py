"""The simulator in words: the sentence, costs and lists must follow from what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from charts.words import Words
from kpi.rules import load_rules
from kpi.what_if import Change, WhatIf
from tests.kpi.build import complaint, facts
from ui import simulateur
from ui.show import Tone

EN, FR = Words("en"), Words("fr")
HOUSE = load_rules("house")
AS_OF, START, END = date(2024, 6, 30), date(2024, 1, 1), date(2024, 3, 31)


def rows() -> list[dict[str, Any]]:
    """Received on Friday 1 March: 6 answered after 2 working days, 3 after 7, 1 after 13."""
    return [
        *(complaint("2024-03-01", "2024-03-05", channel="web") for _ in range(6)),
        *(complaint("2024-03-01", "2024-03-12", channel="letter") for _ in range(3)),
        complaint("2024-03-01", "2024-03-20", channel="letter"),
    ]


def found(target: int, known: list[dict[str, Any]] | None = None) -> tuple[WhatIf, Change]:
    change = Change(rule="house", target=target, unit="ouvres", calendar="FR", pauses=False)
    asked = facts(rows() if known is None else known)
    return simulateur.simulate(asked, change, AS_OF, START, END, ()), change


def headline(target: int, words: Words = EN, known: list[dict[str, Any]] | None = None) -> tuple[str, str, Tone]:
    return simulateur.headline(words, *found(target, known), HOUSE.rules[0])


def test_a_shorter_delay_costs_and_the_sentence_says_how_many() -> None:
    assert headline(5) == (
        "With a reply within 5 working days instead of 10 working days: 60.0% in time, instead of 90.0%.",
        "3 more complaints late.",
        Tone.WARNING,
    )
    assert headline(5, FR)[1] == "3 réclamations de plus en retard."


def test_a_longer_delay_saves() -> None:
    sentence, detail, tone = headline(15)
    assert "100.0% in time, instead of 90.0%" in sentence
    assert (detail, tone) == ("1 more complaint in time.", Tone.GOOD)


def test_the_same_delay_changes_nobody() -> None:
    assert headline(10)[1] == "No complaint would change side."


def test_nothing_to_judge_has_a_reason_and_dashes() -> None:
    sentence, _, tone = headline(5, EN, [])
    assert sentence.startswith("Nothing can be simulated: ")
    assert tone is Tone.NEUTRAL
    assert {tile.values[0].text for tile in simulateur.tiles(EN, found(5, [])[0])} == {"—"}


def test_the_tiles_hold_both_shares_with_interval_and_n_and_who_changes_side() -> None:
    shown = {tile.key: tile for tile in simulateur.tiles(EN, found(5)[0])}
    assert [shown[key].values[0].text for key in ("before", "after", "lost", "gained", "unsettled")] == [
        "90.0%", "60.0%", "3", "0", "0",
    ]  # fmt: skip
    assert (shown["before"].tone, shown["after"].word) == (Tone.GOOD, "Below the objective of 90%")
    assert shown["after"].notes[0].endswith("(95%), n = 10")


def test_the_channel_that_loses_most_comes_first() -> None:
    letter, web = simulateur.channels(EN, found(5)[0])
    assert (letter.name, letter.before, letter.after, letter.cost) == ("Letter", 0.75, 0.0, "3 become late")
    assert (web.text, web.cost) == ("100.0% → 100.0% · n = 6", "")


@pytest.mark.parametrize(("target", "side", "n"), [(5, "lost", 3), (15, "gained", 1)])
def test_the_list_is_exactly_those_who_change_side(target: int, side: str, n: int) -> None:
    outcome = found(target)[0]
    assert simulateur.sides(outcome)[0] == side
    table = simulateur.listed(EN, outcome, side).to_pylist()
    assert len(table) == n
    assert (table[0]["channel"], table[0]["received_at"]) == ("Letter", date(2024, 3, 1))
    assert table[0]["due_before"] == date(2024, 3, 15)
    assert table[0]["due_after"] == (date(2024, 3, 8) if target == 5 else date(2024, 3, 22))


def test_only_promises_that_bind_may_be_changed() -> None:
    assert [rule.id for rule in simulateur.promising(load_rules("sfr"))] == ["phone", "internet", "written"]
    assert simulateur.promising(load_rules("qualiopi")) == ()
    assert [rule.id for rule in simulateur.promising(load_rules("acpr"))] == ["acpr"]


def test_a_year_ends_with_the_last_month() -> None:
    assert simulateur.year(date(2026, 10, 31)) == (date(2025, 11, 1), date(2026, 10, 31))
