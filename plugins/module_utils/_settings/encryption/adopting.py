# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is told of the key of encryption when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import CHANGING, Adopting
from .setting import ENCRYPTION, OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..setting import Options


class EncryptionAdopting(Adopting):
    """AWS shows the key that it manages by its ARN: naming it is naming no key."""

    setting = ENCRYPTION

    def meant(self, spec: Mapping[str, t.Any], found: Mapping[str, t.Any]) -> Options:
        return {OPTION: {"enabled": True}} if (found.get("unmanaged") or {}).get("managed_key") else {}

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        encryption = table.get("sse_description") or {}
        if encryption.get("status") in CHANGING and encryption.get("kms_master_key_arn"):
            yield Told(10, f"encryption was {encryption['status']}: the key may be the one before")


ADOPTING = EncryptionAdopting()
