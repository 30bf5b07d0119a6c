"""Decides the delimiter and the header line of a text export, by itself and before anything is parsed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_sources.errors import SourceError

DELIMITERS = (";", ",", "\t", "|")
_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "vertical bar"}
_SAMPLE = 300
_HEADER_WITHIN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`header` is the index of the header line; the names are unique and never empty."""

    delimiter: str
    header: int
    names: tuple[str, ...]


def detect_layout(texts: Sequence[str], name: str, options: Mapping[str, object]) -> Layout:
    """Layout of these lines, what the profile declares taking precedence."""
    sample = list(texts[:_SAMPLE])
    if not any(text.strip() for text in sample):
        raise SourceError(f"{name} has no content; export it again.")
    declared = options.get("delimiter") or _excel_hint(sample[0])
    delimiter = str(declared).replace("\\t", "\t") if declared else _best_delimiter(sample)
    if len(delimiter) != 1:
        raise SourceError(f"{name}: the delimiter must be one character, not '{delimiter}'; see options.")
    header = _header_line(sample, delimiter, name, options.get("header_line"))
    return Layout(delimiter=delimiter, header=header, names=column_names(fields(texts[header], delimiter)))


def fields(line: str, delimiter: str) -> list[str]:
    """The cells of one line, quotes honoured."""
    return next(csv.reader([line], delimiter=delimiter), [])


def delimiter_name(delimiter: str) -> str:
    return _NAMES.get(delimiter, delimiter)


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Header cells as names: trimmed, numbered where empty or repeated."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        base = " ".join(cell.replace("\ufeff", "").split()) or f"column_{position}"
        candidate, copy = base, 1
        while candidate in names:
            copy += 1
            candidate = f"{base}_{copy}"
        names.append(candidate)
    return tuple(names)


def _excel_hint(first: str) -> str | None:
    """`sep=;`, the line Excel writes to tell itself the delimiter."""
    return first[4:5] if first.lower().startswith("sep=") and len(first) <= 5 else None


def _best_delimiter(sample: Sequence[str]) -> str:
    """The delimiter whose most common width above one covers most lines; wider wins among equals."""
    scored = [(*_consistency(sample, delimiter), delimiter) for delimiter in DELIMITERS]
    covered, _, best = max(scored, key=lambda score: score[:2])
    return best if covered else DELIMITERS[0]


def _consistency(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    widths = [len(fields(line, delimiter)) for line in sample if line.strip()]
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(count / len(widths), 1), width


def _header_line(sample: Sequence[str], delimiter: str, name: str, declared: object) -> int:
    if declared is not None:
        if not isinstance(declared, int) or not 1 <= declared <= len(sample):
            raise SourceError(f"{name}: there is no line {declared} to be the header; see options.header_line.")
        return declared - 1
    hint = _excel_hint(sample[0]) is not None
    return _first_full_line([0 if hint and not n else len(fields(line, delimiter)) for n, line in enumerate(sample)])


def _first_full_line(widths: Sequence[int]) -> int:
    """The first line as wide as most lines are: titles above a header are narrower."""
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0
    usual = Counter(wide).most_common(1)[0][0]
    return next((index for index, width in enumerate(widths[:_HEADER_WITHIN]) if width >= usual), 0)
