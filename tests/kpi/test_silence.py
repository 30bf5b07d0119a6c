"""Silences counted by hand: what was to be expected, how improbable so few are, and who is too small to tell."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from kpi.errors import KpiError
from kpi.measure import Facts, Query, lines
from kpi.selection import no_whole_month
from kpi.silence import Basis, Silence, State, silences
from tests.kpi.build import ENGINES, complaint, exposed, facts, monthly

AS_OF = date(2025, 4, 10)  # the last whole months are January to March 2025
YEAR, RECENT = 12, 3


def each_month(counts: list[int], **values: Any) -> list[dict[str, Any]]:
    """So many complaints on the 10th of each month from January 2024."""
    return [complaint(f"{2024 + i // 12}-{i % 12 + 1:02}-10", **values) for i, n in enumerate(counts) for _ in range(n)]


def ask(known: Facts, *by: str, as_of: date = AS_OF, **other: Any) -> dict[tuple[str | None, ...], Silence]:
    found = silences(known, Query(metrics=(), as_of=as_of, by=by), **other)
    return {tuple(value for _, value in one.by): one for one in found}


def two_sites(*silent: int, other: int = 8) -> list[dict[str, Any]]:
    before, since = silent
    return [
        *each_month([before] * YEAR + [since] * RECENT, site="A"),
        *each_month([other] * (YEAR + RECENT), site="B"),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_site_that_falls_silent_is_an_alert_with_the_exact_probability(engine: str) -> None:
    """120 before of 216; 24 in all since: 120 · 24/216 expected; of 120, none since: (1 - 24/240)^120."""
    found = ask(facts(two_sites(10, 0), engine=engine), "site")["A",]
    assert (found.state, found.basis, found.alert) == (State.SILENT, Basis.SHARE, True)
    assert (found.observed, found.expected) == (0, pytest.approx(120 * 24 / 216))
    assert found.probability == pytest.approx(0.9**120)
    assert found.threshold == pytest.approx(0.001 / 3)
    assert found.last == date(2024, 12, 10)
    assert (found.ratio.value, found.ratio.low) == (0.0, 0.0)
    assert (
        "A: 0 received in 3 months, 13 expected by share of the total; the last one is of 10 December 2024."
        in found.sentence.en
    )
    assert "A silence is no good news" in found.sentence.en
    assert "Un silence n'est pas une bonne nouvelle" in found.sentence.fr


def test_the_other_site_is_as_expected() -> None:
    found = ask(facts(two_sites(10, 0)), "site")["B",]
    assert (found.state, found.alert) == (State.AS_EXPECTED, False)
    assert "No fewer than chance allows" in found.sentence.en


def test_a_small_site_says_that_it_is_too_small() -> None:
    """24 of 120 before, 24 in all since: none has a probability of (5/6)^24, 1.3 %."""
    found = ask(facts(two_sites(2, 0)), "site")["A",]
    assert (found.state, found.alert) == (State.TOO_SMALL, False)
    assert found.probability == pytest.approx((5 / 6) ** 24)
    assert "Too few are expected" in found.sentence.en
    assert "4,8 attendues d'après la part du total" in found.sentence.fr


def test_fewer_than_chance_explains_is_an_alert_too_and_never_good() -> None:
    found = ask(facts(two_sites(40, 16, other=40)), "site")["A",]
    assert (found.observed, found.expected) == (48, pytest.approx(480 * 168 / 960))
    assert (found.state, found.alert) == (State.FEWER, True)
    assert "explain it before being glad" in found.sentence.en
    assert "avant de s'en réjouir" in found.sentence.fr


@pytest.mark.parametrize(("since", "state"), [(10, State.AS_EXPECTED), (30, State.AS_EXPECTED)])
def test_steady_and_rising_sites_are_no_alert(since: int, state: State) -> None:
    found = ask(facts(two_sites(10, since)), "site")["A",]
    assert (found.state, found.alert) == (state, False)


def test_the_least_probable_comes_first() -> None:
    rows = [*two_sites(10, 0, other=400), *each_month([40] * YEAR + [2] * RECENT, site="C")]
    assert list(ask(facts(rows), "site"))[:2] == [("C",), ("A",)]


@pytest.mark.parametrize("by", [(), ("site",)])
def test_when_all_fall_silent_together_the_working_days_tell(by: tuple[str, ...]) -> None:
    """2024 has 252 jours ouvrés, 6 of them before the first complaint of 10 January; the next quarter has 63."""
    rows = [*each_month([5] * YEAR, site="A"), *each_month([5] * YEAR, site="B")]
    found = ask(facts(rows), *by)[()]
    assert (found.basis, found.state, found.observed) == (Basis.TIME, State.SILENT, 0)
    assert found.expected == pytest.approx(120 * 63 / (252 - 6))
    assert "All together: 0 received" in found.sentence.en
    assert "Ensemble : 0 reçues" in found.sentence.fr


def test_an_only_site_is_judged_by_time() -> None:
    found = ask(facts(each_month([10] * YEAR + [0] * RECENT, site="A")), "site")
    assert found["A",].basis is Basis.TIME
    assert found["A",].alert


@pytest.mark.parametrize("engine", ENGINES)
def test_the_exposure_tells_when_it_is_known(engine: str) -> None:
    """A loses its contacts with its complaints: 120 of 12,000 before, 300 since. B keeps them, and falls silent."""
    rows = [*each_month([10] * YEAR + [1, 0, 0], channel="A"), *each_month([10] * YEAR + [0] * RECENT, channel="B")]
    contacts = [
        *monthly("contacts", [1_000] * YEAR + [100] * RECENT, channel="A"),
        *monthly("contacts", [1_000] * (YEAR + RECENT), channel="B"),
    ]
    found = ask(exposed(facts(rows, engine=engine), contacts), "channel", rate="access")
    a, b = found["A",], found["B",]
    assert (a.basis, a.observed, a.expected) == (Basis.EXPOSURE, 1, pytest.approx(3.0))
    assert a.ratio.value == pytest.approx(1 / 3)
    assert a.state is State.TOO_SMALL
    assert (b.basis, b.expected, b.state) == (Basis.EXPOSURE, pytest.approx(30.0), State.SILENT)
    assert b.probability == pytest.approx((12 / 15) ** 120)


def test_a_season_that_all_share_hides_no_silence_where_the_exposure_is_known() -> None:
    """All others double since January; A alone stays. By its customers it is as before; by its share it lost half."""
    rows = [
        *each_month([40] * (YEAR + RECENT), region="A"),
        *[row for other in "BCD" for row in each_month([40] * YEAR + [80] * RECENT, region=other)],
    ]
    customers = [row for name in "ABCD" for row in monthly("customers", [1_000] * 15, region=name)]
    found = ask(exposed(facts(rows), customers), "region")["A",]
    assert (found.basis, found.observed, found.expected) == (Basis.SHARE, 120, pytest.approx(480 * 840 / 1_920))
    assert (found.state, found.threshold) == (State.FEWER, pytest.approx(0.001 / 10))


def test_a_basis_that_can_tell_goes_before_one_that_can_not() -> None:
    """Contacts are known since December, with one complaint: too few to tell; the share of the year can."""
    rows = [*each_month([10] * 11 + [1] + [10] * RECENT, channel="A"), *each_month([8] * 15, channel="B")]
    contacts = [9, 900, 900, 900]
    known = exposed(facts(rows), [r for n in "AB" for r in monthly("contacts", contacts, first="2024-12", channel=n)])
    found = ask(known, "channel", rate="access")["A",]
    assert (found.basis, found.state) == (Basis.SHARE, State.AS_EXPECTED)


def test_an_exposure_that_ends_early_or_begins_late_is_not_used() -> None:
    by_channel = facts([{**row, "channel": row["site"]} for row in two_sites(10, 0)])
    early = exposed(by_channel, monthly("contacts", [9] * 14, channel="A"))
    assert ask(early, "channel", rate="access")["A",].basis is Basis.SHARE
    late = exposed(by_channel, monthly("contacts", [9] * 3, first="2025-01", channel="A"))
    assert ask(late, "channel", rate="access")["A",].basis is Basis.SHARE
    assert ask(late, "channel", rate="access")["A",].threshold == pytest.approx(0.001 / 3)
    whole = exposed(by_channel, monthly("contacts", [9] * 15, channel="A"))
    assert ask(whole, "channel", rate="access")["A",].basis is Basis.EXPOSURE
    assert ask(whole, "channel", rate=None)["A",].basis is Basis.SHARE


def test_months_that_always_vary_make_a_silence_less_surprising() -> None:
    steady = ask(facts(two_sites(10, 0, other=40)), "site")["A",]
    rows = [*each_month([0, 20] * 6 + [0] * RECENT, site="A"), *each_month([40] * (YEAR + RECENT), site="B")]
    uneven = ask(facts(rows), "site")["A",]
    assert steady.phi == 1.0
    assert uneven.phi > 5
    assert uneven.observed == steady.observed
    assert steady.probability < uneven.probability


def test_a_quarter_of_what_was_expected_is_silence_and_more_is_fewer() -> None:
    rows = two_sites(100, 15, other=300)
    assert ask(facts(rows), "site")["A",].state is State.SILENT
    assert ask(facts(two_sites(100, 30, other=300)), "site")["A",].state is State.FEWER


def test_the_running_month_counts_for_the_last_day_only() -> None:
    rows = [*two_sites(10, 0), complaint("2025-04-09", site="A")]
    found = ask(facts(rows), "site")["A",]
    assert (found.observed, found.last) == (0, date(2025, 4, 9))


def test_a_month_is_whole_on_its_last_day() -> None:
    known = facts(two_sites(10, 0))
    assert ask(known, "site", as_of=date(2025, 3, 31))["A",].expected == pytest.approx(120 * 24 / 216)
    assert ask(known, "site", as_of=date(2025, 3, 30))["A",].observed == 10


@pytest.mark.parametrize(("months", "observed"), [(1, 0), (4, 10)])
def test_the_recent_past_is_as_long_as_asked(months: int, observed: int) -> None:
    assert ask(facts(two_sites(10, 0)), "site", months=months)["A",].observed == observed


def test_no_month_is_no_recent_past() -> None:
    with pytest.raises(KpiError, match="0 months"):
        ask(facts(two_sites(10, 0)), "site", months=0)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cell_of_channel_and_customer_can_fall_silent(engine: str) -> None:
    rows = [
        *each_month([10] * YEAR + [0] * RECENT, channel="phone", customer_type="senior"),
        *each_month([10] * (YEAR + RECENT), channel="phone", customer_type="other"),
        *each_month([10] * (YEAR + RECENT), channel="web"),
    ]
    found = ask(facts(rows, engine=engine), "channel", "customer_type")
    assert [by for by, one in found.items() if one.alert] == [("phone", "senior")]
    assert "phone × senior: 0 received" in found["phone", "senior"].sentence.en
    assert found["web", None].observed == 30
    assert "web × non renseigné" in found["web", None].sentence.fr


def test_a_group_opens_on_its_lines_before_and_since() -> None:
    edges = [complaint("2024-12-31", site="A"), complaint("2025-01-01", site="A")]
    known = facts([*two_sites(10, 0), *each_month([1] * YEAR + [2] * RECENT), *edges])
    for one in ask(known, "site").values():
        opened = [
            len(lines(known, "volume", "denominator", q).collect("pandas").to_native())
            for q in (one.before, one.recent)
        ]
        assert opened[1] == one.observed
        assert sum(opened) == sum(figure.n for figure in one.figures)


def _opened(known: Facts, query: Query) -> int:
    return len(lines(known, "volume", "denominator", query).collect("pandas").to_native())


def test_history_begins_where_the_question_does() -> None:
    known = facts([*each_month([50] * 6 + [5] * 9, site="A"), *each_month([10] * 15, site="B")])
    assert ask(known, "site")["A",].expected == pytest.approx((300 + 30) * 45 / (330 + 120))
    found = silences(known, Query(metrics=(), as_of=AS_OF, by=("site",), start=date(2024, 7, 1)))
    assert [one.expected for one in found if one.by == (("site", "A"),)] == [pytest.approx(15.0)]


def test_without_complaints_nobody_is_silent() -> None:
    assert silences(facts([]), Query(metrics=(), as_of=AS_OF, by=("site",))) == ()


def test_stable_groups_raise_no_alert() -> None:
    draw = random.Random(3)
    rows = [
        complaint(f"{2024 + month // 12}-{month % 12 + 1:02}-{1 + draw.randrange(28):02}", site=f"S{site:02}")
        for site in range(60)
        for month in range(YEAR + RECENT)
        for _ in range(sum(draw.random() < 0.5 for _ in range(2 + site)))
    ]
    found = ask(facts(rows), "site")
    assert len(found) == 61
    assert [one for one in found.values() if one.alert] == []
    assert sum(one.state is State.AS_EXPECTED for one in found.values()) > 30


def test_where_the_question_begins_in_the_last_months_there_is_nothing_to_judge_them_by() -> None:
    known = facts(two_sites(10, 0))
    with pytest.raises(KpiError, match="silences from 2025-01-01 on are judged by the months before"):
        silences(known, Query(metrics=(), as_of=AS_OF, start=date(2025, 1, 1)))
    assert silences(known, Query(metrics=(), as_of=AS_OF, start=date(2024, 12, 1)))


def test_why_nobody_was_looked_at() -> None:
    known = facts([complaint("2025-04-02", site="A")])
    assert no_whole_month(known, Query(metrics=(), as_of=AS_OF)).en == "no whole month with complaints is in the scope"
    asked = Query(metrics=(), as_of=AS_OF, where=(("site", ("B",)),))
    assert no_whole_month(known, asked).en == "no complaint is in the scope (site=B)"
