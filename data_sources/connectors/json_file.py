"""JSON exports: a list of objects, an object with one list in it, a single object, or one object a line.

Objects in objects become columns with dotted names, lists stay JSON text, numbers keep their digits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from data_sources.connector import LINE, RawTable, Reject
from data_sources.documents import Digits, Document, Placed, as_text
from data_sources.errors import SourceError, did_you_mean

OPTIONS = ("rows",)

_LINES = (".jsonl", ".ndjson")
_BYTES = 512 * 2**20
_COLUMNS = 2_000
_DEEPEST = 16
_WITHIN = 4
_FIELDS_OF_A_RECORD = 5
_KEYS = ("id", "key", "number", "numero")


class _Found(NamedTuple):
    """Records with their lines, lines that hold none, and where in the document they were."""

    records: list[tuple[int, dict[str, str | None]]]
    rejected: list[Reject]
    rows: str = ""


def read(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    text = _decoded(data, path.name)
    if path.suffix.lower() in _LINES or _one_object_a_line(text):
        found = _from_lines(text, path.name)
    else:
        found = _from_document(Document(text, path.name), options.get("rows"))
    if not found.records and not found.rejected:
        raise SourceError(f"{path.name} holds no record; export it again.")
    return RawTable(
        table=_table(found.records, path.name),
        read=len(found.records) + len(found.rejected),
        rejected=tuple(found.rejected),
        notes={"rows": found.rows} if found.rows else {},
    )


def _decoded(data: bytes, name: str) -> str:
    if len(data) > _BYTES:
        raise SourceError(f"{name} has more than {_BYTES // 2**20} MiB of JSON; export it in parts.")
    try:
        return data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{name} is not UTF-8 text at line {line}; export it in UTF-8.") from None


def _one_object_a_line(text: str) -> bool:
    """The first line is an object of its own, and another one follows."""
    first, _, rest = text.lstrip().partition("\n")
    if not (first.rstrip().endswith("}") and rest.lstrip().startswith("{")):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _from_lines(text: str, name: str) -> _Found:
    """A line that is damaged is set aside; the others are read."""
    found = _Found([], [])
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            _keep(found, Document(line, name).whole(), number)
        except SourceError as error:
            detail = str(error).replace("at line 1,", f"at line {number},")
            found.rejected.append(Reject(line=number, reason="json_damaged", detail=detail))
    return found


def _from_document(document: Document, declared: object) -> _Found:
    whole = document.whole()
    path = _declared(whole, str(declared), document.name) if declared else _path(whole, document.name)
    found = _Found([], [], ".".join(path))
    start = document.skip(0)
    target = whole
    for key in path:
        start, target = document.member(start, key), target[key]
    elements = document.elements(start) if isinstance(target, list) else iter([Placed(target, start)])
    for line, value in _with_lines(document.text, elements):
        _keep(found, value, line)
    return found


def _with_lines(text: str, elements: Iterator[Placed]) -> Iterator[tuple[int, Any]]:
    """Each element with the line on which it begins."""
    line = 1
    for before, element in pairwise([Placed(None, 0), *elements]):
        line += text.count("\n", before.start, element.start)
        yield line, element.value


def _keep(found: _Found, value: object, line: int) -> None:
    if isinstance(value, dict):
        found.records.append((line, _flat(value, line)))
    else:
        detail = f"line {line} holds a value where an object is expected"
        found.rejected.append(Reject(line=line, reason="json_no_object", detail=detail))


def _flat(record: Mapping[str, Any], line: int) -> dict[str, str | None]:
    cells: dict[str, str | None] = {}
    for name, value in _leaves(record, "", line, 1):
        if name in cells or name == LINE:
            raise SourceError(
                f"The record at line {line} has two values for '{name}'; rename one where it is exported."
            )
        cells[name] = as_text(value)
    return cells


def _leaves(record: Mapping[str, Any], prefix: str, line: int, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > _DEEPEST:
        raise SourceError(f"The record at line {line} nests more than {_DEEPEST} objects; export fewer fields.")
    for key, value in record.items():
        name = prefix + (" ".join(key.split()) or "unnamed")
        if isinstance(value, dict):
            yield from _leaves(value, f"{name}.", line, depth + 1)
        else:
            yield name, value


def _path(whole: object, name: str) -> tuple[str, ...]:
    """Where the records are: the whole, or the one list of objects in an object that is no record itself."""
    if isinstance(whole, list):
        return ()
    if not isinstance(whole, dict):
        raise SourceError(f"{name} holds a single value and no records; export a list of them.")
    lists = sorted(_lists(whole, ()), key=len)
    if not lists or _is_record(whole):
        return ()
    if len(lists) > 1 and len(lists[0]) == len(lists[1]):
        shown = ", ".join(".".join(path) for path in lists[:6])
        raise SourceError(
            f"{name} has several lists ({shown}); name the one to read in the profile under options.rows."
        )
    return lists[0]


def _lists(value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, each in value.items():
        if isinstance(each, list) and all(isinstance(one, dict) for one in each):
            yield (*path, key)
        elif isinstance(each, dict) and len(path) < _WITHIN:
            yield from _lists(each, (*path, key))


def _is_record(value: Mapping[str, Any]) -> bool:
    """It has a key and several fields of its own; an envelope has a count and a link."""
    own = [each for each in value.values() if isinstance(each, str | bool | Digits)]
    return any(key.lower() in _KEYS for key in value) and len(own) > _FIELDS_OF_A_RECORD


def _declared(whole: object, rows: str, name: str) -> tuple[str, ...]:
    path: tuple[str, ...] = ()
    for key in rows.split("."):
        if not isinstance(whole, dict) or key not in whole:
            near = did_you_mean(key, whole if isinstance(whole, dict) else ())
            raise SourceError(f"{name}: no '{rows}' to read records from; {near}. Correct it under options.rows.")
        path, whole = (*path, key), whole[key]
    if not isinstance(whole, dict | list):
        raise SourceError(f"{name}: '{rows}' holds a single value and no records; correct it under options.rows.")
    return path


def _table(records: list[tuple[int, dict[str, str | None]]], name: str) -> pa.Table:
    """The columns of all records, in the order in which they were first met."""
    columns = list(dict.fromkeys(key for _, cells in records for key in cells))
    if len(columns) > _COLUMNS:
        raise SourceError(f"{name} has more than {_COLUMNS} different fields; export fewer of them.")
    arrays = {key: pa.array([cells.get(key) for _, cells in records], pa.string()) for key in columns}
    parents = {key[:place] for key in columns for place, sign in enumerate(key) if sign == "."}
    filled = {key: array for key, array in arrays.items() if key not in parents or array.null_count < len(array)}
    return pa.table({**filled, LINE: pa.array([line for line, _ in records], pa.int64())})
