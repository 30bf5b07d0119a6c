"""The days of a column, as numbers since 1970, for comparing columns with each other; times of day do not count."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.dates import read_moments
from data_sources.survey import Column


def days_of(column: Column) -> pa.Array:
    """As its own formats read them; null where they do not."""
    moments = read_moments(column.texts, column.proof.formats, "UTC").utc
    return moments.cast(pa.date32(), safe=False).cast(pa.int32())


def median_day(column: Column) -> int:
    if not column.proof.formats:
        return 0
    return int(pc.approximate_median(days_of(column)).as_py() or 0)


def share_before(later: pa.Array, earlier: pa.Array) -> float:
    """The share of rows, of those that have both, in which what should be later is not."""
    return pc.mean(pc.less(later, earlier)).as_py() or 0.0


def is_turned(one: pa.Array, other: pa.Array) -> pa.Array:
    """Rows in which the other day has day and month in each other's place."""
    one, other = one.cast(pa.date32()), other.cast(pa.date32())
    crosswise = pc.and_(pc.equal(pc.day(one), pc.month(other)), pc.equal(pc.month(one), pc.day(other)))
    return pc.and_(crosswise, pc.equal(pc.year(one), pc.year(other)))
