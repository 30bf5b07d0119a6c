"""Which date formats a whole column proves. One text never decides; a contradiction is an answer of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, product

import pyarrow as pa

from data_sources.formats import ISO, pattern
from data_sources.months import with_english_month
from data_sources.sql import literal, query

_TIMES = ("", " %H:%M", " %H:%M:%S", " %Hh%M", " %I:%M %p", " %I:%M:%S %p")
_PARTS = {
    "day first": ("%d{0}%m{0}%Y", "%d{0}%m{0}%y"),
    "month first": ("%m{0}%d{0}%Y", "%m{0}%d{0}%y"),
    "year first": ("%Y{0}%m{0}%d", "%y{0}%m{0}%d"),
}
_NAMED = ("%d-%b-%Y", "%d-%b-%y", "%d/%b/%Y", "%d/%b/%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
_EARLIEST = datetime(1990, 1, 1)
_AHEAD = timedelta(days=400)
_ENOUGH = 0.9


def _candidates() -> tuple[str, ...]:
    days = [
        template.format(separator) for templates in _PARTS.values() for template in templates for separator in "/-."
    ]
    timed = [day + time for day, time in product([*days, *_NAMED], _TIMES)]
    return tuple(dict.fromkeys([*ISO, *timed]))


CANDIDATES = _candidates()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a column says about its dates. `share` of its texts are dates; `unread` are samples of the others."""

    formats: tuple[str, ...]
    share: float
    ambiguous: bool = False
    contradiction: tuple[str, str] | None = None
    unread: tuple[str, ...] = ()

    @property
    def is_date(self) -> bool:
        return self.share >= _ENOUGH and bool(self.formats or self.contradiction)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    formats: tuple[str, ...]
    read: int
    contradiction: tuple[str, str] | None = None


def prove(texts: pa.Array, preferred: Iterable[str] = ()) -> Proof:
    """Judge the distinct texts of a column, nulls left out; `preferred` formats break a tie."""
    if not len(texts):
        return Proof(formats=(), share=0.0)
    verdicts, unread = [], []
    for candidates, words in _by_shape(texts):
        if not candidates:
            unread.extend(words)
            continue
        verdicts.append(_judge(words, candidates))
    chosen = {_choose(verdict.formats, tuple(preferred)): None for verdict in verdicts if verdict.formats}
    formats = tuple(one for one in chosen if "%b" not in one or one.replace("%b", "%B") not in chosen)
    return Proof(
        formats=_shortened(formats),
        share=sum(verdict.read for verdict in verdicts) / len(texts),
        ambiguous=any(len(v.formats) > 1 for v in verdicts),
        contradiction=next((v.contradiction for v in verdicts if v.contradiction), None),
        unread=tuple(unread[:20]),
    )


def _by_shape(texts: pa.Array) -> list[tuple[tuple[str, ...], list[str]]]:
    """Distinct texts grouped by the formats whose shape they have."""
    shapes = query(
        "SELECT regexp_replace(regexp_replace(v, '[0-9]', '9', 'g'), '\\p{L}', 'a', 'g') AS shape, list(v) AS words "
        "FROM words GROUP BY shape ORDER BY count(*) DESC, shape",
        words=pa.table({"v": texts}),
    )
    groups: dict[tuple[str, ...], list[str]] = {}
    for position, row in enumerate(shapes.to_pylist()):
        word = row["words"][0]
        fitting = _fitting(word) or _fitting(with_english_month(word, short=True)) if position < 60 else ()
        groups.setdefault(fitting, []).extend(row["words"])
    return list(groups.items())


def _fitting(text: str) -> tuple[str, ...]:
    return tuple(one for one, regex in _REGEXES if regex.fullmatch(text))


_REGEXES = [(one, re.compile(pattern(one).replace(r"\p{L}", r"[^\W\d_]"))) for one in CANDIDATES]


def _judge(words: Sequence[str], candidates: tuple[str, ...]) -> _Verdict:
    """The candidates that read all that any of them reads; none if two disagree."""
    if all("%b" in one or "%B" in one for one in candidates):
        return _Verdict(formats=candidates[:1], read=len(words))
    sets = _readable(words, candidates)
    everything = set().union(*sets.values())
    winners = tuple(one for one in candidates if sets[one] == everything and everything)
    if winners or not everything:
        return _Verdict(formats=winners, read=len(everything))
    return _Verdict(formats=(), read=len(everything), contradiction=_contradiction(sets))


def _contradiction(sets: dict[str, set[str]]) -> tuple[str, str]:
    """Two words that no single candidate reads together."""
    ordered = sorted(sets.values(), key=len, reverse=True)
    apart = ((one - other, other - one) for one, other in combinations(ordered, 2))
    return next((min(left), min(right)) for left, right in apart if left and right)


def _readable(words: Sequence[str], candidates: Sequence[str]) -> dict[str, set[str]]:
    """The words each candidate reads as a plausible date."""
    latest = datetime.now(UTC).replace(tzinfo=None) + _AHEAD
    columns = ", ".join(
        f"try_strptime(v, {literal(one)})::TIMESTAMP BETWEEN ? AND ? AS f{n}" for n, one in enumerate(candidates)
    )
    bounds = [_EARLIEST, latest] * len(candidates)
    table = query(f"SELECT v, {columns} FROM words", bounds, words=pa.table({"v": words}))  # noqa: S608
    return {one: set(table["v"].filter(table[f"f{n}"]).to_pylist()) for n, one in enumerate(candidates)}


def _choose(formats: tuple[str, ...], preferred: tuple[str, ...]) -> str:
    """Of equals the one ordered like a preferred one, else the first: day before month, as in Europe."""
    orders = {_order(one) for one in preferred}
    return next((one for one in formats if _order(one) in orders), formats[0])


def _order(date_format: str) -> str:
    return "".join(letter for letter in re.findall("%([dmyY])", date_format)).lower()


def _shortened(formats: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys("iso" if one in ISO else one for one in formats))
