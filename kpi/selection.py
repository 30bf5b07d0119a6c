"""What a question selects, before anything is figured: that nothing is there, or that a definition left nothing out.

Judges nothing; a study or a page that would otherwise count zeros says this instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import narwhals as nw

from kpi.counting import one, within
from kpi.definitions import Definition, definition
from kpi.figure import Scope, nothing_in
from kpi.measure import Facts, Query, view
from kpi.text import Text
from kpi.wording import number, sentence

NO_COMPLAINT = Text(fr="aucune réclamation connue à cette date", en="no complaint is known on this day")
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
    end = min(query.end or query.as_of, query.as_of)
    scope = Scope(by=(), period="all", start=query.start, end=end, unit=query.unit)
    rows = within(view(facts, query, _columns(chosen)), "received", scope)
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
