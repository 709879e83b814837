# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocols of the services: what a request asks for, and how an answer or a refusal is written.

Headers come with their names in lower case: HTTP does not tell the cases apart, and each client and proxy has its own.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import itertools
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from ..engine import DEFAULT_ACCOUNT, Caller
from ..refusal import RefusedError
from ..state import Part

TARGETS = {
    "DynamoDB_20120810": "dynamodb",
    "AnyScaleFrontendService": "application-autoscaling",
    "TrentService": "kms",
    "AWSSecurityTokenServiceV20110615": "sts",
    "ResourceGroupsTaggingAPI_20170126": "resourcegroupstaggingapi",
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
JSON_1_0, JSON_1_1 = "application/x-amz-json-1.0", "application/x-amz-json-1.1"
FORM = "application/x-www-form-urlencoded"
# What a client may say that its body is; the answer of a JSON service is of the same kind.
KINDS = (JSON_1_0, JSON_1_1, "application/json")
HEALTHY = "healthy: dynamodb.{}.{} "
HOST = re.compile(r"dynamodb\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)")
# The Region that a health check is answered for where the address does not name one.
ANY_REGION = "us-east-1"
# Operations that AWS answers with an empty body, not with an empty object.
EMPTY_BODIES = ("TagResource", "UntagResource")
CREDENTIAL = re.compile(r"Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
STS = "https://sts.amazonaws.com/doc/2011-06-15/"


class Reply(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Sent(NamedTuple):
    """What a request is about; ``form`` is its content where that came as a form and not as JSON."""

    service: str
    operation: str
    kind: str
    form: Part | None = None


def is_request(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a body is of a kind that a service reads; one without a kind is looked at."""
    return not body or _kind(headers) in ("", FORM, *KINDS)


def _kind(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def addressed(headers: Mapping[str, str], body: bytes) -> Sent:
    """Both forms of request: a JSON body with its operation in a header, and a form with an Action field."""
    target, kind = headers.get("x-amz-target", ""), _kind(headers)
    if target or kind in KINDS:
        prefix, _dot, operation = target.rpartition(".")
        service = TARGETS.get(prefix, "")
        usual = JSON_1_0 if service in ("dynamodb", "") else JSON_1_1
        return Sent(service, operation, kind if kind in KINDS else usual)
    form = {key: values[0] for key, values in parse_qs(body.decode(errors="replace")).items()}
    action = form.pop("Action", "")
    form.pop("Version", None)
    return Sent("sts", action, FORM, form)


def bucket_of(headers: Mapping[str, str], path: str) -> Part | None:
    """What a HEAD of S3 asks for: the bucket is in the path, or else the first part of the name of the host."""
    found = CREDENTIAL.search(headers.get("authorization", ""))
    if not found or found[3] != "s3":
        return None
    owner = headers.get("x-amz-expected-bucket-owner")
    bucket = path.strip("/").partition("/")[0] or headers.get("host", "").partition(".")[0]
    return {"Bucket": bucket, **({"ExpectedBucketOwner": owner} if owner else {})}


def of_bucket(status: int) -> Reply:
    """The answer of S3 to a HEAD: a status, and ids by names of its own."""
    number = f"{next(_numbers):016X}"
    return Reply(status, {"x-amz-request-id": number, "x-amz-id-2": number, "Content-Type": "application/xml"}, b"")


def parsed(body: bytes) -> Part:
    """The members of a JSON request."""
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        request = None
    if not isinstance(request, dict):
        raise RefusedError("SerializationException", "")
    return request


def caller_of(headers: Mapping[str, str]) -> Caller:
    """The account is the access key where that is twelve digits."""
    found = CREDENTIAL.search(headers.get("authorization", ""))
    if not found:
        raise RefusedError("MissingAuthenticationTokenException", "Request is missing Authentication Token")
    key, region = found[1], found[2]
    return Caller(key if re.fullmatch(r"\d{12}", key) else DEFAULT_ACCOUNT, region, key)


_numbers = itertools.count(1)


def _headers(body: bytes, kind: str) -> dict[str, str]:
    """The checksum, and a request id of 52 capital letters and digits, another one for each answer."""
    digits = base64.b32encode(next(_numbers).to_bytes(32, "big")).decode().rstrip("=")
    given = {"x-amzn-RequestId": digits, "x-amz-crc32": str(binascii.crc32(body) & 0xFFFFFFFF)}
    return {"Content-Type": kind, **given} if kind else given


def healthy(headers: Mapping[str, str]) -> Reply:
    """What AWS answers to GET: the Region is that of the address."""
    found = HOST.search(headers.get("host", ""))
    body = HEALTHY.format(*(found.groups() if found else (ANY_REGION, "amazonaws.com"))).encode()
    return Reply(200, _headers(body, ""), body)


def not_understood() -> Reply:
    """What AWS answers to other methods, and to a body of another kind: no service reads it, so no JSON either."""
    body = b"<UnknownOperationException/>\n"
    return Reply(404, _headers(body, ""), body)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no way to send {value!r}")


def success(sent: Sent, answer: Part) -> Reply:
    """An answer as the protocol of the request has it."""
    if sent.form is not None:
        members = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answer.items())
        result = f"<{sent.operation}Result>{members}</{sent.operation}Result>"
        text = f'<{sent.operation}Response xmlns="{STS}">{result}</{sent.operation}Response>'
        return Reply(200, _headers(text.encode(), "text/xml"), text.encode())
    empty = sent.service == "dynamodb" and sent.operation in EMPTY_BODIES
    body = b"" if empty else json.dumps(answer, default=_plain).encode()
    return Reply(200, _headers(body, sent.kind), body)


def failure(sent: Sent, error: RefusedError) -> Reply:
    """A refusal as the protocol of the request has it."""
    if sent.form is not None:
        told = f"<Error><Type>Sender</Type><Code>{error.code}</Code><Message>{escape(error.text)}</Message></Error>"
        text = f'<ErrorResponse xmlns="{STS}">{told}</ErrorResponse>'
        return Reply(error.status, _headers(text.encode(), "text/xml"), text.encode())
    space = NAMESPACES.get(error.code, "com.amazonaws.dynamodb.v20120810" if sent.service == "dynamodb" else "")
    code = f"{space}#{error.code}" if space else error.code
    body = json.dumps({"__type": code, "message": error.text}).encode()
    return Reply(error.status, _headers(body, sent.kind), body)
