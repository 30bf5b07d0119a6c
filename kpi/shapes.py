"""How each shape of metric becomes figures. Counting is the engine's; the arithmetic here is Python's, exact."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from operator import or_

import narwhals as nw

from kpi import days
from kpi.counting import Frame, collected, groups, keyed, one, within
from kpi.errors import KpiError
from kpi.facts import MONEY
from kpi.figure import EMPTY, Cell, Figure, Group, Scope, Value, nothing_in
from kpi.metric import Acted, Count, Delay, Flow, Mean, Metric, Part, Rate, Score, Share, Stock
from kpi.rates import rate_values
from kpi.reasons import told_apart, told_of_all
from kpi.stock import flow_rows, flow_values, stock_rows, stock_values
from kpi.sums import left_out, sum_value, sums, without
from kpi.survival import kaplan_meier, quantile
from kpi.text import Text

NOT_REACHED = Text(fr="non atteint : trop de réclamations encore ouvertes", en="not reached: too many still open")


def scan_key(metric: Metric) -> tuple[str, str]:
    """Metrics with the same key are counted in one scan of the facts."""
    shape = metric.shape
    if isinstance(shape, Stock | Flow):
        return "level", "" if isinstance(shape, Stock) else metric.name
    if isinstance(shape, Delay):
        return "delay", f"{shape.days} {metric.cohort} {shape.event!r} {shape.counted!r} {metric.excluded!r}"
    return "sums", metric.cohort


def figures(frame: Frame, metrics: list[Metric], scope: Scope) -> dict[str, list[Figure]]:
    """The figures of metrics that share a scan, by metric name."""
    first = metrics[0].shape
    if isinstance(first, Stock):
        values = stock_values(frame, metrics, scope)
    elif isinstance(first, Flow):
        values = {metrics[0].name: flow_values(frame, metrics[0], first, scope)}
    elif isinstance(first, Delay):
        values = _delays(frame, metrics, first, scope)
    else:
        values = _summed(frame, metrics, scope)
    told = {metric.name: told_apart(frame, metric, scope, values[metric.name]) for metric in metrics}
    return {metric.name: listed(metric, scope, told[metric.name], frame) for metric in metrics}


def rows(frame: Frame, metric: Metric, part: str, scope: Scope) -> Frame:
    """The lines of a figure: `denominator` is exactly n, `numerator` those that hit, `excluded` those left out."""
    shape = metric.shape
    if isinstance(shape, Stock):
        return stock_rows(frame, metric, shape, part, scope)
    if isinstance(shape, Flow):
        return flow_rows(frame, metric, shape, part, scope)
    if isinstance(shape, Acted):
        raise KpiError(f"{metric.name} counts actions, which are no complaints; it has no lines.")
    inside = within(frame, metric.cohort, scope)
    if part == "excluded":
        return inside.filter(metric.excluded)
    inside = inside.filter(shape.counted)
    if part == "numerator" and isinstance(shape, Share | Delay | Score):
        hit = {Share: "hit", Delay: "event"}.get(type(shape))
        return inside.filter(getattr(shape, hit) if hit else nw.col(shape.side) > 0)  # type: ignore[union-attr]
    return inside


def _summed(frame: Frame, metrics: list[Metric], scope: Scope) -> dict[str, dict[Cell, Value]]:
    """The values of all that is added up over one cohort date."""
    values: dict[str, dict[Cell, Value]] = {}
    found = sums(frame, metrics, scope)
    for metric in metrics:
        if isinstance(metric.shape, Rate | Part):
            values[metric.name] = rate_values(metric, found[metric.name], scope)
        else:
            values[metric.name] = {cell: sum_value(metric, cell_sums) for cell, cell_sums in found[metric.name].items()}
        why = _several_currencies(frame, metric, scope) if _money(metric) and found[metric.name] else None
        if why:
            values[metric.name] = {cell: without(cell_sums, why) for cell, cell_sums in found[metric.name].items()}
    return values


def _money(metric: Metric) -> list[str]:
    """The columns of money that a metric adds up."""
    shape = metric.shape
    return [name for name in (shape.value, shape.per) if name in MONEY] if isinstance(shape, Mean) else []


def _several_currencies(frame: Frame, metric: Metric, scope: Scope) -> Text | None:
    """Why money can't be added up, where it would be of several currencies."""
    if "currency" in scope.by:
        return None
    paid = [nw.col(name).fill_null(0) != 0 for name in _money(metric)]
    summed = rows(frame, metric, "denominator", scope).filter(reduce(or_, paid))
    found = summed.select("currency").unique().collect("pyarrow").to_native().column("currency").to_pylist()
    if len(found) < 2:
        return None
    names = ", ".join(sorted(name or "?" for name in found))
    return Text(
        fr=f"plusieurs monnaies ({names}) : demander par monnaie, ou une seule",
        en=f"several currencies ({names}): ask by currency, or for one of them",
    )


def _delays(frame: Frame, metrics: list[Metric], shape: Delay, scope: Scope) -> dict[str, dict[Cell, Value]]:
    """Quantiles of one delay, from one histogram of whole days by period and group."""
    slim = keyed(frame, metrics[0].cohort, scope).select(
        "key", *groups(scope),
        day=nw.col(shape.days.format(unit=scope.unit)), answered=one(shape.event),
        counted=one(shape.counted), out=one(metrics[0].excluded),
    )  # fmt: skip
    answered: dict[Cell, Counter[int]] = defaultdict(Counter)
    waiting: dict[Cell, Counter[int]] = defaultdict(Counter)
    excluded: Counter[Cell] = Counter()
    for keys, (counted, out) in collected(slim, ["key", *groups(scope), "day", "answered"], ["counted", "out"]):
        cell = (keys[0], keys[1:-2])
        excluded[cell] += out
        if counted:
            (answered if keys[-1] else waiting)[cell][keys[-2]] += counted
    return {m.name: {c: _quantile(m, answered[c], waiting[c], out) for c, out in excluded.items()} for m in metrics}


def _quantile(metric: Metric, answered: Counter[int], waiting: Counter[int], excluded: int) -> Value:
    n = answered.total() + waiting.total()
    if not n or not isinstance(metric.shape, Delay):
        return left_out(metric, excluded)
    value, low, high = quantile(kaplan_meier(answered, waiting), metric.shape.quantile)
    return Value(
        value=value, n=n, numerator=answered.total(), denominator=n, low=low, high=high, excluded=excluded,
        reason=NOT_REACHED if value is None else None,
    )  # fmt: skip


def listed(metric: Metric, scope: Scope, values: dict[Cell, Value], frame: Frame) -> list[Figure]:
    """Figures in order of period, then group, with the empty periods inside each series."""
    if not values:
        nothing = Value(value=None, n=0, numerator=0, reason=_why_nothing(metric, frame, scope))
        groups_ = [] if scope.by else [()]
        return [figure(metric, scope, scope.key(scope.start or scope.end), group, nothing) for group in groups_]
    keys, found = [key for key, _ in values], {group: str(group) for _, group in values}
    empty = _empty(metric, any(value.n for value in values.values()))
    return [
        figure(metric, scope, key, group, values.get((key, group), empty))
        for key in range(min(keys), max(keys) + 1)
        for group in sorted(found, key=lambda group: found[group])
    ]


def _why_nothing(metric: Metric, frame: Frame, scope: Scope) -> Text:
    """No row has the cohort's date: because there is none, because none can have it, or none falls in the scope."""
    day = "received" if metric.cohort == "stock" else metric.cohort
    flags = frame.select(seen=one(~nw.col("received").is_null()), dated=one(~nw.col(day).is_null()))
    counted = flags.select(nw.col("seen").sum(), nw.col("dated").sum()).collect("pyarrow").to_native().to_pylist()[0]
    if not counted["seen"]:
        return nothing_in(scope.where) if scope.where else EMPTY
    return EMPTY if counted["dated"] else told_of_all(frame, metric)


def _empty(metric: Metric, moved: bool) -> Value:
    """A month without complaints inside a series counts 0, and has no share; nor a balance where none ever moved."""
    if isinstance(metric.shape, Count) or (moved and isinstance(metric.shape, Flow)):
        return Value(value=0, n=0, numerator=0)
    return Value(value=None, n=0, numerator=0, reason=EMPTY)


def figure(metric: Metric, scope: Scope, key: int, group: Group, value: Value) -> Figure:
    return Figure(
        metric=metric.name, period=days.label(scope.period, key), by=tuple(zip(scope.by, group, strict=True)),
        value=value.value, unit=metric.unit, n=value.n, numerator=value.numerator, denominator=value.denominator,
        low=value.low, high=value.high, excluded=value.excluded, definition_version=metric.version,
        reason=value.reason,
    )  # fmt: skip
