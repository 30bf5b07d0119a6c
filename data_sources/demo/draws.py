"""Vectorised random draws on which the demo rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Times = npt.NDArray[np.datetime64]

NEVER = np.datetime64("NaT", "s")
MINUTE = np.timedelta64(60, "s")


def pick(rng: np.random.Generator, weights: Floats, row: Ints) -> Ints:
    """One column index per entry of `row`, drawn with the weights of that row of the matrix."""
    cumulative = np.cumsum(weights, axis=1, dtype=np.float64)
    cumulative /= cumulative[:, -1:]
    ladder = (cumulative + np.arange(len(weights))[:, None]).ravel()
    chosen = np.searchsorted(ladder, row + rng.random(len(row)), side="right")
    last = (weights > 0).shape[1] - 1 - np.argmax((weights > 0)[:, ::-1], axis=1)
    column: Ints = np.minimum(chosen - row * weights.shape[1], last[row])
    return column


def choose(rng: np.random.Generator, weights: Mapping[str, float], n: int) -> Texts:
    """`n` of the names, by weight."""
    row = np.zeros(n, dtype=np.int64)
    return names(weights)[pick(rng, np.array([list(weights.values())]), row)]


def names(values: Iterable[str]) -> Texts:
    """The names of a mapping or sequence as an array to index."""
    return np.array(list(values), dtype=object)


def look_up(table: Mapping[str, float], keys: Texts, default: float = 1.0) -> Floats:
    """The number of every key."""
    known, index = np.unique(keys.astype(str), return_inverse=True)
    return np.array([table.get(str(key), default) for key in known])[index]


def minutes(rng: np.random.Generator, low: int, high: int, n: int) -> npt.NDArray[np.timedelta64]:
    """Durations between `low` and `high` minutes, to the second."""
    return rng.integers(low * 60, high * 60, n).astype("timedelta64[s]")


def texts(flags: Bools) -> Texts:
    """Booleans the way they stand in the file."""
    return np.where(flags, "true", "false").astype(object)
