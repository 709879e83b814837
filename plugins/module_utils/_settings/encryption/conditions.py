# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The condition that no change of the table's KMS key is in flight."""

from __future__ import annotations

import typing as t

from ..conditions import Condition

if t.TYPE_CHECKING:
    from ..observed import Observed
    from ..setting import Answer

CHANGING = ("ENABLING", "DISABLING", "UPDATING")


def encryption_status(table: Answer) -> str:
    """Return the status of the encryption with a KMS key; empty if DescribeTable shows none."""
    return str((table.get("SSEDescription") or {}).get("Status", ""))


class EncryptionSettled(Condition):
    """No change of the key is in flight."""

    text = "encryption settled"

    def holds(self, observed: Observed | None) -> bool:
        return observed is not None and encryption_status(observed.table) not in CHANGING


ENCRYPTION_SETTLED = EncryptionSettled()
