"""Lines to records, every line accounted for.

A line that is a whole, well-formed record (almost all are) is recognised in one vectorised pass and parsed by
Arrow. The others are looked at one by one. Quotes that balance (RFC 4180) over several lines and give a record
of the right width are trusted, and lines so joined that would be records alone are counted in a warning. Where
they do not, the first line is rejected alone: a quote that was never closed cannot swallow its neighbours.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from data_sources.connector import LINE, RawTable, Reject
from data_sources.decoding import Lines
from data_sources.errors import SourceError
from data_sources.headers import NONE
from data_sources.layout import Layout
from data_sources.quoting import (
    MAX_LENGTH,
    Quotes,
    Record,
    has_straddling_quote,
    quotes_of,
    record_at,
    strict_cells,
    without_backslashes,
)
from data_sources.texts import Texts

_REPETITIONS = 900
"""RE2 refuses more repetitions; wider files take the slow road, which gives the same."""


@dataclass(slots=True, kw_only=True)
class _Book:
    """What became of each data line, while they are being read."""

    records: list[bytes] = field(default_factory=list)
    """Runs of records, each with its end."""
    lines: list[npt.NDArray[np.int64]] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    surplus: int = 0
    joined: int = 0
    escaped: int = 0

    def keep(self, record: str, line: int) -> None:
        self.records.append(f"{record}\n".encode())
        self.lines.append(np.array([line]))

    def reject(self, line: int, reason: str, detail: str, raw: str) -> None:
        self.rejected.append(Reject(line=line, reason=reason, detail=detail, raw=raw))


def read_records(lines: Lines, layout: Layout) -> RawTable:
    """All data lines after the header, as text columns or as rejects."""
    book = _Book()
    texts = lines.texts if isinstance(lines.texts, Texts) else Texts.of(lines.texts)
    _sort_lines(replace(lines, texts=texts), texts, layout, book)
    places = np.concatenate([np.empty(0, np.int64), *book.lines])
    table = _parse(book, len(places), layout).append_column(LINE, pa.array(places))
    warnings = {
        "surplus_empty_fields": book.surplus,
        "joined_lines": book.joined,
        "backslash_escapes": book.escaped,
        **layout.told,
    }
    return RawTable(
        table=table,
        read=table.num_rows + len(book.rejected),
        rejected=tuple(book.rejected),
        warnings={name: count for name, count in warnings.items() if count},
    )


def _sort_lines(lines: Lines, texts: Texts, layout: Layout, book: _Book) -> None:
    first = layout.body
    odd = _odd_lines(texts[first:], layout, _heading(texts, layout))
    position = first
    for index in (first + offset for offset in odd):
        if index < position:
            continue
        _keep_all(texts, position, index, lines, book)
        position = _settle(texts, index, layout, lines, book)
    _keep_all(texts, position, len(texts), lines, book)


def _keep_all(texts: Texts, start: int, stop: int, lines: Lines, book: _Book) -> None:
    if start >= stop:
        return
    if not lines.unreadable:
        book.records.append(texts.run(start, stop))
        book.lines.append(np.arange(start + 1, stop + 1))
        return
    for index in range(start, stop):
        _keep_readable(texts[index], index, 1, lines, book)


def _keep_readable(record: str, index: int, height: int, lines: Lines, book: _Book) -> None:
    if lines.unreadable.isdisjoint(range(index, index + height)):
        book.keep(record, index + 1)
    else:
        detail = f"line {index + 1} holds bytes that are no character in {lines.encoding}"
        book.reject(index + 1, "undecodable", detail, record)


def _heading(texts: Sequence[str], layout: Layout) -> str | None:
    """The line of the header, which data may repeat where exports were put one under the other."""
    return texts[layout.header] if layout.header != NONE and layout.body == layout.header + 1 else None


def _odd_lines(texts: Texts, layout: Layout, heading: str | None) -> list[int]:
    """Indexes of the lines that are not, alone, a well-formed record of the right width."""
    if len(layout.names) > _REPETITIONS:
        return list(range(len(texts)))
    column = texts.column()
    plain = pc.equal(pc.count_substring(column, layout.delimiter), len(layout.names) - 1)
    if texts.holds('"'):
        plain = pc.and_(plain, pc.invert(pc.match_substring(column, '"')))
    length = pc.subtract(pc.utf8_length(column), 1)
    special = pc.or_(pc.equal(length, 0), pc.greater(length, MAX_LENGTH))
    if heading:
        special = pc.or_(special, pc.equal(column, f"{heading}\n"))
    rest = pc.indices_nonzero(pc.or_(pc.invert(plain), special))
    regular = pc.match_substring_regex(column.take(rest), _record_pattern(layout))
    odd = pc.or_(pc.invert(regular), special.take(rest))
    return rest.filter(odd).to_pylist()  # type: ignore[no-any-return]


def _record_pattern(layout: Layout) -> str:
    delimiter = "\\" + layout.delimiter if layout.delimiter in "|.^$*+?\\" else layout.delimiter
    one = f'(?:"(?:[^"]|"")*"|[^"{delimiter}]*)'
    return f"^(?:{one}{delimiter}){{{len(layout.names) - 1}}}{one}\n$"


def _settle(texts: Sequence[str], index: int, layout: Layout, lines: Lines, book: _Book) -> int:
    """Decide on an odd line; the index after what it took."""
    text = texts[index]
    if not text.strip():
        return index + 1
    if len(text) > MAX_LENGTH:
        detail = f"line {index + 1} is longer than {MAX_LENGTH} characters"
        book.reject(index + 1, "line_too_long", detail, text[:1000])
        return index + 1
    if text == _heading(texts, layout):
        book.reject(index + 1, "repeated_header", f"line {index + 1} is the header once more", text)
        return index + 1
    return _settle_quotes(texts, index, layout, lines, book)


def _settle_quotes(texts: Sequence[str], index: int, layout: Layout, lines: Lines, book: _Book) -> int:
    """Decide by the quotes: those of this line, then those that backslashes announce, then those of the next lines."""
    text = texts[index]
    unescaped = without_backslashes(text) if '\\"' in text else text
    cells = strict_cells(unescaped, layout.delimiter) or []
    if unescaped != text and len(cells) == len(layout.names) != len(strict_cells(text, layout.delimiter) or []):
        book.escaped += 1
        return _settle_width(Record(text=unescaped, height=1), cells, index, layout, lines, book)
    record = record_at(texts, index, layout.delimiter)
    if record is not None:
        cells = strict_cells(record.text, layout.delimiter) or []
        swallowed = _records_within(texts[index + 1 : index + record.height], layout)
        if not swallowed or _fits(cells, layout):
            book.joined += swallowed
            return _settle_width(record, cells, index, layout, lines, book)
    return _settle_damaged(text, index, layout, book)


def _records_within(continuations: Sequence[str], layout: Layout) -> int:
    """How many of these lines have the delimiters of a whole record."""
    expected = len(layout.names) - 1
    return sum(bool(text.strip()) and text.count(layout.delimiter) == expected for text in continuations)


def _fits(cells: Sequence[str], layout: Layout) -> bool:
    expected = len(layout.names)
    return len(cells) >= expected and not any(cell.strip() for cell in cells[expected:])


def _settle_damaged(text: str, index: int, layout: Layout, book: _Book) -> int:
    if quotes_of(text, layout.delimiter) is Quotes.OPEN:
        detail = f"line {index + 1}: a quote is opened, and closed nowhere that gives {len(layout.names)} fields"
        book.reject(index + 1, "unclosed_quote", detail, text)
    else:
        detail = f"line {index + 1}: text follows a closing quote; write a quote inside a quoted field twice"
        book.reject(index + 1, "stray_quote", detail, text)
    return index + 1


def _settle_width(record: Record, cells: list[str], index: int, layout: Layout, lines: Lines, book: _Book) -> int:
    width, expected = len(cells), len(layout.names)
    if has_straddling_quote(record.text, layout.delimiter):
        detail = f"line {index + 1}: a quote opens in the middle of a field and closes in another"
        book.reject(index + 1, "stray_quote", detail, record.text)
    elif not _fits(cells, layout):
        reason = "too_many_fields" if width > expected else "too_few_fields"
        detail = f"line {index + 1} has {width} fields where the header has {expected}"
        book.reject(index + 1, reason, detail, record.text)
    elif _may_be_shifted(cells, layout):
        detail = f"line {index + 1} has {width} fields where the header has {expected}; any empty one may be too many"
        book.reject(index + 1, "too_many_fields", detail, record.text)
    else:
        book.surplus += width > expected
        _keep_readable(_written(cells[:expected], layout.delimiter), index, record.height, lines, book)
    return index + record.height


def _may_be_shifted(cells: Sequence[str], layout: Layout) -> bool:
    """A delimiter too many in this record alone, and empty cells before its end: any of them may be the one."""
    expected = len(layout.names)
    return len(cells) > max(expected, layout.width) and not all(cell.strip() for cell in cells[:expected])


def _written(cells: list[str], delimiter: str) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return target.getvalue().removesuffix("\n")


def _parse(book: _Book, rows: int, layout: Layout) -> pa.Table:
    """Well-formed records to text columns."""
    types = pa.schema([(name, pa.string()) for name in layout.names])
    if not rows:
        return types.empty_table()
    if len(layout.names) == 1:
        return pa.table({layout.names[0]: [_only_cell(one, layout) for one in _one_by_one(book)]}, schema=types)
    table = pa_csv.read_csv(
        pa.BufferReader(b"".join(book.records)),
        read_options=pa_csv.ReadOptions(column_names=list(layout.names), block_size=1 << 24),
        parse_options=pa_csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )
    if table.num_rows != rows:
        raise SourceError(f"{rows} records were parsed into {table.num_rows}; report this file.")
    return table


def _one_by_one(book: _Book) -> Iterator[str]:
    """Each record; one that stands alone may have several lines."""
    for run, lines in zip(book.records, book.lines, strict=True):
        text = run.decode().removesuffix("\n")
        yield from [text] if len(lines) == 1 else text.split("\n")


def _only_cell(record: str, layout: Layout) -> str:
    return (strict_cells(record, layout.delimiter) or [""])[0]
