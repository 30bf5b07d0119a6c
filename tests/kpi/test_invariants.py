"""What holds for any complaints and any question: nothing negative, nothing infinite, no value without its lines.

Sets of complaints are drawn at random, dates in any order that an export may have them; every metric is asked at once.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpi.catalog import metric as find_metric
from kpi.catalog import metrics
from kpi.days import PERIODS
from kpi.exposure import exposures
from kpi.facts import build_facts
from kpi.figure import Figure
from kpi.measure import PARTS, Facts, Query, conditions, lines, measure
from kpi.metric import Acted, Count, Delay, Mean, Part, Rate, Score, Share, Stock
from kpi.rules import load_rules
from tests.kpi.build import on_engine, scattered_exposures, table

RULES = load_rules("house")
EXPOSURES = exposures(scattered_exposures())
MILESTONES = ("replied", "closed", "acknowledged", "owned", "resolved", "reopened", "mediator", "last_event")
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
COUNTING = [metric.name for metric in metrics().values() if not isinstance(metric.shape, Acted)]
TIMED = [name for name in COUNTING if isinstance(find_metric(name).shape, Delay | Mean)]
SHARES = [name for name in COUNTING if isinstance(find_metric(name).shape, Share)]
few = settings(max_examples=10, deadline=None, derandomize=True, phases=set(Phase) - {Phase.explain})
fewer = settings(few, max_examples=4)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def complaints(draw: st.DrawFn) -> dict[str, Any]:
    """One complaint: received in the first half of 2024, everything else up to 70 days later, before it, or unknown."""
    received = FIRST + timedelta(days=draw(st.integers(0, 180)))
    days = {name: draw(maybe(st.integers(-9, 70))) for name in MILESTONES}
    made, kept = draw(maybe(st.integers(0, 20))), draw(st.integers(0, 40))
    days |= {"promise_made": made, "promised": draw(maybe(st.just((made or 0) + kept)))}
    return {
        "received": received.isoformat(),
        **{name: day if day is None else (received + timedelta(days=day)).isoformat() for name, day in days.items()},
        **draw(DESCRIBED),
    }


DESCRIBED = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["complaint", "complaint", "complaint", "remark", None]),
        "channel": maybe(st.sampled_from(["letter", "web"])),
        "region": maybe(st.sampled_from(["Alsace", "Bretagne"])),
        "level": maybe(st.integers(1, 3)),
        "motive": maybe(st.sampled_from(["Prix", "Retard"])),
        "written": maybe(st.booleans()),
        "has_contact": maybe(st.booleans()),
        "external_provider": maybe(st.booleans()),
        "outcome": maybe(st.sampled_from(["upheld", "partly", "rejected", "undecided"])),
        "cause_occurrence": maybe(st.just("machine")),
        "cause_nondetection": maybe(st.just("no check")),
        "compensation_claimed": maybe(st.integers(0, 90_000)),
        "compensation_granted": maybe(st.integers(0, 90_000)),
        "currency": st.just("EUR"),
        "customer_key": maybe(st.sampled_from(["K1", "K2", "K3"])),
        "paused_days": maybe(st.sampled_from([0.0, 0.5, 3.0, 40.0])),
        "handoffs": maybe(st.integers(0, 5)),
        "reprioritised": maybe(st.booleans()),
        "csat": maybe(st.integers(0, 6)),
        "csat_scale": maybe(st.sampled_from(["1-5", "stars"])),
        "ces": maybe(st.integers(0, 8)),
        "ces_scale": maybe(st.just("1-7")),
        "nps": maybe(st.integers(-1, 11)),
        "supplies_reply": st.sampled_from([True, True, True, False]),
        "supplies_close": st.sampled_from([True, True, False]),
        "supplies_outcome": st.sampled_from([True, True, False]),
    }
)
SETS = st.lists(complaints(), min_size=1, max_size=25)
QUESTIONS = st.builds(
    Query,
    metrics=st.just(tuple(COUNTING)),
    as_of=st.dates(FIRST, LAST),
    by=st.sampled_from([(), ("channel",), ("region", "level"), ("written",), ("distributor",)]),
    period=st.sampled_from(PERIODS[1:]),
    start=maybe(st.dates(FIRST, date(2024, 4, 1))),
    end=maybe(st.dates(date(2024, 4, 1), LAST)),
    where=st.sampled_from([(), conditions(["channel=web", "channel="]), conditions(["kind=complaint"])]),
    unit=st.sampled_from(["calendar", "ouvres", "ouvrables"]),
    pauses=st.sampled_from(["rule", "with", "without"]),
    definition=st.sampled_from(["", "written", "with_contact"]),
)


def known(rows: list[dict[str, Any]], engine: str = "pandas") -> Facts:
    return replace(on_engine(build_facts(table(rows), RULES), RULES, engine), exposures=EXPOSURES)


def by_cell(figures: list[Figure], metric: str) -> dict[tuple[str, Any], Figure]:
    return {(figure.period, figure.by): figure for figure in figures if figure.metric == metric}


@few
@given(SETS, QUESTIONS)
def test_a_figure_lies_within_its_bounds_or_says_why_there_is_none(rows: list[dict[str, Any]], query: Query) -> None:
    for figure in measure(known(rows), query):
        assert (figure.value is None) == (figure.reason is not None), figure
        numbers = (figure.value, figure.low, figure.high, figure.numerator, figure.denominator)
        assert all(math.isfinite(number) for number in numbers if number is not None), figure
        assert figure.n >= 0 <= figure.excluded, figure
        if figure.value is not None:
            assert figure.low is None or figure.low <= figure.value, figure
            assert figure.high is None or figure.value <= figure.high, figure
            _fits_its_shape(figure)


def _fits_its_shape(figure: Figure) -> None:
    shape, value = find_metric(figure.metric).shape, figure.value
    assert value is not None
    if isinstance(shape, Share):
        assert 0 <= figure.numerator <= figure.denominator == figure.n, figure
        assert value == figure.numerator / figure.denominator, figure
        assert 0 <= figure.low <= figure.high <= 1, figure
    elif isinstance(shape, Count | Stock):
        assert value == figure.n == figure.numerator, figure
    elif isinstance(shape, Delay):
        assert 0 < figure.numerator <= figure.denominator == figure.n, figure
    elif isinstance(shape, Score):
        assert -100 <= value <= 100, figure
        assert figure.n == 1 or -100 <= figure.low <= figure.high <= 100, figure
    elif isinstance(shape, Rate | Part):
        assert figure.denominator > 0, figure
    assert value >= 0 or figure.metric in ("flow_balance", "nps"), figure


@few
@given(SETS, QUESTIONS, st.lists(st.sampled_from(COUNTING), min_size=3, max_size=3, unique=True))
def test_a_figure_opens_on_exactly_its_lines(rows: list[dict[str, Any]], query: Query, names: list[str]) -> None:
    facts, query = known(rows), replace(query, metrics=tuple(names), by=(), period="all")
    for figure in measure(facts, query):
        found = {part: _count(lines(facts, figure.metric, part, query)) for part in PARTS}
        assert (found["denominator"], found["excluded"]) == (figure.n, figure.excluded), figure
        if isinstance(find_metric(figure.metric).shape, Share | Count | Stock | Delay):
            assert found["numerator"] == figure.numerator, figure


def _count(found: Any) -> int:
    return found.collect("pyarrow").shape[0]


@fewer
@given(SETS, QUESTIONS, st.randoms(use_true_random=False))
def test_neither_the_order_of_complaints_nor_the_engine_changes_a_figure(
    rows: list[dict[str, Any]], query: Query, draw: Any
) -> None:
    named = [{"complaint_id": f"C{i}", **row} for i, row in enumerate(rows)]
    shuffled = draw.sample(named, len(named))
    assert measure(known(shuffled, "duckdb"), query) == measure(known(named), query)


@few
@given(SETS, QUESTIONS)
def test_stock_at_the_end_is_stock_at_the_start_and_in_less_out(rows: list[dict[str, Any]], query: Query) -> None:
    asked = replace(query, metrics=("backlog", "flow_balance"), start=None, end=None)
    figures = measure(known(rows), asked)
    balances = by_cell(figures, "flow_balance")
    levels = by_cell(figures, "backlog")
    for group in {group for _, group in levels}:
        series = [(period, figure) for (period, by), figure in levels.items() if by == group]
        for (_, before), (period, after) in pairwise([("", None), *series]):
            if after is not None and after.value is not None:
                balance = balances.get((period, group))
                assert (before.n if before else 0) + (balance.value or 0 if balance else 0) == after.n, (after, balance)


@fewer
@given(SETS, QUESTIONS)
def test_no_delay_is_negative(rows: list[dict[str, Any]], query: Query) -> None:
    facts = known(rows)
    for name in TIMED:
        shape = find_metric(name).shape
        column = (shape.days if isinstance(shape, Delay) else shape.value).format(unit=query.unit)
        found = lines(facts, name, "denominator", query).select(column).collect("pyarrow").to_native().column(0)
        assert all(value >= 0 for value in found.to_pylist() if value is not None), name


@fewer
@given(SETS, QUESTIONS)
def test_what_happened_after_the_day_changes_nothing(rows: list[dict[str, Any]], query: Query) -> None:
    day = query.as_of.isoformat()
    assert measure(known([_seen(row, day) for row in rows if row["received"] <= day]), query) == measure(
        known(rows), query
    )


def _seen(row: dict[str, Any], day: str) -> dict[str, Any]:
    """The complaint without what happened after the day; the promise made after it is not known either."""
    later = {name: None for name in MILESTONES[:-1] if (row[name] or "") > day}
    return {**row, **later, **({"promise_made": None, "promised": None} if (row["promise_made"] or "") > day else {})}


@few
@given(SETS, st.dates(FIRST, date(2024, 8, 1)), st.integers(1, 200))
def test_later_more_is_known_and_a_month_that_fell_due_stays_as_it_was(
    rows: list[dict[str, Any]], day: date, later: int
) -> None:
    asked = Query(metrics=("volume", "answered_in_sla", "acknowledged_in_time"), as_of=day, period="month")
    before, after = (measure(known(rows), replace(asked, as_of=day + timedelta(days=n))) for n in (0, later))
    volumes = [sum(figure.n for figure in by_cell(figures, "volume").values()) for figures in (before, after)]
    assert volumes == sorted(volumes)
    for name in ("answered_in_sla", "acknowledged_in_time"):
        known_later = by_cell(after, name)
        for cell, figure in by_cell(before, name).items():
            if cell[0] < f"{day:%Y-%m}" and figure.n:
                assert known_later[cell] == figure


@fewer
@given(SETS, QUESTIONS)
def test_a_filter_that_fits_no_complaint_leaves_no_share_and_says_why(rows: list[dict[str, Any]], query: Query) -> None:
    nobody = replace(query, metrics=tuple(COUNTING), where=conditions(["channel=pigeon"]), by=())
    for figure in measure(known(rows), nobody):
        assert (figure.n, figure.excluded) == (0, 0)
        if figure.metric in SHARES:
            assert figure.value is None
            assert figure.reason
