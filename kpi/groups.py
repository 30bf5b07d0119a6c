"""One group of a question asked by groups: the question about it alone, and how it is called."""

from __future__ import annotations

from dataclasses import replace

from kpi.measure import Query
from kpi.text import Text

By = tuple[tuple[str, str | None], ...]
NOT_GIVEN = Text(fr="non renseigné", en="not given")


def narrowed(query: Query, by: By) -> Query:
    """The question about one group alone; a group without a value asks for the lines that have none."""
    chosen = tuple((name, ("" if value is None else value,)) for name, value in by)
    return replace(query, by=(), where=(*query.where, *chosen))


def group_name(by: By) -> Text:
    """« Rouen », "web × business"; a value that is missing is said to be."""
    return Text(fr=_joined(by, NOT_GIVEN.fr), en=_joined(by, NOT_GIVEN.en))


def _joined(by: By, missing: str) -> str:
    return " × ".join(missing if value is None else value for _, value in by)
