"""The charts of what is counted, whose ordinary spread chance alone can tell: p for shares, u for rates, c for counts.

Laney's p′ and u′ (Quality Engineering 14(4), 2002) widen the limits of chance by sigma z, the spread between periods:
the mean moving range of the standardised values over 1.128, very wide ranges screened out as on the XmR chart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from kpi.errors import KpiError
from kpi.spc.build import NOTHING, Judge, build
from kpi.spc.chart import Chart, Kind
from kpi.spc.history import History
from kpi.spc.individuals import individuals, spread
from kpi.spc.limits import Bounds, Judged, Limits, Observation, around, pooled, usual_range

D2 = 1.128
Counted = Sequence[tuple[str, int, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What chance alone does: the variance of one unit around a mean, and where the measure can be."""

    plain: Kind
    prime: Kind
    variance: Callable[[float], float]
    bounds: Bounds


BINOMIAL = Chance(
    plain=Kind.P, prime=Kind.P_PRIME, variance=lambda mean: mean * (1 - mean), bounds=Bounds(floor=0, cap=1)
)
POISSON = Chance(plain=Kind.U, prime=Kind.U_PRIME, variance=lambda mean: mean, bounds=Bounds(floor=0))
COUNTED = Chance(plain=Kind.C, prime=Kind.C, variance=lambda mean: mean, bounds=Bounds(floor=0))


def p(series: Counted, *, history: History = NOTHING) -> Chart | None:
    """Shares of (period, numerator, denominator) within binomial limits; periods without a denominator are left out."""
    return build(_shares(series), _by_chance(BINOMIAL), Kind.P, history)


def p_prime(series: Counted, *, narrower: bool = True, history: History = NOTHING) -> Chart | None:
    """Laney's p′. `narrower`: whether limits may be narrower than chance; if not, such segments are a p chart's."""
    return build(_shares(series), _beyond_chance(BINOMIAL, narrower), Kind.P, history)


def u(series: Counted, *, per: float = 1.0, history: History = NOTHING) -> Chart | None:
    """Events `per` units of exposure, of (period, count, exposure), within Poisson limits; no exposure is left out."""
    return build(_rates(series), _by_chance(POISSON, per), Kind.U, history)


def u_prime(series: Counted, *, per: float = 1.0, narrower: bool = True, history: History = NOTHING) -> Chart | None:
    """Laney's u′; `narrower` as in `p_prime`."""
    return build(_rates(series), _beyond_chance(POISSON, narrower, per), Kind.U, history)


def c(series: Sequence[tuple[str, int]], *, history: History = NOTHING) -> Chart | None:
    """Events of (period, count), within Poisson limits."""
    return build(_counts(series), _by_chance(COUNTED), Kind.C, history)


def counts(series: Sequence[tuple[str, int]], *, history: History = NOTHING) -> Chart | None:
    """A c chart where the moving ranges are no wider than Poisson chance makes them, else an XmR chart."""
    return build(_counts(series), _c_or_xmr, Kind.C, history)


def _c_or_xmr(rows: Sequence[Observation]) -> Judged:
    by_chance = spread([row.value for row in rows]) <= sqrt(pooled(rows))
    judge = _by_chance(COUNTED) if by_chance else individuals(step=1, bounds=COUNTED.bounds)
    return judge(rows)


def _by_chance(chance: Chance, per: float = 1.0) -> Judge:
    return lambda rows: Judged(kind=chance.plain, limits=_limits(rows, chance, 1.0, per))


def _beyond_chance(chance: Chance, narrower: bool, per: float = 1.0) -> Judge:
    def judge(rows: Sequence[Observation]) -> Judged:
        sigma_z = _sigma_z(rows, chance)
        if sigma_z <= 1 and not narrower:
            return _by_chance(chance, per)(rows)
        return Judged(kind=chance.prime, limits=_limits(rows, chance, sigma_z, per))

    return judge


def _limits(rows: Sequence[Observation], chance: Chance, sigma_z: float, per: float) -> tuple[Limits, ...]:
    center = pooled(rows)
    sigmas = _sigmas(rows, chance)
    return tuple(
        around(row.value * per, center * per, sigma * sigma_z * per, step=per / row.size, bounds=chance.bounds)
        for row, sigma in zip(rows, sigmas, strict=True)
    )


def _sigmas(rows: Sequence[Observation], chance: Chance) -> list[float]:
    variance = chance.variance(pooled(rows))
    return [sqrt(variance / row.size) for row in rows]


def _sigma_z(rows: Sequence[Observation], chance: Chance) -> float:
    """1 where all values are alike and chance leaves no spread to compare with."""
    center, sigmas = pooled(rows), _sigmas(rows, chance)
    if not all(sigmas):
        return 1.0
    return usual_range((row.value - center) / sigma for row, sigma in zip(rows, sigmas, strict=True)) / D2


def _shares(series: Counted) -> list[Observation]:
    for period, hits, cases in series:
        if not 0 <= hits <= cases:
            raise KpiError(
                f"{period}: {hits} of {cases} is no share; the numerator lies between 0 and the denominator."
            )
    return _counted(series)


def _rates(series: Counted) -> list[Observation]:
    for period, count, exposure in series:
        if count < 0 or exposure < 0:
            raise KpiError(f"{period}: {count} over an exposure of {exposure} is no rate; neither may be negative.")
    return _counted(series)


def _counts(series: Sequence[tuple[str, int]]) -> list[Observation]:
    return _rates([(period, count, 1) for period, count in series])


def _counted(series: Counted) -> list[Observation]:
    return [Observation(period=period, amount=amount, size=size) for period, amount, size in series if size]
