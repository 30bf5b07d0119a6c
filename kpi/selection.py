"""What a question selects, before anything is figured: that nothing is there, or that a definition left nothing out.

Judges nothing; a study or a page that would otherwise count zeros says this instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import narwhals as nw

from kpi.counting import one, within
from kpi.definitions import Definition, definition
from kpi.figure import nothing_in
from kpi.measure import Facts, Query, scope_of, view
from kpi.text import Text
from kpi.wording import number, sentence

NO_COMPLAINT = Text(fr="aucune réclamation connue à cette date", en="no complaint is known on this day")
NO_MONTH = Text(
    fr="aucun mois entier avec des réclamations dans le périmètre", en="no whole month with complaints is in the scope"
)
CAN_NOT_TELL = Text(
    fr="« {title} » : l'export ne le dit d'aucune des {n} réclamations ; toutes comptent, aucune n'a été écartée",
    en="“{title}”: the export tells it of none of the {n} complaints; all of them count, and none was left out",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """Complaints by the definition; all of that kind, what nobody knows of them, and what it names as excluded."""

    complaints: int
    kind: int
    unknown: int
    excludes: int


def none_selected(facts: Facts, query: Query) -> Text | None:
    """That the question's filter and dates (of reception) leave no complaint; None where they leave one.

    Dates are named only where the filter alone would leave some.
    """
    if _counts(facts, query).complaints:
        return None
    if _counts(facts, replace(query, start=None, end=None)).complaints:
        return nothing_in(query.where, query.start, query.end)
    return nothing_in(query.where) if query.where else NO_COMPLAINT


def filter_selects_none(facts: Facts, query: Query) -> Text | None:
    """The same whatever the dates: the filter alone leaves no complaint known by the as-of day."""
    return none_selected(facts, replace(query, start=None, end=None))


def no_whole_month(facts: Facts, query: Query) -> Text:
    """Why nobody can be said to have fallen silent or not: the scope is empty, or holds no month that is over."""
    return none_selected(facts, query) or NO_MONTH


def doubts(facts: Facts, query: Query) -> tuple[Text, ...]:
    """Why the definition of a complaint may not do what its name says on these data; nothing where it does.

    Its exclusion is looked for in all data, whatever is filtered: a word that is nowhere may be spelt otherwise here.
    """
    chosen = definition(query.definition or facts.rules.definition)
    if chosen.fits is None:
        return ()
    anytime = replace(query, start=None, end=None)
    here, everywhere = _counts(facts, anytime), _counts(facts, replace(anytime, where=()))
    unknown = sentence(CAN_NOT_TELL, title=chosen.title, n=number(here.kind))
    vain = chosen.vain if chosen.excludes is not None and everywhere.kind and not everywhere.excludes else None
    return tuple(text for text in (unknown if 0 < here.kind == here.unknown else None, vain) if text)


def _counts(facts: Facts, query: Query) -> _Counts:
    """Counted on the engine, in one scan."""
    chosen = definition(query.definition or facts.rules.definition)
    rows = within(view(facts, query, _columns(chosen)), "received", scope_of(facts, query))
    kind = nw.col("kind") == "complaint"
    flags = {
        "complaints": nw.col("complaint"), "kind": kind, "unknown": nw.col("definition_unknown"),
        "excludes": kind & chosen.excludes if chosen.excludes is not None else nw.lit(False),
    }  # fmt: skip
    flagged = rows.select(**{name: one(flag) for name, flag in flags.items()})
    (row,) = flagged.select(nw.all().sum()).collect("pyarrow").to_native().to_pylist()
    return _Counts(**{name: int(n or 0) for name, n in row.items()})


def _columns(chosen: Definition) -> set[str]:
    return {"motive"} if chosen.excludes is not None else set()
