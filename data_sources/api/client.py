"""Asks one API: signed, paced, bounded, to one host. A page is whole and JSON, or it is asked again, or all stops."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Self

import httpx2
import stamina

from data_sources.api.addresses import follow, under
from data_sources.api.authentication import Credentials
from data_sources.api.call import Answer, Call
from data_sources.api.failures import (
    PASSING,
    PassingError,
    damaged,
    no_connection,
    passing,
    refused,
    too_large,
    too_late,
    turned_away,
)
from data_sources.api.jsontext import parse_json
from data_sources.api.limits import Limits
from data_sources.api.templates import fill
from data_sources.errors import SourceError

_REDIRECTS = (301, 302, 303, 307, 308)
for _chatty, _level in (("httpx2", logging.WARNING), ("httpcore2", logging.WARNING), ("stamina", logging.ERROR)):
    logging.getLogger(_chatty).setLevel(_level)  # lines with addresses and headers, keys included; every retry


@cache
def _trusted() -> ssl.SSLContext:
    """Reading the certificates costs more than a page."""
    return httpx2.create_ssl_context()


class _RefusedError(Exception):
    """401: whoever asks is not known, or not any more."""


@dataclass(slots=True, kw_only=True)
class Client:
    """One pull's connection. Everything it raises is a SourceError that shows neither credential nor content."""

    base: httpx2.URL
    credentials: Credentials
    headers: Mapping[str, str]
    values: Mapping[str, str]
    limits: Limits
    per_minute: int
    _http: httpx2.Client = field(init=False)
    _ends: float = field(init=False)
    _next: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        timeout = httpx2.Timeout(self.limits.read, connect=self.limits.connect)
        self._http = httpx2.Client(timeout=timeout, verify=_trusted(), headers={"User-Agent": "vigie"})
        self._ends = time.monotonic() + self.limits.whole_pull

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        closing = self.credentials.closing()
        with suppress(PassingError, SourceError, _RefusedError):
            if closing:
                self._once(closing)
        self._http.close()

    def ask(self, call: Call) -> Answer:
        """One page, however often it has to be asked for within the limits."""
        self.credentials.ready(self._patiently)
        for _ in range(self.limits.refusals - 1):
            try:
                return self._patiently(call)
            except _RefusedError:
                if not self.credentials.renewable:
                    raise refused(self.base.host) from None
                self.credentials.renew(self._patiently)
        try:
            return self._patiently(call)
        except _RefusedError:
            raise refused(self.base.host) from None

    def _patiently(self, call: Call) -> Answer:
        """Asked again after what passes; a PassingError that stays becomes final."""
        limits = self.limits
        try:
            for attempt in stamina.retry_context(
                on=self._wait,
                attempts=limits.attempts,
                timeout=None,
                wait_initial=limits.wait_first,
                wait_max=limits.wait_most,
                wait_jitter=limits.wait_jitter,
            ):
                with attempt:
                    return self._once(call)
        except PassingError as error:
            raise error.final() from None
        raise AssertionError("a retry ends with an answer or an error")

    def _wait(self, error: Exception) -> bool | float:
        """Whether and how long to wait: as the API says, else growing; never past the limits."""
        if not isinstance(error, PassingError):
            return False
        after = error.retry_after
        if after is not None and after > self.limits.retry_after_most:
            return False
        if time.monotonic() + (after or 0) > self._ends:
            return False
        return True if after is None else after

    def _once(self, call: Call) -> Answer:
        self._pace()
        request = self._request(call)
        for _ in range(self.limits.redirects + 1):
            answer = self._exchange(request, call)
            if isinstance(answer, Answer):
                return answer
            request = self._redirected(request, answer)
        raise SourceError(f"{self.base.host} redirects without end; nothing was imported.")

    def _request(self, call: Call) -> httpx2.Request:
        """Signed at the moment of sending. Credentials fill headers and bodies, never a path."""
        plain = {**self.values, **call.values}
        values = {**plain, **self.credentials.values}
        sign = not call.opens
        url = httpx2.URL(call.url) if call.url else under(self.base, str(fill(call.path, plain)))
        query = fill(dict(call.query), plain) | (self.credentials.query() if sign else {})
        headers = {**fill(dict(self.headers), values), **fill(dict(call.headers), values)}
        headers |= self.credentials.headers() if sign else {}
        self.credentials.check(headers)
        return self._http.build_request(
            call.method,
            url.copy_merge_params({name: str(value) for name, value in query.items()}) if query else url,
            headers={"Accept": "application/json", **{name: str(value) for name, value in headers.items()}},
            json=fill(call.body, values) if call.body is not None else None,
            data=dict(call.form) if call.form else None,
        )

    def _exchange(self, request: httpx2.Request, call: Call) -> Answer | httpx2.Response:
        """The answer to one request as sent; the response itself where it leads elsewhere."""
        where = f"{request.url.host}{request.url.path}"
        try:
            response = self._http.send(request, stream=True)
            try:
                return self._judged(response, request, call, where)
            finally:
                response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise no_connection(where, error) from None

    def _judged(
        self, response: httpx2.Response, request: httpx2.Request, call: Call, where: str
    ) -> Answer | httpx2.Response:
        status = response.status_code
        if status in _REDIRECTS:
            return response
        if status in PASSING:
            raise passing(where, status, response.headers.get("Retry-After"))
        if status == 401 and not call.opens:
            raise _RefusedError
        if status == call.past_end:
            return self._answer(request, response, "", None, ended=True)
        if status not in (200, 206):
            raise turned_away(where, status, opens=call.opens)
        return self._page(response, request, call, where)

    def _page(self, response: httpx2.Response, request: httpx2.Request, call: Call, where: str) -> Answer:
        """The page, read whole; what is no whole JSON may be a passing fault of something in between."""
        kind = response.headers.get("Content-Type", "")
        if "json" not in kind.lower():
            raise damaged(where, "is no JSON but a web page" if "html" in kind else "is not said to be JSON")
        received = self._text(response, where)
        text = received if call.opens else self.credentials.withheld(received)
        try:
            document = parse_json(text)
        except ValueError:
            raise damaged(where, "is cut or damaged") from None
        return self._answer(request, response, text, document)

    def _text(self, response: httpx2.Response, where: str) -> str:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.limits.page_bytes:
                raise too_large(where, self.limits.page_bytes)
            if time.monotonic() > self._ends:
                raise too_late(self.base.host, self.limits.whole_pull)
            parts.append(part)
        try:
            return b"".join(parts).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise damaged(where, "is not in UTF-8") from None

    def _answer(
        self, request: httpx2.Request, response: httpx2.Response, text: str, document: object, *, ended: bool = False
    ) -> Answer:
        signed = self.credentials.query()
        query = tuple(pair for pair in request.url.params.multi_items() if pair[0] not in signed)
        return Answer(
            host=request.url.host,
            path=request.url.path,
            query=query,
            headers={name.lower(): value for name, value in response.headers.items()},
            text=text,
            document=document,
            ended=ended,
        )

    def _redirected(self, request: httpx2.Request, response: httpx2.Response) -> httpx2.Request:
        """The same request at its new address, if that is on the same host and asks for the same thing."""
        if request.method != "GET" and response.status_code not in (307, 308):
            raise SourceError(f"{self.base.host} redirects a query to a page; check base_url.")
        url = follow(self.base, request.url, response.headers.get("Location", ""))
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        return self._http.build_request(request.method, url, headers=headers, content=request.read())

    def _pace(self) -> None:
        """No more requests a minute than declared, and none after the end."""
        now = time.monotonic()
        if now > self._ends:
            raise too_late(self.base.host, self.limits.whole_pull)
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + 60 / self.per_minute
