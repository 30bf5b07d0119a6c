"""How far a source was read: the newest moment of its own clock, or the API's own mark; never a clock of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data_sources.api.call import Answer
from data_sources.api.moments import read_moment, rewound
from data_sources.api.paths import ShapeError, find
from data_sources.api.spec import Since
from data_sources.errors import SourceError
from data_sources.remote import Cursor

_REMEMBERED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a pull begins. `known`: records of the overlap as they were, so that reading them again is no news.

    `of`: the identity of what is read, for the cursor. `goes_on`: it begins where another pull ended.
    """

    since: datetime
    of: str = ""
    goes_on: bool = False
    newest: datetime | None = None
    local: bool = False
    own: str | None = None
    known: frozenset[str] = field(default_factory=frozenset)

    def has_news(self, digests: Mapping[str, str]) -> bool:
        """Whether anything was read that the last pull had not read just so."""
        if not digests or _whole(digests) in self.known:
            return False
        return any(_short(one, digest) not in self.known for one, digest in digests.items())

    def next(
        self,
        declared: Since | None,
        newest: datetime | None,
        local: bool,
        own: str | None,
        digests: Mapping[str, str],
        moments: Mapping[str, datetime | None],
    ) -> dict[str, Any]:
        """What to hand out; it never goes back, whatever an API gave."""
        if self.newest and (newest is None or newest < self.newest):
            newest, local = self.newest, self.local
        told: dict[str, Any] = {"of": self.of, "newest": newest.isoformat() if newest else None, "local": local}
        told |= {"own": own or self.own} if own or self.own else {}
        return told | {"known": self._remembered(declared, newest, local, digests, moments)}

    def _remembered(
        self,
        declared: Since | None,
        newest: datetime | None,
        local: bool,
        digests: Mapping[str, str],
        moments: Mapping[str, datetime | None],
    ) -> list[str]:
        """What the next pull will read again: the records of the overlap, or all of them."""
        if declared is None or newest is None:
            return [_whole(digests)]
        begin = rewound(newest, declared.overlap_minutes, local=local)
        again = [_short(one, digests[one]) for one in digests if _in(moments[one], begin)]
        return sorted(again if len(again) <= _REMEMBERED else [])


def read(cursor: Cursor | None, declared: Since | None, start: object, *, of: str = "") -> Mark:
    """Where to begin: after the last pull of just this (`of`), minus the overlap; else at the start as declared."""
    begin = read_moment(str(start) if start else (declared.start if declared else "1970-01-01"))
    if begin is None:
        raise SourceError(f"options.start: '{start}' is no date; write it as 2024-01-31.")
    if not cursor or cursor.get("of") != of:
        return Mark(since=begin, of=of)
    newest, local, own = read_moment(cursor.get("newest")), bool(cursor.get("local")), cursor.get("own")
    if (cursor.get("newest") is not None and newest is None) or not isinstance(own, str | None):
        raise SourceError("where the last pull ended cannot be read; read the source from its start.")
    since = rewound(newest, declared.overlap_minutes, local=local) if newest and declared else begin
    known = frozenset(str(one) for one in cursor.get("known") or ())
    own = own if declared else None
    return Mark(since=since, newest=newest, local=local, own=own, known=known, of=of, goes_on=True)


def own_mark(declared: Since | None, answer: Answer) -> str | None:
    """The API's own mark in a page."""
    if declared is None or not declared.own_cursor or answer.ended:
        return None
    try:
        found = find(answer.document, declared.own_cursor)
    except ShapeError:
        return None
    return found if isinstance(found, str) and found else None


def _in(moment: datetime | None, begin: datetime) -> bool:
    return moment is None or moment >= begin


def _whole(digests: Mapping[str, str]) -> str:
    return _short("all", hashlib.sha256("".join(sorted(digests.values())).encode()).hexdigest())


def _short(identity: str, digest: str) -> str:
    return hashlib.sha256(f"{identity}\0{digest}".encode()).hexdigest()[:16]
