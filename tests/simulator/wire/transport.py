# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine behind boto3 clients of the same process: everything real but the network and the time."""

from __future__ import annotations

import io
import threading
from typing import Any

import boto3.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError

from .faults import DroppedError
from .host import Host

_SESSIONS = threading.local()


class _Raw(io.BytesIO):
    """What botocore reads an answer from."""

    def stream(self, **_kwargs: Any) -> Any:
        data = self.read()
        while data:
            yield data
            data = self.read()


def text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def client(
    host: Host, service: str, config: Config | None = None, account: str = "123456789012", region: str = "eu-central-1"
) -> Any:
    """Return a boto3 client whose requests the engine answers."""
    session = getattr(_SESSIONS, "session", None)
    if session is None:
        session = _SESSIONS.session = boto3.session.Session()
    made = session.client(
        service,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="none",
        endpoint_url="http://simulator.invalid",
        config=config,
    )
    made.meta.events.register(f"before-send.{made.meta.service_model.service_id.hyphenize()}.*", _answering(host))
    return made


def _answering(host: Host) -> Any:
    def answer(request: AWSPreparedRequest, **_kwargs: Any) -> AWSResponse:
        headers = {text(name): text(value) for name, value in request.headers.items()}
        body = request.body or b""
        try:
            reply = host.answer(headers, body if isinstance(body, bytes) else body.encode())
        except DroppedError as error:
            raise ConnectionClosedError(endpoint_url=request.url) from error
        return AWSResponse(request.url, reply.status, reply.headers, _Raw(reply.body))

    return answer
