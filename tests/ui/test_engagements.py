"""Commitments in words: the sentence, the tones and the rows must follow from what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from charts.words import Words
from kpi.commitments import Commitment, commitments
from kpi.measure import measure
from kpi.overview import Answer
from kpi.rules import load_rules
from kpi.ruleset import RuleSet
from kpi.signals import signals
from tests.kpi.build import complaint, facts
from ui import engagements
from ui.show import Tone
from ui.tiles import answers

EN, FR = Words("en"), Words("fr")
APRIL, MARCH = date(2024, 4, 30), (date(2024, 3, 1), date(2024, 3, 31))
HOUSE = load_rules("house")
FREE = HOUSE.model_copy(update={"objectives": {}})


def due(channel: str, on_time: int, late: int, month: str = "2024-03") -> list[dict[str, Any]]:
    return [
        *(complaint(f"{month}-01", f"{month}-05", channel=channel) for _ in range(on_time)),
        *(complaint(f"{month}-01", f"{month}-28", channel=channel) for _ in range(late)),
    ]


def read(
    rows: list[dict[str, Any]], words: Words = EN, rules: RuleSet = HOUSE
) -> tuple[tuple[Commitment, ...], list[str], dict[str, Answer]]:
    known = facts(rows, rules=rules)
    query = engagements.monthly(APRIL, MARCH, ())
    asked = engagements.by("channel", APRIL, MARCH[1], ())
    ranked = commitments(signals(known, asked), "2024-03", asked)
    names = [engagements.named(words, "channel", one.value, rules) for one in ranked]
    return ranked, names, answers(measure(known, query), query, rules)


def headline(rows: list[dict[str, Any]], words: Words = EN, rules: RuleSet = HOUSE) -> tuple[str, str, Tone]:
    ranked, names, found = read(rows, words, rules)
    return engagements.headline(words, ranked, names, found["answered_in_sla"], "2024-03")


@pytest.mark.parametrize(
    ("late", "begins", "tone"),
    [
        (60, "Furthest from the objective in March 2024: “Letter”, 40.0% in time, 90% promised;", Tone.BREACH),
        (12, "Lowest in March 2024: “Letter”, 88.0% in time, 90% promised, within the margin", Tone.WARNING),
        (5, "All meet the objective in March 2024; the lowest: “Letter”, 95.0% in time", Tone.GOOD),
    ],
)
def test_the_first_sentence_names_the_worst_and_says_whether_it_is_new(late: int, begins: str, tone: Tone) -> None:
    sentence, detail, found = headline([*due("letter", 100 - late, late), *due("web", 100, 0)])
    assert sentence.startswith(begins)
    assert sentence.endswith("too few periods to tell signal from noise.")
    assert found is tone
    assert detail.startswith("No other real change. All together in March 2024: ")


def test_without_an_objective_nobody_is_judged() -> None:
    sentence, _, tone = headline([*due("letter", 40, 60), *due("web", 100, 0)], rules=FREE)
    assert (sentence[:24], tone) == ("Lowest in March 2024: “L", Tone.NEUTRAL)


def history() -> list[dict[str, Any]]:
    """Eleven steady months, then a letter month far below, and a web month far above."""
    months = [f"2023-{m:02}" for m in range(4, 13)] + ["2024-01", "2024-02"]
    steady = [row for month in months for row in (*due("letter", 60, 40, month), *due("web", 60, 40, month))]
    return [*steady, *due("letter", 10, 90), *due("web", 99, 1)]


def test_a_real_change_is_said_in_both_directions() -> None:
    sentence, detail, _ = headline(history())
    assert sentence.endswith("real deterioration since March 2024.")
    assert detail.startswith("Really changed elsewhere: Web form (real improvement since March 2024).")
    assert "dégradation réelle depuis mars 2024" in headline(history(), FR)[0]


def test_ordinary_variation_is_no_change() -> None:
    months = [f"2023-{m:02}" for m in range(4, 13)]
    rows = [
        row for month in (*months, "2024-03") for row in (*due("letter", 60, 40, month), *due("web", 70, 30, month))
    ]
    assert headline(rows)[0].endswith("that is no change (ordinary variation; provisional limits: 10 points).")


def test_small_groups_alone_leave_the_sentence_to_the_whole() -> None:
    sentence, _, tone = headline([*due("letter", 0, 9), *due("web", 9, 0)])
    assert sentence == "All together in March 2024: 50.0%, below the objective of 90%."
    assert tone is Tone.BREACH


def test_one_group_alone_is_the_whole() -> None:
    sentence, detail, _ = headline(due("letter", 95, 5))
    assert sentence == "All together in March 2024: 95.0%, objective of 90% met."
    assert detail == "Too few periods to tell signal from noise"


def test_nothing_due_has_a_reason_and_no_tone() -> None:
    sentence, _, tone = headline([complaint("2024-04-28")])
    assert sentence.startswith("The share in time can’t be given: ")
    assert tone is Tone.NEUTRAL


def test_rows_bear_the_tone_of_their_standing_and_the_shape_of_their_signal() -> None:
    ranked, names, _ = read([*history(), *due("counter", 1, 1)])
    letter, web, counter = engagements.rows(EN, ranked, names)
    assert (letter.name, letter.tone, letter.side, letter.said) == ("Letter", "breach", "down", "breach")
    assert (web.tone, web.side, web.said) == ("good", "up", "good")
    assert (counter.tone, counter.side, counter.verdict) == ("muted", "", "fewer than 20: not ranked")
    assert letter.figure == "10.0% · n = 100"
    assert letter.low < 0.1 < letter.high


def test_the_ranking_counts_the_missed() -> None:
    ranked, _, _ = read([*due("letter", 40, 60), *due("web", 100, 0)])
    title, finding, tone = engagements.ranking(EN, ranked, "channel")
    assert (title, finding, tone) == (
        "Within the promised time, by channel",
        "1 of 2 clearly below the objective of 90%",
        Tone.BREACH,
    )
    assert engagements.ranking(EN, (), "channel")[2] is Tone.NONE


def test_the_tiles_hold_interval_n_objective_or_the_reason() -> None:
    _, _, found = read(due("letter", 40, 60))
    shown = {tile.key: tile for tile, _ in engagements.tiles(EN, found, "2024-03")}
    assert shown["sla"].values[0].text == "40.0%"
    assert (shown["sla"].tone, shown["sla"].word) == (Tone.BREACH, "Below the objective of 90%")
    assert shown["sla"].notes[0].endswith("(95%), n = 100")
    assert (shown["kept"].values[0].text, shown["kept"].tone) == ("—", Tone.NONE)
    assert "No new date was announced" in shown["kept"].notes[0]


def test_promises_come_first_where_there_are_several() -> None:
    given = frozenset({"channel", "handler_team"})
    assert engagements.dimensions(given, load_rules("sfr")) == ("rule", "channel", "handler_team")
    assert engagements.dimensions(given, HOUSE) == ("channel", "handler_team")
    assert engagements.dimensions(frozenset(), HOUSE) == ("rule",)
    assert engagements.named(EN, "rule", "internet", load_rules("sfr")) == "Internet: two working days"


def test_one_group_s_chart_says_its_verdict() -> None:
    ranked, names, _ = read(history())
    title, finding, tone, drawn = engagements.history(EN, ranked[0].answer, names[0])
    assert title == "Letter, month by month"
    assert finding.startswith("Real deterioration since March 2024")
    assert tone is Tone.BREACH and drawn is not None and drawn.target == 0.9
    one_month = read(due("letter", 40, 60))[0][0].answer
    assert engagements.history(EN, one_month, "Letter")[3] is None
