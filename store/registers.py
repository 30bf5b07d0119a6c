"""Registers: tables of the ledger that people keep as CSV files (exposures, actions, annotations, rebases).

A load is all or nothing. The audit trail keeps a hash of the whole table after it, so that `store.verify` finds what
was changed by another way.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import pyarrow as pa
from sqlalchemy import Date, Integer, select
from sqlalchemy.orm import Session

from data_sources.connector import LINE, RawTable, connector_for, read_bytes, read_raw
from data_sources.errors import SourceError, did_you_mean
from kpi.errors import KpiError, unknown
from kpi.facts import GROUPS
from store import audit
from store.errors import StoreError
from store.files import sha256_of
from store.home import Store
from store.receive import printable
from store.tables import Audit, Base

MIDNIGHT = re.compile(r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00$", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EMPTY = audit.sha256([])
KINDS = {Date: pa.date32(), Integer: pa.int64()}
Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a file: its filled cells by column. What it refuses names the file and the line."""

    file: str
    number: int
    cells: Mapping[str, str]

    def wrong(self, what: str) -> StoreError:
        return StoreError(f"{self.file}, line {self.number}: {what}")

    def get(self, name: str) -> str | None:
        return self.cells.get(name)

    def text(self, name: str) -> str:
        """A cell that must be filled."""
        if name not in self.cells:
            raise self.wrong(f"no {name}; fill it in.")
        return self.cells[name]

    def day(self, name: str) -> date:
        """A date that must be there, as 2024-03-31."""
        text = self.text(name)
        try:
            if DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise self.wrong(f"{name} is '{text}', which is no day; write it as 2024-03-31.")

    def day_or_none(self, name: str) -> date | None:
        return self.day(name) if name in self.cells else None

    def target(self) -> dict[str, str]:
        """The dimension and the value that the line is about; empty where it is about everything."""
        given = {name: self.cells[name] for name in ("dimension", "value") if name in self.cells}
        if len(given) == 1:
            raise self.wrong("a target is a dimension and a value; give both, or neither.")
        if given and given["dimension"] not in GROUPS:
            raise unknown("dimension", given["dimension"], GROUPS)
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Generic[Row]):
    """A table, what tells its rows apart, the columns that its files need and may have, and how a line is a row."""

    name: str
    table: type[Row]
    key: tuple[str, ...]
    needed: tuple[str, ...]
    may: tuple[str, ...]
    make: Callable[[Line], Row]


def load(store: Store, register: Register[Any], path: Path) -> int:
    """Add the rows of a CSV, a workbook or JSON, in the place of those with the same key; returns how many. All rows
    or none.

    StoreError, with the line, for what can't be read, contradicts itself, or was withdrawn in the same words.
    """
    try:
        return load_lines(store, register, path, _lines(register, path))
    except SourceError as error:
        raise StoreError(str(error)) from None


def load_lines(store: Store, register: Register[Any], path: Path, lines: Iterable[Line]) -> int:
    """The same for lines that were read from `path`."""
    rows = _rows(register, lines)
    with store.ledger.write() as session:
        taken_back = withdrawn(register, session)
        for line, row in rows:
            if content(register, row) in taken_back:
                raise line.wrong(f"was withdrawn: {taken_back[content(register, row)]}. Leave it out, or word it anew.")
            session.merge(row)
        session.flush()
        session.expire_all()
        detail = {"rows": len(rows), "sha256": sha256_of(path), "all": seal(register, session)}
        audit.add(session, register.name, printable(path.name), detail)
    return len(rows)


def all_rows(register: Register[Row], session: Session) -> list[Row]:
    """Every row, ordered by its key; the same on every database."""
    return sorted(session.scalars(select(register.table)), key=lambda row: key(register, row))


def table(store: Store, register: Register[Any]) -> pa.Table:
    """Every row, without the moment when it was loaded; what was left empty is null."""
    columns = [column for column in register.table.__table__.columns if column.name != "loaded_at"]
    schema = pa.schema([(one.name, KINDS.get(type(one.type), pa.string())) for one in columns])
    with store.ledger.read() as session:
        rows = all_rows(register, session)
        return pa.table([[_given(row, one.name) for row in rows] for one in columns], schema=schema)


def seal(register: Register[Any], session: Session) -> str:
    """A hash of the whole table, kept in the audit trail."""
    columns = [column.name for column in register.table.__table__.columns]
    return audit.sha256([[_plain(getattr(row, name)) for name in columns] for row in all_rows(register, session)])


def content(register: Register[Any], row: Base) -> str:
    """What a row says, whenever it was loaded: a text that is the same for the same row of a file."""
    return json.dumps(said(register, row), ensure_ascii=False, sort_keys=True)


def said(register: Register[Any], row: Base) -> dict[str, object]:
    """The cells of a row, as JSON can say them."""
    names = (column.name for column in register.table.__table__.columns)
    return {name: _plain(getattr(row, name)) for name in names if name != "loaded_at"}


def withdrawn(register: Register[Any], session: Session) -> dict[str, str]:
    """What was taken back (`store.withdrawals`), as `content` has it, with the reason; from the audit trail."""
    told = (json.loads(entry.detail) for entry in session.scalars(select(Audit).where(Audit.action == register.name)))
    taken = (detail for detail in told if "withdrawn" in detail)
    return {json.dumps(one["withdrawn"], ensure_ascii=False, sort_keys=True): one["reason"] for one in taken}


def sealed(load: Audit) -> str:
    """The hash that an entry of the audit trail says a load left."""
    return str(json.loads(load.detail)["all"])


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _rows(register: Register[Row], lines: Iterable[Line]) -> list[tuple[Line, Row]]:
    found: dict[tuple[Any, ...], tuple[Line, Row]] = {}
    for line in lines:
        try:
            row = register.make(line)
        except KpiError as error:
            raise line.wrong(str(error)) from None
        first, _ = found.setdefault(key(register, row), (line, row))
        if first is not line:
            raise line.wrong(f"tells of the same as line {first.number}; keep one of them.")
    return list(found.values())


def _lines(register: Register[Any], path: Path) -> Iterator[Line]:
    """The filled lines of a CSV as people keep it; of a workbook or of JSON what the connectors read of it."""
    data = read_bytes(path)
    if connector_for(path, data) != "csv_file":
        yield from raw_lines(register, path.name, read_raw(path, data, None, {}))
        return
    text = _text(path)
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",")
    _check_header(register, path.name, [name.strip() for name in reader.fieldnames or []])
    for cells in reader:
        line = Line(file=path.name, number=reader.line_num, cells=_filled(cells))
        if None in cells:
            raise line.wrong("more cells than there are columns; quote a cell that holds the separator.")
        if line.cells:
            yield line


def raw_lines(register: Register[Any], name: str, raw: RawTable) -> Iterator[Line]:
    """The filled lines of a raw table; StoreError if it lost any. A day that a workbook gives a midnight is the day."""
    if raw.rejected:
        first = raw.rejected[0]
        raise StoreError(f"{name}, line {first.line}: {first.detail}; correct it, nothing was taken in.")
    _check_header(register, name, raw.columns)
    for cells in raw.table.to_pylist():
        number = cells.pop(LINE)
        line = Line(file=name, number=number, cells=_filled(cells))
        if line.cells:
            yield line


def _filled(cells: Mapping[str | Any, Any]) -> dict[str, str]:
    kept = {name.strip(): cell.strip() for name, cell in cells.items() if isinstance(cell, str) and cell.strip()}
    return {name: MIDNIGHT.sub(r"\1", cell) for name, cell in kept.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise StoreError(f"{path.name}: not written in UTF-8; save it as 'CSV UTF-8'.") from None
    except OSError as error:
        raise StoreError(f"{path.name}: can't be read ({error.strerror}); check its name and its folder.") from None


def _check_header(register: Register[Any], file: str, names: list[str]) -> None:
    absent = [name for name in register.needed if name not in names]
    if absent:
        raise StoreError(f"{file}: no column '{absent[0]}'; {register.name} need {', '.join(register.needed)}.")
    strange = [name for name in names if name not in (*register.needed, *register.may)]
    if strange:
        known = (*register.may, *register.needed)
        raise StoreError(f"{file}: '{strange[0]}' is no column of {register.name}; {did_you_mean(strange[0], known)}.")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise StoreError(f"{file}: the column '{twice[0]}' is there twice; keep one.")


def key(register: Register[Any], row: Base) -> tuple[Any, ...]:
    """What tells a row apart from all others of its register."""
    return tuple(getattr(row, name) for name in register.key)


def _given(row: Base, name: str) -> object:
    value = getattr(row, name)
    return None if value == "" else value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
