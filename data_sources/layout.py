"""Decides the delimiter and the header line of a text export, by itself and before anything is parsed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data_sources.errors import SourceError
from data_sources.headers import NONE, Header, Row, declared_header, find_header
from data_sources.quoting import MAX_LENGTH, has_straddling_quote, record_at

DELIMITERS = (";", ",", "\t", "|")
_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "vertical bar"}
_SAMPLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`header` is the index of the header's line (NONE without one), `body` that of the first data.

    The names are unique and never empty; `width` is that of most records, `told` what the header asks to be warned of.
    """

    delimiter: str
    header: int
    body: int
    names: tuple[str, ...]
    width: int
    told: Mapping[str, int] = field(default_factory=dict)


def detect_layout(texts: Sequence[str], name: str, options: Mapping[str, object]) -> Layout:
    """Layout of these lines, what the profile declares taking precedence."""
    sample = list(texts[:_SAMPLE])
    if not any(text.strip() for text in sample):
        raise SourceError(f"{name} has no content; export it again.")
    declared = options.get("delimiter") or _excel_hint(sample[0])
    delimiter = str(declared).replace("\\t", "\t") if declared else _best_delimiter(sample)
    if len(delimiter) != 1:
        raise SourceError(f"{name}: the delimiter must be one character, not '{delimiter}'; see options.")
    header, width = _header(sample, delimiter, name, options.get("header_line"))
    return Layout(
        delimiter=delimiter, header=header.index, body=header.body, names=header.names, width=width, told=header.told
    )


def _row(sample: Sequence[str], index: int, delimiter: str) -> Row:
    """The record that starts here, over several lines where its quotes say so."""
    record = record_at(sample, index, delimiter)
    text, height = (record.text, record.height) if record else (sample[index][:MAX_LENGTH], 1)
    cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    plain = () if record else tuple(text.replace('"', "").split(delimiter))
    return Row(index=index, height=height, cells=tuple(cells), plain=plain)


def _rows(sample: Sequence[str], delimiter: str) -> list[Row]:
    rows, index = [], 1 if _excel_hint(sample[0]) is not None else 0
    while index < len(sample):
        row = _row(sample, index, delimiter)
        index += row.height
        if row.filled or len(row) > 1:
            rows.append(row)
    return rows


def delimiter_name(delimiter: str) -> str:
    return _NAMES.get(delimiter, delimiter)


def _excel_hint(first: str) -> str | None:
    """`sep=;`, the line Excel writes to tell itself the delimiter."""
    return first[4:5] if first.lower().startswith("sep=") and len(first) <= 5 else None


def _best_delimiter(sample: Sequence[str]) -> str:
    """The delimiter whose most common width above one covers most lines; wider wins among equals."""
    scored = [(*_consistency(sample, delimiter), delimiter) for delimiter in DELIMITERS]
    covered, _, best = max(scored, key=lambda score: score[:2])
    return best if covered else DELIMITERS[0]


def _consistency(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    rows = _rows(sample, delimiter)
    wide = Counter(len(row) for row in rows if len(row) > 1)
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(count / len(rows), 1), width


def _header(sample: Sequence[str], delimiter: str, name: str, declared: object) -> tuple[Header, int]:
    """The header, and the width of most records."""
    rows = _rows(sample, delimiter)
    width = max(Counter(len(row) for row in rows).items(), key=lambda item: (item[1], item[0]), default=(1, 0))[0]
    if declared is None:
        header = find_header(rows, name) if rows else declared_header(_row(sample, 0, delimiter))
        if header.index != NONE:
            _refuse_cut_quotes(sample[header.index], delimiter, name)
        return header, width
    if not isinstance(declared, int) or not 1 <= declared <= len(sample):
        raise SourceError(f"{name}: there is no line {declared} to be the header; see options.header_line.")
    return declared_header(_row(sample, declared - 1, delimiter)), width


def _refuse_cut_quotes(text: str, delimiter: str, name: str) -> None:
    if has_straddling_quote(text, delimiter):
        tried = ", ".join(_NAMES.values())
        raise SourceError(
            f"{name}: none of {tried} separates its columns ({delimiter_name(delimiter)} cuts quoted texts); "
            "name what does in the profile under options.delimiter."
        )
