"""A table or a query of a database. Reads only; all it was asked for in one state of the database, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import stamina
from sqlalchemy import URL, Connection, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_sources.connector import LINE, RawTable
from data_sources.databases.addresses import address, place
from data_sources.databases.failures import DroppedError, judged, message, nearest_names
from data_sources.databases.links import read_only
from data_sources.databases.options import NAMES, SqlOptions, sql_options
from data_sources.databases.receiving import Receiver
from data_sources.databases.statements import check_query, statement
from data_sources.databases.watermarks import Watermark, bound, source_clock
from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.remote import Cursor, Fetched, Progress
from data_sources.secrets import redact

OPTIONS = NAMES
FILE = "received.parquet"
ATTEMPTS = 4
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One source to ask, and how far it was read before."""

    profile: Profile
    options: SqlOptions
    url: URL
    cursor: Cursor | None

    @property
    def source(self) -> str:
        return self.profile.source

    @property
    def identity(self) -> str:
        """What the cursor is worth for: another table, query or database is read from its beginning."""
        asked = self.options.model_dump(
            mode="json", exclude={"timeout", "overlap", "url", "url_secret", "password_secret"}
        )
        where = [self.url.get_backend_name(), self.url.host, self.url.port, self.url.database]
        return hashlib.sha256(json.dumps([where, asked], sort_keys=True).encode()).hexdigest()[:16]


def fetch(profile: Profile, cursor: Cursor | None, folder: Path, progress: Progress) -> Fetched:
    """Ask the database, again after a pause if the link breaks; `received.parquet` is whole or not there."""
    try:
        return _fetch(profile, cursor, folder, progress)
    except Exception as error:  # drivers raise what they like, and it may hold a URL
        sentence = _sentence(error, profile.source)
    raise SourceError(sentence)  # outside of the handler: no chain leads back to what a driver knew


def read(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    """The rows that `fetch` received, as text; SourceError for any other file."""
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError):
        table = None
    if table is None or LINE in table.column_names or any(kind != pa.string() for kind in table.schema.types):
        raise SourceError(
            f"{path.name} is not what the connector sql_query receives; ask the database with vigie sync, "
            "or take connector out of the profile to import a file."
        )
    lines = pa.array(range(1, table.num_rows + 1), pa.int64())
    return RawTable(table=table.replace_schema_metadata().append_column(LINE, lines), read=table.num_rows)


def _fetch(profile: Profile, cursor: Cursor | None, folder: Path, progress: Progress) -> Fetched:
    options = sql_options(profile)
    if options.query is not None:
        options = options.model_copy(update={"query": check_query(options.query, profile.source)})
    url = address(options, profile.source)
    question = _Question(profile=profile, options=options, url=url, cursor=cursor)
    tries = stamina.retry_context(
        on=DroppedError,
        attempts=ATTEMPTS,
        timeout=None,
        wait_initial=FIRST_WAIT_SECONDS,
        wait_max=LONGEST_WAIT_SECONDS,
    )
    for attempt in tries:
        with attempt:
            return _ask(question, folder / FILE, progress)
    raise AssertionError("unreachable: the last attempt gives a result or raises")


def _ask(question: _Question, path: Path, progress: Progress) -> Fetched:
    """One attempt; what fails in the database is judged here."""
    hint = ""
    try:
        with read_only(question.url, question.options.timeout, question.source) as link:
            try:
                return _received(link, question, path, progress)
            except DBAPIError as error:
                hint = nearest_names(link, question.options, error)
                raise
    except (SQLAlchemyError, OSError) as error:
        failure = judged(error, question.url, question.options, question.source)
    raise type(failure)(f"{failure}{hint}")


def _received(link: Connection, question: _Question, path: Path, progress: Progress) -> Fetched:
    options, source = question.options, question.source
    known = _known(question)
    since = None
    if known is not None:
        since = bound(str(known["watermark"]), bool(known["typed"]), options.overlap, question.profile.timezone)
    mark = None
    if options.watermark:
        clock = source_clock(link.scalar(select(func.current_timestamp())))
        mark = Watermark(options.watermark, source, clock, None if known is None else str(known["watermark"]))
    asked = statement(link, options, since, source)
    receiver = Receiver(source, mark, progress)
    receiver.receive(link, asked, path)
    notes = {"database": place(question.url), "since": "the beginning" if since is None else str(since.value)}
    if mark and mark.ahead:
        notes["watermark_ahead"] = f"{mark.ahead} records are dated after the database's own clock"
    return Fetched(path=path, records=receiver.records, cursor=_next(question, mark, receiver), notes=notes)


def _known(question: _Question) -> Cursor | None:
    """The cursor, if it is one of this question's."""
    cursor = question.cursor
    if cursor is None or question.options.watermark is None or cursor.get("of") != question.identity:
        return None
    return cursor


def _next(question: _Question, mark: Watermark | None, receiver: Receiver) -> Cursor | None:
    if mark is None or mark.text is None:
        return None
    known = _known(question)
    typed = receiver.typed or bool(known and known["typed"])
    return {"watermark": mark.text, "typed": typed, "of": question.identity}


def _sentence(error: Exception, source: str) -> str:
    if isinstance(error, DroppedError):
        return redact(f"{error} {ATTEMPTS} times; nothing was received. Try again once the database is steady.")
    if isinstance(error, SourceError):
        return redact(str(error))
    return f"{source}: the database can't be read ({type(error).__name__}: {message(error)}); nothing was received."
