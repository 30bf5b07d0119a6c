"""Why complaints are upheld, twice: what made the fault occur, and why nobody found it before the customer did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kpi.figure import Figure
from kpi.groups import narrowed
from kpi.measure import Facts, Query, measure

METRIC = "cause_known"
PAIR = ("cause_occurrence", "cause_nondetection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Complaints upheld with one cause of occurrence and one of non-detection; None where it isn't recorded."""

    occurrence: str | None
    nondetection: str | None
    figure: Figure
    query: Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """Cells with complaints; causes of each kind in order of complaints, then name; `figure`: all that is upheld."""

    query: Query
    figure: Figure
    cells: tuple[Cell, ...]
    occurrences: tuple[str, ...]
    nondetections: tuple[str, ...]

    @property
    def known(self) -> tuple[Cell, ...]:
        """The cells with both causes, the most frequent first."""
        both = (cell for cell in self.cells if cell.occurrence is not None and cell.nondetection is not None)
        return tuple(sorted(both, key=lambda cell: (-cell.figure.n, cell.occurrence or "", cell.nondetection or "")))


def causes(facts: Facts, query: Query) -> Causes:
    """The complaints upheld and closed in the query's period, by both causes."""
    asked = replace(query, metrics=(METRIC,), by=PAIR, period="all")
    cells = tuple(_cell(figure, asked) for figure in measure(facts, asked) if figure.n)
    whole = replace(asked, by=())
    return Causes(
        query=whole, figure=measure(facts, whole)[0], cells=cells,
        occurrences=_order((cell.occurrence, cell.figure.n) for cell in cells),
        nondetections=_order((cell.nondetection, cell.figure.n) for cell in cells),
    )  # fmt: skip


def _cell(figure: Figure, asked: Query) -> Cell:
    (_, occurrence), (_, nondetection) = figure.by
    return Cell(occurrence=occurrence, nondetection=nondetection, figure=figure, query=narrowed(asked, figure.by))


def _order(found: Iterable[tuple[str | None, int]]) -> tuple[str, ...]:
    totals: Counter[str] = Counter()
    for name, n in found:
        if name is not None:
            totals[name] += n
    return tuple(sorted(totals, key=lambda name: (-totals[name], name)))
