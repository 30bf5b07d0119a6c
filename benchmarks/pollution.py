"""Polluted versions of one small table, each with what a reader should find in it.

The kinds of damage are those of the Pollock benchmark (Vitagliano et al., "Pollock: A Data Loading Benchmark",
PVLDB 16, 2023), at every row and column it names; the table and every line here are ours. Families after OURS are
not in that benchmark: they are what French exports add.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

ROWS, SEED = 84, 2026
HEADER = ("date", "heure", "nombre", "dossier", "montant", "motif", "description", "lien", "commentaire")
QUOTED = (6, 7)
OURS = "ours"

_SUBJECTS = ("Retard de livraison", "Erreur d'étiquette", "Coupure de l'eau", "Double facturation", "Accueil en agence")
_FIRST = ("Le client signale un retard", "Colis abîmé", "Facture reçue deux fois", 'Le conseiller a dit "demain"',
          r"Dossier rangé sous C:\clients", "L'usager attend, depuis lundi", "Relance, courrier, appel")  # fmt: skip
_SECOND = ("sans nouvelle depuis", "malgré deux appels", "et demande un geste", "selon l'agence", "d'après lui")
_REMARKS = ("", "", "", "à rappeler", "vu", "clos")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polluted:
    """A file, and what it should give: names, rows, and the physical line (from 1) on which each row begins."""

    name: str
    family: str
    data: bytes
    header: Row
    rows: tuple[Row, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How records are written."""

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    end: str = "\r\n"

    def cell(self, text: str, quoted: bool) -> str:
        if not quoted:
            return text
        escape = self.quote if self.escape is None else self.escape
        return self.quote + text.replace(self.quote, escape + self.quote) + self.quote

    def cells(self, row: Row) -> list[str]:
        return [self.cell(text, place in QUOTED) for place, text in enumerate(row)]

    def record(self, row: Row) -> str:
        return self.delimiter.join(self.cells(row))


PLAIN = Dialect()


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A file being written: records as text, and the expectation."""

    records: list[str]
    header: Row = HEADER
    rows: list[Row] = field(default_factory=list)
    first: int = 2
    end: str = "\r\n"
    last: str = "\r\n"

    def polluted(self, name: str, family: str, encoding: str = "utf-8") -> Polluted:
        lines = tuple(range(self.first, self.first + len(self.rows)))
        data = (self.end.join(self.records) + self.last).encode(encoding)
        return Polluted(name=name, family=family, data=data, header=self.header, rows=tuple(self.rows), lines=lines)


@cache
def table() -> tuple[Row, ...]:
    """The clean rows: dates, times, a number, a key, an amount, and texts with commas, quotes and apostrophes."""
    chance = random.Random(SEED)  # noqa: S311
    return tuple(_row(chance, number) for number in range(1, ROWS))


def _row(chance: random.Random, number: int) -> Row:
    key = f"RC-{chance.randrange(10_000):04d}"
    return (
        f"{1 + number % 28:02d}/{1 + number // 28:02d}/2025",
        f"{chance.randrange(24):02d}:{chance.randrange(60):02d}",
        str(chance.randrange(1, 9)),
        key,
        f"{chance.randrange(100, 99_999) / 100:.2f}",
        chance.choice(_SUBJECTS),
        f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} le {chance.randrange(1, 28)}, dossier {key}.",
        f"https://exemple.fr/dossier/{key}",
        chance.choice(_REMARKS),
    )


def clean(dialect: Dialect = PLAIN) -> _Draft:
    records = [dialect.record(row) for row in (HEADER, *table())]
    return _Draft(records=records, rows=list(table()), end=dialect.end, last=dialect.end)


def pollutions() -> Iterator[Polluted]:
    """Every file: the table itself, whole-file damage, one cell or row damaged at every place, and ours."""
    yield clean().polluted("source", "source")
    yield from _payloads()
    yield from _headers()
    yield from _tables()
    yield from _dialects()
    yield from _every_place()
    yield from _ours()


def _payloads() -> Iterator[Polluted]:
    yield Polluted(name="no_payload", family="file", data=b"", header=(), rows=(), lines=())
    for name, last in (("no_trailing_newline", ""), ("double_trailing_newline", "\r\n\r\n")):
        draft = clean()
        draft.last = last
        yield draft.polluted(name, "file")
    for name, rows in (("header_only", 0), ("one_data_row", 1)):
        draft = clean()
        draft.records, draft.rows = draft.records[: rows + 1], draft.rows[:rows]
        yield draft.polluted(name, "file")


def _headers() -> Iterator[Polluted]:
    draft = clean()
    draft.records, draft.header, draft.first = draft.records[1:], (), 1
    yield draft.polluted("no_header", "file")
    for times in (2, 3):
        draft = clean()
        draft.records[:1] = draft.records[:1] * times
        draft.header, draft.first = tuple(" ".join([name] * times) for name in HEADER), times + 1
        yield draft.polluted(f"header_multirow_{times}", "file")
    draft = clean()
    draft.records[:0] = ["PREAMBULE" + "," * 8, "," * 8]
    draft.first = 4
    yield draft.polluted("preamble", "file")


def _tables() -> Iterator[Polluted]:
    for name, width in (("less", 8), ("same", 9), ("more", 10)):
        draft = clean()
        second = [(*row, *["x"] * (width - 9))[:width] for row in (HEADER, *table()[:-1])]
        draft.records += [PLAIN.record(row) for row in second]
        yield draft.polluted(f"multitable_{name}", "file")


def _dialects() -> Iterator[Polluted]:
    kinds = {
        **{f"field_delimiter_{mark!r}": Dialect(delimiter=mark) for mark in (" ", ", ", ";", "\t", "|")},
        "quotation_char_apostrophe": Dialect(quote="'"),
        "escape_char_backslash": Dialect(escape="\\"),
        "escape_char_missing": Dialect(escape=""),
        "record_delimiter_lf": Dialect(end="\n"),
        "record_delimiter_cr": Dialect(end="\r"),
    }
    for name, dialect in kinds.items():
        yield clean(dialect).polluted(name, "dialect" if dialect.delimiter != "|" else OURS)


def _every_place() -> Iterator[Polluted]:
    every = (HEADER, *table())
    for row, cells in enumerate(every):
        for column in range(len(HEADER)):
            yield _changed(row, _more(cells, column), f"row_more_sep_{row}_{column}", "row_more_sep")
            if column:
                yield _changed(row, _less(cells, column), f"row_less_sep_{row}_{column}", "row_less_sep")
            yield _with_quote(row, cells, column)
        spaced = " ".join(PLAIN.cells(cells))
        yield _changed(row, spaced, f"row_field_delimiter_{row}", "row_field_delimiter")


def _changed(row: int, record: str, name: str, family: str) -> Polluted:
    draft = clean()
    draft.records[row] = record
    return draft.polluted(name, family)


def _more(cells: Row, column: int) -> str:
    """A delimiter too many before this column."""
    written = PLAIN.cells(cells)
    return ",".join([*written[:column], "", *written[column:]])


def _less(cells: Row, column: int) -> str:
    """No delimiter before this column."""
    written = PLAIN.cells(cells)
    return ",".join([*written[: column - 1], written[column - 1] + written[column], *written[column + 1 :]])


def _with_quote(row: int, cells: Row, column: int) -> Polluted:
    """A quote that is not escaped at the start of a cell's content; it is expected there as a character."""
    draft, written = clean(), PLAIN.cells(cells)
    whole = written[column]
    written[column] = '""' + whole[1:] if whole.startswith('"') else '"' + whole
    draft.records[row] = ",".join(written)
    told = (*cells[:column], '"' + cells[column], *cells[column + 1 :])
    if row:
        draft.rows[row - 1] = told
    else:
        draft.header = told
    return draft.polluted(f"row_extra_quote_{row}_{column}", "row_extra_quote")


def _ours() -> Iterator[Polluted]:
    for encoding in ("utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"):
        yield clean().polluted(f"encoding_{encoding}", OURS, encoding)
    changes: dict[str, Callable[[_Draft], None]] = {
        "title_and_blank": lambda draft: _above(draft, ["Export du 3 mars 2025", ""]),
        "excel_hint": lambda draft: _above(draft, ["sep=,"]),
        "total_at_the_foot": lambda draft: draft.records.append("Total,,402,,43210.55,,,,"),
        "note_at_the_foot": lambda draft: draft.records.append("* hors agences fermées"),
        "delimited_note_at_the_foot": lambda draft: draft.records.append("Source : service client" + "," * 8),
        "blank_lines": lambda draft: draft.records.extend(["", "  ", ""]),
        "trailing_delimiters": _trailing,
    }
    for name, change in changes.items():
        draft = clean()
        change(draft)
        yield draft.polluted(name, OURS)


def _above(draft: _Draft, lines: Sequence[str]) -> None:
    draft.records[:0] = lines
    draft.first += len(lines)


def _trailing(draft: _Draft) -> None:
    draft.records = [record + "," for record in draft.records]


def sample(every: int) -> list[Polluted]:
    """Whole-file damage, all damage of the header, and one in `every` of the rest; the same ones each time."""
    found = list(pollutions())
    kept = random.Random(SEED).sample(range(len(found)), len(found) // every)  # noqa: S311
    return [one for place, one in enumerate(found) if place in kept or _is_rare(one)]


def _is_rare(one: Polluted) -> bool:
    return not one.family.startswith("row_") or "_0_" in one.name or one.name.endswith("_0")


__all__ = ["HEADER", "OURS", "Polluted", "pollutions", "sample", "table"]
