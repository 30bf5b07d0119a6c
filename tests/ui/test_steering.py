"""The steering page in words: what it says must follow from what was found."""

from __future__ import annotations

from datetime import date

import pytest

from charts.words import Words
from kpi.overview import Overview, overview
from kpi.rules import load_rules
from tests.kpi.build import complaint, facts, hundred
from ui import steering
from ui.show import Tone

EN, FR = Words("en"), Words("fr")
APRIL = date(2024, 4, 10)
ALL = frozenset(steering.USEFUL)


def month(hit: int, n: int = 100) -> Overview:
    complaints = [complaint("2024-03-01", "2024-03-05" if i < hit else "2024-03-28") for i in range(n)]
    return overview(facts(complaints), APRIL)


def tile(found: Overview, key: str, words: Words = EN):
    return next(shown for shown, _ in steering.tiles(words, found, ALL) if shown.key == key)


@pytest.mark.parametrize(
    ("hit", "tone", "begins"),
    [
        (95, Tone.GOOD, "Objective met in March 2024: 95.0%"),
        (88, Tone.WARNING, "Objective just missed in March 2024: 88.0%"),
        (60, Tone.BREACH, "Objective missed in March 2024: 60.0%"),
    ],
)
def test_the_first_sentence_says_whether_the_promise_was_kept(hit: int, tone: Tone, begins: str) -> None:
    sentence, _, found = steering.headline(EN, month(hit))
    assert found is tone
    assert sentence.startswith(begins)


def test_the_same_sentence_in_french() -> None:
    sentence, detail, _ = steering.headline(FR, month(60))
    assert sentence.replace("\N{NARROW NO-BREAK SPACE}", " ").startswith(
        "Objectif manqué en mars 2024\N{NO-BREAK SPACE}: 60,0 %"
    )
    assert detail.endswith("Aucune réclamation n’attend au-delà de son échéance.")


def test_rules_without_an_objective_judge_nothing() -> None:
    rules = load_rules("house").model_copy(update={"objectives": {}})
    found = overview(facts([complaint("2024-03-01", "2024-03-28")], rules=rules), APRIL)
    assert tile(found, "sla").tone is Tone.NEUTRAL
    assert steering.headline(EN, found)[0].endswith("these rules set no objective.")


def test_the_share_comes_with_its_interval_its_n_and_the_running_month() -> None:
    notes = tile(month(60), "sla").notes
    assert notes[0] == "50.2% to 69.1% (95%), n = 100"


def test_open_overdue_complaints_are_a_breach_and_none_is_good() -> None:
    late = overview(facts(hundred()), date(2024, 3, 20))
    assert (tile(late, "overdue").tone, tile(late, "overdue").values[0].text) == (Tone.BREACH, "20")
    assert tile(month(95), "overdue").tone is Tone.GOOD


def test_a_missing_figure_is_a_dash_with_a_reason_never_zero() -> None:
    found = overview(facts([complaint("2024-04-08")]), APRIL)
    sla = tile(found, "sla")
    assert (sla.values[0].text, sla.tone) == ("—", Tone.NONE)
    assert sla.notes[0]


def test_an_export_that_says_nothing_of_vulnerability_says_so() -> None:
    shown = steering.tiles(EN, month(95), frozenset({"replied_at"}))[-1][0]
    assert shown.values[0].text == "—"
    assert "vulnerability" in shown.notes[0]
    assert "satisfaction" in steering.lacking(EN, frozenset({"replied_at"}))
    assert steering.lacking(EN, ALL) == ""


def test_a_delay_that_is_not_reached_is_not_a_number() -> None:
    found = overview(facts([complaint("2024-03-01") for _ in range(10)]), APRIL)
    values = tile(found, "delay").values
    assert [value.text for value in values] == ["—", "—"]
    assert [value.caption.replace("\N{NO-BREAK SPACE}", " ") for value in values] == [
        "for 1 customer in 2, not reached",
        "for 9 in 10, not reached",
    ]


def test_a_quiet_volume_is_never_good_news() -> None:
    assert tile(month(95), "volume").tone is Tone.NEUTRAL


def test_a_chart_says_what_it_shows() -> None:
    complaints = [
        complaint(f"2023-{m:02}-02", f"2023-{m:02}-05") for m in range(1, 13) for _ in range(10 if m < 12 else 60)
    ]
    found = overview(facts(complaints), date(2024, 1, 5))
    title, finding, tone, drawn = steering.series(EN, found, "volume")
    assert (title, finding, tone) == ("Complaints received", "Real rise since December 2023", Tone.WARNING)
    assert drawn is not None
    text = steering.alt(EN, title, finding, drawn)
    assert text == ("Complaints received, January 2023 to December 2023: Real rise since December 2023. Last value 60.")


def test_one_month_is_no_chart() -> None:
    assert steering.series(EN, month(95), "volume")[3] is None


def test_motives_have_names_counts_and_a_finding() -> None:
    complaints = [complaint("2024-03-01", "2024-03-02", motive="bill") for _ in range(3)]
    found = overview(facts([*complaints, complaint("2024-03-01", motive="net")]), APRIL)
    _, finding, bars = steering.motives(EN, found)
    assert finding == "“bill”: 75% of complaints"
    assert [(bar.name, bar.text) for bar in bars] == [("bill", "3 · 75%"), ("net", "1 · 25%")]
