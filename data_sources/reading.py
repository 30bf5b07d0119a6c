"""One door from a file to canonical complaints: read, map, check, fold; every data line accounted for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.binding import bind, column_news
from data_sources.canonical import MILESTONES, SCHEMA
from data_sources.checks import ORDER_SUFFIX, Finding, needed_columns, run_checks
from data_sources.connector import RawTable, read_bytes, read_raw
from data_sources.dates import local_now, read_moments
from data_sources.errors import SourceError
from data_sources.folding import HASH, content_hashes, fold
from data_sources.mapping import Draft, Problem, to_canonical
from data_sources.profile import Profile

SOURCE_LINE = "source_line"
Progress = Callable[[str, float], None]
_Rows = TypeVar("_Rows", pa.Table, pa.ChunkedArray)

REJECTED = pa.schema(
    [
        (SOURCE_LINE, pa.int64()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("raw", pa.string()),
    ]
)
PERSONAL = pa.schema([("complaint_id", pa.string()), ("field", pa.string()), ("value", pa.string())])
ACCEPTED = SCHEMA.append(pa.field(SOURCE_LINE, pa.int64())).append(pa.field(HASH, pa.string()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file gave. `read` = accepted rows + duplicate + conflict + rejected rows, always."""

    profile: Profile
    path: Path
    read: int
    accepted: pa.Table
    personal: pa.Table
    rejected: pa.Table
    duplicate: int
    conflict: int
    conflicts: pa.Table
    remarks: int
    warnings: dict[str, int]
    notes: dict[str, str]


def read_source(profile: Profile, path: Path | str, *, progress: Progress | None = None) -> Reading:
    """Read a file with a profile. SourceError when it cannot be used at all; bad rows are quarantined."""
    tell = progress or (lambda _stage, _share: None)
    path = Path(path)
    tell("reading", 0.0)
    data = read_bytes(path)
    raw = read_raw(path, data, profile.connector, profile.options)
    bound = _bound(profile, raw, path.name)
    tell("mapping", 0.3)
    draft = to_canonical(raw, bound)
    ranks = _event_ranks(draft, bound)
    tell("checking", 0.5)
    table = draft.table()
    _check(draft, table, local_now(bound.timezone))
    tell("folding", 0.8)
    reading = _settled(bound, path, raw, draft, table, ranks)
    tell("done", 1.0)
    return reading


def _bound(profile: Profile, raw: RawTable, name: str) -> Profile:
    """The profile bound to these columns; what else the file holds is told where they do not fit."""
    try:
        return bind(profile, raw.columns, name)
    except SourceError as error:
        if "other_sheets" not in raw.notes:
            raise
        raise SourceError(
            f"{error} This was sheet '{raw.notes['sheet']}'; the others are {raw.notes['other_sheets']}: "
            "if it is one of them, name it in the profile under options.sheet."
        ) from None


def _check(draft: Draft, table: pa.Table, now: datetime) -> None:
    """Great Expectations over the rows that could be read at all."""
    whole = pc.indices_nonzero(_mask(len(draft.lines), draft.problems, invert=True))
    frame = _rows_of(_frame(draft, table), whole).to_pandas()
    frame.index = whole.to_pandas()
    result = run_checks(frame, now=now)
    for finding in result.rejected:
        _reject(draft, finding, table)
    for finding in result.warned:
        draft.warn(finding.reason, _mask(len(draft.lines), finding.rows))


def _reject(draft: Draft, finding: Finding, table: pa.Table) -> None:
    moments = draft.moments.get(finding.column)
    values = moments.local if moments else table[finding.column]
    for row in finding.rows:
        value = values[row].as_py()
        if value is not None and moments and moments.date_only[row].as_py():
            value = value.date()
        detail = finding.sentence if value is None else f"{finding.sentence}: {value}"
        problem = Problem(column=finding.column, reason=finding.reason, detail=detail)
        draft.problems.setdefault(row, problem)


def _frame(draft: Draft, table: pa.Table) -> pa.Table:
    """The columns that checks need: those this source has; its milestones as the local clock says them, and
    made comparable. A last event that follows from the others is judged with them."""
    always = ("complaint_id", "received_at")
    filled = [name for name in needed_columns() if name in always or table[name].null_count < table.num_rows]
    frame = table.select([name for name in filled if name not in MILESTONES or name in draft.moments])
    dated = pc.is_valid(table["date_only"])
    for name in (name for name in filled if name in draft.moments):
        moment = draft.moments[name]
        frame = frame.set_column(frame.column_names.index(name), name, moment.local)
        day = pc.floor_temporal(moment.local, unit="day")
        frame = frame.append_column(name + ORDER_SUFFIX, pc.if_else(dated, day, moment.utc))
    return frame


def _mask(rows: int, chosen: Iterable[int], *, invert: bool = False) -> pa.Array:
    mask = np.full(rows, invert)
    mask[np.fromiter(chosen, np.int64)] = not invert
    return pa.array(mask)


def _rows_of(whole: _Rows, rows: pa.Array) -> _Rows:
    """These rows, in the order of the file: nothing is copied where that is all of them."""
    return whole if len(rows) == len(whole) else whole.take(rows)


def _event_ranks(draft: Draft, profile: Profile) -> list[pa.Array] | None:
    """What says which event is the latest; rows where that cannot be read are quarantined."""
    if profile.fold is None:
        return None
    return [_rank(draft, column, profile) for column in profile.fold.latest_by]


def _rank(draft: Draft, column: str, profile: Profile) -> pa.Array:
    texts = draft.texts[column]
    numeric = pc.match_substring_regex(texts, r"^-?\d{1,18}$")
    if pc.all(numeric).as_py():
        return texts.cast(pa.int64())
    moments = read_moments(texts, profile.date_formats, profile.timezone)
    draft.reject(
        moments.unreadable,
        "date_unreadable",
        lambda row: f"{column} cannot be read from '{texts[row].as_py()}'",
        column,
    )
    return moments.utc


def _settled(
    profile: Profile,
    path: Path,
    raw: RawTable,
    draft: Draft,
    table: pa.Table,
    ranks: list[pa.Array] | None,
) -> Reading:
    """Fold what passed, and count everything."""
    original = pc.indices_nonzero(_mask(len(draft.lines), draft.problems, invert=True))
    passed = _rows_of(table.append_column(SOURCE_LINE, draft.lines), original)
    passed = passed.append_column(HASH, content_hashes(passed))
    folded = fold(passed, None if ranks is None else [rank.take(original) for rank in ranks])
    kept_rows = original.take(folded.kept)
    accepted = _rows_of(passed, folded.kept).cast(ACCEPTED)
    losing = {
        original[row].as_py(): Problem(
            column="complaint_id", reason="conflict", detail=f"{key} appears with other content too"
        )
        for row, key in folded.conflicts
    }
    reading = Reading(
        profile=profile,
        path=path,
        read=raw.read,
        accepted=accepted,
        personal=_personal(draft, profile, kept_rows),
        rejected=_rejected(raw, draft, profile),
        duplicate=folded.duplicate,
        conflict=len(losing),
        conflicts=_listed(draft, profile, losing),
        remarks=pc.sum(pc.equal(accepted["kind"], "remark")).as_py() or 0,
        warnings=_warnings(raw, draft, profile, kept_rows, folded.earlier_events),
        notes=dict(raw.notes),
    )
    _reconcile(reading)
    return reading


def _warnings(raw: RawTable, draft: Draft, profile: Profile, kept: pa.Array, earlier: int) -> dict[str, int]:
    counts = Counter(raw.warnings) + draft.warning_counts(_mask(len(draft.lines), kept.to_numpy()))
    counts.update(column_news(profile, raw.columns))
    if earlier:
        counts["earlier_event"] = earlier
    return dict(sorted(counts.items()))


def _personal(draft: Draft, profile: Profile, kept: pa.Array) -> pa.Table:
    """One row per filled personal field of an accepted complaint."""
    ids = _rows_of(draft.columns["complaint_id"], kept)
    parts = [PERSONAL.empty_table()]
    for field, column in profile.personal.items():
        values = _rows_of(draft.texts[column], kept)
        table = pa.table([ids, pa.repeat(pa.scalar(field), len(ids)), values], schema=PERSONAL)
        parts.append(_rows_of(table, pc.indices_nonzero(pc.is_valid(values))))
    return pa.concat_tables(parts)


def _rejected(raw: RawTable, draft: Draft, profile: Profile) -> pa.Table:
    """Damaged lines and refused rows, in the order of the file."""
    damaged = [
        {"source_line": r.line, "column": r.column, "reason": r.reason, "detail": r.detail, "raw": r.raw}
        for r in raw.rejected
    ]
    table = pa.concat_tables([pa.Table.from_pylist(damaged, schema=REJECTED), _listed(draft, profile, draft.problems)])
    return table.sort_by(SOURCE_LINE)


def _listed(draft: Draft, profile: Profile, problems: dict[int, Problem]) -> pa.Table:
    """Rows with what is wrong with them; their raw cells without those that tell of a person."""
    rows = pa.array(sorted(problems), pa.int64())
    lines = draft.lines.take(rows)
    customer = profile.columns["customer_key"].raw_columns() if "customer_key" in profile.columns else ()
    hidden = {*profile.personal.values(), *profile.drop, *customer}
    cells = {name: texts.take(rows) for name, texts in draft.texts.items() if name not in hidden}
    listed = [problems[row] for row in rows.to_pylist()]
    raws = [
        json.dumps({name: cell for name, cell in zip(cells, row, strict=True) if cell}, ensure_ascii=False)
        for row in zip(*(column.to_pylist() for column in cells.values()), strict=True)
    ]
    return pa.table(
        [lines, [p.column for p in listed], [p.reason for p in listed], [p.detail for p in listed], raws],
        schema=REJECTED,
    )


def _reconcile(reading: Reading) -> None:
    found = reading.accepted.num_rows + reading.duplicate + reading.conflict + reading.rejected.num_rows
    if found != reading.read:
        raise SourceError(
            f"{reading.path.name}: {reading.read} lines were read but {found} accounted for; "
            "nothing was imported, report this file."
        )


__all__ = ["ACCEPTED", "PERSONAL", "REJECTED", "Reading", "read_source"]
