"""Which commitment is kept worst: the groups of one period, the lowest share first, each with its verdict.

A share of a handful says little, so groups of fewer than SMALL lines come after the others and are never called worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi.labels import first_day, last_day
from kpi.measure import Query
from kpi.overview import Answer, Standing
from kpi.signals import Signal
from kpi.verdict import Variation

SMALL = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One value of a dimension (None: not known), its figure and what opens on its lines."""

    value: str | None
    answer: Answer

    @property
    def small(self) -> bool:
        """Too few lines to be ranked."""
        return self.answer.figure.n < SMALL

    @property
    def missed(self) -> bool:
        """Below its objective by more than chance explains."""
        return self.answer.standing is Standing.MISSED

    @property
    def changed(self) -> bool:
        """Its last period is a signal, not noise."""
        return self.answer.verdict.variation not in (Variation.ORDINARY, Variation.UNKNOWN)


def commitments(found: Sequence[Signal], period: str, query: Query) -> tuple[Commitment, ...]:
    """The groups of `kpi.signals` for a query by one dimension that have a figure in the period, worst first."""
    chosen = [_commitment(one, period, query) for one in found if one.figure and one.figure.period == period]
    return tuple(sorted((one for one in chosen if one.answer.figure.value is not None), key=_worst))


def _commitment(signal: Signal, period: str, query: Query) -> Commitment:
    ((name, value),) = signal.by
    where = (*query.where, (name, (value or "",)))
    asked = replace(query, by=(), where=where, period="all", start=first_day(period), end=last_day(period))
    if signal.figure is None:
        raise TypeError("a group without a figure")
    return Commitment(
        value=value,
        answer=Answer(
            figure=signal.figure, query=asked, objective=signal.objective, chart=signal.chart, verdict=signal.verdict
        ),
    )


def _worst(one: Commitment) -> tuple[bool, float, str]:
    return one.small, one.answer.figure.value or 0.0, one.value or ""
