# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An AWX on the loopback address: so much of its API as the modules of awx.awx use, with its objects in memory."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .kinds import KINDS, SURVEYED
from .rules import RefusedError
from .store import API, MissingError, Store

VERSION = "24.6.1"
TOKEN = "a-token-of-nobody"
USER, PASSWORD = "setup", "a-password-of-nobody"


@dataclass
class Awx:
    """The server: where it is, what it holds, and what was asked of it."""

    store: Store
    url: str = ""
    requests: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def writes(self) -> list[tuple[str, str, int]]:
        """What was asked to change; tokens come and go with each task."""
        return [asked for asked in self.requests if asked[0] != "GET" and "/tokens/" not in asked[1]]


def answer(store: Store, method: str, path: str, query: dict[str, str], given: Any) -> tuple[int, Any]:
    """Return the status and the content of an answer."""
    endpoint, *rest = path.removeprefix(API).strip("/").split("/")
    if endpoint == "tokens":
        return (201, {"id": 1, "token": TOKEN}) if method == "POST" else (204, None)
    if endpoint not in KINDS and endpoint != "unified_job_templates":
        raise MissingError(endpoint)
    if not rest:
        if method == "POST":
            return 201, store.create(endpoint, given)
        return 200, _listed(store.find(endpoint, query))
    id_ = int(rest[0])
    if len(rest) == 1:
        return 200, store.change(endpoint, id_, given) if method == "PATCH" else store.get(endpoint, id_)
    return _below(store, method, endpoint, id_, rest[1], given)


def _below(store: Store, method: str, endpoint: str, id_: int, part: str, given: Any) -> tuple[int, Any]:
    item = store.get(endpoint, id_)
    if part == "survey_spec" and endpoint in SURVEYED:
        if method == "GET":
            return 200, store.surveys.get(id_, {})
        store.set_survey(id_, given if method == "POST" else {})
        return 200, None
    if part == "create_approval_template" and method == "POST":
        return 201, store.approve(id_, given)
    if part not in KINDS[endpoint].associations:
        raise MissingError(f"{endpoint} {part}")
    if method == "GET":
        return 200, _listed(store.tied(item, part))
    store.tie(endpoint, id_, part, given)
    return 204, None


def _listed(items: list[Any]) -> dict[str, Any]:
    return {"count": len(items), "next": None, "previous": None, "results": items}


@contextmanager
def serving(playbooks: list[str]) -> Iterator[Awx]:
    """Run a server whose projects hold these playbooks."""
    awx = Awx(Store(playbooks))
    lock = threading.Lock()
    basic = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                status, found = self._answer(parts.path, dict(parse_qsl(parts.query)), content)
                awx.requests.append((self.command, self.path, status))
            body = b"" if found is None else json.dumps(found).encode()
            self.send_response(status)
            self.send_header("X-API-Product-Name", "AWX")
            self.send_header("X-API-Product-Version", VERSION)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _answer(self, path: str, query: dict[str, str], content: bytes) -> tuple[int, Any]:
            allowed = [basic] if "/tokens/" in path else [f"Bearer {TOKEN}"]
            if self.headers.get("Authorization") not in allowed:
                return 401, {"detail": "Authentication credentials were not provided."}
            try:
                given = json.loads(content) if content else {}
                return answer(awx.store, self.command, path, query, given)
            except MissingError as error:
                return 404, {"detail": f"Not found: {error}"}
            except RefusedError as error:
                return 400, {"__all__": [str(error)], "error": str(error), "detail": str(error)}

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing; the requests are kept."""

    for method in ("GET", "POST", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._serve)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    awx.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield awx
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
