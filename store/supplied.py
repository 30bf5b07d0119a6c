"""What the files of a source supply: what one of them leaves out, and what it would take away.

A column that is absent says nothing of a complaint; that is not the same as an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from data_sources.canonical import MILESTONES
from data_sources.reading import Reading
from store import versions
from store.errors import StoreError
from store.ledger import Import

FLAGS = {"supplies_reply": "replied_at", "supplies_close": "closed_at"}


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


def flag(connection: duckdb.DuckDBPyConnection, known: Sequence[Import], restated: Sequence[Path]) -> None:
    """Tell for each complaint of the table `local` whether a reply, and a closing, would have been told of.

    By the import that brought its current version, or by a later one that found it unchanged (`restated`): a cell
    that is empty in a column that is there says more than no column.
    """
    for name, column in FLAGS.items():
        giving = [one.number for one in known if column in one.supplies]
        connection.execute(f"ALTER TABLE local ADD COLUMN {name} BOOLEAN")
        connection.execute(_BROUGHT.format(name=name), {"giving": giving})
        if restated and giving:
            asked = {"giving": giving, "files": [str(path) for path in restated]}
            connection.execute(_RESTATED.format(name=name), asked)


def restating(known: Sequence[Import], brought: Iterable[int]) -> list[Import]:
    """The later imports whose unchanged rows say more than the import that `brought` the version did."""
    by_number = {one.number: one for one in known}
    found: dict[int, Import] = {}
    for column in FLAGS.values():
        silent = [number for number in brought if column not in by_number[number].supplies]
        later = (one for one in known if silent and one.number > min(silent))
        found.update({one.number: one for one in later if one.unchanged and column in one.supplies})
    return [found[number] for number in sorted(found)]


_BROUGHT = "UPDATE local SET {name} = list_contains($giving, import_no)"
_RESTATED = """
    UPDATE local SET {name} = true
    FROM (
        SELECT source, complaint_id, max(import_no) AS last
        FROM read_parquet($files, union_by_name = true)
        WHERE change = 'unchanged' AND list_contains($giving, import_no)
        GROUP BY ALL
    ) AS again
    WHERE NOT local.{name} AND again.last > local.import_no
      AND local.source = again.source AND local.complaint_id = again.complaint_id
"""
