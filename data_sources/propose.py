"""Proposes a profile for a file: a shipped one if it is a known export, else one read from names and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.binding import bind, used_columns
from data_sources.canonical import ENUMS, MAPPABLE, MILESTONES, MONEY
from data_sources.connector import LINE, RawTable, connector_for, read_bytes, read_raw
from data_sources.dates import read_moments
from data_sources.errors import SourceError
from data_sources.formats import ISO, expand, has_time
from data_sources.mapping import clean
from data_sources.matching import Match, match_columns, refuse_contradiction
from data_sources.profile import Fold, Mapped, Profile, load_profile, profile_names
from data_sources.survey import Column, survey
from data_sources.vocabulary import CLOCK, PERSONAL, STAFF, canonical_value, likeness, plain

_SIGNATURE = 4
_ZONE = "Europe/Paris"
_REPEATS_BELOW = 0.95
_OTHER = {"channel": "other", "kind": "complaint", "outcome": "undecided"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProposal:
    """What is proposed for one raw column. `place` says where it goes; `canonical` only for a canonical one."""

    raw: str
    canonical: str | None
    confidence: float
    why: str
    question: str | None = None
    place: str = "extra"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A profile to start from, and how sure it is of each column."""

    profile: Profile
    columns: tuple[ColumnProposal, ...]
    notes: Mapping[str, str]


def propose(path: Path | str) -> Proposal:
    """Read the file once and propose; SourceError where no honest proposal is possible."""
    path = Path(path)
    data = read_bytes(path)
    raw = read_raw(path, data, None, {})
    if not raw.table.num_rows:
        raise SourceError(f"{path.name} has a header but no line of data that can be read; export it again.")
    known = recognise(raw, path)
    if known is not None:
        return Proposal(profile=known, columns=_known_columns(known, raw), notes=dict(raw.notes))
    return _propose_new(raw, path, connector_for(path, data))


def recognise(raw: RawTable, path: Path) -> Profile | None:
    """The shipped profile that fits these headers and dates; the most specific if several do."""
    fitting = []
    for name in profile_names():
        profile = load_profile(name)
        if profile.recognise and len(used_columns(profile)) >= _SIGNATURE and _fits(profile, raw, path):
            fitting.append(profile)
    return max(fitting, key=lambda profile: len(used_columns(profile)), default=None)


def _fits(profile: Profile, raw: RawTable, path: Path) -> bool:
    """All its columns are there, and its formats read the first dates."""
    try:
        bind(profile, raw.columns, path.name)
    except SourceError:
        return False
    columns = {name: raw.table[name].slice(0, 200) for name in raw.columns}
    return _dates_read(profile, columns)


def _dates_read(profile: Profile, columns: Mapping[str, pa.ChunkedArray]) -> bool:
    mapped = profile.columns["received_at"]
    texts = clean(columns[mapped.column], profile.nulls)
    moments = read_moments(texts, profile.formats_of("received_at"), profile.timezone)
    return bool((pc.mean(moments.unreadable).as_py() or 0) < 0.5)


def _known_columns(profile: Profile, raw: RawTable) -> tuple[ColumnProposal, ...]:
    why = f"a known export: {profile.title or profile.source}"
    return tuple(_placed(name, profile, 1.0, why) for name in raw.columns)


def _placed(raw: str, profile: Profile, confidence: float, why: str) -> ColumnProposal:
    canonical = next((name for name, each in profile.columns.items() if raw in each.raw_columns()), None)
    place = "canonical" if canonical else "extra"
    if raw in profile.personal.values():
        place = "personal"
    elif raw in profile.drop:
        place = "drop"
    return ColumnProposal(raw=raw, canonical=canonical, confidence=confidence, why=why, place=place)


def _propose_new(raw: RawTable, path: Path, connector: str) -> Proposal:
    columns, markers = survey(raw)
    apart = {name: place for name, column in columns.items() if (place := _apart(column))}
    matches = match_columns(columns, frozenset(apart))
    for match in matches.values():
        if match.canonical in MILESTONES:
            refuse_contradiction(path.name, columns[match.raw], raw.table[LINE])
    profile = _profile(raw, path, connector, columns, markers, apart, matches)
    proposals = tuple(_column_proposal(columns[name], matches, profile) for name in raw.columns)
    assumed = {"timezone": f"{_ZONE} is assumed, the file does not say; correct it in the profile under timezone"}
    return Proposal(profile=profile, columns=proposals, notes={**raw.notes, **assumed})


def _profile(
    raw: RawTable,
    path: Path,
    connector: str,
    columns: Mapping[str, Column],
    markers: tuple[str, ...],
    apart: Mapping[str, str],
    matches: Mapping[str, Match],
) -> Profile:
    personal, drop = _set_apart(apart)
    formats = _common_formats(columns, matches)
    by_canonical = {match.canonical: columns[match.raw] for match in matches.values()}
    clock = _clock(columns, by_canonical)
    mapped = {name: _mapped(name, by_canonical[name], formats, clock) for name in MAPPABLE if name in by_canonical}
    used = {*matches, *personal.values(), *drop, clock}
    return Profile(
        source=_source(path, by_canonical),
        title=path.name,
        connector=connector,
        timezone=_ZONE,
        date_formats=formats,
        nulls=markers,
        columns=mapped,
        personal=personal,
        drop=drop,
        extra=tuple(name for name in raw.columns if name not in used),
        fold=_fold(by_canonical),
    )


def _apart(column: Column) -> str | None:
    """The personal field a column holds, `drop` for names of staff, None for what is no personal data."""
    if column.emails > 0.5:
        return "email"
    if column.name in MAPPABLE or column.proof.is_date:
        return None
    named = {field: likeness(column.name, synonyms) for field, synonyms in PERSONAL.items()}
    field, score = max(named.items(), key=lambda item: item[1])
    if likeness(column.name, STAFF) == 1:
        return "drop"
    if score == 1 and not (field == "verbatim" and _is_list(column)):
        return field
    if column.phones > 0.8 or (score > 0.6 and field == "phone" and column.phones > 0.3):
        return "phone"
    return "verbatim" if column.is_free_text else None


def _is_list(column: Column) -> bool:
    """Few texts, often the same: chosen from a list, not written."""
    return column.filled > 20 and column.uniqueness < 0.3


def _set_apart(apart: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    personal: dict[str, str] = {}
    for raw, field in apart.items():
        if field != "drop":
            copies = sum(name.split("_")[0] == field for name in personal)
            personal[f"{field}_{copies + 1}" if copies else field] = raw
    return personal, tuple(raw for raw, field in apart.items() if field == "drop")


def _common_formats(columns: Mapping[str, Column], matches: Mapping[str, Match]) -> tuple[str, ...]:
    """The formats most dates of the file have; the others get their own."""
    proven = Counter(
        columns[match.raw].proof.formats
        for match in matches.values()
        if match.canonical in MILESTONES and columns[match.raw].proof.formats
    )
    return proven.most_common(1)[0][0] if proven else ("iso",)


def _clock(columns: Mapping[str, Column], by_canonical: Mapping[str, Column]) -> str | None:
    """A column of times that completes a reception given as a day."""
    reception = by_canonical.get("received_at")
    if reception is None or any(has_time(one) for one in expand(reception.proof.formats) if one not in ISO):
        return None
    if not pc.all(pc.less_equal(pc.utf8_length(reception.distinct), 11)).as_py():
        return None
    clocks = [c.name for c in columns.values() if c.is_clock and likeness(c.name, CLOCK) > 0.5]
    return clocks[0] if clocks else None


def _mapped(canonical: str, column: Column, formats: tuple[str, ...], clock: str | None) -> Mapped:
    own = column.proof.formats if column.proof.formats not in ((), formats) else ()
    if canonical in MILESTONES:
        time = clock if canonical == "received_at" else None
        return Mapped(column=column.name, time=time, formats=own)
    if canonical in ENUMS:
        values = _value_map(canonical, column)
        other = _OTHER[canonical] if None in values.values() else None
        known = {text: value for text, value in values.items() if value and text.casefold() != value}
        return Mapped(column=column.name, values=known, other=other)
    if canonical in MONEY:
        return Mapped(column=column.name, unit="major" if _in_major_units(canonical, column) else "minor")
    return Mapped(column=column.name)


def _value_map(canonical: str, column: Column) -> dict[str, str | None]:
    return {text: canonical_value(canonical, text) for text in sorted(column.distinct.to_pylist())}


def _in_major_units(canonical: str, column: Column) -> bool:
    """Euros rather than cents: decimals say so, and so does any name but ours."""
    decimals = pc.any(pc.match_substring_regex(column.distinct, r"[.,][0-9]{1,2}$")).as_py()
    return bool(decimals) or column.name != canonical


def _fold(by_canonical: Mapping[str, Column]) -> Fold | None:
    """An identifier that often comes back beside a date of change is an event log."""
    key, changed = by_canonical.get("complaint_id"), by_canonical.get("last_event_at")
    if key is None or changed is None or key.uniqueness > _REPEATS_BELOW:
        return None
    return Fold(key=key.name, latest_by=(changed.name,))


def _source(path: Path, by_canonical: Mapping[str, Column]) -> str:
    """The source the file names, if it names one; else the name of the file."""
    named = by_canonical.get("source")
    if named is not None and len(named.distinct) == 1:
        return slug(named.distinct[0].as_py())
    return slug(path.name.split(".")[0])


def slug(text: str) -> str:
    return "_".join(plain(text).split())[:60] or "source"


def _column_proposal(column: Column, matches: Mapping[str, Match], profile: Profile) -> ColumnProposal:
    match = matches.get(column.name)
    if match is not None:
        return ColumnProposal(
            raw=column.name,
            canonical=match.canonical,
            confidence=match.confidence,
            why=match.why,
            question=" ".join(filter(None, (match.question, _doubt(match.canonical, column, profile)))) or None,
            place="canonical",
        )
    placed = _placed(column.name, profile, 0.8, "")
    if placed.canonical:
        return replace(placed, why=f"times of day that complete {placed.canonical}")
    if placed.place == "extra" and column.proof.formats:
        question = f"What does the date '{column.name}' tell?"
        return replace(placed, confidence=0.4, why="a date whose name says nothing known", question=question)
    why = {"personal": "it tells of a person: kept apart", "drop": "names of staff: not kept"}
    return replace(placed, why=why.get(placed.place, "nothing known is named like it: kept among the extra columns"))


def _doubt(canonical: str, column: Column, profile: Profile) -> str | None:
    """What a person should look at, though the name leaves no doubt."""
    mapped = profile.columns[canonical]
    if canonical in MILESTONES and column.proof.ambiguous:
        return f"Is '{column.distinct[0].as_py()}' written {' or '.join(column.proof.formats)}?"
    if canonical in ("closed_at", "resolved_at") and "replied_at" not in profile.columns:
        return f"No date of reply was found: is '{column.name}' the reply? Then map it to replied_at too."
    if mapped.other:
        unknown = [text for text, value in _value_map(canonical, column).items() if value is None]
        return f"What {canonical} is '{unknown[0]}'? Taken for {mapped.other}."
    if mapped.unit == "major" and column.name != canonical:
        return f"Are the amounts of '{column.name}' in whole currency units (euros), not cents?"
    if canonical == "complaint_id" and column.uniqueness < _REPEATS_BELOW and profile.fold is None:
        return f"'{column.name}' repeats: which column says what is latest? Name it under fold."
    return None
