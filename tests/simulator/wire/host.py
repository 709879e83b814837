# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine as something that is called over a wire: requests logged, faults met, the service's own protocols."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from ..engine import Caller, Engine
from ..refusal import RefusedError
from ..state import Part
from .faults import DROP_AFTER, LOSE, READS, DroppedError, FaultBook

TARGETS = {
    "DynamoDB_20120810": "dynamodb",
    "AnyScaleFrontendService": "application-autoscaling",
    "TrentService": "kms",
    "AWSSecurityTokenServiceV20110615": "sts",
}
NAMESPACES = {
    "ValidationException": "com.amazon.coral.validate",
    "SerializationException": "com.amazon.coral.service",
    "UnknownOperationException": "com.amazon.coral.service",
    "AccessDeniedException": "com.amazon.coral.service",
    "ThrottlingException": "com.amazon.coral.availability",
    "ExpiredTokenException": "com.amazon.coral.service",
    "MissingAuthenticationTokenException": "com.amazon.coral.service",
}
CREDENTIAL = re.compile(r"Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
DEFAULT_ACCOUNT = "123456789012"
STS = "https://sts.amazonaws.com/doc/2011-06-15/"


@dataclasses.dataclass
class Entry:
    """One call: when (virtual seconds), what, for whom, and what came of it (``code`` is empty where it succeeded).

    ``status`` is that of the HTTP answer, 0 where the connection was closed instead. ``carried_out`` tells whether the
    engine saw it.
    """

    number: int
    at: float
    service: str
    operation: str
    request: Part
    caller: Caller
    status: int = 0
    code: str = ""
    text: str = ""
    carried_out: bool = False
    faults: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether it would change something."""
        return not self.operation.startswith(READS)


class Reply(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Host:
    """An engine with its log of calls and its faults."""

    def __init__(self, engine: Engine, seed: int = 0) -> None:
        self.engine = engine
        self.calls: list[Entry] = []
        self.faults = FaultBook(seed)
        # Told of each call before it is carried out and after: a test can end a process there, or let another go on.
        self.watch: Callable[[Entry, bool], None] = lambda _call, _carried_out: None

    def reset(self) -> None:
        """Forget every table, call and fault."""
        with self.engine.lock:
            self.engine.reset()
            self.calls.clear()
            self.faults.clear()

    def answer(self, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one HTTP request. Raises :class:`DroppedError` where there is no answer."""
        service, operation, text = _addressed(headers, body)
        try:
            request = text if isinstance(text, dict) else _parsed(text)
            caller, entry = self._note(service, operation, request, headers)
            return _success(service, operation, self._carry_out(entry, caller))
        except RefusedError as error:
            return _failure(service, error)

    def _note(self, service: str, operation: str, request: Part, headers: Mapping[str, str]) -> tuple[Caller, Entry]:
        caller = _caller(headers)
        with self.engine.lock:
            now = self.engine.clock.now()
            entry = Entry(len(self.calls), now, service, operation, request, caller)
            self.calls.append(entry)
        return caller, entry

    def _carry_out(self, entry: Entry, caller: Caller) -> Part:
        try:
            answer = self._with_faults(entry, caller)
        except RefusedError as error:
            entry.status, entry.code, entry.text = error.status, error.code, error.text
            raise
        entry.status = 200
        return answer

    def _with_faults(self, entry: Entry, caller: Caller) -> Part:
        now = self.engine.clock.now()
        with self.engine.lock:
            met = self.faults.meet(entry.operation, entry.request, caller, now)
        entry.faults = tuple(met.faults)
        if met.seconds:
            self.engine.pass_time(met.seconds)
        resource = _resource(entry.request, self.engine.world(caller.account, caller.region).table_arn)
        met.raise_first(entry.operation, entry.service, caller, resource)
        if LOSE in met.faults:
            return {}
        self.watch(entry, False)
        answer = self.engine.call(entry.service, entry.operation, entry.request, caller)
        entry.carried_out = True
        self.watch(entry, True)
        if DROP_AFTER in met.faults:
            raise DroppedError(carried_out=True)
        return answer


def _resource(request: Part, arn: Any) -> str:
    name = str(request.get("ResourceArn") or request.get("TableName") or "*")
    return name if name == "*" or name.startswith("arn:") else str(arn(name))


def _addressed(headers: Mapping[str, str], body: bytes) -> tuple[str, str, Part | bytes]:
    """Both forms of request: a JSON body with its operation in a header, and a form with an Action field."""
    target = headers.get("X-Amz-Target", "")
    if target:
        prefix, _dot, operation = target.rpartition(".")
        return TARGETS.get(prefix, ""), operation, body
    form = {key: values[0] for key, values in parse_qs(body.decode(errors="replace")).items()}
    action = form.pop("Action", "")
    form.pop("Version", None)
    return "sts", action, form


def _parsed(body: bytes) -> Part:
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        request = None
    if not isinstance(request, dict):
        raise RefusedError("SerializationException", "")
    return request


def _caller(headers: Mapping[str, str]) -> Caller:
    """The account is the access key where that is twelve digits."""
    found = CREDENTIAL.search(headers.get("Authorization", ""))
    if not found:
        raise RefusedError("MissingAuthenticationTokenException", "Request is missing Authentication Token")
    key, region = found[1], found[2]
    return Caller(key if re.fullmatch(r"\d{12}", key) else DEFAULT_ACCOUNT, region, key)


def _headers(body: bytes, kind: str) -> dict[str, str]:
    return {
        "Content-Type": kind,
        "x-amzn-RequestId": binascii.hexlify(body[-8:]).decode().upper().zfill(32),
        "x-amz-crc32": str(binascii.crc32(body) & 0xFFFFFFFF),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no way to send {value!r}")


def _success(service: str, operation: str, answer: Part) -> Reply:
    if service == "sts":
        members = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answer.items())
        result = f"<{operation}Result>{members}</{operation}Result>"
        text = f'<{operation}Response xmlns="{STS}">{result}</{operation}Response>'
        return Reply(200, _headers(text.encode(), "text/xml"), text.encode())
    body = json.dumps(answer, default=_plain).encode()
    return Reply(200, _headers(body, _kind(service)), body)


def _kind(service: str) -> str:
    return "application/x-amz-json-1.0" if service == "dynamodb" else "application/x-amz-json-1.1"


def _failure(service: str, error: RefusedError) -> Reply:
    if service == "sts":
        told = f"<Error><Type>Sender</Type><Code>{error.code}</Code><Message>{escape(error.text)}</Message></Error>"
        text = f'<ErrorResponse xmlns="{STS}">{told}</ErrorResponse>'
        return Reply(error.status, _headers(text.encode(), "text/xml"), text.encode())
    space = NAMESPACES.get(error.code, "com.amazonaws.dynamodb.v20120810" if service == "dynamodb" else "")
    kind = f"{space}#{error.code}" if space else error.code
    body = json.dumps({"__type": kind, "message": error.text}).encode()
    return Reply(error.status, _headers(body, _kind(service)), body)
