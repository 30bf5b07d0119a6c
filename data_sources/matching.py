"""Which raw column is which canonical one: names first, then whether the values allow it, then relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import BOOLEANS, COUNTS, DECIMALS, ENUMS, MAPPABLE, MILESTONES, MONEY
from data_sources.dates import read_moments
from data_sources.errors import SourceError
from data_sources.survey import Column
from data_sources.values import read_boolean, read_level
from data_sources.vocabulary import NAMES, canonical_value, likeness, plain

_PLAUSIBLE = 0.55
_SURE = 0.8
_MOSTLY = 0.9
_KEYS = ("complaint_id", "customer_key", "parent_id", "country", "currency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A raw column taken for a canonical one."""

    raw: str
    canonical: str
    confidence: float
    why: str
    question: str | None = None


def match_columns(columns: Mapping[str, Column], taken: frozenset[str]) -> dict[str, Match]:
    """The best canonical meaning of each raw column, no meaning given twice."""
    found: dict[str, Match] = {}
    for match in sorted(_all_matches(columns, taken), key=lambda m: -m.confidence):
        if match.raw not in found and match.canonical not in {m.canonical for m in found.values()}:
            found[match.raw] = match
    _source_or_channel(columns, found)
    _add_identifier(columns, taken, found)
    _add_reception(columns, taken, found)
    return {raw: _related(match, columns, found) for raw, match in found.items()}


def _all_matches(columns: Mapping[str, Column], taken: frozenset[str]) -> list[Match]:
    matches = []
    for column in columns.values():
        for canonical in MAPPABLE:
            match = None if column.name in taken else _match(column, canonical)
            if match is not None:
                matches.append(match)
    return matches


def _match(column: Column, canonical: str) -> Match | None:
    exact = column.name == canonical
    name = 1.0 if exact else _name_likeness(column.name, canonical)
    if name < _PLAUSIBLE:
        return None
    fit = 1.0 if exact and not column.filled else _fit(column, canonical)
    confidence = round(name * fit, 2)
    if exact and fit:
        return Match(raw=column.name, canonical=canonical, confidence=max(confidence, 0.9), why="the name is ours")
    if confidence < _PLAUSIBLE:
        return None
    why = f"named like {canonical}" + ("" if fit == 1 else ", though its values leave a doubt")
    question = None if confidence >= _SURE else f"Is '{column.name}' really {canonical}?"
    return Match(raw=column.name, canonical=canonical, confidence=confidence, why=why, question=question)


def _name_likeness(raw: str, canonical: str) -> float:
    """How much a name says; a key of something (`group_id`) is not the thing."""
    words = plain(raw).split()
    score = 0.95 * likeness(raw, (plain(canonical), *NAMES.get(canonical, ())))
    if canonical == "source" and score < _MOSTLY:
        return 0.0
    is_key = words[-1:] in (["id"], ["url"], ["code"]) and canonical not in _KEYS
    return score * 0.7 if is_key else score


def _fit(column: Column, canonical: str) -> float:
    """How far the values allow a meaning: 0 not at all, 1 without reserve."""
    if canonical in MILESTONES:
        return _date_fit(column)
    if column.proof.is_date:
        return 0.0
    sample = column.distinct.slice(0, 200).to_pylist()
    if canonical in BOOLEANS:
        return float(bool(sample) and all(read_boolean(text) is not None for text in sample))
    if canonical == "level":
        return float(bool(sample) and all(read_level(text) is not None for text in sample))
    if canonical in (*DECIMALS, *COUNTS, *MONEY):
        return float(column.numbers >= _MOSTLY)
    if canonical in ENUMS:
        return _enum_fit(sample, canonical)
    if canonical == "complaint_id":
        return 1.0 if column.uniqueness > _MOSTLY else 0.85
    return 0.7 if column.is_free_text else 1.0


def _date_fit(column: Column) -> float:
    if not column.proof.is_date:
        return 0.0
    return 0.8 if column.proof.ambiguous else 1.0


def _enum_fit(sample: list[str], canonical: str) -> float:
    if not sample or len(sample) >= 200:
        return 0.0
    known = sum(canonical_value(canonical, text) is not None for text in sample) / len(sample)
    return 0.7 + 0.3 * known if known >= 0.4 else 0.0


def _source_or_channel(columns: Mapping[str, Column], found: dict[str, Match]) -> None:
    """Many tools call the channel the source; ours is the system a complaint comes from."""
    named = next((m for m in found.values() if m.canonical == "source"), None)
    if named is None or any(m.canonical == "channel" for m in found.values()):
        return
    distinct = columns[named.raw].distinct
    if len(distinct) > 1 and _enum_fit(distinct.slice(0, 200).to_pylist(), "channel"):
        found[named.raw] = Match(
            raw=named.raw,
            canonical="channel",
            confidence=0.7,
            why="its values are ways to get in touch",
            question=f"Does '{named.raw}' say how the complaint came in, or from which system?",
        )


def _add_identifier(columns: Mapping[str, Column], taken: frozenset[str], found: dict[str, Match]) -> None:
    """Without a telling name, the leftmost column that never repeats."""
    if any(match.canonical == "complaint_id" for match in found.values()):
        return
    for column in columns.values():
        free = column.name not in taken and column.name not in found
        if free and column.uniqueness == 1 and not column.texts.null_count and not column.proof.is_date:
            found[column.name] = Match(
                raw=column.name,
                canonical="complaint_id",
                confidence=0.6,
                why="the first column that is always filled and never repeats",
                question=f"Does '{column.name}' identify the complaint?",
            )
            return


def _add_reception(columns: Mapping[str, Column], taken: frozenset[str], found: dict[str, Match]) -> None:
    """Without a telling name, the earliest of the dates that are always there."""
    if any(match.canonical == "received_at" for match in found.values()):
        return
    dates = [c for c in columns.values() if c.proof.is_date and c.name not in taken and c.name not in found]
    if dates:
        best = max(dates, key=lambda column: column.filled)
        found[best.name] = Match(
            raw=best.name,
            canonical="received_at",
            confidence=0.5,
            why="the date that is most often there",
            question=f"Is '{best.name}' the day the complaint was received?",
        )


def _related(match: Match, columns: Mapping[str, Column], found: Mapping[str, Match]) -> Match:
    """A date that mostly comes before the reception is doubted."""
    reception = next((m for m in found.values() if m.canonical == "received_at"), None)
    if reception is None or match.canonical not in ("replied_at", "resolved_at", "closed_at", "acknowledged_at"):
        return match
    before = _share_before(columns[match.raw], columns[reception.raw])
    if before <= 1 - _MOSTLY:
        return match
    return replace(
        match,
        confidence=round(match.confidence * 0.5, 2),
        why=f"{match.why}, but {before:.0%} of its dates come before '{reception.raw}'",
        question=f"Is '{match.raw}' {match.canonical}, or is '{reception.raw}' not the reception?",
    )


def _share_before(later: Column, earlier: Column) -> float:
    if not (later.proof.formats and earlier.proof.formats):
        return 0.0
    first = read_moments(earlier.texts, earlier.proof.formats, "UTC").utc
    second = read_moments(later.texts, later.proof.formats, "UTC").utc
    ordered = pc.less(pc.floor_temporal(second, unit="day"), pc.floor_temporal(first, unit="day"))
    return pc.mean(ordered).as_py() or 0.0


def refuse_contradiction(name: str, column: Column, lines: pa.ChunkedArray) -> None:
    """A mapped date column in which two orders of day and month are proven."""
    if column.proof.contradiction is None:
        return
    one, other = (
        f"'{text}' at line {lines[pc.index(column.texts, text).as_py()]}" for text in column.proof.contradiction
    )
    raise SourceError(
        f"{name}: column '{column.name}' mixes two orders of day and month ({one}, {other}), so none of its dates "
        "is sure; export it with one order, or declare its format in a profile and the others are set aside."
    )
