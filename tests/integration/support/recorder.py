# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy on the loopback address that writes down each call to an engine, and can answer with a fault instead."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

READS = ("Describe", "List", "Get", "Head", "Batch", "Query", "Scan")
_HOP_HEADERS = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Call:
    """One request as the engine would have seen it, and the status of the answer: 0 where none was given.

    ``region`` is that of its signature, so the Region that it would have gone to on AWS.
    """

    operation: str
    body: dict[str, Any]
    status: int = 0
    region: str = ""

    @property
    def writes(self) -> bool:
        return not self.operation.startswith(READS)


@dataclass
class Fault:
    """What happens to the next calls of one operation, instead of what the engine would answer.

    ``meanwhile`` is done while the caller still waits.
    """

    operation: str
    status: int
    answer: bytes
    times: int
    matches: Callable[[dict[str, Any]], bool]
    drops: bool = False
    forwards: bool = False
    meanwhile: Callable[[], None] = lambda: None


@dataclass
class Recorder:
    """The calls so far, in order, and the faults to come."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]

    @property
    def writes(self) -> list[str]:
        """The operations that would change something; empty is what check mode owes."""
        return [call.operation for call in self.calls if call.writes]

    def clear(self) -> None:
        with self._lock:
            self.calls.clear()
            self.faults.clear()

    def fail(
        self,
        operation: str,
        code: str,
        message: str,
        status: int = 400,
        times: int = 1,
        matches: Callable[[dict[str, Any]], bool] = lambda body: True,
        **members: Any,
    ) -> None:
        """Answer the next calls of an operation with an error, in the form DynamoDB gives it.

        The client library makes a call again by itself where the code tells it to, so count those tries in.
        """
        error = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message, **members}
        self._add(Fault(operation, status, json.dumps(error).encode(), times, matches))

    def drop(
        self, operation: str, times: int = 1, after: bool = False, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Close the connection without an answer: before the engine saw the call, or after it carried it out.

        What is to be done ``meanwhile`` is done before the connection closes.
        """
        self._add(Fault(operation, 0, b"", times, lambda body: True, True, after, meanwhile))

    def _add(self, fault: Fault) -> None:
        with self._lock:
            self.faults.append(fault)

    def note(self, operation: str, body: dict[str, Any], region: str = "") -> tuple[Call, Fault | None]:
        """Write a call down and take the fault that is due for it."""
        call = Call(operation, body, region=region)
        with self._lock:
            self.calls.append(call)
            for fault in self.faults:
                if fault.operation == operation and fault.times > 0 and fault.matches(body):
                    fault.times -= 1
                    return call, fault
        return call, None


def _operation_of(target: str, body: bytes) -> tuple[str, dict[str, Any]]:
    """Both forms AWS services use: a JSON body with its operation in a header, and a form with an Action field."""
    if target:
        return target.rpartition(".")[2], json.loads(body or b"{}")
    form = {key: values[0] for key, values in parse_qs(body.decode(errors="replace")).items()}
    return form.get("Action", "unknown"), form


def _region_of(signature: str) -> str:
    """The Region in the scope of a signature: KEY/DATE/REGION/SERVICE/aws4_request."""
    scope = signature.partition("Credential=")[2].split("/")
    return scope[2] if len(scope) > 2 else ""


class _Server(ThreadingHTTPServer):
    """One thread a connection, each with a connection of its own to the engine."""

    daemon_threads = True

    def __init__(self, recorder: Recorder, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recorder = recorder
        self.upstream = urlsplit(upstream).netloc


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # One write for headers and body, and no waiting for the client's acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self.engine = http.client.HTTPConnection(self.server.upstream, timeout=60)

    def finish(self) -> None:
        self.engine.close()
        super().finish()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = _operation_of(self.headers.get("X-Amz-Target", ""), body)
        call, fault = self.server.recorder.note(*told, _region_of(self.headers.get("Authorization", "")))
        if fault and not fault.forwards:
            self._fault(call, fault)
            return
        answer, content = self._forward(body)
        if fault:
            self._fault(call, fault)
            return
        call.status = answer.status
        headers = [(key, value) for key, value in answer.getheaders() if key.lower() not in _HOP_HEADERS]
        self._answer(answer.status, headers, content)

    def do_HEAD(self) -> None:
        """S3: whether there is a bucket."""
        call, _fault = self.server.recorder.note("HeadBucket", {"Bucket": self.path.strip("/")})
        answer, _content = self._forward(b"")
        call.status = answer.status
        self._answer(
            answer.status, [(key, value) for key, value in answer.getheaders() if key.startswith("x-amz")], b""
        )

    def _forward(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {key: value for key, value in self.headers.items() if key.lower() not in _HOP_HEADERS}
        try:
            self.engine.request(self.command, self.path, body, headers)
            answer = self.engine.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # The engine closed a connection that had been idle; nothing of this request was read.
            self.engine.close()
            self.engine.request(self.command, self.path, body, headers)
            answer = self.engine.getresponse()
        return answer, answer.read()

    def _fault(self, call: Call, fault: Fault) -> None:
        if fault.drops:
            fault.meanwhile()
            self.close_connection = True
            return
        call.status = fault.status
        self._answer(fault.status, [("Content-Type", "application/x-amz-json-1.0")], fault.answer)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for key, value in headers:
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """The recorder is the log."""


@contextmanager
def recording(upstream: str) -> Iterator[Recorder]:
    """A recorder in front of the engine at that URL."""
    recorder = Recorder()
    with _Server(recorder, upstream) as server:
        recorder.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
