"""What rates are divided by: dated counts of customers, deliveries and the like, by period and dimension values.

Stocks (customers) are averaged over the months of a period, flows (deliveries) are summed. An exposure that is not
known for every month, or not by the dimensions asked for, gives a reason, never a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kpi import days
from kpi.errors import KpiError, unknown
from kpi.text import Text

STOCKS = ("customers", "subscribers", "accounts", "contracts")
FLOWS = (
    *("deliveries", "contacts", "invoices", "sold", "shipped"),
    *("defective", "shipping_errors", "internal_defects"),
)
MEASURES = {**dict.fromkeys(STOCKS, "stock"), **dict.fromkeys(FLOWS, "flow")}
Values = tuple[tuple[str, str], ...]
Wanted = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`count` of a measure from the `first` to the `last` month (months since 1970-01), for some dimension values."""

    measure: str
    first: int
    last: int
    count: int
    values: Values = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposures:
    """All that is known of exposures. `by_measure` keeps the rows of each measure by the dimensions they tell of."""

    rows: tuple[Row, ...] = ()
    by_measure: dict[str, dict[tuple[str, ...], list[Row]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, dict[tuple[str, ...], list[Row]]] = {}
        for row in self.rows:
            names = tuple(name for name, _ in row.values)
            found.setdefault(row.measure, {}).setdefault(names, []).append(row)
        object.__setattr__(self, "by_measure", found)

    def first_given(self, measures: Iterable[str]) -> str | None:
        """The first of the measures that anything is known of."""
        return next((measure for measure in measures if measure in self.by_measure), None)

    def values(self, measure: str, names: tuple[str, ...]) -> set[tuple[str, ...]]:
        """The values of dimensions, in their order, that a measure is known for."""
        rows = _rows(self, measure, set(names)) or []
        return {tuple(dict(row.values)[name] for name in names) for row in rows}

    def amount(self, measure: str, wanted: Wanted, first: int, last: int) -> Fraction | Text:
        """The exposure from the `first` to the `last` month for the values wanted, or why there is none."""
        rows = _rows(self, measure, set(wanted))
        if rows is None:
            return _not_known_by(measure, wanted)
        rows = [row for row in rows if all(dict(row.values)[name] in kept for name, kept in wanted.items())]
        found = _average(rows, first, last) if MEASURES[measure] == "stock" else _total(rows, first, last)
        if isinstance(found, int):
            month = days.label("month", found)
            return Text(fr=f"{_FRENCH[measure]} : inconnu en {month}", en=f"{measure}: not known for {month}")
        return found


NONE_KNOWN = Exposures()


def exposures(rows: Iterable[Mapping[str, Any]]) -> Exposures:
    """From mappings with `period` (2024-03, 2024-Q1, 2024), `measure`, `count` and dimension values."""
    return Exposures(rows=tuple(_row(row) for row in rows))


def months(period: str) -> tuple[int, int]:
    """The first and last month of 2024-03, 2024-Q1 or 2024; KpiError for anything else."""
    year, _, rest = period.partition("-")
    try:
        start = (int(year) - 1970) * 12
        if not rest and len(year) == 4:
            return start, start + 11
        if rest in ("Q1", "Q2", "Q3", "Q4"):
            return start + 3 * int(rest[1]) - 3, start + 3 * int(rest[1]) - 1
        if len(rest) == 2 and 1 <= int(rest) <= 12:
            return start + int(rest) - 1, start + int(rest) - 1
    except ValueError:
        pass
    raise KpiError(f"'{period}' is no period of an exposure; write 2024-03, 2024-Q1 or 2024.")


def french(measure: str) -> str:
    """A measure as the French say it."""
    return _FRENCH[measure]


def _row(given: Mapping[str, Any]) -> Row:
    measure, count = str(given["measure"]), int(given["count"])
    if measure not in MEASURES:
        raise unknown("exposure measure", measure, MEASURES)
    if count < 0:
        raise KpiError(f"{measure} of {given['period']}: {count} is no exposure; give 0 or more.")
    first, last = months(str(given["period"]))
    fixed = ("period", "measure", "count")
    values = sorted((name, str(v)) for name, v in given.items() if name not in fixed and v not in (None, ""))
    return Row(measure=measure, first=first, last=last, count=count, values=tuple(values))


def _rows(known: Exposures, measure: str, wanted: set[str]) -> list[Row] | None:
    """The rows by the fewest dimensions that still tell all the wanted ones apart; adding up the others is exact."""
    fitting = [names for names in known.by_measure.get(measure, {}) if wanted <= set(names)]
    return known.by_measure[measure][min(fitting, key=lambda names: (len(names), names))] if fitting else None


def _average(rows: list[Row], first: int, last: int) -> Fraction | int:
    """The mean of the months' counts; the first month that none is known for."""
    total = 0
    for month in range(first, last + 1):
        counts = [row.count for row in rows if row.first <= month <= row.last]
        if not counts:
            return month
        total += sum(counts)
    return Fraction(total, last - first + 1)


def _total(rows: list[Row], first: int, last: int) -> Fraction | int:
    """The sum of counts that lie within the months; the first month that isn't covered whole."""
    inside = [row for row in rows if first <= row.first and row.last <= last]
    covered = {month for row in inside for month in range(row.first, row.last + 1)}
    absent = next((month for month in range(first, last + 1) if month not in covered), None)
    return Fraction(sum(row.count for row in inside)) if absent is None else absent


def _not_known_by(measure: str, wanted: Wanted) -> Text:
    names = ", ".join(sorted(wanted))
    return Text(
        fr=f"{_FRENCH[measure]} : inconnu par {names}" if names else f"{_FRENCH[measure]} : inconnu",
        en=f"{measure}: not known by {names}" if names else f"{measure}: not known",
    )


_FRENCH = {
    **dict(zip(STOCKS, ("clients", "abonnés", "comptes", "contrats"), strict=True)),
    "deliveries": "livraisons", "contacts": "contacts", "invoices": "factures", "sold": "produits vendus",
    "shipped": "expéditions", "defective": "produits défectueux", "shipping_errors": "erreurs d'expédition",
    "internal_defects": "défauts détectés en interne",
}  # fmt: skip
