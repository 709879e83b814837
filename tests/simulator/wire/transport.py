# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine behind boto3 clients of the same process: everything real but the network and the time."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import boto3.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
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
        """Return a boto3 client whose requests the engine answers; a session of one's own brings its credentials."""
        keys = {} if session else {"aws_access_key_id": account, "aws_secret_access_key": "not-a-real-secret-7f3a"}
        self._session = self._session or boto3.session.Session()
        made = (session or self._session).client(
            service, region_name=region, endpoint_url="http://simulator.invalid", config=config, **keys
        )
        events = made.meta.events
        events.register(f"before-send.{made.meta.service_model.service_id.hyphenize()}.*", self._answer)
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
