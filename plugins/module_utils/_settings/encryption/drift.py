# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is lost where the key of encryption drifts."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..drift import ABSENT, Drift
from .setting import ENCRYPTION, OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides

OWNED, MANAGED = "a key that AWS owns", "the AWS managed key alias/aws/dynamodb"


class EncryptionDrift(Drift):
    """A key of somebody else is a loss even where no key was named: its owner can take the table away."""

    setting = ENCRYPTION

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        enabled, keys = sides.get(f"{OPTION}.enabled"), sides.get(f"{OPTION}.kms_key_arn")
        if (enabled is None and keys is None) or (enabled and enabled[1] is False):
            return
        there, wanted = (f"the KMS key {key}" if key else MANAGED for key in keys or ABSENT)
        there = OWNED if enabled else there
        text = f"The table is encrypted with {there}. The specification asks for {wanted}."
        yield Told(40, "encryption", text)


DRIFT = EncryptionDrift()
