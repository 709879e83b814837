# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A change of the key: what it takes away, and what is known of the key while an earlier change is in flight."""

from __future__ import annotations

import typing as t

from .conditions import ENCRYPTION_CHANGING

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Encryption


def encryption_step(wanted: Encryption, before: Encryption | None) -> tuple[str, bool]:
    """Return the reason of the call, and whether it takes protection away.

    It does where the table gets the AWS owned key, and where it has a key of the customer and gets the AWS managed one.
    What it has is not known (``None``) while an earlier change is in flight; then it may have one.
    """
    if not wanted.enabled:
        return f"encrypt with the AWS owned key{_instead(before)}", True
    if wanted.kms_key:
        return f"encrypt with {wanted.kms_key}", False
    # A plan has this call only where the key that is shown is not the AWS managed one.
    return f"encrypt with the AWS managed key{_instead(before)}", before is None or before.kms_key is not None


def _instead(before: Encryption | None) -> str:
    if before is None:
        return " instead of the key that the table may have"
    return f" instead of {before.kms_key}" if before.kms_key else ""


def encryption_warning(wanted: Encryption | None, observed: Observed) -> str:
    """Return what a plan cannot know of the key that is being changed; empty where nothing is wanted of it."""
    if wanted is None or observed.encryption_status not in ENCRYPTION_CHANGING:
        return ""
    told = f"{observed.name}: server_side_encryption: it is {observed.encryption_status}"
    if observed.settings.encryption is None:
        return f"{told}, and AWS shows no key meanwhile; if it is as wanted when that is done, no call is made for it"
    return f"{told}, and the key that AWS shows may be the one before; when that is done, it is compared again"
