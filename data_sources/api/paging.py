"""How one page leads to the next: a cursor or a link in the body, the Link header, page numbers, an offset.

A cursor or link that comes again is a loop. What the API says of its total is kept for the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import httpx2

from data_sources.api.addresses import follow
from data_sources.api.call import Answer, Call
from data_sources.api.paths import MISSING, ShapeError, find
from data_sources.api.spec import Paging, Request
from data_sources.errors import SourceError

HEADER = "header:"
_NEXT = re.compile(r"<([^>]*)>\s*;[^,]*\brel=\"?next\"?", re.IGNORECASE)
_COUNT = re.compile(r"/\s*(\d+)\s*$")
_SINGLE = Paging(style="page", size=1)


class MovedError(Exception):
    """The list moved while it was read: it has to be read again from where it was still."""


@dataclass(slots=True, kw_only=True)
class Pager:
    """One reading of a list from its first page to its last."""

    request: Request
    base: httpx2.URL
    values: Mapping[str, object]
    headers: Mapping[str, str] = field(default_factory=dict)
    number: int = field(default=0, init=False)
    _offset: int = field(default=0, init=False)
    _visited: set[str] = field(default_factory=set, init=False)
    _edge: str | None = field(default=None, init=False)

    @property
    def paging(self) -> Paging:
        return self.request.paging or _SINGLE

    @property
    def can_skip(self) -> bool:
        """Records may slip from a page not yet read to one already read, without this being seen."""
        return self.paging.style != "offset" and not self.paging.stable

    def first(self) -> Call:
        return self._call({"page": self.paging.first_page, "offset": 0, "last": self.paging.size - 1, "cursor": None})

    def resumed(self, cursor: str) -> Call:
        """Where the API's own mark of an earlier pull says."""
        return self._call({"cursor": cursor, **self._filterless()})

    def next(self, answer: Answer, keys: Sequence[str]) -> Call | None:
        """The next request; None after the last page. `keys` tell the records of this page."""
        self.number += 1
        if self.request.paging is None or answer.ended:
            return None
        return getattr(self, f"_after_{self.paging.style}")(answer, keys)  # type: ignore[no-any-return]

    def _after_cursor(self, answer: Answer, keys: Sequence[str]) -> Call | None:
        cursor = self._found(answer, self.paging.next)
        if self._is_last(answer) or cursor in (None, ""):
            return None
        return self._call({"cursor": self._once(str(cursor)), **self._filterless()})

    def _filterless(self) -> dict[str, None]:
        return {"since": None} if self.paging.alone else {}

    def _after_link(self, answer: Answer, keys: Sequence[str]) -> Call | None:
        link = self._found(answer, self.paging.next)
        if self._is_last(answer) or link in (None, ""):
            return None
        if not isinstance(link, str):
            raise SourceError(f"{self.base.host} gave no address of its next page; nothing was imported.")
        return self._linked(answer, link)

    def _after_header(self, answer: Answer, keys: Sequence[str]) -> Call | None:
        found = _NEXT.search(answer.headers.get("link", ""))
        return self._linked(answer, found[1]) if found else None

    def _after_page(self, answer: Answer, keys: Sequence[str]) -> Call | None:
        """Until a page is empty: a short one may be the server's own limit."""
        if not keys:
            return None
        return self._call({"page": self.paging.first_page + self.number, "cursor": None})

    def _after_offset(self, answer: Answer, keys: Sequence[str]) -> Call | None:
        """Each page begins with the last record of the one before: if it is not there, the list has moved."""
        if self._edge is not None and self._edge not in keys:
            raise MovedError
        new = len(keys) - (self._edge is not None)
        if new <= 0:
            return None
        self._offset += new
        self._edge = keys[-1]
        start = self._offset - 1
        return self._call({"offset": start, "last": start + self.paging.size - 1, "cursor": None})

    def _linked(self, answer: Answer, link: str) -> Call:
        here = self.base.copy_with(path=answer.path, query=None)
        url = str(follow(self.base, here, self._once(link)))
        return replace(self._call({}), url=url, query={})

    def _once(self, mark: str) -> str:
        if mark in self._visited:
            raise SourceError(
                f"{self.base.host} leads back to a page it gave before, without end; nothing was imported."
            )
        self._visited.add(mark)
        return mark

    def _is_last(self, answer: Answer) -> bool:
        return self._found(answer, self.paging.last) is True

    def _found(self, answer: Answer, path: str | None) -> object:
        try:
            value = find(answer.document, path) if path else None
        except ShapeError:
            raise SourceError(f"{self.base.host} does not say where its next page is; nothing was imported.") from None
        return None if value is MISSING else value

    def _call(self, places: Mapping[str, object]) -> Call:
        request = self.request
        return Call(
            method=request.method,
            path=request.path,
            query=request.query,
            headers={**self.headers, **request.headers},
            body=request.body,
            values={**self.values, "limit": self.paging.size, **places},
            past_end=self.paging.past_end,
        )


def told_total(request: Request, answer: Answer) -> int | None:
    """How many records the API says there are; None where it doesn't."""
    if not request.total or answer.ended:
        return None
    if request.total.startswith(HEADER):
        found = _COUNT.search(answer.headers.get(request.total.removeprefix(HEADER).lower(), ""))
        return int(found[1]) if found else None
    try:
        value = find(answer.document, request.total)
    except ShapeError:
        return None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
