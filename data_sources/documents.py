"""JSON as text: parsed strictly, each record with the line it begins on. Numbers keep every digit.

Refuses what two readers would read differently (a key named twice, NaN) and says at which line and column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from data_sources.errors import SourceError

_SPACE = re.compile(r"[ \t\r\n]*")


class Digits(str):
    """A number, as it was written."""

    __slots__ = ()


class Placed(NamedTuple):
    """A value, and the place in the text where it begins."""

    value: Any
    start: int


class Document:
    """One text of JSON. Every method raises SourceError, with line and column, for what is not plain JSON."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_members, parse_float=Digits, parse_int=Digits, parse_constant=_refuse
        )

    def value(self, start: int) -> tuple[Any, int]:
        """The value that begins there, and where it ends."""
        try:
            return self._decoder.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            raise self._damaged(error.msg, error.pos) from None
        except RecursionError:
            raise self._damaged("it is nested too deeply", start) from None
        except ValueError as error:
            raise self._damaged(str(error), start) from None

    def whole(self) -> Any:  # noqa: ANN401
        """The one value of the text."""
        found, end = self.value(self.skip(0))
        if self.skip(end) < len(self.text):
            raise self._damaged("something follows the end of the document", self.skip(end))
        return found

    def elements(self, start: int) -> Iterator[Placed]:
        """The elements of the list that begins there."""
        place = self.skip(start + 1)
        while self.text[place : place + 1] != "]":
            value, end = self.value(place)
            yield Placed(value, place)
            place = self._after(end, "]")

    def member(self, start: int, key: str) -> int:
        """Where the value of a key begins, in the object that begins at `start`."""
        place = self.skip(start + 1)
        while True:
            name, end = self.value(place)
            place = self.skip(self.skip(end) + 1)
            if name == key:
                return place
            place = self._after(self.value(place)[1], "}")

    def skip(self, place: int) -> int:
        """The next place that is no white space."""
        match = _SPACE.match(self.text, place)
        return match.end() if match else place

    def _after(self, end: int, closing: str) -> int:
        """Where the next element begins, or the closing bracket is."""
        place = self.skip(end)
        if self.text[place : place + 1] == ",":
            return self.skip(place + 1)
        if self.text[place : place + 1] != closing:
            raise self._damaged(f"a comma or {closing} is missing", place)
        return place

    def _damaged(self, why: str, place: int) -> SourceError:
        line = self.text.count("\n", 0, place) + 1
        column = place - self.text.rfind("\n", 0, place)
        return SourceError(f"{self.name} is no plain JSON at line {line}, column {column} ({why}); export it again.")


def as_text(value: object) -> str | None:
    """A cell: text stays, numbers as written, `true` and `false`, lists as JSON. Null is None."""
    if value is None or isinstance(value, str):
        return None if value is None else _printable(value)
    return _printable(_written(value))


def _written(value: object) -> str:
    if isinstance(value, Digits):
        return str(value)
    if isinstance(value, dict):
        members = (f"{json.dumps(key, ensure_ascii=False)}: {_written(each)}" for key, each in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _printable(text: str) -> str:
    """Half a surrogate pair is no character; it becomes the mark of one that was lost."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an object of the record that begins here names '{twice[:60]}' twice")
    return members


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
