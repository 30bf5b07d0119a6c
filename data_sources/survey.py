"""What can be seen in each raw column: how full, how distinct, dates, numbers, addresses of people. No names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.connector import RawTable
from data_sources.formats import CLOCK_FORMATS, pattern
from data_sources.identifiers import share_of_identifiers
from data_sources.mapping import clean
from data_sources.proof import Proof, prove
from data_sources.vocabulary import NULL_MARKERS

_DATE_LIKE = re.compile(r"\d{1,4}[-/. ]\s?[^\W_]{1,10}\.?[-/. ,]\s?\d{1,4}")
_CLOCK = re.compile("|".join(f"(?:{pattern(one)})" for one in CLOCK_FORMATS))
_EMAIL = r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$"
_PHONE = r"^(?:(?:\+|00)[1-9][0-9]{0,2}(?:[ .\-]?\(?[0-9]{1,4}\)?){3,6}|0[1-9](?:[ .\-]?[0-9]{2}){4})$"
_MENTION = r"[^@\s\"'<]+@[^@\s\"'>]+\.[a-zA-Z]{2,}"
_ADDRESS = r"^[0-9]{1,5}(?:[ ,]|bis|ter)+[^0-9]*\p{L}{3}"
_PERSON = r"^\p{Lu}[\p{L}'’-]+(?: (?:de|du|la|van|von|der|del)){0,2} \p{Lu}[\p{L}'’-]+$"
_NUMBER = r"^-?[0-9]+(?:[ \x{00a0}][0-9]{3})*(?:[.,][0-9]+)?$"
_NO_DATE = Proof(formats=(), share=0.0)
_COMMON_IN = 3
_SAMPLE = 5000
_NEVER_A_VALUE = ("000000000000000AAA", "000000000000000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One raw column, null markers already taken out.

    `distinct` is sorted, so that the order of the rows changes nothing. Shares are of its texts, 0 to 1:
    `mentions` hold an e-mail address somewhere, `addresses` begin like that of a house,
    `people` are two words like a first name and a surname, `identifiers` belong to one person alone.
    """

    name: str
    texts: pa.ChunkedArray
    distinct: pa.Array
    proof: Proof
    is_clock: bool
    emails: float
    phones: float
    numbers: float
    length: float
    mentions: float = 0.0
    addresses: float = 0.0
    people: float = 0.0
    identifiers: float = 0.0

    @property
    def filled(self) -> int:
        return int(len(self.texts) - self.texts.null_count)

    @property
    def uniqueness(self) -> float:
        return len(self.distinct) / self.filled if self.filled else 0.0

    @property
    def is_free_text(self) -> bool:
        """Long and rarely twice the same: what people write, not what they choose."""
        return self.length > 40 and self.uniqueness > 0.6 and self.filled > 3


def survey(raw: RawTable) -> tuple[dict[str, Column], tuple[str, ...]]:
    """Every column seen whole, and the null markers found on the way."""
    trimmed = {name: clean(raw.table[name], ()) for name in raw.columns}
    markers = find_null_markers(trimmed)
    columns = {name: _column(name, texts, markers) for name, texts in trimmed.items()}
    return _with_one_order(columns), markers


def _with_one_order(columns: dict[str, Column]) -> dict[str, Column]:
    """Dates that could be read in two orders follow the columns of the file that prove one."""
    proven = {one for c in columns.values() if not c.proof.ambiguous for one in c.proof.formats if one != "iso"}
    if not proven:
        return columns
    return {name: _settled(column, proven) for name, column in columns.items()}


def _settled(column: Column, proven: set[str]) -> Column:
    if not column.proof.ambiguous:
        return column
    return replace(column, proof=replace(prove(column.distinct, proven), ambiguous=False))


def find_null_markers(columns: dict[str, pa.ChunkedArray]) -> tuple[str, ...]:
    """A known marker counts where it spoils a column of dates or numbers, or stands in several columns."""
    seen: Counter[str] = Counter()
    certain: set[str] = set()
    for texts in columns.values():
        distinct = _distinct(texts)
        present = distinct.filter(pc.is_in(distinct, value_set=pa.array(NULL_MARKERS))).to_pylist()
        seen.update(present)
        others = distinct.filter(pc.invert(pc.is_in(distinct, value_set=pa.array(NULL_MARKERS))))
        certain.update(set(present) & set(_NEVER_A_VALUE))
        if present and len(others) and (_share(others, _NUMBER) == 1 or _proof(others).is_date):
            certain.update(present)
    return tuple(m for m in NULL_MARKERS if m in certain or seen[m] >= _COMMON_IN)


def _column(name: str, texts: pa.ChunkedArray, markers: Iterable[str]) -> Column:
    texts = clean(texts, markers)
    distinct = _distinct(texts)
    sample = spread(distinct, _SAMPLE)
    return Column(
        name=name,
        texts=texts,
        distinct=distinct,
        proof=_proof(distinct),
        is_clock=_are_clocks(spread(distinct, 200).to_pylist()),
        emails=_share(sample, _EMAIL),
        phones=_share(sample, _PHONE),
        numbers=_share(sample, _NUMBER),
        length=pc.mean(pc.utf8_length(sample)).as_py() or 0.0,
        mentions=_share(sample, _MENTION),
        addresses=_share(sample, _ADDRESS),
        people=_share(sample, _PERSON),
        identifiers=share_of_identifiers(sample),
    )


def spread(distinct: pa.Array, most: int) -> pa.Array:
    """At most so many of the texts, evenly taken from all of them."""
    if len(distinct) <= most:
        return distinct
    return distinct.take(pa.array([n * len(distinct) // most for n in range(most)]))


def _distinct(texts: pa.ChunkedArray) -> pa.Array:
    distinct = pc.unique(texts).drop_null()
    return distinct.take(pc.sort_indices(distinct))


def _proof(distinct: pa.Array) -> Proof:
    sample = spread(distinct, 50).to_pylist()
    like = sum(bool(_DATE_LIKE.match(text)) for text in sample)
    return prove(distinct) if sample and like >= len(sample) / 2 else _NO_DATE


def _are_clocks(sample: Sequence[str]) -> bool:
    return bool(sample) and all(_CLOCK.fullmatch(text) for text in sample)


def _share(texts: pa.Array, regex: str) -> float:
    return (pc.mean(pc.match_substring_regex(texts, regex)).as_py() or 0.0) if len(texts) else 0.0
