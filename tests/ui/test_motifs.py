"""The committee's page in words: what it says must follow from what was ranked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from charts.regions import outlines
from charts.words import Words
from kpi.committee import Committee, committee
from kpi.definitions import compare_definitions
from kpi.funnel import funnel
from kpi.measure import Facts, Query
from kpi.pareto import pareto
from kpi.receptions import receptions
from tests.kpi.build import complaint, exposed, facts, monthly
from ui import motifs

EN, FR = Words("en"), Words("fr")
AS_OF = date(2024, 4, 10)


def many(n: int, motive: str | None, severity: str | None = "majeure", month: str = "03", **more: Any) -> list[Any]:
    return [complaint(f"2024-{month}-{1 + i % 28:02}", motive=motive, severity=severity, **more) for i in range(n)]


def sat(*rows: list[Any], months: int = 1) -> Committee:
    return committee(facts([one for part in rows for one in part]), AS_OF, (), "motive", months, "1-3-9")


APART = (many(60, "Bills", "mineure"), many(30, "Faults", "critique"), many(28, "Delays", "critique", month="02"))


def test_the_first_sentence_names_the_most_frequent_and_the_most_serious() -> None:
    sentence, detail, _ = motifs.headline(EN, sat(*APART))
    assert sentence.startswith(
        "“Bills” is the most frequent motive in March 2024 (66.7%), but “Faults” weighs most (81.8%"
    )
    assert detail == (
        "By frequency, 1st place can be distinguished from the 2nd (“Faults”). "
        "By criticality, 1st place can be distinguished from the 2nd (“Bills”)."
    )


def test_one_motive_may_come_first_in_both() -> None:
    sentence, detail, _ = motifs.headline(FR, sat(many(21, "Facture"), many(20, "Panne")))
    assert sentence.startswith("«\N{NO-BREAK SPACE}Facture\N{NARROW NO-BREAK SPACE}» vient en tête en mars 2024")
    assert detail.startswith("En fréquence, la 1re place ne se distingue pas de la 2e")


def test_without_severity_there_is_one_ranking_and_the_page_says_so() -> None:
    found = sat(many(20, "Bills", None))
    sentence, detail, _ = motifs.headline(EN, found)
    assert sentence == "“Bills” is the most frequent motive in March 2024: 100.0% of complaints."
    assert detail == "The data give no severity that is known, and so no criticality."
    assert motifs.ranking(EN, found, "criticality")[1:] == (detail, ())
    assert motifs.dots(EN, found)[1:] == (detail, ())
    assert motifs.weighed(EN, found) == detail


def test_without_motives_nothing_is_ranked() -> None:
    found = sat(many(5, None))
    assert motifs.headline(EN, found)[0] == "No complaint to rank, March 2024."
    assert motifs.ranking(EN, found, "frequency")[2] == ()
    assert motifs.opened(EN, found, "frequency") == []


def test_ranks_and_their_movement_since_the_period_before() -> None:
    rows = (*APART, many(40, "Faults", "critique", month="02"), many(3, "Bills", month="02"), many(9, "News"))
    _, _, shown = motifs.ranking(EN, sat(*rows, many(9, "Bills", month="01")), "frequency")
    assert [(row.rank, row.name, row.text) for row in shown] == [
        ("1", "Bills", "60.6% ▲2"), ("2", "Faults", "30.3% ▼1"), ("3", "News", "9.1% new"),
    ]  # fmt: skip
    assert "cumulative 90.9%; rank before: 1" in shown[1].said


def test_a_period_before_the_data_begin_tells_of_no_movement() -> None:
    found = sat(many(60, "Bills"), many(30, "Faults"))
    assert [row.text for row in motifs.ranking(EN, found, "frequency")[2]] == ["66.7%", "33.3%"]
    assert "nothing is said of movement" in motifs.legend(EN, found)
    assert "rank before: —" in motifs.ranking(EN, found, "frequency")[2][0].said


def test_only_the_last_row_shown_is_joined_to_no_other() -> None:
    shown = motifs.ranking(EN, sat(*(many(10, f"M{i}") for i in range(12))), "frequency")[2]
    assert len(shown) == motifs.MOST
    assert [row.tied for row in shown] == [True] * 7 + [False]


def test_the_corner_is_named_by_those_that_are_both() -> None:
    found = sat(many(60, "Bills", "critique"), many(30, "Faults", "mineure"), many(5, "Other", "critique"))
    title, finding, dots = motifs.dots(EN, found)
    assert finding == "Both frequent and serious: Bills"
    assert [(dot.name, dot.first) for dot in dots] == [("Bills", True), ("Other", False), ("Faults", False)]
    assert motifs.dots(EN, sat(many(5, "Bills")))[1].startswith("No motive is both")
    assert motifs.weighed(EN, found) == "Weights declared: mineure = 1, critique = 9."
    assert title == "Frequency and criticality"


def regional(known: Facts) -> Any:
    query = Query(metrics=("volume",), as_of=AS_OF, start=date(2024, 3, 1), end=date(2024, 3, 31))
    asked = Query(**{name: getattr(query, name) for name in ("metrics", "as_of", "start", "end")}, by=("region",))
    parts, rates = pareto(known, query, "region"), funnel(known, asked, "complaint_rate")
    return parts, rates, motifs.split(EN, parts, rates)


PLACES = [
    *many(300, "Bills", region="Bretagne"),
    *many(40, "Bills", region="Corse"),
    *many(7, "Bills", region="Utopia"),
]


def test_regions_are_shaded_by_number_where_customers_are_not_known() -> None:
    parts, rates, (_, finding, _, areas) = regional(facts(PLACES))
    assert [(area.name, area.value, area.text) for area in areas] == [("Bretagne", 300, "300"), ("Corse", 40, "40")]
    assert "“Bretagne”: 86.5% of complaints" in finding
    assert motifs.aside(EN, parts, rates, areas) == [
        "Number of complaints: customers by region aren’t known.",
        "7 complaints off the map (region absent or unknown).",
    ]


def test_regions_are_shaded_by_rate_and_a_signal_has_its_sign() -> None:
    complaints = [one for name in outlines() for one in many(400 if name == "Corse" else 40, "Bills", region=name)]
    rows = [row for name in outlines() for row in monthly("customers", [40_000] * 4, region=name)]
    parts, rates, (_, finding, _, areas) = regional(exposed(facts(complaints), rows))
    found = {area.name: area for area in areas}
    assert (found["Corse"].text, found["Corse"].mark) == ("10.00", "▲ ")
    assert found["Corse"].said.startswith("Corse: 10.00 per 1,000, 9.04 to 11.03, 400 complaints")
    assert found["Bretagne"].text == "1.00"
    assert finding.startswith("Complaints per 1,000 customers: 1.69 per 1,000 overall.")
    assert motifs.aside(EN, parts, rates, areas)[0].startswith("Per 1,000 customers")


def test_another_dimension_is_bars_with_intervals_and_opens_on_its_lines() -> None:
    known = facts([*many(30, "Bills", product="Box"), *many(10, "Bills")])
    query = Query(metrics=("volume",), as_of=AS_OF, start=date(2024, 3, 1), end=date(2024, 3, 31))
    parts = pareto(known, query, "product")
    rates = funnel(known, Query(metrics=("volume",), as_of=AS_OF, by=("product",)), "complaint_rate")
    _, _, shown, areas = motifs.split(EN, parts, rates)
    assert areas == () and motifs.aside(EN, parts, rates, ()) == []
    assert [(bar.name, bar.text) for bar in shown] == [("Box", "30 · 59.8% to 85.8%")]
    assert [(name, answer.figure.n) for name, answer in motifs.places(EN, parts)] == [("Box", 30), ("not stated", 10)]


def test_the_origin_says_why_there_is_none() -> None:
    query = Query(metrics=("volume",), as_of=AS_OF)
    assert motifs.origin(EN, pareto(facts(many(5, "Bills")), query, "responsible_process"))[1:] == (
        "The data don’t say which process is at the origin.", (),
    )  # fmt: skip
    _, finding, shown = motifs.origin(
        EN, pareto(facts(many(5, "Bills", responsible_process="Network")), query, "responsible_process")
    )
    assert finding.startswith("“Network”: 100.0% of complaints") and shown[0].name == "Network"


def test_the_calendar_names_the_busiest_weekday_and_day() -> None:
    known = facts([complaint("2024-03-05")] * 12)
    found = receptions(known, Query(metrics=("volume",), as_of=AS_OF))
    assert motifs.by_day(EN, found)[1] == "Busiest: Tuesday, 2.0 a day on average. Most: 12 on 5 March 2024."
    answer = motifs.received(found)
    assert answer is not None and answer.figure.n == 12
    nothing = receptions(known, Query(metrics=("volume",), as_of=date(2024, 1, 1)))
    assert motifs.by_day(FR, nothing)[1] == "Aucune réclamation reçue."
    assert motifs.received(nothing) is None


@pytest.mark.parametrize(("words", "said"), [(EN, "4 or 10 complaints"), (FR, "4 ou 10 réclamations")])
def test_definitions_stand_side_by_side(words: Words, said: str) -> None:
    known = facts([*many(4, "Bills", written=True), *many(6, "Bills", written=False)])
    _, finding, shown, doubts = motifs.definitions(
        words, compare_definitions(known, Query(metrics=("volume",), as_of=AS_OF))
    )
    assert said in finding
    assert [bar.count for bar in shown][:3] == [10, 4, 4]
    assert "−6" in shown[1].text
    assert len(doubts) >= 1
