"""Text written with apostrophes for quotes, or with a space after each delimiter, rewritten as RFC 4180 has it.

Decided for the whole file from its first lines, and told. A line that doesn't follow stays as it is; whether it is
a record is then judged like that of any other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from data_sources.decoding import Lines

_SAMPLE = 300
_MOST = 0.9
_HALF = 0.5
_MARKS = ",;|\t"
_APOSTROPHES = re.compile(rf"(?:^|(?<=[{_MARKS}]))'((?:[^']|'')*)'(?=[{_MARKS}]|$)")
_QUOTED = re.compile(rf'(?:^|[{_MARKS}] ?)"')


def in_plain_dialect(lines: Lines) -> tuple[Lines, Mapping[str, str]]:
    """The lines, rewritten where needed, and notes that say so."""
    sample = [text for text in lines.texts[:_SAMPLE] if text.strip()]
    if _quotes_are_apostrophes(sample):
        texts = [_with_quotes(text) for text in lines.texts]
        return replace(lines, texts=texts), {"quotes": "apostrophe"}
    delimiter = next((mark for mark in _MARKS[:3] if _is_spaced(sample, mark)), None)
    if delimiter:
        texts = [_without_spaces(text, delimiter) for text in lines.texts]
        return replace(lines, texts=texts), {"spaces": "after each delimiter"}
    return lines, {}


def _quotes_are_apostrophes(sample: Sequence[str]) -> bool:
    """Most lines have a cell between apostrophes, none one between quotes."""
    if not any("'" in text for text in sample) or any(_QUOTED.search(text) for text in sample):
        return False
    wrapped = sum(bool(_APOSTROPHES.search(text)) for text in sample)
    return len(sample) > 1 and wrapped > _HALF * len(sample)


def _with_quotes(text: str) -> str:
    def quoted(found: re.Match[str]) -> str:
        return '"' + found.group(1).replace("''", "'").replace('"', '""') + '"'

    return _APOSTROPHES.sub(quoted, text)


def _is_spaced(sample: Sequence[str], delimiter: str) -> bool:
    """Every cell but the first begins with a space, in the first line and in most, and the widths agree."""
    if len(sample) <= 1 or f"{delimiter} " not in sample[0]:
        return False
    rows = [_cells(text, delimiter) for text in sample]
    width = len(rows[0] or [])
    fit = sum(row is not None and len(row) == width for row in rows)
    spaced = all(_has_spaces(text, delimiter, width) for text in (sample[0], sample[1]))
    return width > 1 and spaced and fit >= _MOST * len(sample)


def _has_spaces(text: str, delimiter: str, width: int) -> bool:
    bare = re.sub(r'"(?:[^"]|"")*"', "", text)
    return bare.count(delimiter) == width - 1 == len(re.findall(f"{re.escape(delimiter)}(?: |$)", bare))


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        return None
    return rows[0] if rows else []


def _without_spaces(text: str, delimiter: str) -> str:
    cells = _cells(text, delimiter)
    if not cells:
        return text
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="").writerow(cells)
    return target.getvalue()
