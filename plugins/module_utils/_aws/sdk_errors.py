# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes a ``ServiceError`` of an error of the SDK; imported where there is one."""

from __future__ import annotations

import typing as t

try:  # noqa: SIM105
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    pass  # Handled by AnsibleAWSModule

from .errors import ServiceError


def translate(operation: str, error: ClientError | BotoCoreError) -> ServiceError:
    """Build a ``ServiceError`` from an error of the SDK."""
    if not isinstance(error, ClientError):
        return ServiceError(operation, type(error).__name__, str(error))
    details: t.Mapping[str, t.Any] = error.response.get("Error", {})
    code, text = str(details.get("Code", "")), str(details.get("Message", ""))
    if code == "404" and "HostId" in error.response.get("ResponseMetadata", {}):
        # The answer of S3 to HEAD has no body, so the status says all; no other service gives the id of a host.
        return ServiceError(operation, "NoSuchBucket", text)
    if code.isdigit():
        text = "the endpoint answered with this HTTP status and with nothing that AWS would say"
    retried = error.response.get("ResponseMetadata", {}).get("RetryAttempts", 0) > 0
    return ServiceError(operation, code, text, retried)
