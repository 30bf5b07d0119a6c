"""JSON as it was written: numbers keep their digits, what is not JSON is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn


class Digits(str):
    """A number with decimals, as it was written."""

    __slots__ = ()


def parse_json(text: str) -> Any:  # noqa: ANN401
    """The document; ValueError for anything else than whole, plain JSON."""
    try:
        return json.loads(text, parse_float=Digits, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def as_text(value: object) -> str | None:
    """A cell: text stays, numbers as written, `true` and `false`, objects and lists as JSON. Null is None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return _printable(json.dumps(value, ensure_ascii=False))
    return _printable(str(value))


def _printable(text: str) -> str:
    """Half a surrogate pair is no character; it becomes the mark of one that was lost."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
