# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as a server on the loopback address."""

from __future__ import annotations

import datetime
import json
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .control import ACTIONS, ROOT
from .faults import DroppedError, UnreachableError
from .host import Host
from .protocol import Reply, healthy, not_understood

LOOPBACK = "127.0.0.1"
# Where a load balancer or a person asks whether the service is there.
HEALTH = ("/", "/ping")


class Server(ThreadingHTTPServer):
    """One thread a connection; calls are judged one after the other all the same."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: Host, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.host = host

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{LOOPBACK}:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        if self.path.startswith(ROOT):
            self._control(b"")
        elif self.path in HEALTH:
            self._reply(healthy(self._given()))
        else:
            self._reply(not_understood())

    def do_OPTIONS(self) -> None:
        """A browser asks beforehand whether a page of somewhere else may call."""
        given = self._given()
        if "origin" not in given:
            self._reply(not_understood())
            return
        pairs = (("headers", "headers"), ("methods", "method"))
        asked = {allowed: given.get(f"access-control-request-{wanted}", "") for allowed, wanted in pairs}
        told = {f"access-control-allow-{allowed}": value for allowed, value in asked.items() if value}
        self._send(200, {**told, "access-control-max-age": "172800"}, b"")

    def do_PUT(self) -> None:
        self._body()
        self._reply(not_understood())

    def do_DELETE(self) -> None:
        self.do_PUT()

    def do_PATCH(self) -> None:
        self.do_PUT()

    def do_HEAD(self) -> None:
        try:
            self._reply(self.server.host.look_at_bucket(self._given(), self.path))
        except (DroppedError, UnreachableError):
            self.close_connection = True

    def do_POST(self) -> None:
        body = self._body()
        if self.path.startswith(ROOT):
            self._control(body)
            return
        try:
            reply = self.server.host.answer(self._given(), body)
        except (DroppedError, UnreachableError):
            # All Regions have one address here, so that a connection that is refused is one that is closed at once.
            self.close_connection = True
            return
        except Exception:
            # A fault of the engine: told to whoever started it, and not to be taken for one of the network.
            traceback.print_exc()
            self._json(500, {"__type": "InternalFailure", "message": "the engine has a fault: see its log"})
            return
        self._reply(reply)

    def _given(self) -> dict[str, str]:
        """The headers, by their names in lower case."""
        return {name.lower(): value for name, value in self.headers.items()}

    def _body(self) -> bytes:
        """The body, also where a client or a proxy sends it in chunks."""
        if self._given().get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _control(self, body: bytes) -> None:
        action = ACTIONS.get(self.path.removeprefix(ROOT).strip("/"))
        if action is None:
            self._json(404, {"error": f"there are {', '.join(ROOT + name for name in ACTIONS)}"})
            return
        try:
            self._json(200, action(self.server.host, _object(body)))
        except Exception as error:
            self._json(400, {"error": f"{type(error).__name__}: {error}"})

    def _json(self, status: int, answer: Any) -> None:
        body = json.dumps(answer, default=_plain).encode() + b"\n"
        self._send(status, {"Content-Type": "application/json"}, body)

    def _reply(self, reply: Reply) -> None:
        self._send(reply.status, reply.headers, reply.body)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """The date is that of the engine's clock, as all dates in its answers are."""
        self.send_response_only(status)
        now = self.server.host.engine.clock.now()
        common = {"Server": "Server", "Date": formatdate(now, usegmt=True)}
        if "Origin" in self.headers:
            common["access-control-allow-origin"] = "*"
        for name, value in {**common, **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The host has the log."""


def _object(body: bytes) -> dict[str, Any]:
    request = json.loads(body or b"{}")
    if not isinstance(request, dict):
        raise ValueError(f"the body is a JSON object, not {request!r}")
    return request


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime.datetime) else str(value)


@contextmanager
def serving(host: Host, port: int = 0) -> Iterator[Server]:
    """A server for as long as the block runs."""
    with Server(host, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
