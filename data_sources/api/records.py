"""Records of pages as cells of text: joined, checked in shape, each with its key and its moment of change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from data_sources.api.jsontext import Digits, as_text
from data_sources.api.moments import from_epoch, read_moment
from data_sources.api.paths import MISSING, ShapeError, find, find_all, latest
from data_sources.api.spec import Api, Column, Request
from data_sources.api.templates import fill
from data_sources.errors import SourceError, did_you_mean

MAIN = "resource"
JUDGED_FROM = 20
"""Records that can tell a field that was renamed from one that is left out where it is empty."""
_UPDATED = "\0updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One record. `identity` is its key, or what it holds where it has none; `problem`: why it cannot be used."""

    identity: str
    moment: datetime | None
    updated: object
    cells: Mapping[str, str | None]
    problem: tuple[str, str] | None = None

    @property
    def digest(self) -> str:
        """What tells two contents of one record apart."""
        return hashlib.sha256(json.dumps([self.identity, dict(self.cells), self.problem]).encode()).hexdigest()


class _TypeError(Exception):
    """A field whose value is of another type than declared."""


@dataclass(slots=True, kw_only=True)
class Records:
    """Takes pages in the order they were received: those of side requests first, as they are joined."""

    api: Api
    settings: Mapping[str, str]
    seen: int = field(default=0, init=False)
    fields: dict[str, Column] = field(init=False)
    _sides: dict[str, list[object]] = field(default_factory=dict, init=False)
    _present: set[str] = field(default_factory=set, init=False)
    _met: int = field(default=0, init=False)
    _keys_met: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.fields = {
            name: column.model_copy(update={"path": str(fill(column.path, self.settings))})
            for name, column in self.api.fields.items()
        }

    def rows(self, name: str, document: object) -> list[object]:
        """The records of one page; SourceError where they are not where they were declared to be."""
        request = self.request(name)
        self._refuse_error(request, document)
        try:
            rows = find_all(document, request.rows)
        except ShapeError:
            rows = None
        if rows is None:
            raise SourceError(
                f"{self.api_name(name)}: the answer holds no list at '{request.rows}'; nothing was imported. "
                "The API may have changed: correct its declaration."
            )
        return rows

    def request(self, name: str) -> Request:
        return self.api.resource if name == MAIN else self.api.sides[name]

    def api_name(self, name: str) -> str:
        return self.request(name).path.strip("/") or name

    def page(self, name: str, document: object) -> Iterator[Taken]:
        """The records of a page of the main request; a side's page is kept and gives none."""
        rows = self.rows(name, document)
        if name != MAIN:
            self._sides.setdefault(name, []).extend(rows)
            return
        joined = {alias: self._index(alias, document) for alias in self.api.joins}
        for row in rows:
            self.seen += 1
            yield self._taken(row, joined)

    def check(self) -> None:
        """After a reading of everything. SourceError for a field that no record has: renamed at the source, and not to
        be guessed. Of a few records it cannot be told: some APIs leave out what is empty."""
        named = {f"fields.{name}": column.path for name, column in self.missing().items()}
        if self.updated_missing:
            named = {"updated": self.api.updated, **named}
        for place, path in named.items() if self._met >= JUDGED_FROM else ():
            raise SourceError(
                f"{self.api_name(MAIN)}: no record has '{path}'; {did_you_mean(path, sorted(self._keys_met))}. "
                f"Correct the declaration under {place}, or mark it optional."
            )

    def missing(self) -> dict[str, Column]:
        """The fields, but optional ones, that no record has."""
        asked = {name: column for name, column in self.fields.items() if not column.optional}
        return {name: column for name, column in asked.items() if self._met and name not in self._present}

    @property
    def updated_missing(self) -> bool:
        return bool(self._met) and _UPDATED not in self._present

    def _taken(self, row: Any, joined: Mapping[str, Mapping[str, object]]) -> Taken:  # noqa: ANN401
        """A record whose key can be read keeps it whatever else is wrong, so that its versions are one record."""
        key, updated, cells, problem = None, None, dict.fromkeys(self.fields, None), None
        try:
            key, updated = self._identified(row)
            record = {**row, **self._looked_up(row, joined)}
            self._meet(record)
            cells = self._cells(row, record)
        except (ShapeError, _TypeError) as error:
            problem = ("type_changed", str(error))
        return Taken(
            identity=key if key is not None else _own_digest(row),
            moment=read_moment(updated, self.api.updated_epoch),
            updated=updated,
            cells=cells,
            problem=problem,
        )

    def _identified(self, row: object) -> tuple[str | None, object]:
        if not isinstance(row, dict):
            raise _TypeError("it is no object")
        self._keys_met.update(row)
        return _key(find(row, self.api.key)), find(row, self.api.updated)

    def _meet(self, record: Mapping[str, object]) -> None:
        """Which fields it has, whatever is wrong with the rest of it; one of another shape is there."""
        self._met += 1
        paths = {_UPDATED: self.api.updated, **{name: column.path for name, column in self.fields.items()}}
        self._present |= {name for name in paths.keys() - self._present if _has(record, paths[name])}

    def _cells(self, row: object, record: Mapping[str, object]) -> dict[str, str | None]:
        self._refuse_part(row)
        if find(row, self.api.updated) is MISSING:
            raise _TypeError(f"it has no '{self.api.updated}'")
        return {name: self._cell(record, column) for name, column in self.fields.items()}

    def _cell(self, record: Mapping[str, object], column: Column) -> str | None:
        value = latest(record, column.path) if column.latest else find(record, column.path)
        if value is MISSING or value is None or not _holds(record, column.when):
            return None
        if isinstance(value, dict | list) and not column.nested:
            raise _TypeError(f"'{column.path}' is {'an object' if isinstance(value, dict) else 'a list'}, not a value")
        if column.epoch:
            value = _from_epoch(value, column)
        if column.plus_minutes:
            value = _later(value, find(record, column.plus_minutes), column)
        return as_text(value)

    def _index(self, alias: str, document: object) -> dict[str, object]:
        join = self.api.joins[alias]
        if join.side:
            items = self._sides.get(join.side, [])
        else:
            try:
                items = find_all(document, join.list_ or "$") or []
            except ShapeError:
                items = []
        return {str(item.get(join.key)): item for item in items if isinstance(item, dict)}

    def _looked_up(self, row: object, joined: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
        return {alias: index.get(str(find(row, self.api.joins[alias].by))) for alias, index in joined.items()}

    def _refuse_part(self, row: object) -> None:
        for path in self.api.incomplete:
            if find(row, path) not in (MISSING, None):
                raise SourceError(
                    f"{self.api_name(MAIN)}: the API gives only a part of a record ('{path}'); nothing was imported. "
                    "Ask for less of it in a declaration of your own."
                )

    def _refuse_error(self, request: Request, document: object) -> None:
        """Some APIs tell an error in an answer of status 200; its words may hold anything and are not shown."""
        try:
            told = find(document, request.error) if request.error else None
        except ShapeError:
            told = None
        if told is not None and told is not MISSING:
            raise SourceError(
                f"{request.path.strip('/')} answers with an error; nothing was imported. "
                "Check the credentials, their rights and the settings."
            )


def _has(record: object, path: str) -> bool:
    try:
        return find(record, path) is not MISSING
    except ShapeError:
        return True


def _key(value: object) -> str | None:
    if value is None or value is MISSING:
        return None
    if isinstance(value, bool | dict | list | Digits) or not isinstance(value, str | int):
        raise _TypeError("its key is neither text nor a whole number")
    return as_text(value)


def _own_digest(row: object) -> str:
    return "=" + hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def _holds(record: object, when: Mapping[str, tuple[str, ...]]) -> bool:
    return all(as_text(_or_none(find(record, path))) in values for path, values in when.items())


def _or_none(value: object) -> object:
    return None if value is MISSING else value


def _from_epoch(value: object, column: Column) -> str:
    try:
        return from_epoch(value, column.epoch or "seconds").isoformat() + "Z"
    except (ValueError, OverflowError):
        raise _TypeError(f"'{column.path}' is no number of {column.epoch}") from None


def _later(value: object, minutes: object, column: Column) -> str | None:
    """A moment some minutes after another; none where the minutes are not known."""
    if minutes is None or minutes is MISSING:
        return None
    moment = read_moment(value)
    if moment is None or isinstance(minutes, bool) or not isinstance(minutes, int):
        raise _TypeError(f"'{column.plus_minutes}' is no number of minutes after a moment")
    try:
        return (moment + timedelta(minutes=minutes)).isoformat() + "Z"
    except OverflowError:
        raise _TypeError(f"'{column.plus_minutes}' is out of range") from None
