"""One formula, three engines: every metric, asked in every way, is equal to the last digit on DuckDB, pandas and Spark.

Every grouping is asked with two periods, every period with two groupings, and each pair with a filter in turn. Spark
runs in two processes beside the driver.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow.parquet as pq
import pytest

from kpi.actions import actions
from kpi.catalog import metrics
from kpi.days import PERIODS
from kpi.exposure import exposures
from kpi.facts import build_facts
from kpi.figure import Figure
from kpi.measure import Facts, Query, conditions, lines, measure
from kpi.metric import Acted
from kpi.rules import load_rules
from store.spark import read_facts
from tests.kpi.build import hundred, on_engine, scattered, scattered_actions, scattered_exposures, table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

RULES = load_rules("house")
BUILT = build_facts(table(scattered(400)), RULES)
ENDED, MIDDLE = date(2025, 3, 31), date(2024, 6, 17)
GROUPINGS = {
    "whole": (),
    "one": ("channel",),
    "two": ("region", "channel"),
    "flag": ("written",),
    "number": ("level",),
    "unknown": ("distributor",),
}
FILTERS: dict[str, dict[str, Any]] = {
    "none": {},
    "value": {"where": conditions(["channel=letter"])},
    "missing": {"where": conditions(["region=", "region=Alsace"])},
    "bounds": {"start": date(2024, 3, 11), "end": date(2024, 9, 20)},
    "middle": {"as_of": MIDDLE},
    "ouvres": {"unit": "ouvres"},
    "nobody": {"where": conditions(["channel=pigeon"])},
    "pauses": {"pauses": "without", "unit": "ouvrables"},
    "definition": {"definition": "written", "where": conditions(["level=1", "level=2"])},
}
AIMED = {
    "reference": "phone", "dimension": "channel", "value": "phone",
    "decided": "2024-04-02", "due": "2024-05-10", "done": "2024-05-08",
}  # fmt: skip
FIVE_WEEKS = {"start": date(2024, 5, 1), "end": date(2024, 6, 4)}
PAIRS = product(range(len(GROUPINGS)), range(len(PERIODS)))
QUESTIONS = [(grouping, period) for grouping, period in PAIRS if grouping % 3 == period % 3]


def query(question: tuple[int, int]) -> Query:
    grouping, period = question
    how = list(FILTERS.values())[(grouping + period) % len(FILTERS)]
    every_day = FIVE_WEEKS if PERIODS[period] == "day" else {}
    asked = {"as_of": ENDED, "by": list(GROUPINGS.values())[grouping], "period": PERIODS[period], **every_day, **how}
    return Query(metrics=tuple(metrics()), **asked)


def name(question: tuple[int, int]) -> str:
    grouping, period = question
    return f"{list(GROUPINGS)[grouping]}-{PERIODS[period]}-{list(FILTERS)[(grouping + period) % len(FILTERS)]}"


def completed(known: Facts) -> Facts:
    """With exposures, and with actions of which one can be judged by what it aimed at."""
    judged = {**scattered_actions(1)[0], **AIMED}
    return replace(known, exposures=exposures(scattered_exposures()), actions=actions([judged, *scattered_actions(9)]))


@cache
def on_duckdb(question: tuple[int, int]) -> list[Figure]:
    return measure(completed(on_engine(BUILT, RULES, "duckdb")), query(question))


@pytest.fixture(scope="module")
def spread(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts on Spark, half of them with each worker."""
    path = tmp_path_factory.mktemp("facts") / "facts.parquet"
    pq.write_table(BUILT, path)
    return completed(Facts(frame=halved(path), rules=RULES))


def halved(path: Path) -> nw.LazyFrame[Any]:
    return nw.from_native(read_facts(path).to_native().repartition(2).cache())


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_pandas_answers_as_duckdb_does(question: tuple[int, int]) -> None:
    assert measure(completed(on_engine(BUILT, RULES, "pandas")), query(question)) == on_duckdb(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_spark_answers_as_duckdb_does(question: tuple[int, int], spread: Facts) -> None:
    assert measure(spread, query(question)) == on_duckdb(question)


def test_every_grouping_period_and_filter_is_asked_with() -> None:
    assert {grouping for grouping, _ in QUESTIONS} == set(range(len(GROUPINGS)))
    assert {period for _, period in QUESTIONS} == set(range(len(PERIODS)))
    assert {sum(question) % len(FILTERS) for question in QUESTIONS} == set(range(len(FILTERS)))


def test_every_metric_has_a_value_in_some_question() -> None:
    given = {figure.metric for question in QUESTIONS for figure in on_duckdb(question) if figure.value is not None}
    assert set(metrics()) - given == set()


def test_two_workers_hold_half_of_the_rows_each(spread: Facts, spark: SparkSession) -> None:
    from pyspark.sql.functions import spark_partition_id

    halves = spread.frame.to_native().groupBy(spark_partition_id()).count().collect()
    assert [half["count"] for half in halves] == [200, 200]
    workers = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1  # the driver is one of them
    assert workers == 2


@pytest.mark.parametrize("part", ["denominator", "excluded"])
def test_a_figure_of_each_shape_opens_on_its_lines_on_spark(part: str, spread: Facts) -> None:
    shapes = {type(metric.shape): metric.name for metric in metrics().values() if not isinstance(metric.shape, Acted)}
    asked = Query(metrics=tuple(shapes.values()), as_of=MIDDLE, where=conditions(["channel=letter"]))
    figures = {figure.metric: figure for figure in measure(on_engine(BUILT, RULES, "duckdb"), asked)}
    for metric in shapes.values():
        found = lines(spread, metric, part, asked).select(nw.len()).collect("pyarrow").to_native()
        n = figures[metric].n if part == "denominator" else figures[metric].excluded
        assert (metric, found.to_pylist()) == (metric, [{"len": n}])


def test_the_hundred_complaints_give_the_honest_figure_on_spark(spark: SparkSession, tmp_path: Path) -> None:
    pq.write_table(build_facts(table(hundred()), RULES), tmp_path / "facts.parquet")
    known = Facts(frame=halved(tmp_path / "facts.parquet"), rules=RULES)
    asked = ("answered_in_sla", "answered_in_sla_closed_only", "answered_in_sla_low", "answered_in_sla_high")
    found = measure(known, Query(metrics=asked, as_of=date(2024, 3, 20)))
    assert [round(figure.value or 0, 3) for figure in found] == [0.667, 0.857, 0.6, 0.7]
