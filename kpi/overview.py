"""The steering page in one answer: the last complete month, today, the running month and two years of history.

Asks `kpi.measure`; adds only what no single metric says: which month is complete, and which complaint waits longest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

import narwhals as nw

from kpi import days
from kpi.catalog import metric
from kpi.figure import Figure
from kpi.measure import Facts, Query, lines, measure
from kpi.series import complete, control_chart
from kpi.signals import Histories, no_history
from kpi.spc import Chart, History, Side
from kpi.verdict import UNKNOWN, Verdict, verdict

MONTHS = 24
TOP = 3
MONTHLY = ("answered_in_sla", "volume", "reply_delay_median", "reply_delay_p90")
NOW = ("overdue", "due_soon", "forgotten")
BOUNDS = ("answered_in_sla_low", "answered_in_sla_high")
VULNERABLE = ("true", "True", "1")
Where = tuple[tuple[str, tuple[str, ...]], ...]


class Standing(Enum):
    """A share against its objective. NEAR: missed, by less than the interval is wide."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A figure and the question that opens on exactly its lines; for a monthly series, its earlier months too."""

    figure: Figure
    query: Query
    objective: float | None = None
    chart: Chart | None = None
    verdict: Verdict = UNKNOWN

    @property
    def standing(self) -> Standing:
        """The figure against its objective."""
        figure, goal = self.figure, self.objective
        if goal is None or figure.value is None:
            return Standing.UNKNOWN
        if figure.value >= goal:
            return Standing.MET
        return Standing.NEAR if figure.high is not None and figure.high >= goal else Standing.MISSED

    @property
    def unusual(self) -> Side | None:
        """Whether the last month lies outside the limits of ordinary variation, and on which side."""
        if self.chart is None or self.chart.lower <= self.chart.points[-1].value <= self.chart.upper:
            return None
        return Side.HIGH if self.chart.points[-1].value > self.chart.upper else Side.LOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Oldest:
    """The open complaint that is furthest past its due date, and by how many days."""

    complaint_id: str
    source: str
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Motive:
    """A motive, and its share of the month's complaints."""

    name: str
    answer: Answer
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`month` and `running` read 2026-10; `answers` by metric; `vulnerable` is None where nobody is known to be.

    `silent`: the last complete month has no complaint, so `month` is an earlier one.
    """

    as_of: date
    month: str
    silent: bool
    running: str
    answers: tuple[Answer, ...]
    vulnerable: Answer | None
    oldest: Oldest | None
    motives: tuple[Motive, ...]
    without_motive: int

    def answer(self, name: str) -> Answer:
        """The answer about one metric."""
        return next(answer for answer in self.answers if answer.figure.metric == name)


def overview(facts: Facts, as_of: date, where: Where = (), histories: Histories = no_history) -> Overview:
    """All of it, as of the end of a day, within a filter. `histories`: as for `kpi.signals`."""
    complete = last_complete_month(as_of)
    first, last = last_month_with_complaints(facts, as_of, where)
    month = Query(metrics=MONTHLY, as_of=as_of, start=first, end=last, where=where)
    top, without = motives(facts, month)
    return Overview(
        as_of=as_of,
        month=f"{first:%Y-%m}",
        silent=first < complete[0],
        running=f"{_running_since(as_of):%Y-%m}",
        answers=(*_monthly(facts, month, histories), *_now(facts, as_of, where), *_running(facts, as_of, where)),
        vulnerable=_vulnerable(facts, month),
        oldest=oldest_overdue(facts, as_of, where),
        motives=top,
        without_motive=without,
    )


def last_complete_month(as_of: date) -> tuple[date, date]:
    """First and last day of the last month that is over at the end of `as_of`."""
    tomorrow = as_of + timedelta(days=1)
    last = tomorrow.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def last_month_with_complaints(facts: Facts, as_of: date, where: Where = ()) -> tuple[date, date]:
    """The last complete month in which a complaint was received.

    Where all were received in the running month, that month so far; without any, the last complete month.
    """
    first, last = last_complete_month(as_of)
    newest = _newest_reception(facts, as_of, last, where)
    if newest is None and _newest_reception(facts, as_of, as_of, where):
        return _running_since(as_of), as_of
    if newest is None or newest >= first:
        return first, last
    key = days.month_of(newest)
    return days.first_day("month", key), days.last_day("month", key)


def _newest_reception(facts: Facts, as_of: date, last: date, where: Where) -> date | None:
    """The day of the last complaint received until `last`."""
    query = Query(metrics=("volume",), as_of=as_of, end=last, where=where)
    found = lines(facts, "volume", "denominator", query).select(nw.col("received").max()).collect("pyarrow")
    (day,) = found.to_native().column("received").to_pylist()
    return None if day is None else days.to_date(day)


def oldest_overdue(facts: Facts, as_of: date, where: Where = ()) -> Oldest | None:
    """The complaint that has been overdue longest; among equals the first identifier."""
    query = Query(metrics=("overdue",), as_of=as_of, where=where)
    rows = lines(facts, "overdue", "denominator", query).select("complaint_id", "source", "due")
    first = rows.filter(nw.col("due") == nw.col("due").min()).collect().sort("complaint_id", "source").rows()
    if not first:
        return None
    complaint_id, source, due = first[0]
    return Oldest(complaint_id=str(complaint_id), source=str(source), late=days.to_day(as_of) - int(due))


def motives(facts: Facts, month: Query) -> tuple[tuple[Motive, ...], int]:
    """The most frequent motives of the month, ties by name; and how many complaints have none."""
    query = replace(month, metrics=("volume",), by=("motive",))
    found = [(figure.by[0][1], figure) for figure in measure(facts, query)]
    total = sum(figure.n for _, figure in found)
    named = sorted(((name, figure) for name, figure in found if name and figure.n), key=_frequent)[:TOP]
    top = tuple(
        Motive(name=name, answer=_answer(figure, query, ("motive", name)), share=figure.n / total)
        for name, figure in named
    )
    return top, sum(figure.n for name, figure in found if not name)


def _frequent(found: tuple[str, Figure]) -> tuple[int, str]:
    return -found[1].n, found[0]


def _answer(figure: Figure, query: Query, narrowed: tuple[str, str] | None = None) -> Answer:
    where = (*query.where, (narrowed[0], (narrowed[1],))) if narrowed else query.where
    return Answer(figure=figure, query=replace(query, metrics=(figure.metric,), by=(), where=where))


def _monthly(facts: Facts, month: Query, histories: Histories) -> list[Answer]:
    """The last complete month of every monthly metric, with the months before it from the first that has lines."""
    first = days.first_day("month", days.month_of(month.start or month.as_of) - MONTHS + 1)
    series = measure(facts, replace(month, start=first, period="month"))
    label = days.label("month", days.month_of(month.end or month.as_of))
    totals = {figure.metric: figure for figure in series if figure.period == label}
    if len(totals) < len(MONTHLY):
        totals = {figure.metric: figure for figure in measure(facts, month)}
    goals = facts.rules.objectives
    return [_judged(_answer(totals[name], month), series, goals.get(name), histories(name, ())) for name in MONTHLY]


def _judged(answer: Answer, series: list[Figure], objective: float | None, history: History) -> Answer:
    own = [figure for figure in series if figure.metric == answer.figure.metric]
    asked = metric(answer.figure.metric)
    chart = control_chart(asked, complete(own, answer.query.as_of), history)
    judged = verdict(chart, asked.better, objective)
    return replace(answer, objective=objective, chart=chart, verdict=judged)


def _now(facts: Facts, as_of: date, where: Where) -> list[Answer]:
    query = Query(metrics=NOW, as_of=as_of, where=where)
    return [_answer(figure, query) for figure in measure(facts, query)]


def _running_since(as_of: date) -> date:
    """The first day of the running month; on the last day of a month, of that month."""
    return as_of.replace(day=1)


def _running(facts: Facts, as_of: date, where: Where) -> list[Answer]:
    """What the running month's receipts can still become."""
    query = Query(metrics=BOUNDS, as_of=as_of, start=_running_since(as_of), end=as_of, where=where)
    return [_answer(figure, query) for figure in measure(facts, query)]


def _vulnerable(facts: Facts, month: Query) -> Answer | None:
    query = replace(month, metrics=("answered_in_sla",), by=("vulnerable",))
    for figure in measure(facts, query):
        value = figure.by[0][1]
        if value in VULNERABLE:
            return _answer(figure, query, ("vulnerable", str(value)))
    return None
