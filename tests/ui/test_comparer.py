"""The comparison page in words: what it says must follow from what was compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from charts.words import Words
from kpi.comparison import compare
from kpi.funnel import Funnel, funnel
from kpi.late_registration import completeness
from kpi.measure import Facts, Query
from kpi.silence import silences
from tests.kpi.build import complaint, exposed, facts, monthly
from ui import comparer
from ui.show import Tone

EN, FR = Words("en"), Words("fr")
MARCH = Query(metrics=("volume",), as_of=date(2024, 4, 30), start=date(2024, 3, 1), end=date(2024, 3, 31))


def handled(site: str, hit: int, n: int, month: str = "03", **more: Any) -> list[dict[str, Any]]:
    """Complaints due in the month: answered the next day, or far too late."""
    replied = (f"2024-{month}-06", f"2024-{month}-29")
    return [complaint(f"2024-{month}-05", replied[0] if i < hit else replied[1], site=site, **more) for i in range(n)]


def judged(*rows: list[dict[str, Any]]) -> Funnel:
    known = facts([one for part in rows for one in part])
    return funnel(known, replace(MARCH, by=("site",)), "answered_in_sla")


REST = [handled(f"Site {place}", 80, 100) for place in range(12)]


@pytest.mark.parametrize(
    ("hit", "tone", "said"),
    [
        (30, Tone.BREACH, "really different: Lyon (30.0%)."),
        (100, Tone.GOOD, "really different: Lyon (100.0%)."),
        (80, Tone.NEUTRAL, "no group differs from it by more than chance explains."),
    ],
)
def test_the_first_sentence_names_who_really_differs(hit: int, tone: Tone, said: str) -> None:
    sentence, detail, found = comparer.headline(EN, judged(*REST, handled("Lyon", hit, 100)), "site")
    assert sentence.endswith(said)
    assert found is tone
    assert detail.startswith("March 2024. Each group is judged")


def test_the_same_in_french() -> None:
    sentence, _, _ = comparer.headline(FR, judged(*REST, handled("Lyon", 30, 100)), "site")
    assert "se distinguent réellement" in sentence


def test_a_small_group_is_listed_apart_and_never_judged() -> None:
    found = judged(*REST, handled("Nice", 0, 4))
    drawn = comparer.drawn(EN, found)
    assert drawn is not None and len(drawn.groups) == 12
    assert comparer.small(EN, found) == ("1 group, never ranked", ["Nice: 0.0%, n = 4"], Tone.NEUTRAL)
    assert comparer.small(EN, judged(*REST))[0] == "All groups are large enough."


def test_many_small_groups_are_counted() -> None:
    _, lines, _ = comparer.small(EN, judged(*REST, *(handled(f"N{place}", 1, 2) for place in range(8))))
    assert len(lines) == comparer.LISTED + 1
    assert lines[-1] == "and 2 others"


def test_without_a_group_large_enough_nobody_is_compared() -> None:
    found = judged(handled("Nice", 1, 4))
    assert comparer.headline(EN, found, "site")[0] == (
        "No group is large enough, or known enough, to be compared by site."
    )
    assert comparer.drawn(EN, found) is None


def test_a_rate_without_exposures_says_why() -> None:
    found = funnel(facts(handled("Nice", 1, 4)), replace(MARCH, by=("site",)), "complaint_rate")
    sentence, detail, tone = comparer.headline(EN, found, "site")
    assert sentence.startswith("No group is large enough, or known enough")
    assert detail and tone is Tone.NEUTRAL
    assert comparer.drawn(EN, found) is None


def test_only_groups_beyond_their_limits_are_named_on_the_chart_and_all_are_in_the_table() -> None:
    found = judged(*REST, handled("Lyon", 30, 100))
    drawn = comparer.drawn(EN, found)
    assert drawn is not None
    assert [group.name for group in drawn.groups if group.name] == ["Lyon"]
    assert [group.tone for group in drawn.groups if group.name] == ["breach"]
    table = comparer.table(EN, found).to_pylist()
    assert len(table) == 13
    assert table[0]["Group"] == "Lyon" and table[0]["Position"] == "▼ Below the 99.8% limits"
    assert comparer.answers(EN, found)[0][0] == "Lyon"
    assert comparer.answers(EN, found)[0][1].figure.n == 100


def against(before: int, now: int, n: int = 100, metric: str = "answered_in_sla") -> Any:
    known = facts([*handled("Lyon", before, n, "02"), *handled("Lyon", now, n)])
    return compare(known, MARCH, metric, comparer.WAYS["previous"])


@pytest.mark.parametrize(
    ("before", "now", "tone", "word", "value"),
    [
        (90, 50, Tone.BREACH, "A real fall", "−40.0 pt"),
        (50, 90, Tone.GOOD, "A real rise", "+40.0 pt"),
        (90, 88, Tone.NEUTRAL, "Chance is enough", "−2.0 pt"),
        (90, 90, Tone.NEUTRAL, "Chance is enough", "0.0 pt"),
    ],
)
def test_a_comparison_says_whether_chance_explains_it(before: int, now: int, tone: Tone, word: str, value: str) -> None:
    tile = comparer.compared(EN, "previous", "label", against(before, now))
    assert (tile.tone, tile.word, tile.values[0].text) == (tone, word, value)
    assert tile.notes[0] == f"{now}.0%, against {before}.0%"
    assert tile.notes[1].startswith("Difference between ")
    assert tile.notes[2] == "1 February 2024 to 29 February 2024; 21 working days, against 21 here"


def test_the_first_of_a_month_in_french() -> None:
    assert comparer.compared(FR, "previous", "label", against(90, 50)).notes[2].startswith("Du 1er février 2024")


def test_without_an_earlier_figure_there_is_a_dash() -> None:
    found = compare(facts(handled("Lyon", 5, 9)), MARCH, "answered_in_sla", comparer.WAYS["previous"])
    tile = comparer.compared(EN, "previous", "label", found)
    assert tile.values[0].text == "—" and tile.tone is Tone.NONE


def rated(customers: bool) -> Facts:
    rows = [complaint(f"{year}-03-05", site="Lyon") for year, n in ((2023, 20), (2024, 60)) for _ in range(n)]
    known = facts(rows)
    return exposed(known, monthly("customers", [10_000] * 16, "2023-01")) if customers else known


def test_the_rate_per_thousand_stands_beside_last_year_s() -> None:
    tile = comparer.rate(EN, compare(rated(True), MARCH, "complaint_rate", comparer.WAYS["year"]))
    assert tile.values[0].text == "6.00"
    assert tile.notes[0] == "2.00 a year before (+200%)"
    assert tile.notes[1].startswith("Difference between +")
    assert tile.label == "Complaints per 1,000 customers, March 2024"


def test_a_rate_without_customers_says_why() -> None:
    tile = comparer.rate(EN, compare(rated(False), MARCH, "complaint_rate", comparer.WAYS["year"]))
    assert tile.values[0].text == "—" and tile.tone is Tone.NONE and tile.notes[0]


def test_each_tile_opens_on_the_lines_of_its_present_side() -> None:
    found = against(90, 50)
    shown = comparer.tiles(EN, {"previous": found}, found)
    assert [answer.figure.n for _, answer in shown] == [100, 100]


def monthly_complaints(site: str, until: int) -> list[dict[str, Any]]:
    return [complaint(f"2024-{month:02}-{day:02}", site=site) for month in range(1, until) for day in range(1, 28)]


def test_a_silence_is_an_alert() -> None:
    known = facts(
        [row for site, until in (("Lyon", 13), ("Nice", 13), ("Rouen", 9)) for row in monthly_complaints(site, until)]
    )
    query = Query(metrics=("volume",), as_of=date(2024, 12, 31), by=("site",))
    finding, lines, tone = comparer.silent(EN, silences(known, query))
    assert (finding, tone) == ("Alerts: Rouen, all together", Tone.WARNING)
    assert lines[0].startswith("Rouen: 0 received in 3 months")
    assert comparer.silent(EN, silences(facts(monthly_complaints("Lyon", 13)), query))[0].startswith("No silence, of ")
    assert comparer.silent(EN, ())[2] is Tone.NONE


def test_complaints_still_to_be_registered_are_told() -> None:
    query = Query(metrics=("volume",), as_of=date(2024, 4, 10))
    unknown = comparer.late(EN, completeness(facts([complaint("2024-04-01")]), query))
    assert unknown[0] == "Nothing tells." and unknown[2] is Tone.NONE
    at_once = [
        complaint(f"2024-{m:02}-{d:02}", registered=f"2024-{m:02}-{d:02}") for m in (1, 2, 3, 4) for d in range(1, 10)
    ]
    assert comparer.late(EN, completeness(facts(at_once), query))[0] == "Yes, very nearly."


def test_only_dimensions_that_the_data_give_are_offered() -> None:
    assert comparer.groups_of(frozenset({"region", "site", "x"})) == ("site", "region")
    assert comparer.groups_of(frozenset()) == comparer.GROUPS
