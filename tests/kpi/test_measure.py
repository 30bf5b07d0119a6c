"""The one door: the 100-complaint example, groups, periods, filters, refusals, and what always holds."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.as_of import PAUSES
from kpi.catalog import metrics
from kpi.definitions import DEFINITIONS
from kpi.errors import KpiError
from kpi.facts import build_facts
from kpi.measure import Query, conditions, lines, measure
from kpi.metric import Acted, Flow, Score, Share
from kpi.rules import load_rules
from tests.kpi.build import ENGINES, ask, complaint, facts, hundred, on_engine, one, scattered, table

RULES = load_rules("house")
MANY = build_facts(table(scattered(1_000)), RULES)
OF_COMPLAINTS = tuple(name for name, found in metrics().items() if not isinstance(found.shape, Acted))
ON_THE_DAY = "2024-03-20"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_hundred_complaints_give_the_honest_the_flattering_and_the_bounds(engine: str) -> None:
    known = facts(hundred(), engine=engine)
    values = {
        name: one(known, name, ON_THE_DAY).value
        for name in ("answered_in_sla", "answered_in_sla_closed_only", "answered_in_sla_low", "answered_in_sla_high")
    }
    assert {name: round(value, 3) for name, value in values.items()} == {
        "answered_in_sla": 0.667,
        "answered_in_sla_closed_only": 0.857,
        "answered_in_sla_low": 0.6,
        "answered_in_sla_high": 0.7,
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", list(metrics()))
def test_an_empty_store_gives_no_figure_and_says_why(name: str, engine: str) -> None:
    figure = one(facts([], engine=engine), name, ON_THE_DAY)
    assert (figure.value, figure.n) == (None, 0)
    assert figure.reason


def test_an_empty_month_counts_nothing_and_has_no_share() -> None:
    known = facts([complaint("2024-01-08", "2024-01-09"), complaint("2024-03-08", "2024-03-09")])
    assert [f.value for f in ask(known, "volume", "2024-12-31", period="month")] == [1, 0, 1]
    assert [f.value for f in ask(known, "answered_in_sla", "2024-12-31", period="month")] == [1.0, None, 1.0]


def test_without_reply_dates_there_is_a_reason_instead_of_a_share() -> None:
    known = facts([complaint("2024-01-08", supplies_reply=False)])
    figure = one(known, "answered_in_sla_low", ON_THE_DAY)
    assert (figure.value, figure.excluded) == (None, 1)
    assert "reply date" in figure.reason.en
    assert one(known, "answered_in_sla_closed_only", ON_THE_DAY).reason == figure.reason
    assert one(known, "backlog", ON_THE_DAY).value is None
    assert one(known, "volume", ON_THE_DAY).value == 1


def test_a_complaint_answered_later_is_open_on_the_day() -> None:
    known = facts([complaint("2024-03-01", "2024-03-25")])
    assert one(known, "backlog", "2024-03-24").value == 1
    assert one(known, "backlog", "2024-03-25").value == 0


def test_the_due_day_itself_is_still_in_time() -> None:
    known = facts([complaint("2024-03-04"), complaint("2024-03-04", "2024-03-18")])
    assert one(known, "overdue", "2024-03-18").value == 0
    assert one(known, "overdue", "2024-03-19").value == 1
    assert one(known, "answered_in_sla", "2024-03-19").value == 0.5


def test_closing_without_a_reply_does_not_answer() -> None:
    known = facts([complaint("2024-03-04", closed="2024-03-06", supplies_close=True)])
    assert one(known, "answered_in_sla", "2024-03-19").value == 0.0
    assert one(known, "backlog", "2024-03-19").value == 0


def test_a_remark_and_an_impossible_reply_are_left_out_and_counted() -> None:
    known = facts([complaint("2024-03-04", "2024-03-01"), complaint("2024-03-04", kind="remark")])
    assert one(known, "volume", ON_THE_DAY).excluded == 1
    figure = one(known, "reply_delay_median", ON_THE_DAY)
    assert (figure.value, figure.excluded) == (None, 2)


def test_the_median_that_is_not_reached_says_so() -> None:
    waits = {"2024-01-01": ["2024-01-04", "2024-01-06", "2024-01-09", "2024-01-13"]}
    replied = [complaint("2024-01-01", day) for day in waits["2024-01-01"]]
    opened = ["2024-02-19", "2024-02-09", "2024-02-04", "2024-01-30", "2024-01-29", "2024-01-20"]
    known = facts([*replied, *(complaint(day) for day in opened)])
    figure = one(known, "reply_delay_median", "2024-02-29")
    assert figure.value is None
    assert "not reached" in figure.reason.en
    assert one(known, "reply_delay_mean", "2024-02-29").value == 7.0


@pytest.mark.parametrize(("unit", "days"), [("calendar", 9), ("ouvres", 5), ("ouvrables", 6)])
def test_delays_count_in_the_unit_asked_for(unit: str, days: int) -> None:
    known = facts([complaint("2024-05-07", "2024-05-16")])
    assert one(known, "reply_delay_mean", "2024-06-01", unit=unit).value == days
    assert one(known, "reply_delay_median", "2024-06-01", unit=unit).value == days


@pytest.mark.parametrize("engine", ENGINES)
def test_a_missing_dimension_is_a_group_and_can_be_asked_for(engine: str) -> None:
    known = facts([complaint("2024-03-01", channel="web"), complaint("2024-03-01")], engine=engine)
    assert [f.by for f in ask(known, "volume", ON_THE_DAY, by=("channel",))] == [
        (("channel", "web"),),
        (("channel", None),),
    ]
    assert one(known, "volume", ON_THE_DAY, where=conditions(["channel="])).value == 1
    assert one(known, "volume", ON_THE_DAY, where=conditions(["channel=", "channel=web"])).value == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_and_flags_are_filtered_as_they_read(engine: str) -> None:
    known = facts([complaint("2024-03-01", level=2, vulnerable=True), complaint("2024-03-01", level=1)], engine=engine)
    assert one(known, "volume", ON_THE_DAY, where=conditions(["level=2"])).value == 1
    assert one(known, "volume", ON_THE_DAY, where=conditions(["vulnerable=true"])).value == 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"metrics": ("volum",)}, "no metric 'volum'; nearest: 'volume'"),
        ({"by": ("chanel",)}, "no dimension 'chanel'; nearest: 'channel'"),
        ({"where": (("region; DROP TABLE facts", ("a",)),)}, "no dimension 'region; DROP"),
        ({"period": "fortnight"}, "no period 'fortnight'"),
        ({"by": ("channel", "channel")}, "names a dimension twice"),
        ({"unit": "hours"}, "no unit 'hours'"),
        ({"start": date(2024, 2, 1), "end": date(2024, 1, 1)}, "ends .* before it begins"),
    ],
)
def test_a_question_that_can_not_be_asked_is_refused(query: dict[str, Any], message: str) -> None:
    whole = {"metrics": ("volume",), "as_of": date(2024, 3, 20), **query}
    with pytest.raises(KpiError, match=message):
        measure(facts(hundred()), Query(**whole))


def test_a_metric_named_twice_is_answered_once() -> None:
    query = Query(metrics=("volume", "volume"), as_of=date(2024, 3, 20))
    assert [figure.metric for figure in measure(facts(hundred()), query)] == ["volume"]


def test_a_condition_is_dimension_equals_value() -> None:
    with pytest.raises(KpiError, match="dimension=value"):
        conditions(["channel"])
    with pytest.raises(KpiError, match="no text"):
        conditions(["channel=\udcff"])
    hostile = one(facts(hundred()), "volume", ON_THE_DAY, where=conditions(["channel=' OR 1=1 --"]))
    assert hostile.n == 0


QUERIES = st.fixed_dictionaries(
    {
        "as_of": st.dates(date(2024, 1, 1), date(2025, 3, 1)),
        "start": st.none() | st.dates(date(2024, 1, 1), date(2024, 6, 1)),
        "end": st.none() | st.dates(date(2024, 6, 1), date(2025, 1, 1)),
        "where": st.sampled_from([(), conditions(["channel=web"]), conditions(["region=", "region=Alsace"])]),
        "unit": st.sampled_from(["calendar", "ouvres", "ouvrables"]),
        "pauses": st.sampled_from(PAUSES),
        "definition": st.sampled_from(list(DEFINITIONS)),
        "metrics": st.lists(st.sampled_from(OF_COMPLAINTS), min_size=8, max_size=8, unique=True).map(tuple),
    }
)


@settings(max_examples=10, deadline=None)
@given(QUERIES, st.sampled_from(ENGINES))
def test_what_holds_for_every_metric_and_question(asked: dict[str, Any], engine: str) -> None:
    known = on_engine(MANY, RULES, engine)
    query = Query(**asked)
    for figure in measure(known, query):
        shape_n = _lines(known, figure.metric, "denominator", query)
        assert shape_n == figure.n
        assert _lines(known, figure.metric, "excluded", query) == figure.excluded
        shape = metrics()[figure.metric].shape
        if isinstance(shape, Share | Flow):
            assert _lines(known, figure.metric, "numerator", query) == figure.numerator
        if figure.value is not None:
            assert figure.value >= 0 or isinstance(shape, Flow | Score)
            assert figure.low is None or figure.low <= figure.value
            assert figure.high is None or figure.value <= figure.high


def _lines(known: Any, name: str, part: str, query: Query) -> int:
    counted = lines(known, name, part, query).select(nw.len())
    return int(counted.collect("pyarrow").to_native().column(0)[0].as_py())


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_complaints_changes_nothing(seed: int) -> None:
    order = random.Random(seed).sample(range(MANY.num_rows), MANY.num_rows)
    query = Query(metrics=tuple(metrics()), as_of=date(2024, 9, 1), by=("channel", "region"), period="month")
    assert measure(on_engine(MANY.take(order), RULES, "pandas"), query) == measure(
        on_engine(MANY, RULES, "duckdb"), query
    )


@pytest.mark.parametrize("by", [(), ("channel",)])
def test_opening_stock_plus_in_less_out_is_closing_stock(by: tuple[str, ...]) -> None:
    known = on_engine(MANY, RULES, "duckdb")
    stock = {(f.period, f.by): f.n for f in ask(known, "backlog", "2025-01-31", period="month", by=by)}
    can_leave = [
        r for r in MANY.to_pylist() if r["kind"] == "complaint" and (r["supplies_reply"] or r["supplies_close"])
    ]
    for (period, group), closing in stock.items():
        rows = [r for r in can_leave if all(r[name] == value for name, value in group)]
        opening = stock.get((_previous(period), group), 0)
        arrived = sum(_month(r["received"]) == period for r in rows)
        left = sum(r["out"] is not None and _month(r["out"]) == period for r in rows)
        assert opening + arrived - left == closing


def _month(day: int) -> str:
    return (date(1970, 1, 1).fromordinal(date(1970, 1, 1).toordinal() + day)).strftime("%Y-%m")


def _previous(period: str) -> str:
    year, month = map(int, period.split("-"))
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"
