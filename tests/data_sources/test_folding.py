"""One row per complaint, chosen by content alone."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from data_sources import folding
from data_sources.canonical import ADDED, BOOKKEEPING, COLUMNS, SCHEMA
from data_sources.folding import HASH, content_hashes, fold
from data_sources.sql import query


def table(*rows: dict[str, Any]) -> pa.Table:
    full = [{"source": "s", "received_at": datetime(2025, 1, 1), **row} for row in rows]
    plain = pa.Table.from_pylist(full, schema=SCHEMA)
    return plain.append_column(HASH, content_hashes(plain))


def test_every_canonical_column_counts_in_the_hash_but_bookkeeping() -> None:
    samples: dict[Any, Any] = {
        pa.string(): "x",
        pa.bool_(): True,
        pa.int8(): 3,
        pa.int32(): 4,
        pa.int64(): 5,
        pa.float64(): 0.5,
    }
    base = table({"complaint_id": "1", "kind": "complaint"})[HASH][0]
    for name in COLUMNS:
        changed = samples.get(SCHEMA.field(name).type, datetime(2025, 1, 2, 3))
        other = table({"complaint_id": "1", "kind": "complaint", name: changed})[HASH][0]
        assert (base == other) == (name in BOOKKEEPING), name


def in_one_query(plain: pa.Table) -> list[str]:
    """The hashes as they were first computed: one expression over every column."""
    names = [name for name in COLUMNS if name not in (*BOOKKEEPING, *ADDED)]
    dates = [name for name in names if pa.types.is_timestamp(SCHEMA.field(name).type)]
    first = (f"coalesce({f'epoch_us({name})' if name in dates else name}::VARCHAR, chr(1))" for name in names)
    added = (f"'{name}=' || {name}::VARCHAR" for name in ADDED)
    asked = f"SELECT sha256(concat_ws(chr(31), {', '.join((*first, *added))})) AS hash FROM rows"
    found: list[str] = query(asked, rows=plain)["hash"].to_pylist()
    return found


def sometimes(kind: pa.DataType, dice: random.Random) -> Any:
    texts, moment = ["", "é", "a b", "x" * 70, "\x1f"], datetime(2024, 3, 31, 2, 30, 0, 7)
    drawn: dict[Any, Any] = {
        pa.string(): dice.choice(texts),
        pa.bool_(): dice.random() < 0.5,
        pa.float64(): dice.choice([0.0, -0.0, 5.0, 0.1, 1e20, 1e-7, 1 / 3]),
        pa.timestamp("us"): moment,
    }
    return dice.choice([None, drawn.get(kind, dice.randrange(9))])


def test_hashes_are_those_of_one_query_over_every_column(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    monkeypatch.setattr(folding, "_SLICE", 7)
    for sparse in range(20):
        used = [field for field in SCHEMA if dice.random() < sparse / 19]
        rows = [{field.name: sometimes(field.type, dice) for field in used} | {"complaint_id": "1"} for _ in range(30)]
        plain = pa.Table.from_pylist(rows, schema=SCHEMA)
        assert content_hashes(plain).to_pylist() == in_one_query(plain)


def test_text_that_slides_from_one_column_to_the_next_changes_the_hash() -> None:
    rows = table(
        {"motive": "a", "sub_motive": "b"}, {"motive": "ab"}, {"motive": "a", "sub_motive": ""}, {"motive": "a"}
    )
    assert len(set(rows[HASH].to_pylist())) == 4


def test_the_same_id_in_another_source_is_another_complaint() -> None:
    folded = fold(table({"complaint_id": "1"}, {"complaint_id": "1", "source": "t"}))
    assert (len(folded.kept), folded.duplicate, folded.conflicts) == (2, 0, ())


def test_copies_of_a_losing_version_are_duplicates_and_it_is_listed_once() -> None:
    old, new = {"complaint_id": "1"}, {"complaint_id": "1", "last_event_at": datetime(2025, 2, 1)}
    folded = fold(table(old, new, old, new))
    assert (folded.kept.to_pylist(), folded.duplicate) == ([1], 2)
    assert folded.conflicts == ((0, "1"),)


def test_equal_dates_are_decided_by_content_in_any_order() -> None:
    rows = [{"complaint_id": "1", "motive": f"m{n}"} for n in range(7)]
    winners = set()
    for seed in range(20):
        shuffled = table(*random.Random(seed).sample(rows, 7))
        winners.add(shuffled["motive"][fold(shuffled).kept[0].as_py()].as_py())
    assert len(winners) == 1


def test_an_event_log_keeps_the_greatest_rank_and_has_no_conflicts() -> None:
    rows = table(*({"complaint_id": "1", "status": str(n)} for n in range(4)))
    folded = fold(rows, [pa.array([1, 3, 3, None]), pa.array([9, 1, 2, 9])])
    assert (folded.kept.to_pylist(), folded.duplicate, folded.earlier_events, folded.conflicts) == ([2], 3, 3, ())
