"""A request before it is signed, and an answer after it was judged whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A path below the base, or an absolute `url`. `values` fill its templates; credentials are added on sending."""

    method: str = "GET"
    path: str = ""
    url: str | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    form: Mapping[str, str] | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    past_end: int | None = None
    opens: bool = False
    """It asks for a session itself: it is not signed, and a refusal is final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole page: `text` as received, `document` what it says. `ended`: the API said that there is no such page."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    text: str
    document: Any
    ended: bool = False
