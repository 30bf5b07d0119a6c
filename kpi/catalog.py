"""The metrics there are: every module of `kpi.metrics` that holds a METRIC, by name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import kpi.metrics
from kpi.errors import unknown
from kpi.metric import Metric


@cache
def metrics() -> dict[str, Metric]:
    """All metrics in the order of KPI.md's identifiers, then by name."""
    names = [module.name for module in pkgutil.iter_modules(kpi.metrics.__path__) if module.name[0] != "_"]
    found = [importlib.import_module(f"kpi.metrics.{name}").METRIC for name in names]
    return {metric.name: metric for metric in sorted(found, key=lambda metric: (metric.id, metric.name))}


def metric(name: str) -> Metric:
    """The metric of that name, or KpiError with the nearest."""
    if name not in metrics():
        raise unknown("metric", name, metrics())
    return metrics()[name]
