"""Paths into JSON: `metric_set.solved_at`, `'@odata.nextLink'`, `team[1]`, `cycles[-1]`, `items[]`, `list[name=First]`.

What is null on the way is null. A key that is not there is MISSING; another type than the path expects is a ShapeError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_STEP = re.compile(r"\s*(?:'(?P<quoted>[^']+)'|(?P<name>[^.\[\]']+)|\[(?P<inner>[^\]]*)\]|(?P<dot>\.))")
ROOT = ("", "$")


class ShapeError(ValueError):
    """A value is of another type than the declaration expects."""


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of: a key, an index, every item, or the items whose paths hold those values."""

    key: str | None = None
    index: int | None = None
    match: tuple[tuple[str, str], ...] = ()


@cache
def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path; ValueError where it cannot be read."""
    steps, place = [], 0
    while place < len(path) and path not in ROOT:
        found = _STEP.match(path, place)
        if not found:
            raise ValueError(f"the path '{path}' cannot be read at '{path[place:]}'")
        place = found.end()
        if not found["dot"]:
            steps.append(_step(found))
    return tuple(steps)


def find(document: object, path: str) -> object:
    """The first value at the path, None where there is none, MISSING where a key is not there."""
    values, missing = _walk(document, path)
    if values:
        return values[0]
    return MISSING if missing else None


def latest(document: object, path: str) -> object:
    """The greatest text among all values that the path meets; None and MISSING as in `find`."""
    values, missing = _walk(document, path)
    texts = [value for value in values if value is not None]
    if not all(isinstance(value, str) for value in texts):
        raise ShapeError(f"'{path}' should lead to texts alone")
    if texts:
        return max(texts, key=str)
    return MISSING if missing and not values else None


def _walk(document: object, path: str) -> tuple[list[object], bool]:
    """All values at the path, and whether a key was not there somewhere on the way."""
    values, missing = [document], False
    for step in parse(path):
        gone = [value for value in values if step.key is not None and _lacks(value, step.key)]
        missing = missing or bool(gone)
        values = [item for value in values if value not in gone for item in _items(value, step, path)]
    return values, missing


def find_all(document: object, path: str) -> list[object] | None:
    """The records at the path: the items of one list, or of all that `[]` meets. None where there is no list."""
    steps = parse(path)
    if steps and steps[-1] == Step():
        steps = steps[:-1]
    values = [document]
    for step in steps:
        if step.key is not None and any(_lacks(value, step.key) for value in values):
            return None
        values = [item for value in values for item in _items(value, step, path)]
    if not all(isinstance(value, list) for value in values):
        return None
    return [item for value in values if isinstance(value, list) for item in value]


def _step(found: re.Match[str]) -> Step:
    if found["inner"] is None:
        return Step(key=found["quoted"] or found["name"].strip())
    inner = found["inner"].strip()
    if re.fullmatch(r"-?\d+", inner):
        return Step(index=int(inner))
    pairs = tuple(part.split("=", 1) for part in inner.split(",") if part)
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"'[{inner}]' is neither an index nor name=value")
    return Step(match=tuple((name.strip(), value.strip()) for name, value in pairs))


def _lacks(value: object, key: str) -> bool:
    return isinstance(value, dict) and key not in value


def _items(value: object, step: Step, path: str) -> list[object]:
    """What one step leads to; null, and false that stands for it, lead nowhere."""
    if value is None or value is False:
        return []
    if step.key is not None:
        if not isinstance(value, dict):
            raise ShapeError(f"'{path}' should lead through an object, not {_kind(value)}")
        return [value[step.key]]
    if not isinstance(value, list):
        raise ShapeError(f"'{path}' should lead through a list, not {_kind(value)}")
    if step.index is not None:
        return [value[step.index]] if -len(value) <= step.index < len(value) else []
    return [item for item in value if all(str(find(item, name)) == text for name, text in step.match)]


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")
