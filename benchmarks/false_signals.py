"""How often a stable series is said to have changed: 1,000 seeded series of 24 months for each kind of figure.

Every series goes through `kpi.series` and `kpi.verdict`, as on a page, and counts once: by its verdict, which is about
its last month. At most 5 % may say "signal". The last column is the other side: how many verdicts find a real change
of the last eight months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log
from typing import Any

import numpy as np

from kpi import spc
from kpi.catalog import metric
from kpi.figure import Figure
from kpi.metric import IS_COMPLAINT, Metric, Rate
from kpi.series import control_chart
from kpi.spc import Chart, Rule
from kpi.verdict import Variation, verdict

SERIES, MONTHS, SEED, MOST = 1_000, 24, 2026, 0.05
SINCE = 16
PERIODS = [f"{2025 + i // 12}-{i % 12 + 1:02d}" for i in range(MONTHS)]
SIGNALS = {Variation.IMPROVEMENT, Variation.CONCERN, Variation.CHANGE}
SHARE, COUNT, MEAN = metric("answered_in_sla"), metric("volume"), metric("reply_delay_mean")
DELAY = metric("reply_delay_median")
RATE = replace(COUNT, name="complaint_rate", unit="per_1000", shape=Rate(counted=IS_COMPLAINT, measures=("customers",)))
Draw = Callable[[np.random.Generator, float], Chart | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Stable series of one kind. `draw` takes the change of its last eight months: 1 for none."""

    name: str
    draw: Draw
    change: float = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The verdicts of one family: how many say "signal", by which rule, on which kinds of chart."""

    series: int
    rules: Counter[Rule]
    kinds: Counter[str]

    @property
    def signals(self) -> float:
        """The share of verdicts that say "signal"."""
        return self.rules.total() / self.series


def tally(family: Family, change: float = 1.0, series: int = SERIES) -> Tally:
    """Draw and judge; the same seed gives the same series."""
    random = np.random.default_rng([SEED, *family.name.encode()])
    rules, kinds = Counter[Rule](), Counter[str]()
    for _ in range(series):
        chart = family.draw(random, change)
        found = verdict(chart, "up")
        kinds[chart.kind.value if chart else "none"] += 1
        if found.variation in SIGNALS and found.rule:
            rules[found.rule] += 1
    return Tally(series=series, rules=rules, kinds=kinds)


def levels(change: float) -> np.ndarray:
    """1 for each month, `change` for the last eight."""
    return np.where(np.arange(MONTHS) < SINCE, 1.0, change)


def shares(rate: float, cases: float, spread: float = 0.0) -> Draw:
    """Shares of a Poisson number of cases; `spread` is the standard deviation of the rate itself between months."""

    def draw(random: np.random.Generator, change: float) -> Chart | None:
        missed = np.clip((1 - rate + spread * random.standard_normal(MONTHS)) * levels(change), 0, 1)
        below = random.poisson(cases, MONTHS)
        return control_chart(SHARE, _divided(SHARE, random.binomial(below, 1 - missed), below, 1))

    return draw


def counts(mean: float, spread: float = 0.0) -> Draw:
    """Poisson counts; `spread` is the relative standard deviation of the mean itself between months."""

    def draw(random: np.random.Generator, change: float) -> Chart | None:
        found = random.poisson(mean * levels(change) * _wavering(random, spread))
        return control_chart(COUNT, [_figure(COUNT, i, float(n), int(n)) for i, n in enumerate(found)])

    return draw


def rates(mean: float, spread: float = 0.0) -> Draw:
    """Poisson counts over an exposure that varies by a fifth, per 1,000."""

    def draw(random: np.random.Generator, change: float) -> Chart | None:
        exposure = 100_000 * random.uniform(0.8, 1.2, MONTHS)
        found = random.poisson(mean * exposure / 100_000 * levels(change) * _wavering(random, spread))
        return control_chart(RATE, _divided(RATE, found, exposure, 1000))

    return draw


def days(quantile: float | None, cases: int, median: float, spread: float) -> Draw:
    """A quantile, or the mean, of whole days that are lognormal by case."""

    def draw(random: np.random.Generator, change: float) -> Chart | None:
        cell = np.floor(random.lognormal(np.log(median * levels(change))[:, None], spread, (MONTHS, cases)))
        values = cell.mean(axis=1) if quantile is None else np.quantile(cell, quantile, axis=1, method="inverted_cdf")
        return _individuals(MEAN if quantile is None else DELAY, values)

    return draw


def amounts(cases_each: int) -> Draw:
    """Means of amounts of money, most of them small: lognormal with sigma 1."""
    return continuous(lambda random: random.lognormal(3, 1, (MONTHS, cases_each)).mean(axis=1))


def continuous(values: Callable[[np.random.Generator], np.ndarray], asked: Metric = MEAN) -> Draw:
    """Values of any size."""
    return lambda random, change: _individuals(asked, values(random) * levels(change))


def times(mean: float) -> Draw:
    """Times between random events."""
    return lambda random, change: spc.t(_labelled(random.exponential(mean / levels(change)).tolist()))


def cases(mean: float) -> Draw:
    """Cases between random events."""
    return lambda random, change: spc.g(_labelled((random.geometric(1 / (mean / levels(change) + 1)) - 1).tolist()))


def _labelled(values: list[Any]) -> list[tuple[str, Any]]:
    return list(zip(PERIODS, values, strict=True))


def _wavering(random: np.random.Generator, spread: float) -> np.ndarray:
    return random.lognormal(-(spread**2) / 2, spread, MONTHS)


def _individuals(asked: Metric, values: np.ndarray) -> Chart | None:
    return control_chart(asked, [_figure(asked, i, float(value), 1) for i, value in enumerate(values)])


def _divided(asked: Metric, hits: np.ndarray, below: np.ndarray, per: int) -> list[Figure]:
    pairs = zip(hits.tolist(), below.tolist(), strict=True)
    return [_figure(asked, i, hit / under * per if under else None, hit, under) for i, (hit, under) in enumerate(pairs)]


def _figure(asked: Metric, month: int, value: float | None, n: int, below: float | None = None) -> Figure:
    return Figure(
        metric=asked.name, period=PERIODS[month], by=(), value=value, unit=asked.unit, n=n, numerator=n,
        denominator=below, low=None, high=None, excluded=0, definition_version="1",
    )  # fmt: skip


FAMILIES = (
    Family(name="share 90 % of 4", draw=shares(0.90, 4), change=3),
    Family(name="share 98 % of 12", draw=shares(0.98, 12), change=5),
    Family(name="share 85 % of 40", draw=shares(0.85, 40), change=2),
    Family(name="share 92 % of 400", draw=shares(0.92, 400), change=1.5),
    Family(name="share 90 % of 1,500", draw=shares(0.90, 1_500), change=1.5),
    Family(name="share 90 % of 1,500, wavering by 2 points", draw=shares(0.90, 1_500, 0.02), change=1.5),
    Family(name="count 0.5", draw=counts(0.5), change=5),
    Family(name="count 3", draw=counts(3), change=2),
    Family(name="count 30", draw=counts(30)),
    Family(name="count 1,500", draw=counts(1_500), change=0.9),
    Family(name="count 1,500, wavering by 10 %", draw=counts(1_500, 0.1)),
    Family(name="rate of 3 complaints", draw=rates(3), change=2),
    Family(name="rate of 30 complaints", draw=rates(30)),
    Family(name="rate of 1,500 complaints", draw=rates(1_500), change=0.9),
    Family(name="rate of 1,500 complaints, wavering by 10 %", draw=rates(1_500, 0.1)),
    Family(name="median of 20 delays, whole days", draw=days(0.5, 20, 8, 0.6), change=1.5),
    Family(name="median of 400 delays, whole days", draw=days(0.5, 400, 8.5, 0.6), change=1.5),
    Family(name="90th percentile of 100 delays, whole days", draw=days(0.9, 100, 8, 0.6), change=1.5),
    Family(name="mean of 20 delays, skewed", draw=days(None, 20, 8, 0.8), change=1.5),
    Family(name="value, normal", draw=continuous(lambda random: random.normal(50, 5, MONTHS)), change=0.85),
    Family(name="value, mildly skewed", draw=continuous(lambda random: random.lognormal(log(8), 0.3, MONTHS))),
    Family(name="mean of 30 amounts of money", draw=amounts(30), change=1.5),
    Family(name="times between events (t)", draw=times(30), change=4),
    Family(name="cases between events (g)", draw=cases(30), change=4),
)
BEYOND = (
    Family(name="mean of 2 amounts of money", draw=amounts(2)),
    Family(name="value, exponential", draw=continuous(lambda random: random.exponential(8, MONTHS))),
)


def main() -> None:
    """Print the share of verdicts that say "signal", by rule, and of those that find a real change."""
    print(f"{SERIES:,} stable series of {MONTHS} months each, seed {SEED}; at most {MOST:.0%} may say signal")
    print(f"{'':<44}{'signal':>8}" + "".join(f"{rule.name.lower():>12}" for rule in Rule) + "   charts; change found")
    for family in FAMILIES:
        show(family)
    print("beyond what XmR limits can bear, and where a bigger group or a longer period is needed:")
    for family in BEYOND:
        show(family)


def show(family: Family) -> None:
    """One line."""
    stable, changed = tally(family), tally(family, family.change)
    by_rule = "".join(f"{stable.rules[rule] / stable.series:>12.1%}" for rule in Rule)
    kinds = " ".join(f"{kind} {count / stable.series:.0%}" for kind, count in sorted(stable.kinds.items()))
    found = f"x {family.change:.2g}: {changed.signals:.0%}"
    print(f"{family.name:<44}{stable.signals:>8.1%}{by_rule}   {kinds}; {found}")


if __name__ == "__main__":
    main()
