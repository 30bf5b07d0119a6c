"""A real HTTP server on loopback that speaks a dialect, and a layer of hostility over it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.data_sources.api.dialects import Ask, Dialect, Reply

Send = Callable[["Handler", bytes], None]


@dataclass
class Fault:
    """What goes wrong with the data request of one number (from 1) and `times` - 1 following ones.

    `instead` sends something else in place of the answer; `change` changes the answer; `happens` changes the CRM
    just before it answers.
    """

    at: int = 2
    times: int = 1
    instead: Send | None = None
    change: Callable[[Dialect, Reply, list[Reply]], Reply] | None = None
    happens: Callable[[Dialect], None] | None = None

    def hits(self, number: int) -> bool:
        return self.at <= number < self.at + self.times


@dataclass
class Server:
    dialect: Dialect
    faults: list[Fault] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    given: list[Reply] = field(default_factory=list)
    port: int = 0
    requests: int = 0
    released: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reply(self, handler: Handler, ask: Ask) -> None:
        self.requests += 1
        opened = self.dialect.open(ask)
        if opened is not None:
            handler.send(opened)
            return
        self.asked.append(ask)
        number = len(self.asked)
        hitting = [fault for fault in self.faults if fault.hits(number)]
        for fault in hitting:
            if fault.happens:
                fault.happens(self.dialect)
        reply = self.dialect.answer(ask)
        for fault in hitting:
            reply = fault.change(self.dialect, reply, self.given) if fault.change else reply
        self.given.append(reply)
        instead = next((fault.instead for fault in hitting if fault.instead), None)
        if instead:
            instead(handler, json.dumps(reply.document).encode())
        else:
            handler.send(reply)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Any

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        split = urlsplit(self.path)
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        form = "urlencoded" in self.headers.get("Content-Type", "")
        body = dict(parse_qsl(data.decode())) if form else json.loads(data) if data else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        ask = Ask(method=self.command, path=split.path, query=dict(parse_qsl(split.query)), headers=headers, body=body)
        try:
            self.server.hostile.reply(self, ask)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(self, reply: Reply) -> None:
        kind = "application/json; charset=utf-8"
        self.send_bytes(json.dumps(reply.document).encode(), kind, reply.status, reply.headers)

    def send_bytes(
        self,
        data: bytes,
        kind: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(length or len(data)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 32

    def handle_error(self, request: object, client_address: object) -> None:
        return


@contextmanager
def serving(dialect: Dialect, *faults: Fault) -> Iterator[Server]:
    server = Server(dialect=dialect, faults=list(faults))
    http = _Quiet(("127.0.0.1", 0), Handler)
    http.hostile = server  # type: ignore[attr-defined]
    server.port = http.server_address[1]
    dialect.host = server.url
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        http.shutdown()
        http.server_close()
        thread.join()


def status(code: int, **headers: str) -> Send:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, data: handler.send_bytes(b'{"error": "x"}', "application/json", code, named)


def silence(handler: Handler, data: bytes) -> None:
    """No answer until the test ends."""
    handler.server.hostile.released.wait(5)
    handler.close_connection = True


def reset(handler: Handler, data: bytes) -> None:
    handler.reset()


def cut_json(handler: Handler, data: bytes) -> None:
    """Half of the document, and a header that says that this is all."""
    handler.send_bytes(data[: len(data) // 2], "application/json")


def cut_connection(handler: Handler, data: bytes) -> None:
    handler.send_bytes(data[: len(data) // 2], "application/json", length=len(data))
    handler.reset()


def web_page(handler: Handler, data: bytes) -> None:
    handler.send_bytes(b"<!doctype html><title>Maintenance</title>", "text/html; charset=utf-8")


def web_page_as_json(handler: Handler, data: bytes) -> None:
    handler.send_bytes(b"<!doctype html><title>Maintenance</title>", "application/json")


def unnamed(handler: Handler, data: bytes) -> None:
    handler.send_bytes(data, "application/octet-stream")
