"""Which raw column is which canonical one: by its name where the values allow it, else by the values, else a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from data_sources.canonical import MAPPABLE
from data_sources.days import median_day
from data_sources.fitting import enum_fit, fit, share
from data_sources.naming import is_copied, name_likeness, rank
from data_sources.survey import Column, spread
from data_sources.vocabulary import canonical_value, is_severity, state_of

PLAUSIBLE = 0.55
SURE = 0.8
_NAMED = 0.85
_WORDS: Mapping[str, Callable[[str], bool]] = {
    "channel": lambda text: canonical_value("channel", text) is not None,
    "status": lambda text: state_of(text) is not None,
    "severity": is_severity,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A raw column taken for a canonical one. `question`: what is doubted about it; `twin` has the same days."""

    raw: str
    canonical: str
    confidence: float
    why: str
    question: str | None = None
    twin: str | None = None


Found = dict[str, Match]


def match_columns(columns: Mapping[str, Column], taken: frozenset[str]) -> Found:
    """The best canonical meaning of each raw column, by raw name; no meaning given twice."""
    free = {name: column for name, column in columns.items() if name not in taken and not is_copied(name)}
    found: Found = {}
    for match in sorted(_all_matches(free), key=_surest_first):
        if match.raw not in found and not _given(match.canonical, found):
            found[match.raw] = match
    _source_or_channel(columns, found)
    _by_words(free, found)
    _guess_identifier(free, found)
    _guess_reception(free, found)
    return found


def _surest_first(match: Match) -> tuple[float, int, str]:
    return -match.confidence, rank(match.raw, match.canonical), match.raw


def _given(canonical: str, found: Found) -> bool:
    return any(match.canonical == canonical for match in found.values())


def _all_matches(columns: Mapping[str, Column]) -> Iterator[Match]:
    for column in columns.values():
        yield from filter(None, (_match(column, canonical) for canonical in MAPPABLE))


def _match(column: Column, canonical: str) -> Match | None:
    exact = column.name == canonical
    name = 1.0 if exact else name_likeness(column.name, canonical)
    if name < PLAUSIBLE:
        return None
    if not column.filled:
        return _empty(column, canonical, name)
    values = 1.0 if exact and canonical == "customer_key" else fit(column, canonical)
    confidence = round(name * values, 2)
    if exact and values:
        return Match(raw=column.name, canonical=canonical, confidence=max(confidence, 0.9), why="the name is ours")
    if confidence < PLAUSIBLE:
        return None
    why = f"named like {canonical}" + ("" if values == 1 else ", though its values leave a doubt")
    question = None if confidence >= SURE else f"Is '{column.name}' really {canonical}?"
    return Match(raw=column.name, canonical=canonical, confidence=confidence, why=why, question=question)


def _empty(column: Column, canonical: str, name: float) -> Match | None:
    """Empty in this file, so only its whole name tells; the next export may fill it."""
    if name < _NAMED:
        return None
    confidence = 0.9 if name == 1.0 else 0.8
    return Match(raw=column.name, canonical=canonical, confidence=confidence, why="empty here: only its name tells")


def _source_or_channel(columns: Mapping[str, Column], found: Found) -> None:
    """Many tools call the channel the source; ours is the system a complaint comes from."""
    named = next((m for m in found.values() if m.canonical == "source"), None)
    if named is None or _given("channel", found):
        return
    distinct = columns[named.raw].distinct
    if len(distinct) > 1 and enum_fit(spread(distinct, 200).to_pylist(), "channel"):
        found[named.raw] = Match(
            raw=named.raw,
            canonical="channel",
            confidence=0.7,
            why="its values are ways to get in touch",
            question=f"Does '{named.raw}' say how the complaint came in, or from which system?",
        )


def _by_words(columns: Mapping[str, Column], found: Found) -> None:
    """Columns whose name says nothing and whose few values are words of a channel, a status or a priority."""
    for canonical, known in _WORDS.items():
        if _given(canonical, found):
            continue
        best = max(_spoken(columns, found, known), default=None)
        if best is not None:
            found[best[2]] = Match(
                raw=best[2],
                canonical=canonical,
                confidence=0.6,
                why=f"{best[0]:.0%} of its values are words of a {canonical}",
                question=f"Is '{best[2]}' the {canonical}?",
            )


def _spoken(
    columns: Mapping[str, Column], found: Found, known: Callable[[str], bool]
) -> Iterator[tuple[float, int, str]]:
    for column in columns.values():
        few = 2 <= len(column.distinct) <= 30 and column.uniqueness <= 0.5
        if column.name in found or not few or column.numbers:
            continue
        part = share(column.distinct.to_pylist(), known)
        if part >= 0.6:
            yield part, -len(column.distinct), column.name


def _guess_identifier(columns: Mapping[str, Column], found: Found) -> None:
    """Without a telling name, of the columns that never repeat the one most like a number of a case."""
    if _given("complaint_id", found):
        return
    unique = [c for c in columns.values() if c.name not in found and _is_key(c)]
    best = min(unique, key=_least_like_a_key, default=None)
    if best is not None:
        found[best.name] = Match(
            raw=best.name,
            canonical="complaint_id",
            confidence=0.6,
            why="it is always filled and never repeats",
            question=f"Does '{best.name}' identify the complaint?",
        )


def _is_key(column: Column) -> bool:
    whole = column.filled > 1 and column.uniqueness == 1 and not column.texts.null_count
    return whole and not column.proof.is_date


def _least_like_a_key(column: Column) -> tuple[int, bool, float, str]:
    """Few shapes first, then without spaces, then short."""
    sample = spread(column.distinct, 200).to_pylist()
    shapes = {re.sub(r"[a-zA-Z]", "a", re.sub(r"[0-9]+", "9", text)) for text in sample}
    return len(shapes), any(" " in text for text in sample), column.length, column.name


def _guess_reception(columns: Mapping[str, Column], found: Found) -> None:
    """Without a telling name, the earliest of the dates that are most often there."""
    if _given("received_at", found):
        return
    dates = [c for c in columns.values() if c.proof.is_date and c.name not in found]
    best = min(dates, key=lambda column: (-column.filled, median_day(column), column.name), default=None)
    if best is not None:
        found[best.name] = Match(
            raw=best.name,
            canonical="received_at",
            confidence=0.5,
            why="the earliest of the dates that are most often there",
            question=f"Is '{best.name}' the day the complaint was received?",
        )
