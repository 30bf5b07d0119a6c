"""What the files of a source supply: what one of them leaves out, and what it would take away.

A column that is absent says nothing of a complaint; that is not the same as an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.canonical import MILESTONES
from data_sources.reading import Reading
from store import versions
from store.errors import StoreError
from store.tables import Import

FLAGS = {
    "supplies_reply": "replied_at",
    "supplies_close": "closed_at",
    "supplies_acknowledgement": "acknowledged_at",
    "supplies_ownership": "owned_at",
    "supplies_resolution": "resolved_at",
    "supplies_reopening": "reopened_at",
    "supplies_promise": "promise_made_at",
    "supplies_mediator": "mediator_at",
    "supplies_level": "level",
    "supplies_link": "parent_id",
    "supplies_customer": "customer_key",
    "supplies_pauses": "paused_days",
    "supplies_compensation": "compensation_granted",
    "supplies_cause": "cause_nondetection",
}
MISSED = ("supplies_reply", "supplies_close")
"""What most figures need: a source is said to lack it."""


def omitted(reading: Reading, known: Iterable[Import]) -> list[str]:
    """The milestones that earlier files of this source had, and this one has no column for."""
    given = {name for one in known if one.source == reading.profile.source for name in one.supplies}
    return [name for name in MILESTONES if name in given and not reading.profile.supplies(name)]


def refuse_loss(reading: Reading, judged: pa.Table, earlier: Sequence[Path], known: Iterable[Import]) -> None:
    """StoreError if the file would update complaints and take away dates, because it has no column for them."""
    absent = omitted(reading, known)
    if not (absent and earlier):
        return
    losing, last, taken = versions.losses(judged, earlier, absent)
    if losing:
        columns = ", ".join(f"'{name}'" for name in absent if taken[name])
        them, those = ("them", "those columns") if sum(map(bool, taken.values())) > 1 else ("it", "that column")
        raise StoreError(
            f"{reading.path.name}: no {columns}, which import {last} of '{reading.profile.source}' gave: "
            f"{losing} {'complaint' if losing == 1 else 'complaints'} would lose {them}. "
            f"Export it with {those}, or import it under another source name."
        )


def told(complaints: pa.Table, known: Sequence[Import], restated: Sequence[Path]) -> pa.Table:
    """For each complaint, row for row, whether a column was there to tell of a thing.

    By the import that brought its current version, or by a later one that found it unchanged (`restated`): a cell
    that is empty in a column that is there says more than no column.
    """
    numbers = pa.array([one.number for one in known], pa.int64())
    flags = {flag: pa.array([column in one.supplies for one in known], pa.bool_()) for flag, column in FLAGS.items()}
    if not restated:
        return pa.table(flags).take(pc.index_in(complaints["import_no"], value_set=numbers))
    with duckdb.connect() as connection:
        row = pa.array(np.arange(len(complaints)))
        connection.register("complaints", complaints.select(_KEYS).append_column("row", row))
        connection.register("giving", pa.table({"import_no": numbers, **flags}))
        asked = _RESTATED.format(any=", ".join(f"bool_or({flag}) AS {flag}" for flag in FLAGS))
        return connection.sql(asked, params={"files": [str(path) for path in restated]}).to_arrow_table()


def restating(known: Sequence[Import], brought: Iterable[int]) -> list[Import]:
    """The later imports whose unchanged rows say more than the import that `brought` the version did."""
    by_number = {one.number: one for one in known}
    found: dict[int, Import] = {}
    for column in FLAGS.values():
        silent = [number for number in brought if column not in by_number[number].supplies]
        later = (one for one in known if silent and one.number > min(silent))
        found.update({one.number: one for one in later if one.unchanged and column in one.supplies})
    return [found[number] for number in sorted(found)]


_KEYS = ["source", "complaint_id", "import_no"]
_RESTATED = """
    WITH heard AS (
        SELECT row, import_no FROM complaints
        UNION ALL
        SELECT row, again.import_no
        FROM read_parquet($files, union_by_name = true) AS again JOIN complaints USING (source, complaint_id)
        WHERE again.change = 'unchanged' AND again.import_no > complaints.import_no
    ),
    told AS (SELECT row, {any} FROM heard JOIN giving USING (import_no) GROUP BY row)
    SELECT * EXCLUDE row FROM told ORDER BY row
"""
