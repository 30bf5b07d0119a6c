"""What two figures of one metric say of each other. Puts nothing into words.

Shares: Newcombe's interval of the difference. Counts and rates: the exact interval of their ratio, and the same per
working day, because public holidays move. Delays: two intervals, distinguishable where they don't overlap. A level or
a mean has no interval here: its difference is given and nothing is concluded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kpi import intervals
from kpi.exposure import MEASURES
from kpi.figure import Figure
from kpi.intervals import NOTHING, Estimate
from kpi.measure import Query
from kpi.metric import Count, Metric, Rate
from kpi.spans import Span


class Finding(Enum):
    """What may be concluded. CALENDAR: in all and per working day, the answer isn't the same. TO_COME: too many of the
    present side's complaints are not registered yet."""

    HIGHER = "higher than chance explains"
    LOWER = "lower than chance explains"
    ALIKE = "chance is enough to explain it"
    CALENDAR = "depends on the number of working days"
    TO_COME = "not all is registered yet"
    UNKNOWN = "nothing to conclude from"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure, the question that opens on its lines, its days and how many of them are worked (jours ouvrés).

    `covered`: whether the data reach over all these days.
    """

    figure: Figure
    query: Query
    span: Span
    working_days: int
    covered: bool

    @property
    def value(self) -> float | None:
        """The figure's value; a count without lines is 0 on days that the data cover, and unknown on others."""
        counts = self.figure.unit == "complaints" and self.covered
        return self.figure.n if counts and self.figure.value is None else self.figure.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """`difference` is now less earlier; `ratio` and `per_working_day` are now over earlier, for counts and rates."""

    difference: Estimate
    finding: Finding
    ratio: Estimate = NOTHING
    per_working_day: Estimate = NOTHING


def contrast(metric: Metric, current: Reading, earlier: Reading, measure: str | None = None) -> Contrast:
    """What the earlier figure says of the present one. From days that the data don't cover, no count concludes.

    `measure`: the exposure that a rate is divided by.
    """
    now, before = current.figure, earlier.figure
    if current.value is None or earlier.value is None:
        return Contrast(difference=NOTHING, finding=_apart(now, before))
    found = _measured(metric, current, earlier, measure)
    partial = found.ratio != NOTHING and not (current.covered and earlier.covered)
    return replace(found, finding=Finding.UNKNOWN) if partial else found


def _measured(metric: Metric, current: Reading, earlier: Reading, measure: str | None) -> Contrast:
    now, before = current.figure, earlier.figure
    if isinstance(metric.shape, Count):
        return _counted(now.n, before.n, current, earlier)
    if isinstance(metric.shape, Rate):
        return _rated(current, earlier, flow=MEASURES.get(measure or "") == "flow")
    if now.unit == "share" and now.denominator and before.denominator:
        return _shared(now, before)
    gap = Estimate(value=(current.value or 0) - (earlier.value or 0))
    return Contrast(difference=gap, finding=_apart(now, before))


def _counted(now: int, before: int, current: Reading, earlier: Reading) -> Contrast:
    plain = intervals.rate_ratio(now, 1, before, 1)
    fair = intervals.rate_ratio(now, current.working_days, before, earlier.working_days)
    return Contrast(
        difference=Estimate(value=now - before), finding=_agreed(plain, fair), ratio=plain, per_working_day=fair
    )


def _rated(current: Reading, earlier: Reading, *, flow: bool) -> Contrast:
    """The exposures of a rate do the dividing. Customers are there every day, so that days divide, too; deliveries
    already grow with the days.
    """
    now, before = current.figure, earlier.figure
    counts = (now.numerator or 0, before.numerator or 0)
    exposed = (float(now.denominator or 0), float(before.denominator or 0))
    plain = intervals.rate_ratio(counts[0], exposed[0], counts[1], exposed[1])
    days = (current.working_days, earlier.working_days)
    fair = intervals.rate_ratio(counts[0], exposed[0] * days[0], counts[1], exposed[1] * days[1])
    return Contrast(
        difference=Estimate(value=(now.value or 0) - (before.value or 0)),
        finding=_agreed(plain, NOTHING if flow else fair),
        ratio=plain,
        per_working_day=NOTHING if flow else fair,
    )


def _agreed(plain: Estimate, fair: Estimate) -> Finding:
    """A difference is concluded where all in all and per working day it lies on the same side."""
    sides = {plain.side_of(1)} if fair == NOTHING else {plain.side_of(1), fair.side_of(1)}
    return _SIDES[sides.pop()] if len(sides) == 1 else Finding.CALENDAR


def _shared(now: Figure, before: Figure) -> Contrast:
    gap = intervals.share_difference(
        now.numerator or 0, now.denominator or 0, before.numerator or 0, before.denominator or 0
    )
    return Contrast(difference=gap, finding=_SIDES[gap.side_of(0)])


def _apart(now: Figure, before: Figure) -> Finding:
    """Two intervals that don't overlap are apart; a bound that isn't reached lies beyond every other."""
    if now.low is not None and before.high is not None and now.low > before.high:
        return Finding.HIGHER
    if now.high is not None and before.low is not None and now.high < before.low:
        return Finding.LOWER
    return Finding.UNKNOWN if now.low is None or before.low is None else Finding.ALIKE


_SIDES = {1: Finding.HIGHER, 0: Finding.ALIKE, -1: Finding.LOWER}
