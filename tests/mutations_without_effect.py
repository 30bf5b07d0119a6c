"""Mutants that no figure can tell from the original, each with the reason. The harness runs them all the same."""

from __future__ import annotations

from dataclasses import dataclass

from tests.mutations import Mutant


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalent:
    """One change in one place, in some metrics."""

    metrics: tuple[str, ...]
    place: str
    change: str
    reason: str

    def covers(self, mutant: Mutant) -> bool:
        """Whether the mutant is one of these."""
        return (mutant.place, mutant.change) == (self.place, self.change) and mutant.metric in self.metrics


EQUIVALENT = (
    Equivalent(
        metrics=("defective_ppm", "shipping_errors"),
        place="cohort",
        change="received -> due",
        reason="no complaint is in it: both terms are exposures, which have months of their own",
    ),
    Equivalent(
        metrics=("actions_effective", "actions_on_time"),
        place="cohort",
        change="actions -> received",
        reason="an action has its own dates (due, effective from), whatever the cohort of complaints is",
    ),
    Equivalent(
        metrics=("overturned",),
        place="_shared.ACCEPTED",
        change="False -> True",
        reason="whether an unknown outcome hits is never asked: only complaints with a decision are counted",
    ),
    Equivalent(
        metrics=("upheld",),
        place="_shared.ACCEPTED",
        change="False -> True",
        reason="without an outcome only a gesture is counted, and a gesture hits whatever the outcome",
    ),
    Equivalent(
        metrics=("upheld",),
        place="_shared.UPHELD",
        change="without nw.col('complaint')",
        reason="whether a remark hits is never asked: only complaints are counted",
    ),
)
