"""Proposes a profile for a file: a shipped one if it is a known export, else one read from names and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.apart import DROP, looks_like_people, place_apart
from data_sources.asking import ColumnProposal, about, has_decimals, placed
from data_sources.binding import bind, used_columns
from data_sources.canonical import ENUMS, MAPPABLE, MILESTONES, MONEY
from data_sources.connector import LINE, RawTable, connector_for, read_bytes, read_raw
from data_sources.dates import read_moments
from data_sources.errors import SourceError
from data_sources.formats import ISO, expand, has_time
from data_sources.mapping import clean
from data_sources.matching import Found, Match, match_columns
from data_sources.names import OTHERS
from data_sources.profile import Fold, Mapped, Profile, load_profile, profile_names
from data_sources.relations import refuse_contradiction, related
from data_sources.rows import left_out, other_subject, suspicious
from data_sources.survey import Column, survey
from data_sources.vocabulary import canonical_value, likeness, plain

__all__ = ["ColumnProposal", "Proposal", "propose", "recognise", "slug"]

_SIGNATURE = 4
_ZONE = "Europe/Paris"
_REPEATS_BELOW = 0.95
_OTHER = {"channel": "other", "kind": "complaint", "outcome": "undecided"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A profile to start from, and how sure it is of each column."""

    profile: Profile
    columns: tuple[ColumnProposal, ...]
    notes: Mapping[str, str]


def propose(path: Path | str, *, shipped: bool = True) -> Proposal:
    """Read the file once and propose; SourceError where no honest proposal is possible.

    Without `shipped`, as if no known export were known.
    """
    path = Path(path)
    data = read_bytes(path)
    raw = read_raw(path, data, None, {})
    if not raw.table.num_rows:
        raise SourceError(f"{path.name} has a header but no line of data that can be read; export it again.")
    known = recognise(raw, path) if shipped else None
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
    return tuple(placed(name, profile, 1.0, why) for name in raw.columns)


def _propose_new(raw: RawTable, path: Path, connector: str) -> Proposal:
    columns, markers = survey(raw)
    apart = {name: place for name, column in columns.items() if (place := place_apart(column))}
    matches = related(columns, match_columns(columns, frozenset(apart)))
    doubtful = {
        name for name, column in columns.items() if name not in {*apart, *matches} and looks_like_people(column)
    }
    apart |= dict.fromkeys(doubtful, "name")
    for match in matches.values():
        if match.canonical in MILESTONES:
            refuse_contradiction(path.name, columns[match.raw], raw.table[LINE])
    seen = _Seen(raw=raw, path=path, connector=connector, columns=columns, markers=markers, apart=apart, found=matches)
    profile = _profile(seen)
    doubt = other_subject(columns, apart, matches)
    proposals = tuple(about(columns[name], matches, profile, doubt) for name in raw.columns)
    return Proposal(profile=profile, columns=proposals, notes=_notes(raw, profile, doubt))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """All that a profile is made of."""

    raw: RawTable
    path: Path
    connector: str
    columns: Mapping[str, Column]
    markers: tuple[str, ...]
    apart: Mapping[str, str]
    found: Found


def _notes(raw: RawTable, profile: Profile, doubt: str | None) -> dict[str, str]:
    """What concerns no single column."""
    notes = {"timezone": f"{_ZONE} is assumed, the file does not say; correct it in the profile under timezone"}
    lacking = [name for name in ("complaint_id", "received_at") if name not in profile.columns]
    if doubt:
        notes["complaints"] = f"perhaps no complaints: {doubt}"
    if lacking:
        notes["lacking"] = f"nothing here is {' or '.join(lacking)}, which an import needs; export it too"
    if profile.exclude_when:
        rows = "; ".join(f"{column} is {' or '.join(texts)}" for column, texts in profile.exclude_when.items())
        notes["left_out"] = f"rows are left out where {rows}; see exclude_when"
    return {**raw.notes, **notes}


def _profile(seen: _Seen) -> Profile:
    columns, matches = seen.columns, seen.found
    personal, drop = _set_apart(seen.apart)
    formats = _common_formats(columns, matches)
    by_canonical = {match.canonical: columns[match.raw] for match in matches.values()}
    clock = _clock(columns, by_canonical)
    mapped = {name: _mapped(name, by_canonical[name], formats, clock) for name in MAPPABLE if name in by_canonical}
    used = {*matches, *personal.values(), *drop, clock}
    return Profile(
        source=_source(seen.path, by_canonical),
        title=seen.path.name,
        connector=seen.connector,
        options={"rows": seen.raw.notes["rows"]} if "rows" in seen.raw.notes else {},
        timezone=_ZONE,
        date_formats=formats,
        nulls=seen.markers,
        columns=mapped,
        personal=personal,
        drop=drop,
        extra=tuple(name for name in seen.raw.columns if name not in used),
        suspicious=suspicious(columns, matches),
        exclude_when=left_out(columns),
        fold=_fold(by_canonical),
    )


def _set_apart(apart: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    personal: dict[str, str] = {}
    for raw, field in sorted(apart.items()):
        if field != DROP:
            copies = sum(name.split("_")[0] == field for name in personal)
            personal[f"{field}_{copies + 1}" if copies else field] = raw
    return personal, tuple(sorted(raw for raw, field in apart.items() if field == DROP))


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
    clocks = [c.name for c in columns.values() if c.is_clock and likeness(c.name, OTHERS["clock"]) > 0.5]
    return min(clocks, default=None)


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
    return has_decimals(column) or column.name != canonical


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
