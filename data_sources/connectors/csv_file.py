"""Delimited text, also compressed with gzip. Decides encoding, delimiter and header; loses no line silently."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc

from data_sources.connector import RawTable, is_workbook
from data_sources.decoding import Lines, decode
from data_sources.dialect import in_plain_dialect
from data_sources.errors import SourceError
from data_sources.foot import without_foot
from data_sources.headers import NONE
from data_sources.layout import delimiter_name, detect_layout
from data_sources.records import read_records

OPTIONS = ("encoding", "delimiter", "header_line")

_GZIP = b"\x1f\x8b"
_MAX_RATIO = 200
_ALWAYS_ALLOWED = 64 * 2**20


def read(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    name = path.name
    body = _decompressed(data, name)
    _refuse_others(body, name)
    lines = decode(body, name, _text(options.get("encoding")))
    lines, told = in_plain_dialect(lines)
    layout = detect_layout(lines.texts, name, options)
    raw = without_foot(_without_empty_column(read_records(lines, layout)))
    line = "none" if layout.header == NONE else str(layout.header + 1)
    notes = {"encoding": lines.encoding, "delimiter": delimiter_name(layout.delimiter), "header_line": line}
    return replace(raw, notes={**notes, **told}, warnings={**raw.warnings, **_decoding_warnings(lines)})


def _without_empty_column(raw: RawTable) -> RawTable:
    """Without the column that a delimiter at the end of every line makes: no name, and nothing in it."""
    count = len(raw.columns)
    if count < 2 or (last := raw.columns[-1]) != f"column_{count}" or pc.any(pc.not_equal(raw.table[last], "")).as_py():
        return raw
    return replace(raw, table=raw.table.drop_columns([last]))


def _text(option: object) -> str | None:
    return None if option is None else str(option)


def _decoding_warnings(lines: Lines) -> dict[str, int]:
    counts = {"decoded_as_windows_1252": lines.fallback_lines, "nul_characters_removed": lines.nul_lines}
    return {name: count for name, count in counts.items() if count}


def _refuse_others(body: bytes, name: str) -> None:
    if is_workbook(body):
        raise SourceError(f"{name} is a workbook or an archive, not text; name it .xlsx or export it as CSV.")
    if body[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype html", b"<table")):
        raise SourceError(f"{name} is a web page, not an export; download the export itself.")


def _decompressed(data: bytes, name: str) -> bytes:
    if not data.startswith(_GZIP):
        return data
    limit = max(_ALWAYS_ALLOWED, _MAX_RATIO * len(data))
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            body = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{name} is a damaged gzip file ({error}); transfer it again.") from None
    if len(body) > limit:
        raise SourceError(f"{name} expands to more than {_MAX_RATIO} times its size and was refused.")
    return body
