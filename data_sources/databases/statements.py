"""What a database is asked: names only from its own lists and quoted by the dialect, values only bound, and reading
only. A query is refused for what it might do, not parsed: the link it would run on can't write either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Select,
    TextClause,
    bindparam,
    column,
    false,
    inspect,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import NullType

from data_sources.databases.options import Scalar, SqlOptions
from data_sources.databases.watermarks import FIRST_MOMENT, Bound
from data_sources.errors import SourceError, did_you_mean

_READS = re.compile(r"[\s(]*(select|with)\b", re.IGNORECASE)
_WRITES = re.compile(r"\b(insert|update|delete|merge|into)\b", re.IGNORECASE)
_COLON_OF_ITS_OWN = re.compile(r"(?<![:\\]):(?=\d)")
_ANY_TYPE = NullType()
"""The server decides what a bound value is, as it does for a literal; a declared text isn't comparable to a moment."""


def check_query(query: str, source: str) -> str:
    """The one SELECT or WITH that this is; SourceError for anything that could be more."""
    query = query.strip().removesuffix(";").rstrip()
    writes = _WRITES.search(query)
    if not _READS.match(query):
        raise SourceError(f"{source}: options.query has to begin with SELECT or WITH; nothing else is asked.")
    if ";" in query:
        raise SourceError(
            f"{source}: options.query holds ';', and is one statement only; to compare with that character, "
            "write :name and its value under parameters."
        )
    if writes:
        raise SourceError(
            f"{source}: options.query holds the word {writes[0].upper()}, which writes or locks; if it is meant as a "
            "value, write :name and its value under parameters; if it is a name, read through a view."
        )
    return query


def statement(link: Connection, options: SqlOptions, since: Bound | None, source: str) -> Executable:
    """The statement that reads the source, from `since` on; its query was checked before.

    SourceError for names that the database doesn't have.
    """
    if options.query and not options.watermark:
        return _text(options, link, source)
    asked = _asked(link, options, source)
    _check_columns(link, asked, options, source)
    wanted = _all(asked)
    for name, value in options.where.items():
        wanted = wanted.where(_equal(name, _fitting(value, link)))
    return wanted if since is None else wanted.where(_since(str(options.watermark), since))


def table_names(link: Connection, schema: str | None) -> list[str]:
    """Tables and views, as the database lists them."""
    known = inspect(link)
    return sorted({*known.get_table_names(schema), *known.get_view_names(schema)})


def _asked(link: Connection, options: SqlOptions, source: str) -> FromClause:
    if options.query:
        return _text(options, link, source).columns().subquery("asked")
    _check_table(link, str(options.table), options.schema_, source)
    return table(str(options.table), schema=options.schema_)


def _check_table(link: Connection, name: str, schema: str | None, source: str) -> None:
    known = inspect(link)
    if schema and schema not in known.get_schema_names():
        near = did_you_mean(schema, known.get_schema_names())
        raise SourceError(f"{source}: no schema '{schema}'; {near}. Correct options.schema.")
    names = table_names(link, schema)
    if name not in names and not _has_table(link, name, schema):
        raise SourceError(f"{source}: no table '{name}'; {did_you_mean(name, names)}. Correct options.table.")


def _has_table(link: Connection, name: str, schema: str | None) -> bool:
    """Also what isn't listed: a synonym, a materialised view, a foreign table."""
    try:
        return inspect(link).has_table(name, schema)
    except SQLAlchemyError:
        return False


def _check_columns(link: Connection, asked: FromClause, options: SqlOptions, source: str) -> None:
    """Only names that the source itself gives are ever written into a statement."""
    named = {**dict.fromkeys(options.where, "where"), **({options.watermark: "watermark"} if options.watermark else {})}
    if not named:
        return
    columns = list(link.execute(_all(asked).where(false())).keys())
    for name, option in named.items():
        if name not in columns:
            raise SourceError(f"{source}: no column '{name}'; {did_you_mean(name, columns)}. Correct options.{option}.")


def _all(asked: FromClause) -> Select[tuple[object]]:
    return select(literal_column("*")).select_from(asked)


def _text(options: SqlOptions, link: Connection, source: str) -> TextClause:
    """The query with its parameters bound; those it names and those it is given have to be the same."""
    query = text(_COLON_OF_ITS_OWN.sub(r"\\:", str(options.query)))
    named, given = list(query.compile().params), options.parameters
    for name in named:
        if name not in given:
            raise SourceError(
                f"{source}: options.query names :{name}; {did_you_mean(name, given)}. Give its value under parameters, "
                f"or write \\:{name} for a colon of its own."
            )
    for name in given:
        if name not in named:
            raise SourceError(
                f"{source}: options.query has no :{name}; {did_you_mean(name, named)}. Correct options.parameters."
            )
    return query.bindparams(
        *(
            bindparam(name, _fitting(value, link), _ANY_TYPE, expanding=isinstance(value, tuple))
            for name, value in given.items()
        )
    )


def _equal(name: str, value: object) -> ColumnElement[bool]:
    """Equal to the value, to one of several, or missing."""
    asked: ColumnElement[object] = column(name)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return asked.in_(bindparam(None, value, _ANY_TYPE, expanding=True))
    return asked.is_(None) if value is None else asked == bindparam(None, value, _ANY_TYPE)


def _since(name: str, since: Bound) -> ColumnElement[bool]:
    """At the bound or after it. What has no place in the order comes every time, or it might never come."""
    asked: ColumnElement[object] = column(name)
    outside: list[ColumnElement[bool]] = [asked.is_(None)]
    if since.is_moment:
        first: object = FIRST_MOMENT if isinstance(since.value, datetime) else FIRST_MOMENT.date()
        first = str(FIRST_MOMENT.date()) if isinstance(since.value, str) else first
        outside.append(asked < bindparam(None, first, _ANY_TYPE))
    return or_(asked >= bindparam(None, since.value, _ANY_TYPE), *outside)


def _fitting(value: Scalar | tuple[Scalar, ...], link: Connection) -> object:
    """A value as this driver takes it: SQLite has no dates."""
    if isinstance(value, tuple):
        return [_fitting(each, link) for each in value]
    if link.dialect.name == "sqlite" and isinstance(value, date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return value
