"""What went wrong with a database, in one sentence, and whether asking again may help."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import URL, Connection, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_sources.databases.addresses import place
from data_sources.databases.options import SqlOptions
from data_sources.databases.statements import table_names
from data_sources.errors import SourceError, did_you_mean, nearest
from data_sources.secrets import redact

_LENGTH = 300
_UNNAMED = re.compile(r"resolve|name or service|translate host|getaddrinfo|nodename", re.IGNORECASE)
_LOGIN = re.compile(r"authenticat|access denied|password|role .* does not exist|no pg_hba", re.IGNORECASE)
_GONE = re.compile(
    r"refused|closed|terminat|starting up|shutting down|timed? ?out|timeout|reset|lost connection|gone away|"
    r"too many (clients|connections)|unreachable|broken pipe|no route",
    re.IGNORECASE,
)
_GONE_STATES = re.compile(r"08...|57P0[1-5]|40001|40P01|53300")
_GONE_CODES = {1040, 1053, 1213, 1927, 2002, 2003, 2006, 2013, 2055}
_LOGIN_CODES = {1044, 1045, 1698}
_TOO_SLOW_CODES = {1205, 1969, 3024}
_TOO_SLOW_WORDS = ("interrupted", "database is locked")
_NO_TABLE = re.compile(r"relation \"([^\"]+)\" does not exist|no such table: (\S+)|Table '([^']+)' doesn't exist")
_NO_COLUMN = re.compile(r"column \"?([\w.]+)\"? does not exist|no such column: (\S+)|Unknown column '([^']+)'")


class DroppedError(Exception):
    """The link broke; asking again may help. Its message shows no credential."""


def judged(error: Exception, url: URL, options: SqlOptions, source: str) -> DroppedError | SourceError:
    """The failure as ours: DroppedError where asking again may help, else SourceError."""
    said, original = message(error), getattr(error, "orig", None)
    if _is_too_slow(original, said):
        return SourceError(
            f"{source}: {place(url)} didn't answer within {options.timeout:g} seconds, being slow or locked by "
            f"somebody else ({said}); nothing was received. Try again later, or raise options.timeout (seconds)."
        )
    if _is_login(original, said):
        named = options.url_secret or options.password_secret
        return SourceError(
            f"{source}: {place(url)} refuses the login ({said}); check user and password"
            + (f", which come from the credential {named}." if named else ".")
        )
    if _UNNAMED.search(said):
        return SourceError(f"{source}: there is no machine '{url.host}' ({said}); correct the host in the URL.")
    if _is_gone(error, original, said):
        return DroppedError(f"{source}: the link to {place(url)} broke ({said})")
    return SourceError(
        f"{source}: {place(url)} refuses what is asked ({said}); correct it in the profile under options."
    )


def message(error: BaseException) -> str:
    """The first line of what the driver said, and the server's own hint."""
    original: Any = getattr(error, "orig", None) or error
    said = _server_text(original) or str(original) or type(original).__name__
    return redact(" ".join(said.split()))[:_LENGTH]


def nearest_names(link: Connection, options: SqlOptions, error: DBAPIError) -> str:
    """For a table or a column that a query names and the database doesn't have; empty where it is something else."""
    said = str(error.orig)
    missing, column = _NO_TABLE.search(said), _NO_COLUMN.search(said)
    if not (missing or column) or not options.query:
        return ""
    try:
        link.rollback()
        names = table_names(link, None)
        if missing:
            name = str(missing[missing.lastindex or 0]).split(".")[-1]
            return f" There is no table '{name}'; {did_you_mean(name, names)}."
        name = str(column[column.lastindex or 0]).split(".")[-1] if column else ""
        return _nearest_column(link, options.query, name, names)
    except SQLAlchemyError:
        return ""


def _nearest_column(link: Connection, query: str, name: str, tables: list[str]) -> str:
    """Among the columns of the tables that the query names."""
    named = [each for each in tables if re.search(rf"\b{re.escape(each)}\b", query)]
    columns = [str(column["name"]) for each in named for column in inspect(link).get_columns(each)]
    return f" There is no column '{name}'; {did_you_mean(name, columns)}." if nearest(name, columns) else ""


def _server_text(original: Any) -> str:  # noqa: ANN401 (errors of drivers have no common type)
    diagnosis = getattr(original, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    if primary:
        return str(primary)
    codes = original.args
    numbered = len(codes) == 2 and isinstance(codes[0], int)
    return f"{codes[1]} [{codes[0]}]" if numbered and codes[1] else ""


def _code(original: object) -> int | None:
    args = getattr(original, "args", ())
    return args[0] if args and isinstance(args[0], int) else None


def _state(original: object) -> str:
    return str(getattr(original, "sqlstate", None) or "")


def _is_too_slow(original: object, said: str) -> bool:
    return _state(original) == "57014" or _code(original) in _TOO_SLOW_CODES or said in _TOO_SLOW_WORDS


def _is_login(original: object, said: str) -> bool:
    unsaid = not _state(original) and _code(original) is None
    return (
        _state(original).startswith("28") or _code(original) in _LOGIN_CODES or (unsaid and bool(_LOGIN.search(said)))
    )


def _is_gone(error: Exception, original: object, said: str) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if _state(original):
        return bool(_GONE_STATES.fullmatch(_state(original)))
    return _code(original) in _GONE_CODES or bool(_GONE.search(said))
