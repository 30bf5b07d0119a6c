"""Groups against what all of them have together, with limits that widen where a group is small. Ranks nobody.

Limits are exact: at the share (binomial) or rate (Poisson) of all groups, a group of that size lies beyond the 95 %
limits with a probability of at most 2.5 % on each side, beyond the 99.8 % limits of at most 0.1 %. Where groups vary
more than that (over-dispersion, factor phi), limits are offered that are sqrt(phi) times as wide, after
D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24, 2005.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from math import sqrt

from kpi import intervals
from kpi.catalog import metric as find_metric
from kpi.errors import KpiError
from kpi.figure import Figure
from kpi.groups import By, group_name, narrowed
from kpi.measure import Facts, Query, measure
from kpi.metric import Metric, Rate, Share
from kpi.selection import none_selected
from kpi.spc import Side
from kpi.text import Text
from kpi.wording import NONE, joined, number, quantity, sentence

FEWEST = 10
ALERT, OUTSIDE = 0.025, 0.001
WINSOR = 0.1
SURE = 0.05


class Position(Enum):
    """Where a group lies against the limits of its size. UNKNOWN: it has no figure, and the figure says why."""

    INSIDE = "inside the 95 % limits"
    ALERT = "beyond the 95 % limits"
    OUTSIDE = "beyond the 99.8 % limits"
    TOO_FEW = "too small to judge"
    UNKNOWN = "no figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The lowest and highest usual values of a group, in the metric's unit, at 95 % and at 99.8 %."""

    low: float
    high: float
    far_low: float
    far_high: float

    def widened(self, center: float, factor: float, cap: float | None) -> Limits:
        """The same, so many times as far from the center; never below 0, nor above the cap."""
        ends = (self.low, self.high, self.far_low, self.far_high)
        low, high, far_low, far_high = (_within(center + factor * (end - center), cap) for end in ends)
        return Limits(low=low, high=high, far_low=far_low, far_high=far_high)

    def position(self, value: float) -> tuple[Position, Side | None]:
        """Where a value lies; a value on a limit is inside it."""
        side = Side.HIGH if value > self.high else Side.LOW
        if value > self.far_high or value < self.far_low:
            return Position.OUTSIDE, side
        return (Position.ALERT, side) if value > self.high or value < self.low else (Position.INSIDE, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A group. `size` is what its limits stand on: complaints counted, or exposure, or complaints expected of it.

    `widened` and `widened_position` allow for over-dispersion and equal the plain ones where there is none; `judged`
    and `judged_position` are those that the verdict rests on: the widened ones where groups vary more than by chance.
    `favourable`: whether its side is the metric's good one; None inside the limits or without a good direction.
    """

    by: By
    figure: Figure
    query: Query
    size: float
    limits: Limits | None
    position: Position
    side: Side | None
    widened: Limits | None
    widened_position: Position
    judged: Limits | None
    judged_position: Position
    favourable: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Groups in order of size, then name. `center` is the value of all of them together; `phi` how much more than
    chance they vary (1: no more), and `dispersed` whether that is more than chance makes of phi itself.
    """

    metric: str
    overall: Figure
    query: Query
    center: float | None
    points: tuple[Point, ...]
    phi: float
    dispersed: bool
    false_alarms: float
    sentence: Text


def funnel(facts: Facts, query: Query, metric: str, *, fewest: int = FEWEST) -> Funnel:
    """The groups of `query.by` against all of them, over the whole of the query's period.

    Shares are judged from `fewest` lines, rates from `fewest` complaints expected at the rate of all groups. KpiError
    for a metric that is neither, and for a query without groups.
    """
    shape, asked = find_metric(metric).shape, replace(query, metrics=(metric,), period="all")
    if not isinstance(shape, Share | Rate):
        raise KpiError(f"a funnel needs a share or a rate; {metric} is neither: use complaint_rate or answered_in_sla.")
    if not query.by:
        raise KpiError("a funnel needs groups; say by which dimension, such as site or channel.")
    figures, overall = measure(facts, asked), measure(facts, replace(asked, by=()))[0]
    law = _law(figures, shape, fewest)
    judged = [figure for figure in figures if law and law.enough(figure)]
    phi, dispersed = _dispersion([law.z(figure) for figure in judged]) if law else (1.0, False)
    points = sorted((_point(figure, asked, law, phi, dispersed) for figure in figures), key=_by_size)
    found = Funnel(
        metric=metric, overall=overall, query=replace(asked, by=()), center=law.center if law else None,
        points=tuple(points), phi=phi, dispersed=dispersed, false_alarms=2 * ALERT * len(judged), sentence=NONE,
    )  # fmt: skip
    nothing = None if overall.n or overall.excluded else none_selected(facts, found.query)
    return replace(found, sentence=nothing or _sentence(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Law:
    """What chance does to a group at the share, or the rate, of all groups. Values are counts times `per` over base."""

    rate: float
    per: int
    poisson: bool
    fewest: int

    @property
    def center(self) -> float:
        """The value of all groups together."""
        return self.rate * self.per

    def size(self, figure: Figure) -> float:
        """Complaints counted; of a rate, those expected."""
        return (figure.denominator or 0) * (self.rate if self.poisson else 1)

    def enough(self, figure: Figure) -> bool:
        """Whether the group can be judged."""
        return figure.value is not None and self.size(figure) >= self.fewest

    def value(self, count: int, figure: Figure) -> float:
        """A count of the group as a value of the metric."""
        return count * self.per / (figure.denominator or 1)

    def z(self, figure: Figure) -> float:
        """How many standard deviations of chance the group lies from the center; 0 where chance can't move it."""
        expected = (figure.denominator or 0) * self.rate
        spread = sqrt(expected * (1 if self.poisson else 1 - self.rate))
        return ((figure.numerator or 0) - expected) / spread if spread else 0.0

    def limits(self, figure: Figure) -> Limits:
        """The exact limits of a group of that size."""
        (low, high), (far_low, far_high) = (self._range(figure, tail) for tail in (ALERT, OUTSIDE))
        ends = (self.value(count, figure) for count in (low, high, far_low, far_high))
        return Limits(**dict(zip(("low", "high", "far_low", "far_high"), ends, strict=True)))

    def _range(self, figure: Figure, tail: float) -> tuple[int, int]:
        if self.poisson:
            return intervals.poisson_range(self.size(figure), tail)
        return intervals.binomial_range(int(figure.denominator or 0), self.rate, tail)


def _law(figures: Iterable[Figure], shape: Share | Rate, fewest: int) -> _Law | None:
    """The law of the groups that have a figure; None where none has."""
    known = [figure for figure in figures if figure.value is not None]
    base = sum(figure.denominator or 0 for figure in known)
    if not base:
        return None
    rate = sum(figure.numerator or 0 for figure in known) / base
    return _Law(
        rate=rate, per=shape.per if isinstance(shape, Rate) else 1, poisson=isinstance(shape, Rate), fewest=fewest
    )


def _dispersion(scores: list[float]) -> tuple[float, bool]:
    """Spiegelhalter's phi, the mean square of z-scores whose outer tenths are drawn in, and whether it is above 1."""
    if not scores:
        return 1.0, False
    cut, ordered = int(WINSOR * len(scores)), sorted(scores)
    low, high = ordered[cut], ordered[-1 - cut]
    squares = sum(min(max(score, low), high) ** 2 for score in scores)
    return squares / len(scores), intervals.chi_square_exceeds(squares, len(scores)) < SURE


def _point(figure: Figure, query: Query, law: _Law | None, phi: float, dispersed: bool) -> Point:
    chosen, own = find_metric(figure.metric), narrowed(query, figure.by)
    if law is None or figure.value is None or not law.enough(figure):
        where = Position.UNKNOWN if figure.value is None else Position.TOO_FEW
        return Point(
            by=figure.by, figure=figure, query=own, size=law.size(figure) if law else 0.0, limits=None, position=where,
            side=None, widened=None, widened_position=where, judged=None, judged_position=where, favourable=None,
        )  # fmt: skip
    limits, value = law.limits(figure), law.value(figure.numerator or 0, figure)
    wide = limits.widened(law.center, sqrt(phi), None if law.poisson else 1.0) if phi > 1 else limits
    position, side = limits.position(value)
    wide_position = wide.position(value)[0]
    return Point(
        by=figure.by, figure=figure, query=own, size=law.size(figure), limits=limits, position=position, side=side,
        widened=wide, widened_position=wide_position, judged=wide if dispersed else limits,
        judged_position=wide_position if dispersed else position, favourable=_favourable(side, chosen),
    )  # fmt: skip


def _favourable(side: Side | None, metric: Metric) -> bool | None:
    if side is None or metric.better == "neutral":
        return None
    return (side is Side.HIGH) == (metric.better == "up")


def _by_size(point: Point) -> tuple[float, str]:
    return point.size, str(point.by)


def _within(value: float, cap: float | None) -> float:
    return max(0.0, value if cap is None else min(cap, value))


def _sentence(found: Funnel) -> Text:
    if found.center is None:
        return found.overall.reason or NONE
    judged = [point for point in found.points if point.limits]
    head = sentence(
        Text(
            fr="{title} : {center} dans l'ensemble. Groupes jugés : {judged} ; trop petits pour l'être : {few}.",
            en="{title}: {center} overall. Groups judged: {judged}; too small for that: {few}.",
        ),
        title=find_metric(found.metric).title, center=quantity(found.center, found.overall.unit),
        judged=number(len(judged)), few=number(sum(p.position is Position.TOO_FEW for p in found.points)),
    )  # fmt: skip
    if not judged:
        return joined(head, Text(fr="Aucun groupe n'est assez grand.", en="No group is large enough."))
    return joined(head, _widening(found), _outside(judged), _chance(found))


def _outside(judged: list[Point]) -> Text:
    far = [group_name(point.by) for point in judged if point.judged_position is Position.OUTSIDE]
    if not far:
        return Text(fr="Aucun hors des limites à 99,8 %.", en="None lies beyond the 99.8% limits.")
    return sentence(
        Text(fr="Hors des limites à 99,8 % : {names}.", en="Beyond the 99.8% limits: {names}."),
        names=joined(*far, by=Text(fr=", ", en=", ")),
    )


def _chance(found: Funnel) -> Text:
    alerts = sum(point.judged_position in (Position.ALERT, Position.OUTSIDE) for point in found.points)
    return sentence(
        Text(
            fr="Hors des limites à 95 % : {alerts}, quand le hasard seul en donnerait jusqu'à {chance}.",
            en="Beyond the 95% limits: {alerts}, where chance alone would give up to {chance}.",
        ),
        alerts=number(alerts), chance=number(found.false_alarms, 1),
    )  # fmt: skip


def _widening(found: Funnel) -> Text:
    if not found.dispersed:
        return NONE
    return sentence(
        Text(
            fr="Les groupes varient plus que le hasard (phi = {phi}) : leurs limites sont élargies d'autant.",
            en="Groups vary more than by chance (phi = {phi}): their limits are widened by as much.",
        ),
        phi=number(found.phi, 1),
    )
