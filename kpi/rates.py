"""Rates: complaints, or other counts, divided by an exposure. Without a known exposure above zero there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from kpi.exposure import MEASURES, french
from kpi.figure import Cell, Group, Scope, Value
from kpi.intervals import poisson, wilson
from kpi.metric import Metric, Part, Rate
from kpi.sums import Sums, without
from kpi.text import Text

# What a customer, or a delivery, has as well as a complaint: an exposure must tell these apart.
EXPOSED = ("source", "product", "site", "region", "country", "customer_type", "profile", "vulnerable", "distributor")
NO_EXPOSURE = Text(
    fr="aucune donnée d'exposition chargée ({measures})", en="no exposure was loaded for it ({measures})"
)
NOTHING = Sums(n=0, total=0, squares=0, under=0, out=0)


def rate_values(metric: Metric, counted: dict[Cell, Sums], scope: Scope) -> dict[Cell, Value]:
    """One value for each period and group with complaints, and for each group that only the exposure knows."""
    shape = metric.shape
    if not isinstance(shape, Rate | Part):
        raise TypeError(f"{metric.name} is no rate")
    measure = _chosen(shape, scope)
    if measure is None:
        nothing: dict[Cell, Sums] = {} if scope.by or counted else {(scope.key(scope.end), ()): NOTHING}
        reason = _formatted(NO_EXPOSURE, shape.measures)
        counts = isinstance(shape, Rate)
        return {
            cell: without(sums, reason, sums.n if counts else None) for cell, sums in {**nothing, **counted}.items()
        }
    known = _Known(scope=scope, strict=isinstance(shape, Part))
    cells = {cell: counted.get(cell, NOTHING) for cell in _cells(counted, measure, scope)}
    return {
        cell: _part(shape, sums, cell, known)
        if isinstance(shape, Part)
        else _rate(shape, sums, known.amount(measure, cell), measure)
        for cell, sums in cells.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The exposures of a scope. `strict`: every filter must be told apart, also those that only complaints have."""

    scope: Scope
    strict: bool

    def amount(self, measure: str, cell: Cell) -> Fraction | Text:
        """The exposure of a cell, or why it isn't known."""
        scope, (key, group) = self.scope, cell
        if MEASURES[measure] == "flow" and scope.cuts_a_month(key):
            return Text(fr=f"{french(measure)} : connu par mois entiers", en=f"{measure}: known by whole months")
        grouped = {name: (value or "",) for name, value in zip(scope.by, group, strict=True)}
        asked = {**dict(scope.where), **grouped}
        told = {name for names in scope.exposures.by_measure.get(measure, {}) for name in names}
        wanted = {n: v for n, v in asked.items() if self.strict or n in told or _restricts(n, measure)}
        return scope.exposures.amount(measure, wanted, *scope.months(key))


def _restricts(name: str, measure: str) -> bool:
    return name in EXPOSED or (name == "channel" and measure == "contacts")


def _chosen(shape: Rate | Part, scope: Scope) -> str | None:
    """The measure to divide by; None where it, or one of a part's two, was never loaded."""
    if isinstance(shape, Part):
        return shape.measures[-1] if all(name in scope.exposures.by_measure for name in shape.measures) else None
    asked = (scope.exposure,) if scope.exposure in shape.measures else shape.measures
    return scope.exposures.first_given(name for name in asked if name)


def _formatted(text: Text, measures: Iterable[str]) -> Text:
    listed = ", ".join(measures)
    return Text(fr=text.fr.format(measures=listed), en=text.en.format(measures=listed))


def _cells(counted: Iterable[Cell], measure: str, scope: Scope) -> Iterator[Cell]:
    groups: set[Group] = {group for _, group in counted}
    groups |= {group for group in scope.exposures.values(measure, scope.by) if _kept(group, scope)}
    keys = range(scope.key(scope.first), scope.key(scope.end) + 1)
    yield from product(keys, sorted(groups, key=str))


def _kept(group: Group, scope: Scope) -> bool:
    asked = dict(scope.where)
    return all(value in asked.get(name, (value,)) for name, value in zip(scope.by, group, strict=True))


def _rate(shape: Rate, sums: Sums, amount: Fraction | Text, measure: str) -> Value:
    if isinstance(amount, Text) or not amount:
        return without(sums, amount if isinstance(amount, Text) else zero(measure), sums.n)
    low, high = (end * shape.per / float(amount) for end in poisson(sums.n))
    return _divided(sums.n, amount, shape.per, (low, high), sums)


def _part(shape: Part, sums: Sums, cell: Cell, known: _Known) -> Value:
    hits = known.amount(shape.hit, cell)
    of = known.amount(shape.of, cell) if shape.of else hits
    for amount in (hits, of):
        if isinstance(amount, Text):
            return without(sums, amount)
    total = of if shape.of else hits + sums.n  # type: ignore[operator]
    if not total or hits > total:  # type: ignore[operator]
        return without(sums, zero(shape.measures[-1]) if not total else _more(shape))
    low, high = (end * shape.per for end in wilson(int(hits), int(total)))  # type: ignore[arg-type]
    return _divided(int(hits), total, shape.per, (low, high), sums)  # type: ignore[arg-type]


def zero(measure: str) -> Text:
    """Why nothing can be divided by it."""
    return Text(fr=f"{french(measure)} : zéro sur la période", en=f"{measure}: zero in this period")


def _more(shape: Part) -> Text:
    return Text(
        fr=f"{french(shape.measures[0])} : plus que {french(shape.measures[-1])}",
        en=f"{shape.measures[0]}: more than {shape.measures[-1]}",
    )


def _divided(count: int, amount: Fraction, per: int, ends: tuple[float, float], sums: Sums) -> Value:
    under = int(amount) if amount.denominator == 1 else float(amount)
    value = float(Fraction(count * per) / amount)
    return Value(
        value=value, n=sums.n, numerator=count, denominator=under, low=ends[0], high=ends[1], excluded=sums.out
    )
