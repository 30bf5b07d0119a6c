"""Rebases by hand, with reason and author; rules and limits that keep to their segment; annotations."""

from __future__ import annotations

from math import inf

import pytest

from kpi.errors import KpiError
from kpi.spc import Annotation, Chart, History, Kind, Rebase, Rule, Side, counts, p_prime, place_of, xmr
from tests.kpi.spc.build import by_month, counted, fired, months, signal_places

UP = [10.0, 11.0, 9.0, 10.5, 9.5, 10.0] * 2
DOWN = [value - 6 for value in UP]


def rebase(period: str, reason: str = "new call centre", author: str = "A. Martin") -> Rebase:
    return Rebase(period=period, reason=reason, author=author)


def chart(values: list[float], *periods: str) -> Chart:
    found = xmr(by_month(values), history=History(rebases=tuple(rebase(period) for period in periods)))
    assert found is not None
    return found


@pytest.mark.parametrize(("reason", "author"), [("", "A. Martin"), ("  ", "A. Martin"), ("moved", ""), ("moved", " ")])
def test_a_rebase_without_reason_or_author_is_refused(reason: str, author: str) -> None:
    with pytest.raises(KpiError, match="2024-01"):
        rebase("2024-01", reason, author)


@pytest.mark.parametrize(("text", "author"), [("", "A. Martin"), ("strike", "")])
def test_an_annotation_without_text_or_author_is_refused(text: str, author: str) -> None:
    with pytest.raises(KpiError, match="2024-01"):
        Annotation(at="2024-01", text=text, author=author)


def test_limits_never_move_by_themselves() -> None:
    found = chart([*UP, *DOWN])
    assert len(found.segments) == 1
    assert len({(point.lower, point.center, point.upper) for point in found.points}) == 1


def test_a_rebase_gives_the_process_limits_of_its_own() -> None:
    found = chart([*UP, *DOWN], "2024-01")
    assert [(len(segment.points), segment.rebase and segment.rebase.period) for segment in found.segments] == [
        (12, None),
        (12, "2024-01"),
    ]
    assert [segment.points[0].center for segment in found.segments] == [10, 4]
    assert (found.center, found.lower, found.upper) == (4, found.points[-1].lower, found.points[-1].upper)
    assert found.points[0].lower > found.upper - 1
    assert fired(found) == set()
    assert fired(chart([*UP, *DOWN])) != set()


@pytest.mark.parametrize(("sign", "side"), [(1, Side.HIGH), (-1, Side.LOW)])
@pytest.mark.parametrize(
    ("rule", "four", "three"),
    [(Rule.SHIFT, [1.0, 1.5, 1.0, 1.5], [1.0, 1.5, 1.0]), (Rule.TREND, [-0.6, -0.3, 0.0, 0.3], [0.6, 0.9, 1.2])],
)
def test_seven_points_on_either_side_of_a_rebase_are_no_run(
    sign: int, side: Side, rule: Rule, four: list[float], three: list[float]
) -> None:
    away = [*[3.0, -3.0] * 4, *four, *three, *[-3.0, 3.0] * 4, -3.0]
    values = [10 + sign * part for part in away]
    assert signal_places(chart(values), rule)[-7:] == list(range(8, 15))
    assert {point.side for point in chart(values).points if point.rule is rule} == {side}
    assert fired(chart(values, "2024-01")) == set()


@pytest.mark.parametrize(("sign", "side"), [(1, Side.HIGH), (-1, Side.LOW)])
def test_two_near_a_limit_on_either_side_of_a_rebase_are_no_pair(sign: int, side: Side) -> None:
    usual = [10.0, 11.0, 9.0, 10.5, 9.5] * 4
    near = 10 + sign * 3.0
    together, apart = chart([*usual, near, near, *usual]), chart([*usual, near, near, *usual], "2024-10")
    assert (Rule.NEAR_LIMIT, side) in fired(together)
    assert (Rule.NEAR_LIMIT, side) not in fired(apart)


def test_a_segment_too_short_for_trust_says_so() -> None:
    assert chart([*UP, *DOWN[:11]], "2024-01").trial
    assert not chart([*UP, *DOWN], "2024-01").trial
    assert chart([*UP, *DOWN[:11]], "2024-01").segments[0].trial is False


def test_a_single_point_after_a_rebase_has_no_limits() -> None:
    found = chart([*UP, 4.0], "2024-01")
    assert (found.lower, found.center, found.upper) == (-inf, 4.0, inf)
    assert (found.last.bounded, found.trial) == (False, True)
    assert found.points[-1].rule is None


def test_a_rebase_in_a_gap_begins_with_the_next_point() -> None:
    series = [(period, value) for period, value in by_month([*UP, *DOWN]) if period != "2024-01"]
    found = xmr(series, history=History(rebases=(rebase("2024-01"),)))
    assert found is not None
    assert found.last.points[0].period == "2024-02"


def test_of_two_rebases_without_a_point_between_the_later_counts() -> None:
    series = [(period, value) for period, value in by_month([*UP, *DOWN]) if period not in ("2024-01", "2024-02")]
    found = xmr(series, history=History(rebases=(rebase("2024-02", "second"), rebase("2024-01", "first"))))
    assert found is not None
    assert [segment.rebase and segment.rebase.reason for segment in found.segments] == [None, "second"]


def test_a_rebase_before_the_first_point_or_after_the_last_cuts_nothing() -> None:
    assert len(chart(UP, "2022-01").segments) == 1
    assert chart(UP, "2022-01").last.rebase is not None
    late = chart(UP, "2025-01")
    assert (len(late.segments), late.last.rebase) == (1, None)


def test_several_rebases_in_any_order() -> None:
    found = chart([*UP, *DOWN, *UP], "2025-01", "2024-01")
    assert [segment.points[0].period for segment in found.segments] == ["2023-01", "2024-01", "2025-01"]


def test_two_rebases_of_one_period_and_a_period_of_another_length_are_refused() -> None:
    with pytest.raises(KpiError, match="two rebases at 2023-05"):
        chart(UP, "2023-05", "2023-05")
    with pytest.raises(KpiError, match="2024-W03"):
        chart(UP, "2024-W03")


def test_each_segment_is_the_chart_that_suits_it() -> None:
    calm, wild = [100, 105, 95, 102, 98, 104] * 2, [100, 160, 60, 130, 70, 150] * 2
    history = History(rebases=(rebase("2024-01"),))
    found = counts(list(zip(months(24), [*wild, *calm], strict=True)), history=history)
    assert found is not None
    assert ([segment.kind for segment in found.segments], found.kind) == ([Kind.XMR, Kind.C], Kind.C)
    history = History(rebases=(rebase("2023-05"),))
    shares = p_prime(counted([50, 60, 40, 50, 50, 51, 50, 49], 100), narrower=False, history=history)
    assert shares is not None
    assert [segment.kind for segment in shares.segments] == [Kind.P_PRIME, Kind.P]


def test_an_annotation_changes_no_limit_and_is_kept() -> None:
    note = Annotation(at="2023-05-12", text="strike", author="A. Martin")
    noted = xmr(by_month(UP), history=History(annotations=(note,)))
    assert noted is not None
    assert noted.annotations == (note,)
    assert noted.points == chart(UP).points


@pytest.mark.parametrize(
    ("at", "periods", "place"),
    [
        ("2023-02-28", ["2023-01", "2023-02"], 1),
        ("2023-02", ["2023-01", "2023-02"], 1),
        ("2023-03-01", ["2023-01", "2023-02"], None),
        ("2024-12-30", ["2024-W52", "2025-W01"], 1),
        ("2024-04-01", ["2024-Q1", "2024-Q2"], 1),
        ("C17", ["C16", "C17"], 1),
        ("C18", ["C16", "C17"], None),
    ],
)
def test_an_annotation_belongs_to_the_period_that_holds_its_day(at: str, periods: list[str], place: int | None) -> None:
    assert place_of(at, periods) == place
