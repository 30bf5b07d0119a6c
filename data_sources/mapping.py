"""Raw text columns to canonical, typed ones. Judges single values; what they mean together is for checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.binding import used_columns
from data_sources.canonical import ENUMS, MILESTONES, PAST_MILESTONES, SCHEMA
from data_sources.connector import LINE, RawTable
from data_sources.constants import read_constant_dates
from data_sources.dates import Moments, read_moments
from data_sources.profile import Mapped, Profile
from data_sources.sql import identifier, literal, query
from data_sources.values import (
    lookup,
    read_each,
    reader_of,
)

_KEYS = ("complaint_id", "parent_id", "customer_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a row is rejected: the first thing found wrong with it."""

    column: str | None
    reason: str
    detail: str


@dataclass(slots=True, kw_only=True)
class Draft:
    """Canonical columns of all rows, still with the rows that `problems` (by row index) will take out."""

    texts: dict[str, pa.ChunkedArray]
    lines: pa.ChunkedArray
    columns: dict[str, pa.Array] = field(default_factory=dict)
    moments: dict[str, Moments] = field(default_factory=dict)
    problems: dict[int, Problem] = field(default_factory=dict)
    warned: dict[str, pa.Array] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def reject(self, mask: pa.Array, reason: str, detail: Callable[[int], str], column: str | None) -> None:
        for row in pc.indices_nonzero(mask).to_pylist():
            self.problems.setdefault(row, Problem(column=column, reason=reason, detail=detail(row)))

    def warn(self, name: str, mask: pa.Array) -> None:
        """Flag rows; counted later, among those accepted only."""
        mask = pc.fill_null(mask, False)
        self.warned[name] = pc.or_(self.warned[name], mask) if name in self.warned else mask

    def table(self) -> pa.Table:
        """The SCHEMA columns, in order; absent ones are null."""
        rows = len(self.lines)
        arrays = [self.columns.get(f.name, pa.nulls(rows, f.type)) for f in SCHEMA]
        return pa.table([_cast(a, f.type) for a, f in zip(arrays, SCHEMA, strict=True)], schema=SCHEMA)

    def warning_counts(self, kept: pa.Array) -> Counter[str]:
        """Flagged rows among those kept, and what was counted over all rows."""
        return +Counter({name: _count(pc.and_(mask, kept)) for name, mask in self.warned.items()}) + self.counted


def to_canonical(raw: RawTable, profile: Profile) -> Draft:
    """Map a raw table by a bound profile."""
    texts = {name: clean(raw.table[name], profile.nulls) for name in raw.columns}
    draft = Draft(texts=texts, lines=raw.table[LINE])
    _filter(draft, profile)
    _reject_rounded(draft, raw, profile)
    for name, constant in {"source": profile.source, "kind": "complaint", **profile.constants}.items():
        texts = pa.repeat(pa.scalar(constant, pa.string()), len(draft.lines))
        if name in MILESTONES:
            _date(draft, name, read_constant_dates(texts, profile.date_formats, profile.timezone))
        else:
            draft.columns[name] = _typed(name, texts, Mapped(column=name))[0]
    for name, mapped in profile.columns.items():
        _fill(draft, name, mapped, profile)
    _finish(draft, profile)
    return draft


def clean(column: pa.ChunkedArray, nulls: Iterable[str]) -> pa.ChunkedArray:
    """Trimmed text; empty text and null markers are null."""
    trimmed = pc.utf8_trim_whitespace(column)
    missing = pc.is_in(trimmed, value_set=pa.array(["", *nulls], pa.string()))
    return pc.if_else(missing, pa.scalar(None, pa.string()), trimmed) if pc.any(missing).as_py() else trimmed


def extra_objects(texts: Mapping[str, pa.ChunkedArray], rows: int) -> pa.Array:
    """One JSON object per row of the columns that are not null; null where none is left."""
    if not texts:
        return pa.nulls(rows, pa.string())
    pairs = ", ".join(f"{literal(name)}, {identifier(f'c{n}')}" for n, name in enumerate(sorted(texts)))
    table = pa.table({f"c{n}": texts[name] for n, name in enumerate(sorted(texts))})
    sql = f"SELECT nullif(json_merge_patch('{{}}', json_object({pairs}))::VARCHAR, '{{}}') AS extra FROM raw"  # noqa: S608
    return query(sql, raw=table)["extra"]


def _count(mask: pa.Array) -> int:
    return pc.sum(mask).as_py() or 0


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    return array if array.type == kind else array.cast(kind)


def _filter(draft: Draft, profile: Profile) -> None:
    """Rows that are no complaints, and values the profile calls suspicious."""
    for column, values in profile.exclude_when.items():
        mask = pc.is_in(draft.texts[column], value_set=pa.array(values))
        _not_a_complaint(draft, column, mask)
    for column, values in profile.keep_when.items():
        mask = pc.invert(pc.is_in(draft.texts[column], value_set=pa.array(values)))
        _not_a_complaint(draft, column, mask)
    for column, values in profile.suspicious.items():
        draft.counted["suspicious_value"] += _count(pc.is_in(draft.texts[column], value_set=pa.array(values)))


def _reject_rounded(draft: Draft, raw: RawTable, profile: Profile) -> None:
    """A key that a workbook keeps as a number has 15 sure digits: with more, two keys may have become one."""
    for key in _KEYS:
        for column in profile.columns[key].raw_columns() if key in profile.columns else ():
            if column in raw.rounded:
                draft.reject(raw.rounded[column], "id_rounded", _rounded_detail(draft, key, column), key)


def _rounded_detail(draft: Draft, key: str, column: str) -> Callable[[int], str]:
    texts = draft.texts[column]
    return lambda row: (
        f"{key} {texts[row].as_py()} is a number of more than 15 digits, which a workbook rounds; "
        f"format '{column}' as text where it is exported"
    )


def _not_a_complaint(draft: Draft, column: str, mask: pa.Array) -> None:
    texts = draft.texts[column]
    draft.reject(mask, "not_a_complaint", lambda row: f"{column} is '{texts[row].as_py()}'", column)


def _fill(draft: Draft, name: str, mapped: Mapped, profile: Profile) -> None:
    texts = _resolved(draft, mapped)
    if name in MILESTONES:
        times = draft.texts[mapped.time] if mapped.time else None
        moments = read_moments(texts, profile.formats_of(name), profile.timezone, times)
        _date(draft, name, moments)
        _reject_values(draft, name, moments.unreadable, texts, "date_unreadable", times)
        return
    values, bad = _typed(name, texts, mapped)
    draft.columns[name] = values
    reason = "value_unknown" if name in ENUMS else "value_unreadable"
    _reject_values(draft, name, bad, texts, reason)
    if mapped.other:
        unmapped = pc.and_(pc.is_valid(texts), pc.invert(_known(texts, name, mapped)))
        draft.warn(f"{name}_other", unmapped)


def _date(draft: Draft, name: str, moments: Moments) -> None:
    draft.moments[name] = moments
    draft.columns[name] = moments.utc
    draft.warn("dst_gap", moments.gap)
    draft.warn("dst_overlap", moments.overlap)


def _resolved(draft: Draft, mapped: Mapped) -> pa.ChunkedArray:
    texts = draft.texts[mapped.column]
    if mapped.else_:
        texts = pc.coalesce(texts, draft.texts[mapped.else_])
    return pc.fill_null(texts, mapped.default) if mapped.default else texts


def _reject_values(
    draft: Draft, name: str, bad: pa.Array, texts: pa.Array, reason: str, times: pa.Array | None = None
) -> None:
    def detail(row: int) -> str:
        time = f" {times[row].as_py()}" if times is not None and times[row].is_valid else ""
        return f"{name} cannot be read from '{texts[row].as_py()}{time}'"

    draft.reject(bad, reason, detail, name)


def _typed(name: str, texts: pa.Array, mapped: Mapped) -> tuple[pa.Array, pa.Array]:
    """The column in its canonical type, and where that failed."""
    reader = _reader(name, mapped)
    if reader is None:
        return texts, pc.is_null(pc.fill_null(texts, ""))
    return read_each(texts, reader, SCHEMA.field(name).type)


def _reader(name: str, mapped: Mapped) -> Callable[[str], object] | None:
    """How one text becomes a value; None where text stays what it is."""
    plain = reader_of(name, major=mapped.unit == "major")
    if name in ENUMS:
        return lookup({**{value: value for value in ENUMS[name]}, **mapped.values}, mapped.other)
    return _after_map(mapped, plain) if mapped.values or mapped.other else plain


def _after_map(mapped: Mapped, plain: Callable[[str], object] | None) -> Callable[[str], object]:
    """First the profile's value map, then the type; without `other`, unmapped texts stay as they are."""
    find = lookup(mapped.values, mapped.other)

    def read(text: str) -> object:
        known = find(text)
        word = text if known is None else known
        return plain(word) if plain else word

    return read


def _known(texts: pa.Array, name: str, mapped: Mapped) -> pa.Array:
    known = {key.casefold() for key in (*mapped.values, *ENUMS.get(name, ()))}
    return pc.is_in(pc.utf8_lower(texts), value_set=pa.array(sorted(known), pa.string()))


def _finish(draft: Draft, profile: Profile) -> None:
    """Columns that follow from the others."""
    rows = len(draft.lines)
    past = [draft.columns[name] for name in PAST_MILESTONES if name in draft.columns]
    if "last_event_at" not in draft.columns and past:
        draft.columns["last_event_at"] = pc.max_element_wise(*past)
    draft.columns["kind"] = pc.fill_null(draft.columns["kind"], "complaint")
    draft.columns["source"] = pc.fill_null(draft.columns["source"], profile.source)
    reached = [pc.is_valid(draft.texts[column]) for column in profile.contacts()]
    if reached and "has_contact" not in draft.columns:
        draft.columns["has_contact"] = reduce(pc.or_, reached)
    draft.columns["timezone"] = pa.repeat(pa.scalar(profile.timezone, pa.string()), rows)
    draft.columns["date_only"] = _date_only(draft, rows)
    unused = {name: texts for name, texts in draft.texts.items() if name not in used_columns(profile)}
    draft.columns["extra"] = extra_objects(unused, rows)


def _date_only(draft: Draft, rows: int) -> pa.Array:
    """Names of the milestones without a time of day. (Arrow 26 loses rows joining text that may be null.)"""
    if not draft.moments:
        return pa.nulls(rows, pa.string())
    flags = pa.table({name: moments.date_only for name, moments in draft.moments.items()})
    names = ", ".join(f"CASE WHEN {name} THEN '{name}' END" for name in draft.moments)
    return query(f"SELECT nullif(concat_ws(',', {names}), '') AS marks FROM flags", flags=flags)["marks"]  # noqa: S608
