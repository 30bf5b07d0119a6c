"""A figure, the scope it is asked for, and what is left of a shape once its lines are counted."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from kpi import days
from kpi.exposure import NONE_KNOWN, Exposures
from kpi.text import Text
from kpi.wording import day, joined, sentence

Group = tuple[str | None, ...]
Cell = tuple[int, Group]
Where = tuple[tuple[str, tuple[str, ...]], ...]
EMPTY = Text(fr="aucune réclamation dans cette période", en="no complaint in this period")


def nothing_in(where: Where, start: date | None = None, end: date | None = None) -> Text:
    """That no complaint is in the scope, which is named as it was asked for."""
    chosen = "; ".join(f"{name}={'|'.join(values)}" for name, values in where)
    return sentence(
        Text(fr="aucune réclamation dans le périmètre ({scope})", en="no complaint is in the scope ({scope})"),
        scope=joined(Text(fr=chosen, en=chosen), _received(start, end), by=Text(fr=", ", en=", ")),
    )


def _received(start: date | None, end: date | None) -> Text:
    bounds = {name: day(value) for name, value in (("start", start), ("end", end)) if value}
    said = {
        (): Text(fr="", en=""),
        ("start",): Text(fr="à partir du {start}", en="from {start}"),
        ("end",): Text(fr="jusqu'au {end}", en="to {end}"),
        ("start", "end"): Text(fr="du {start} au {end}", en="from {start} to {end}"),
    }
    return sentence(said[tuple(bounds)], **bounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which periods and groups are asked for; `end` is never after the as-of date.

    `earliest` is the first reception of all, where exposures begin to matter if nobody says when.
    """

    by: tuple[str, ...]
    period: str
    start: date | None
    end: date
    unit: str
    where: Where = ()
    exposures: Exposures = NONE_KNOWN
    exposure: str | None = None
    earliest: date = date.max

    def key(self, value: date) -> int:
        """The key of the period that holds a date."""
        return days.key_of(self.period, value)

    @property
    def first(self) -> date:
        """The first day that exposures are asked for."""
        return self.start or min(self.earliest, self.end)

    def months(self, key: int) -> tuple[int, int]:
        """The first and last month (since 1970-01) of a period, within the scope."""
        first = max(days.first_day(self.period, key), self.first)
        return days.month_of(first), days.month_of(min(days.last_day(self.period, key), self.end))

    def cuts_a_month(self, key: int) -> bool:
        """The period, within the scope, begins or ends amid a month."""
        first = max(days.first_day(self.period, key), self.start or date.min)
        last = min(days.last_day(self.period, key), self.end)
        return first.day > 1 or last.day < monthrange(last.year, last.month)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: `value` (a share between 0 and 1, a count, days) or None with the reason why it can't be given.

    `n` is the number of lines it stands on; `low` and `high` its 95 % interval; `excluded` the lines left out. A
    denominator is a whole number of lines, or an exposure, which may be an average.
    """

    metric: str
    period: str
    by: tuple[tuple[str, str | None], ...]
    value: float | None
    unit: str
    n: int
    numerator: int | None
    denominator: float | None
    low: float | None
    high: float | None
    excluded: int
    definition_version: str
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a shape makes of one cell's counts."""

    value: float | None
    n: int
    numerator: int | None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    excluded: int = 0
    reason: Text | None = None
