"""How old open complaints are, band by band, and how many of each are overdue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kpi.as_of import AGES, OLDER
from kpi.figure import Figure, Where
from kpi.measure import Facts, Query, measure
from kpi.overview import Answer

BANDS = (*(name for _, name in AGES), OLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One band of days since the reception: what is open, and how much of it is past its due date."""

    name: str
    open: Answer
    overdue: int


def ageing(facts: Facts, as_of: date, where: Where = ()) -> tuple[Band, ...]:
    """Every band, the youngest first; none where nothing can be said to be open."""
    query = Query(metrics=("backlog", "overdue"), as_of=as_of, where=where, by=("age_band",))
    found = {(figure.metric, figure.by[0][1]): figure for figure in measure(facts, query)}
    if not any(figure.metric == "backlog" and figure.value is not None for figure in found.values()):
        return ()
    return tuple(_band(name, found, query) for name in BANDS)


def _band(name: str, found: dict[tuple[str, str | None], Figure], query: Query) -> Band:
    asked = replace(query, metrics=("backlog",), by=(), where=(*query.where, ("age_band", (name,))))
    overdue = found.get(("overdue", name))
    return Band(
        name=name,
        open=Answer(figure=found.get(("backlog", name)) or _nobody(found, name), query=asked),
        overdue=overdue.n if overdue else 0,
    )


def _nobody(found: dict[tuple[str, str | None], Figure], name: str) -> Figure:
    """A band that nobody is in."""
    other = next(figure for (metric, _), figure in found.items() if metric == "backlog")
    return replace(other, by=(("age_band", name),), value=0, n=0, numerator=0, excluded=0, reason=None)
