"""The dictionary's cards say what the metrics and rule sets say, in the reader's language."""

from __future__ import annotations

from datetime import date

from charts.words import Words
from kpi.catalog import metric, metrics
from kpi.lookup import search
from kpi.measure import Query
from kpi.rules import load_rules, rule_sets
from tests.kpi.build import facts, hundred
from ui import dictionary

EN, FR = Words("en"), Words("fr")
HOUSE = load_rules("house")
MARCH = Query(metrics=("volume",), as_of=date(2024, 3, 31), start=date(2024, 3, 1), end=date(2024, 3, 31))


def test_the_first_sentence_counts_what_is_defined_or_found() -> None:
    every = tuple(metrics().values())
    sentence, detail = dictionary.headline(EN, every, len(every), "", HOUSE)
    assert sentence.startswith(f"{len(every)} figures, each defined once")
    assert HOUSE.digest in detail and "version 1" in detail
    assert dictionary.headline(EN, every[:1], 45, "K01", HOUSE)[0] == "1 figure answers to “K01”."
    assert dictionary.headline(FR, (), 45, "zèbre", HOUSE)[0].startswith("0 indicateur répond")


def test_a_card_holds_the_definition_and_everything_fixed_about_it() -> None:
    title, text, notes = dictionary.card(EN, metric("answered_in_sla"))
    assert title == "K04 · Share answered within the promised time"
    assert text.startswith("On time / (on time + late)")
    assert "Name: answered_in_sla, version 1" in notes
    assert any(note.startswith("Clock: ") for note in notes) and any(
        note.startswith("Asked for by: ") for note in notes
    )
    assert any(
        note.startswith("Horloge\N{NO-BREAK SPACE}: ") for note in dictionary.card(FR, metric("answered_in_sla"))[2]
    )


def test_every_metric_has_a_card_in_both_languages() -> None:
    for one in search(""):
        for words in (EN, FR):
            title, text, notes = dictionary.card(words, one)
            assert title and text and len(notes) >= 6
            assert not any("`" in note for note in notes)


def test_a_figure_of_the_month_stands_with_its_interval_and_opens_on_its_lines() -> None:
    found = dictionary.answers(facts(hundred()), MARCH, ("answered_in_sla", "compensation", "actions_on_time"))
    said = dictionary.current(EN, found["answered_in_sla"])
    assert said.startswith("March 2024: 75.0%. ") and "n = 80" in said
    assert dictionary.current(EN, found["compensation"]).startswith("March 2024: no figure, ")
    assert dictionary.opens(found["answered_in_sla"]) is found["answered_in_sla"]
    assert dictionary.opens(found["actions_on_time"]) is None


def test_rule_sets_say_their_source_version_and_dates() -> None:
    for one in dictionary.rule_sets(rule_sets()):
        title, _, notes = dictionary.rule_card(FR, one)
        assert (
            title
            and any(note.startswith("Source") for note in notes)
            and any(note.startswith("Version") for note in notes)
        )
        assert dictionary.rule_table(EN, one).num_rows == len(one.rules)


def test_calendars_name_the_days_that_do_not_count() -> None:
    found = dict(dictionary.calendars(FR, HOUSE, 2026))
    assert len(found) == len(HOUSE.calendars())
    assert found["Jours qui ne comptent pas en 2026, calendrier FR"].startswith(
        "jeudi 1er janvier 2026, lundi 6 avril 2026"
    )


def test_definitions_and_ways_of_reading_are_cards_too() -> None:
    assert next(name for name, _, _ in dictionary.definitions(EN)) == "Any dissatisfaction expressed"
    read = dictionary.reading(EN)
    assert read[0][0] == "As-of date"
    assert read[0][1].startswith("A figure says what was known")
    assert not any("**" in text for _, text, _ in read)


def test_cards_stand_three_a_row() -> None:
    assert [len(part) for part in dictionary.rows([1, 2, 3, 4])] == [3, 1]
