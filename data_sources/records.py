"""Lines to records, every line accounted for.

A line that is a whole, well-formed record (almost all are) is recognised in one vectorised pass and parsed by
Arrow. The others are looked at one by one: joined with the following lines where a quoted field really goes
on, rejected alone where a quote was never closed. One damaged line can therefore never swallow its neighbours.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from data_sources.connector import LINE, RawTable, Reject
from data_sources.decoding import Lines
from data_sources.errors import SourceError
from data_sources.layout import Layout

_MAX_LINES_IN_RECORD = 2_000
_MAX_LENGTH = 1_000_000
_WIDE = 4
_REPETITIONS = 900
"""RE2 refuses more repetitions; wider files take the slow road, which gives the same."""

csv.field_size_limit(max(csv.field_size_limit(), 2 * _MAX_LENGTH))


@dataclass(slots=True, kw_only=True)
class _Book:
    """What became of each data line, while they are being read."""

    records: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    surplus: int = 0

    def keep(self, record: str, line: int) -> None:
        self.records.append(record)
        self.lines.append(line)

    def reject(self, line: int, reason: str, detail: str, raw: str) -> None:
        self.rejected.append(Reject(line=line, reason=reason, detail=detail, raw=raw))


def read_records(lines: Lines, layout: Layout) -> RawTable:
    """All data lines after the header, as text columns or as rejects."""
    book = _Book()
    _sort_lines(lines, layout, book)
    table = _parse(book.records, layout).append_column(LINE, pa.array(book.lines, pa.int64()))
    warnings = {"surplus_empty_fields": book.surplus} if book.surplus else {}
    return RawTable(
        table=table,
        read=table.num_rows + len(book.rejected),
        rejected=tuple(book.rejected),
        warnings=warnings,
    )


def _sort_lines(lines: Lines, layout: Layout, book: _Book) -> None:
    texts, first = lines.texts, layout.header + 1
    odd = _odd_lines(texts[first:], layout)
    position = first
    for index in (first + offset for offset in odd):
        if index < position:
            continue
        _keep_all(texts, position, index, lines, book)
        position = _settle(texts, index, layout, lines, book)
    _keep_all(texts, position, len(texts), lines, book)


def _keep_all(texts: Sequence[str], start: int, stop: int, lines: Lines, book: _Book) -> None:
    if not lines.unreadable:
        book.records.extend(texts[start:stop])
        book.lines.extend(range(start + 1, stop + 1))
        return
    for index in range(start, stop):
        _keep_readable(texts[index], index, 1, lines, book)


def _keep_readable(record: str, index: int, height: int, lines: Lines, book: _Book) -> None:
    if lines.unreadable.isdisjoint(range(index, index + height)):
        book.keep(record, index + 1)
    else:
        detail = f"line {index + 1} holds bytes that are no character in {lines.encoding}"
        book.reject(index + 1, "undecodable", detail, record)


def _odd_lines(texts: Sequence[str], layout: Layout) -> list[int]:
    """Indexes of the lines that are not, alone, a well-formed record of the right width."""
    if len(layout.names) > _REPETITIONS:
        return list(range(len(texts)))
    column = pa.chunked_array([pa.array(texts, pa.large_string())])
    plain = pc.and_(
        pc.invert(pc.match_substring(column, '"')),
        pc.equal(pc.count_substring(column, layout.delimiter), len(layout.names) - 1),
    )
    length = pc.utf8_length(column)
    special = pc.or_(pc.equal(length, 0), pc.greater(length, _MAX_LENGTH))
    rest = pc.indices_nonzero(pc.or_(pc.invert(plain), special)).to_pylist()
    if not rest:
        return []
    regular = pc.match_substring_regex(column.take(pa.array(rest)), _record_pattern(layout)).to_pylist()
    return [
        index for index, fits in zip(rest, regular, strict=True) if not (fits and 0 < len(texts[index]) <= _MAX_LENGTH)
    ]


def _record_pattern(layout: Layout) -> str:
    delimiter = "\\" + layout.delimiter if layout.delimiter in "|.^$*+?\\" else layout.delimiter
    one = f'(?:"(?:[^"]|"")*"|[^"{delimiter}][^{delimiter}]*|)'
    return f"^(?:{one}{delimiter}){{{len(layout.names) - 1}}}{one}$"


def _settle(texts: Sequence[str], index: int, layout: Layout, lines: Lines, book: _Book) -> int:
    """Decide on an odd line; the index after what it took."""
    text = texts[index]
    if not text.strip():
        return index + 1
    if len(text) > _MAX_LENGTH:
        detail = f"line {index + 1} is longer than {_MAX_LENGTH} characters"
        book.reject(index + 1, "line_too_long", detail, text[:1000])
        return index + 1
    cells = _strict_cells(text, layout.delimiter)
    if cells is None:
        for height, joined in _continuations(texts, index, layout):
            cells = _strict_cells(joined, layout.delimiter)
            if cells is not None and len(cells) == len(layout.names):
                _keep_readable(joined, index, height, lines, book)
                return index + height
        return _settle_damaged(text, index, layout, book)
    return _settle_width(text, cells, index, layout, lines, book)


def _settle_damaged(text: str, index: int, layout: Layout, book: _Book) -> int:
    if _is_open(text, layout.delimiter):
        detail = f"line {index + 1}: a quote is opened and never closed"
        book.reject(index + 1, "unclosed_quote", detail, text)
    else:
        detail = f"line {index + 1}: text follows a closing quote; write a quote inside a quoted field twice"
        book.reject(index + 1, "stray_quote", detail, text)
    return index + 1


def _settle_width(text: str, cells: list[str], index: int, layout: Layout, lines: Lines, book: _Book) -> int:
    width, expected = len(cells), len(layout.names)
    if width > expected and not any(cell.strip() for cell in cells[expected:]):
        book.surplus += 1
        _keep_readable(_written(cells[:expected], layout.delimiter), index, 1, lines, book)
    elif width == expected:
        _keep_readable(_written(cells, layout.delimiter), index, 1, lines, book)
    else:
        reason = "too_many_fields" if width > expected else "too_few_fields"
        detail = f"line {index + 1} has {width} fields where the header has {expected}"
        book.reject(index + 1, reason, detail, text)
    return index + 1


def _written(cells: list[str], delimiter: str) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="").writerow(cells)
    return target.getvalue()


def _strict_cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a record; None when its quoting is broken or unfinished."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _is_open(text: str, delimiter: str) -> bool:
    """Whether a quoted field still lacks its closing quote at the end of the text."""
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _continuations(texts: Sequence[str], index: int, layout: Layout) -> Iterator[tuple[int, str]]:
    """Longer and longer joins, as far as the quoted field may reasonably go on."""
    if not _is_open(texts[index], layout.delimiter):
        return
    whole_records = 0
    for last in range(index + 1, min(index + _MAX_LINES_IN_RECORD, len(texts))):
        whole_records += texts[last].count(layout.delimiter) == len(layout.names) - 1
        height = last - index + 1
        if '"' not in texts[last]:
            continue
        if len(layout.names) >= _WIDE and whole_records * 2 > height - 1:
            return
        joined = "\n".join(texts[index : last + 1])
        if len(joined) > _MAX_LENGTH:
            return
        yield height, joined
        if not _is_open(joined, layout.delimiter):
            return


def _parse(records: list[str], layout: Layout) -> pa.Table:
    """Well-formed records to text columns."""
    types = pa.schema([(name, pa.string()) for name in layout.names])
    if not records:
        return types.empty_table()
    if len(layout.names) == 1:
        return pa.table({layout.names[0]: [_only_cell(record, layout) for record in records]}, schema=types)
    table = pa_csv.read_csv(
        pa.BufferReader("\n".join(records).encode()),
        read_options=pa_csv.ReadOptions(column_names=list(layout.names), block_size=1 << 24),
        parse_options=pa_csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )
    if table.num_rows != len(records):
        raise SourceError(f"{len(records)} records were parsed into {table.num_rows}; report this file.")
    return table


def _only_cell(record: str, layout: Layout) -> str:
    return (_strict_cells(record, layout.delimiter) or [""])[0]
