"""The lines of a text file, kept as its bytes: a line becomes a string when it is asked for, runs of lines never do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa


class Texts(Sequence[str]):
    """Lines of UTF-8 without their ends; as a sequence of strings, and as one Arrow column over the same bytes."""

    def __init__(self, body: bytes, starts: npt.NDArray[np.int64] | None = None) -> None:
        self._body = body if body.endswith(b"\n") else body + b"\n"
        if starts is None:
            ends = np.flatnonzero(np.frombuffer(self._body, np.uint8) == ord("\n"))
            starts = np.concatenate(([0], ends + 1))
        self._starts = starts

    @classmethod
    def of(cls, lines: Iterable[str]) -> Texts:
        return cls("".join(f"{line}\n" for line in lines).encode())

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Texts: ...
    def __getitem__(self, index: int | slice) -> str | Texts:
        if isinstance(index, slice):
            start, stop, _ = index.indices(len(self))
            return Texts(self._body, self._starts[start : max(start, stop) + 1])
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.run(index % len(self), index % len(self) + 1)[:-1].decode()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def run(self, start: int, stop: int) -> bytes:
        """The bytes of lines that follow each other, each with its end."""
        return self._body[self._starts[start] : self._starts[stop]]

    def holds(self, letter: str) -> bool:
        return letter.encode() in self._body

    def column(self) -> pa.LargeStringArray:
        """The same lines as they lie there, each with its end; nothing is copied."""
        return pa.Array.from_buffers(
            pa.large_string(), len(self), [None, pa.py_buffer(self._starts), pa.py_buffer(self._body)]
        )
