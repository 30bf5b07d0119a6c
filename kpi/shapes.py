"""How each shape of metric becomes figures. Counting is the engine's; the arithmetic here is Python's, exact."""

from __future__ import annotations

from collections import Counter, defaultdict

import narwhals as nw

from kpi import days
from kpi.counting import Frame, collected, groups, keyed, one, within
from kpi.figure import EMPTY, Cell, Figure, Group, Scope, Value
from kpi.intervals import wilson
from kpi.metric import Count, Delay, Mean, Metric, Share, Stock
from kpi.stock import stock_rows, stock_values
from kpi.survival import kaplan_meier, quantile
from kpi.text import Text

NOT_REACHED = Text(fr="non atteint : trop de réclamations encore ouvertes", en="not reached: too many still open")


def scan_key(metric: Metric) -> tuple[str, str]:
    """Metrics with the same key are counted in one scan of the facts."""
    shape = metric.shape
    if isinstance(shape, Stock):
        return "stock", metric.name
    return ("delay", shape.days) if isinstance(shape, Delay) else ("sums", metric.cohort)


def figures(frame: Frame, metrics: list[Metric], scope: Scope) -> dict[str, list[Figure]]:
    """The figures of metrics that share a scan, by metric name."""
    first = metrics[0].shape
    if isinstance(first, Stock):
        values = {metrics[0].name: stock_values(frame, metrics[0], first, scope)}
    elif isinstance(first, Delay):
        values = _delays(frame, metrics, first, scope)
    else:
        values = _sums(frame, metrics, scope)
    return {metric.name: _listed(metric, scope, values[metric.name], frame) for metric in metrics}


def rows(frame: Frame, metric: Metric, part: str, scope: Scope) -> Frame:
    """The lines of a figure: `denominator` is exactly n, `numerator` those that hit, `excluded` those left out."""
    shape = metric.shape
    if isinstance(shape, Stock):
        return stock_rows(frame, metric, shape, part, scope)
    inside = within(frame, metric.cohort, scope)
    if part == "excluded":
        return inside.filter(metric.excluded)
    hits = {Share: lambda: shape.hit, Delay: lambda: shape.event}.get(type(shape))  # type: ignore[union-attr]
    inside = inside.filter(shape.counted)
    return inside.filter(hits()) if part == "numerator" and hits else inside


def _sums(frame: Frame, metrics: list[Metric], scope: Scope) -> dict[str, dict[Cell, Value]]:
    """Counts, shares and means over one cohort date, in one scan."""
    columns: dict[str, nw.Expr] = {}
    for metric in metrics:
        counted, total = _summed(metric, scope.unit)
        excluded = one(metric.excluded)
        columns |= {f"{metric.name}/n": counted, f"{metric.name}/total": total, f"{metric.name}/out": excluded}
    slim = keyed(frame, metrics[0].cohort, scope)
    slim = slim.select("key", *groups(scope), *(column.alias(name) for name, column in columns.items()))
    values: dict[str, dict[Cell, Value]] = {metric.name: {} for metric in metrics}
    for keys, sums in collected(slim, ["key", *groups(scope)], list(columns)):
        for i, metric in enumerate(metrics):
            n, added, out = sums[3 * i : 3 * i + 3]
            if n or out:
                values[metric.name][keys[0], keys[1:]] = _value(metric, n, added, out)
    return values


def _summed(metric: Metric, unit: str) -> tuple[nw.Expr, nw.Expr]:
    """What counts (0 or 1), and what is added up, of each row."""
    shape = metric.shape
    if isinstance(shape, Share):
        return one(shape.counted), one(shape.counted & shape.hit)
    if isinstance(shape, Mean):
        value = nw.when(shape.counted).then(nw.col(shape.value.format(unit=unit))).otherwise(nw.lit(0))
        return one(shape.counted), value.cast(nw.Int64)
    return one(shape.counted), one(shape.counted)


def _value(metric: Metric, n: int, total: int, excluded: int) -> Value:
    if isinstance(metric.shape, Count):
        return Value(value=n, n=n, numerator=n, excluded=excluded)
    if not n:
        return _left_out(metric, excluded)
    low, high = wilson(total, n) if isinstance(metric.shape, Share) else (None, None)
    return Value(value=total / n, n=n, numerator=total, denominator=n, low=low, high=high, excluded=excluded)


def _left_out(metric: Metric, excluded: int) -> Value:
    reason = metric.unavailable if excluded else EMPTY
    return Value(value=None, n=0, numerator=0, denominator=0, excluded=excluded, reason=reason)


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
        return _left_out(metric, excluded)
    value, low, high = quantile(kaplan_meier(answered, waiting), metric.shape.quantile)
    return Value(
        value=value, n=n, numerator=answered.total(), denominator=n, low=low, high=high, excluded=excluded,
        reason=NOT_REACHED if value is None else None,
    )  # fmt: skip


def _listed(metric: Metric, scope: Scope, values: dict[Cell, Value], frame: Frame) -> list[Figure]:
    """Figures in order of period, then group, with the empty periods inside each series."""
    if not values:
        nothing = Value(value=None, n=0, numerator=0, reason=_why_nothing(metric, frame))
        groups_ = [] if scope.by else [()]
        return [_figure(metric, scope, scope.key(scope.start or scope.end), group, nothing) for group in groups_]
    keys, found = [key for key, _ in values], {group: str(group) for _, group in values}
    return [
        _figure(metric, scope, key, group, values.get((key, group)) or _empty(metric))
        for key in range(min(keys), max(keys) + 1)
        for group in sorted(found, key=lambda group: found[group])
    ]


def _why_nothing(metric: Metric, frame: Frame) -> Text:
    """No row has the cohort's date: because none can have it, or because none falls in the scope."""
    day = "received" if metric.cohort == "stock" else metric.cohort
    flags = frame.select(seen=one(~nw.col("received").is_null()), dated=one(~nw.col(day).is_null()))
    counted = flags.select(nw.col("seen").sum(), nw.col("dated").sum()).collect("pyarrow").to_native().to_pylist()[0]
    return metric.unavailable if counted["seen"] and not counted["dated"] else EMPTY


def _empty(metric: Metric) -> Value:
    """A month without complaints inside a series counts 0, and has no share."""
    if isinstance(metric.shape, Count):
        return Value(value=0, n=0, numerator=0)
    return Value(value=None, n=0, numerator=0, reason=EMPTY)


def _figure(metric: Metric, scope: Scope, key: int, group: Group, value: Value) -> Figure:
    return Figure(
        metric=metric.name, period=days.label(scope.period, key), by=tuple(zip(scope.by, group, strict=True)),
        value=value.value, unit=metric.unit, n=value.n, numerator=value.numerator, denominator=value.denominator,
        low=value.low, high=value.high, excluded=value.excluded, definition_version=metric.version,
        reason=value.reason,
    )  # fmt: skip
