# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine behind boto3 clients of the same process: everything real but the network and the time."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import boto3.session
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError

from .faults import DroppedError, UnreachableError
from .host import Host


class _Raw(io.BytesIO):
    """What botocore reads an answer from."""

    def stream(self, **_kwargs: Any) -> Any:
        data = self.read()
        while data:
            yield data
            data = self.read()


def text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


class _Named:
    """Names in each request who makes it, as a signature does."""

    def __init__(self, account: str, region: str, service: str) -> None:
        scope = f"{account}/20260101/{region}/{service}/aws4_request"
        self._header = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"

    def __call__(self, request: AWSRequest, **_kwargs: Any) -> None:
        request.headers["Authorization"] = self._header


class Wire:
    """Where the requests of clients go: to whatever host is there when they are made, so that clients can be kept."""

    def __init__(self, host: Host | None = None) -> None:
        self.host = host
        self._session: Any = None

    def client(
        self,
        service: str,
        config: Config | None = None,
        account: str = "123456789012",
        region: str = "eu-central-1",
        session: Any = None,
    ) -> Any:
        """Return a boto3 client whose requests the engine answers; a session of one's own brings its credentials.

        Without one, its requests name the account but are not signed: the engine reads no signature, and to sign them
        takes a sixth of the time of a walk.
        """
        self._session = self._session or boto3.session.Session()
        if session is None:
            config = (config or Config()).merge(Config(signature_version=UNSIGNED))
        made = (session or self._session).client(
            service, region_name=region, endpoint_url="http://simulator.invalid", config=config
        )
        events, model = made.meta.events, made.meta.service_model
        called = model.service_id.hyphenize()
        events.register(f"before-send.{called}.*", self._answer)
        if session is None:
            events.register(f"request-created.{called}.*", _Named(account, region, model.signing_name))
        return made

    def _answer(self, request: AWSPreparedRequest, **_kwargs: Any) -> AWSResponse:
        assert self.host, "nobody is there to answer"
        headers = {text(name): text(value) for name, value in request.headers.items()}
        body = request.body or b""
        try:
            if request.method == "HEAD":
                place = urlsplit(request.url)
                reply = self.host.look_at_bucket({"host": place.netloc, **headers}, place.path)
            else:
                reply = self.host.answer(headers, body if isinstance(body, bytes) else body.encode())
        except DroppedError as error:
            raise ConnectionClosedError(endpoint_url=request.url) from error
        except UnreachableError as error:
            if error.seconds:
                raise ConnectTimeoutError(endpoint_url=request.url) from error
            raise EndpointConnectionError(endpoint_url=request.url, error=error) from error
        return AWSResponse(request.url, reply.status, reply.headers, _Raw(reply.body))


def client(host: Host, service: str, config: Config | None = None, **place: Any) -> Any:
    """Return a boto3 client for one engine."""
    return Wire(host).client(service, config, **place)
