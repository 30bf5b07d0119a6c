"""Series written down by hand, with months for labels."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.spc import Chart, Rule, Side


def months(count: int, first: int = 2023) -> list[str]:
    """2023-01, 2023-02, and so on."""
    return [f"{first + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def by_month(values: Sequence[float]) -> list[tuple[str, float]]:
    """Each value with its month."""
    return list(zip(months(len(values)), values, strict=True))


def counted(counts: Sequence[int], sizes: Sequence[float] | float) -> list[tuple[str, int, float]]:
    """Each count with its month and its size, which may be the same for all."""
    each = [float(sizes)] * len(counts) if isinstance(sizes, int | float) else sizes
    return list(zip(months(len(counts)), counts, each, strict=True))


def fired(chart: Chart | None) -> set[tuple[Rule, Side]]:
    """The signals of a chart."""
    assert chart is not None
    return {(point.rule, point.side) for point in chart.points if point.rule and point.side}


def signal_places(chart: Chart | None, rule: Rule) -> list[int]:
    """Where a rule fired."""
    assert chart is not None
    return [i for i, point in enumerate(chart.points) if point.rule is rule]
