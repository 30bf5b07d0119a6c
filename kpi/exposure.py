"""What rates are divided by: dated counts of customers, deliveries and the like, by period and dimension values.

Stocks (customers) are averaged over the months of a period, flows (deliveries) are summed. An exposure that is not
known for every month, or not by the dimensions asked for, gives a reason, never a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kpi import days, labels
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
        rows = [row for rows in _fitting(self, measure, set(names)) for row in rows]
        return {tuple(dict(row.values)[name] for name in names) for row in rows}

    def amount(self, measure: str, wanted: Wanted, first: int, last: int) -> Fraction | Text:
        """The exposure from the `first` to the `last` month for the values wanted, or why there is none."""
        found: list[Text] = []
        for rows in _fitting(self, measure, set(wanted)):
            amount = _amount(measure, rows, wanted, first, last)
            if isinstance(amount, Fraction):
                return amount
            found.append(amount)
        return found[0] if found else _not_known_by(measure, wanted)


NONE_KNOWN = Exposures()


def exposures(rows: Iterable[Mapping[str, Any]]) -> Exposures:
    """From mappings with `period` (2024-03, 2024-Q1, 2024), `measure`, `count` and dimension values.

    KpiError for a period or measure that can't be read, a negative count, or two counts of the same.
    """
    found: dict[tuple[Any, ...], Row] = {}
    for given in rows:
        row = _row(given)
        same = (row.measure, row.first, row.last, row.values)
        if same in found:
            raise KpiError(f"{row.measure} of {given['period']} is there twice; give one count.")
        found[same] = row
    return Exposures(rows=tuple(found.values()))


def months(period: str) -> tuple[int, int]:
    """The first and last month of 2024-03, 2024-Q1 or 2024; KpiError for anything else."""
    if labels.period_of(period) in ("month", "quarter", "year"):
        with suppress(KpiError):
            return days.month_of(labels.first_day(period)), days.month_of(labels.last_day(period))
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


def _fitting(known: Exposures, measure: str, wanted: set[str]) -> list[list[Row]]:
    """The rows that tell the wanted dimensions apart, those by fewest dimensions first: adding up others is exact."""
    by_names = known.by_measure.get(measure, {})
    fitting = [names for names in by_names if wanted <= set(names)]
    return [by_names[names] for names in sorted(fitting, key=lambda names: (len(names), names))]


def _amount(measure: str, rows: list[Row], wanted: Wanted, first: int, last: int) -> Fraction | Text:
    """The sum over all combinations of values that are wanted; each must be known for every month."""
    for name, kept in wanted.items():
        for value in kept:
            if all(dict(row.values)[name] != value for row in rows):
                return _unknown(measure, f"{name}={value}")
    parts: dict[Values, list[Row]] = {}
    for row in rows:
        if row.first <= last and row.last >= first and all(dict(row.values)[n] in kept for n, kept in wanted.items()):
            parts.setdefault(row.values, []).append(row)
    add, total = _average if MEASURES[measure] == "stock" else _total, Fraction(0)
    for values, own in sorted(parts.items()) or [((), [])]:
        found = add(own, first, last)
        if isinstance(found, int):
            return _unknown(measure, *(f"{name}={value}" for name, value in values), days.label("month", found))
        total += found
    return total


def _average(rows: list[Row], first: int, last: int) -> Fraction | int:
    """The mean of the months' counts, each of the shortest period that holds it; the first that none does."""
    total = 0
    for month in range(first, last + 1):
        holding = [row for row in rows if row.first <= month <= row.last]
        if not holding:
            return month
        total += min(holding, key=_length).count
    return Fraction(total, last - first + 1)


def _total(rows: list[Row], first: int, last: int) -> Fraction | int:
    """The sum of the longest counts that lie within the months, each month once; the first that isn't covered whole."""
    total, absent = 0, set(range(first, last + 1))
    for row in sorted(rows, key=_length, reverse=True):
        own = set(range(row.first, row.last + 1))
        if own <= absent:
            absent -= own
            total += row.count
    return min(absent) if absent else Fraction(total)


def _length(row: Row) -> int:
    return row.last - row.first


def _unknown(measure: str, *of: str) -> Text:
    named = ", ".join(of)
    return Text(fr=f"{_FRENCH[measure]} : inconnu pour {named}", en=f"{measure}: not known for {named}")


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
