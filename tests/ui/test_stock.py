"""Stock and flow in words: what it says must follow from what was counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from charts.words import Words
from kpi.ageing import ageing
from kpi.falling_due import falling_due
from kpi.flows import flows
from kpi.measure import Facts, measure
from kpi.overdue_list import overdue_list
from kpi.signals import signals
from tests.kpi.build import complaint, facts, hundred
from ui import complaint as one_complaint
from ui import stock
from ui.show import Tile, Tone
from ui.tiles import answers

EN, FR = Words("en"), Words("fr")
GIVEN = frozenset({"acknowledged_at"})
AS_OF, MONTH = date(2024, 3, 20), (date(2024, 2, 1), date(2024, 2, 29))


def headline(known: Facts, words: Words = EN, as_of: date = AS_OF) -> tuple[str, str, Tone]:
    query = stock.now(as_of, ())
    found = answers(measure(known, query), query, known.rules)
    trend = signals(known, stock.moving(as_of, "month", ()))
    return stock.headline(words, found, overdue_list(known, as_of), trend)


def tiles(known: Facts, as_of: date = AS_OF, words: Words = EN) -> dict[str, Tile]:
    query, asked = stock.now(as_of, ()), stock.month(as_of, MONTH, ())
    found = answers(measure(known, query), query, known.rules)
    routed = answers(measure(known, asked), asked, known.rules)["misrouted"]
    moving = stock.moving(as_of, "month", ())
    shown = stock.tiles(
        words, found, overdue_list(known, as_of), flows(known, moving), routed, signals(known, moving), as_of
    )
    return {tile.key: tile for tile, _ in shown}


def test_the_sentence_says_open_overdue_and_in_five_days() -> None:
    sentence, detail, tone = headline(facts(hundred()))
    assert sentence == "30 open complaints, 20 of them overdue; if nothing moves, 20 will be in 5 days."
    assert detail.startswith("The oldest: 15 days late. Stock: too few periods")
    assert tone is Tone.BREACH
    assert "30 réclamations ouvertes, dont 20 en retard" in headline(facts(hundred()), FR)[0]


def test_none_overdue_is_good_and_what_will_be_is_said() -> None:
    soon = [complaint("2024-03-08") for _ in range(3)]
    sentence, _, tone = headline(facts(soon))
    assert sentence == "3 open complaints, 0 of them overdue; if nothing moves, 3 will be in 5 days."
    assert tone is Tone.GOOD
    calm = headline(facts([complaint("2024-03-19")]))[0]
    assert calm == "1 open complaint, not overdue today nor in 5 days."


def test_without_due_dates_only_the_stock_is_said() -> None:
    known = facts([complaint("2024-03-01", supplies_reply=False, supplies_close=True)])
    sentence, detail, tone = headline(known)
    assert (sentence, tone) == ("1 open complaint.", Tone.NEUTRAL)
    assert detail.startswith("Overdue complaints can’t be given: ")
    assert headline(facts([]))[0].startswith("The stock can’t be given: ")


def test_tiles_bear_tones_and_words() -> None:
    shown = tiles(facts(hundred()))
    assert (shown["overdue"].tone, shown["overdue"].values[0].text) == (Tone.BREACH, "20")
    assert (shown["soon"].word, shown["soon"].tone) == ("None more than today", Tone.NEUTRAL)
    assert shown["soon"].notes[0].endswith("25 Mar")
    assert (shown["balance"].label, shown["balance"].values[0].text) == ("Balance, February 2024", "+30")
    assert shown["balance"].notes == ("30 in, 0 out",)
    assert (shown["misrouted"].values[0].text, shown["misrouted"].tone) == ("—", Tone.NONE)
    assert shown["forgotten"].tone is Tone.WARNING
    calm = tiles(facts([complaint("2024-03-08")]))
    assert (calm["overdue"].tone, calm["soon"].tone, calm["soon"].word) == (
        Tone.GOOD, Tone.WARNING, "1 more than today",
    )  # fmt: skip


@pytest.mark.parametrize(("last", "tone", "word"), [(60, Tone.BREACH, "deterioration"), (1, Tone.GOOD, "improvement")])
def test_a_stock_that_really_changes_says_so_in_both_directions(last: int, tone: Tone, word: str) -> None:
    rows: list[dict[str, Any]] = []
    for month in range(1, 13):
        n = last if month == 12 else 20 + month % 3
        rows += [complaint(f"2023-{month:02}-20", f"{2023 + month // 12}-{month % 12 + 1:02}-05") for _ in range(n)]
    shown = tiles(facts(rows), date(2023, 12, 31))["open"]
    assert shown.tone is tone and word in shown.word


def test_ages_say_how_much_is_old_and_how_much_of_each_is_late() -> None:
    finding, stacks = stock.ages(EN, ageing(facts([*hundred(), complaint("2024-01-01")]), AS_OF))
    assert finding == "1 of 31 has waited for more than 30 days"
    assert [(one.name, one.text, one.more) for one in stacks if one.text != "0"] == [
        ("0 to 4 days", "10", ""),
        ("15 to 30 days", "20", "20 overdue"),
        ("61 days and more", "1", "1 overdue"),
    ]
    assert stock.ages(EN, ()) == ("Nothing is open", ())


def test_the_forecast_says_five_days_and_two_weeks() -> None:
    finding, tone, names = stock.ahead(EN, falling_due(facts(hundred()), AS_OF), AS_OF)
    assert finding == "20 on 25 Mar, 30 on 3 Apr"
    assert (tone, names.already) == (Tone.NEUTRAL, "Already overdue: 20")


def test_the_list_holds_who_is_late_and_where() -> None:
    rows = [complaint("2024-02-20", complaint_id="A", handler_team="Sud", channel="web"), complaint("2024-02-20")]
    late = overdue_list(facts(rows), AS_OF)
    table = stock.listed(EN, late).to_pylist()
    assert (table[0]["complaint_id"], table[0]["handler_team"], table[0]["late"]) == ("A", "Sud", 15)
    assert table[0]["channel"] == "Web form"
    assert stock.cut(EN, late) == "2 complaints wait past their due dates."
    assert [bar.text for bar in stock.teams(EN, late)] == ["1", "1"]


def test_a_complaint_s_days_stand_in_order_between_its_promises() -> None:
    row = {
        "received_at": date(2024, 3, 1), "acknowledged_at": date(2024, 3, 8), "ack_due": date(2024, 3, 5),
        "due": date(2024, 3, 15), "channel": "web", "state": "late", "motive": "<b>Prix</b>",
    }  # fmt: skip
    found = one_complaint.events(EN, row, AS_OF, GIVEN)
    assert [(one.day.day, one.text, one.promised, one.tone) for one in found] == [
        (1, "Received", False, Tone.NEUTRAL),
        (5, "Acknowledgement promised · past by 3 days", True, Tone.BREACH),
        (8, "Acknowledgement sent", False, Tone.NEUTRAL),
        (15, "Reply promised · past by 5 days", True, Tone.BREACH),
        (20, "Today", False, Tone.NEUTRAL),
    ]
    assert one_complaint.about(EN, row) == [("State", "Late"), ("Channel", "Web form"), ("Motive", "<b>Prix</b>")]


def test_a_promise_that_was_kept_is_no_breach() -> None:
    row = {"received_at": date(2024, 3, 1), "replied_at": date(2024, 3, 4), "due": date(2024, 3, 15)}
    assert all(one.tone is Tone.NEUTRAL for one in one_complaint.events(EN, row, AS_OF, GIVEN))


def test_what_happened_later_is_not_known_on_the_day() -> None:
    row = {"received_at": date(2024, 3, 1), "replied_at": date(2024, 6, 4), "due": date(2024, 3, 15)}
    found = one_complaint.events(EN, row, AS_OF, GIVEN)
    assert [one.text for one in found] == ["Received", "Reply promised · past by 5 days", "Today"]


def test_without_dates_of_acknowledgement_its_promise_is_not_judged() -> None:
    row = {"received_at": date(2024, 3, 1), "ack_due": date(2024, 3, 5)}
    assert [one.text for one in one_complaint.events(EN, row, AS_OF, frozenset())] == ["Received", "Today"]


def test_nothing_open_is_said_in_words() -> None:
    known = facts([complaint("2024-03-01", "2024-03-05")])
    assert headline(known)[0] == "No complaint is open."
    assert stock.ahead(EN, falling_due(known, AS_OF), AS_OF)[0] == "Nothing falls due before 3 Apr"
