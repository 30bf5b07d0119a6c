"""What every connector gives, and how one is found: by the name of its file in connectors/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

import pyarrow as pa

from data_sources import connectors
from data_sources.errors import SourceError, did_you_mean, unreadable

LINE = "__line"
"""Column of a raw table: 1-based physical line or row in the file, the header usually being line 1."""

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_TEXT = (".csv", ".tsv", ".txt", ".gz")
_DOCUMENTS = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A line that could not be imported, and why. `reason` is a stable code, `detail` a sentence."""

    line: int | None
    reason: str
    detail: str
    raw: str = ""
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """Text exactly as the source has it, plus the line of each record. `read` = rows + rejected.

    `rounded` marks, in some columns, the rows whose number lost digits before it could be read.
    """

    table: pa.Table
    read: int
    rejected: tuple[Reject, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    rounded: Mapping[str, pa.ChunkedArray] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        return [name for name in self.table.column_names if name != LINE]


class Connector(Protocol):
    """A module of connectors/: `read` turns the bytes of an export into a raw table."""

    OPTIONS: tuple[str, ...]

    def read(self, path: Path, data: bytes, options: Mapping[str, object]) -> RawTable: ...


def connector_names() -> list[str]:
    return sorted(module.name for module in iter_modules(connectors.__path__))


def connector(name: str) -> Connector:
    """The connector of that name; SourceError with the nearest when there is none."""
    if name not in connector_names():
        raise SourceError(f"No connector '{name}'; {did_you_mean(name, connector_names())}.")
    return cast(Connector, import_module(f"data_sources.connectors.{name}"))


def is_workbook(data: bytes) -> bool:
    """By its signature: a zip archive or the older compound file."""
    return data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_document(data: bytes) -> bool:
    """By its first sign: JSON begins with a bracket or a brace."""
    return data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def connector_for(path: Path, data: bytes) -> str:
    """The connector its name asks for, else its content; each refuses what only pretends to be its own."""
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        return "csv_file"
    if suffix in _WORKBOOKS or is_workbook(data):
        return "excel_file"
    return "json_file" if suffix in _DOCUMENTS or is_document(data) else "csv_file"


def read_bytes(path: Path) -> bytes:
    """The whole file at once, so that what is hashed is what is read."""
    try:
        _refuse_irregular(path)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not data.strip():
        raise SourceError(f"{path.name} is empty; export it again.")
    return data


def _refuse_irregular(path: Path) -> None:
    if not path.exists():
        near = did_you_mean(path.name, sorted(p.name for p in path.parent.glob("*") if p.is_file()))
        raise SourceError(f"{path.name}: no such file in {path.parent}; {near}.")
    if not path.is_file():
        raise SourceError(f"{path.name} is not a regular file; give the export itself.")


def read_raw(path: Path, data: bytes, name: str | None, options: Mapping[str, object]) -> RawTable:
    """Read with the named connector, or the one its content asks for; unknown options are refused."""
    chosen = name or connector_for(path, data)
    check_options(chosen, options)
    return connector(chosen).read(path, data, options)


def check_options(name: str | None, options: Mapping[str, object]) -> None:
    """SourceError, with the nearest, for an option that the connector hasn't; of any connector, if none is named."""
    known = connector(name).OPTIONS if name else tuple(o for one in connector_names() for o in connector(one).OPTIONS)
    for option in options:
        if option not in known:
            raise SourceError(
                f"{name or 'a connector'} has no option '{option}'; {did_you_mean(option, known)}. "
                "Correct it in the profile under options."
            )
