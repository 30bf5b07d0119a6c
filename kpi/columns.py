"""Columns of a frame as NumPy arrays and back: one with missing values is its numbers, and where they are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def numbers(column: pd.Series) -> tuple[Ints, Bools]:
    """Its whole numbers, 0 where missing; and where they are known."""
    values = pa.chunked_array(pa.array(column))
    return pc.fill_null(values, 0).to_numpy().astype(np.int64), values.is_valid().to_numpy()


def integers(values: Ints, known: Bools | None = None, kind: str = "int32") -> pd.Series:
    """A column of them, missing where they are not known."""
    missing = None if known is None else ~known
    return pd.Series(pd.arrays.ArrowExtensionArray(pa.array(values.astype(kind), mask=missing)))


def rows_of(column: pd.Series, value: str) -> Bools:
    """Where the column holds this text."""
    return np.asarray(pc.fill_null(pc.equal(pa.chunked_array(pa.array(column)), value), False).to_numpy())
