# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Looks up KMS keys. Only a run that names a key, or compares one that AWS manages, imports this."""

from __future__ import annotations

import typing as t

from .shared import Shared

if t.TYPE_CHECKING:
    from .api import TableApi
    from .pacing import Pacer


class Keys:
    """Finds the ARNs of keys with ``api``.

    A fleet makes the call for a key once for all its tables; they share the answer or the error.
    """

    def __init__(self, api: TableApi, pacer: Pacer | None) -> None:
        self._api = api
        self._pacer = pacer
        self._client = api.client("kms")
        self._found: Shared[str] = Shared(pacer)

    def arn(self, key: str) -> str:
        """Return the ARN of the key that an alias or key id stands for; raises ``ServiceError``."""
        if not self._pacer:
            return self._ask(key)
        return self._found.answer(key, lambda: self._ask(key))

    def _ask(self, key: str) -> str:
        answer = self._api.offered("DescribeKey", lambda: self._client.describe_key(aws_retry=True, KeyId=key))
        return str(answer["KeyMetadata"]["Arn"])
