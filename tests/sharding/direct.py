# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of the strict engine without the SDK's way to bytes and back, which takes longer than all else of a call."""

from __future__ import annotations

import functools
from types import SimpleNamespace
from typing import Any

import botocore.session
from ansible_collections.planton.dynamodb.tests.simulator.engine import Caller
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from botocore import xform_name
from botocore.exceptions import ClientError


@functools.cache
def _model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


@functools.cache
def _operations(service: str) -> dict[str, str]:
    """The operations of a service by the names of the SDK's methods."""
    return {xform_name(name): name for name in _model(service).operation_names}


class Direct:
    """What the collection uses of a client; errors are those of the SDK. Nothing is sent again."""

    def __init__(self, host: Host, service: str, caller: Caller) -> None:
        self._host, self._service, self._caller = host, service, caller
        self.meta = SimpleNamespace(service_model=_model(service), region_name=caller.region)

    def __getattr__(self, name: str) -> Any:
        operation = _operations(self._service).get(name)
        if operation is None:
            raise AttributeError(name)
        return functools.partial(self._call, operation)

    def _call(self, operation: str, *, aws_retry: bool = False, **request: Any) -> dict[str, Any]:
        try:
            return self._host.call(self._service, operation, request, self._caller)
        except RefusedError as error:
            told = {"Error": {"Code": error.code, "Message": error.text}, "ResponseMetadata": {}}
            raise ClientError(told, operation) from error
