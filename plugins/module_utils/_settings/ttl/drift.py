# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is lost where time to live drifts: items that the specification keeps."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..drift import ABSENT, Drift
from .setting import TTL

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides


class TtlDrift(Drift):
    """AWS deletes items if time to live is on against the specification, or reads another attribute."""

    setting = TTL

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        enabled, attribute = sides.get("ttl.enabled", ABSENT), sides.get("ttl.attribute_name", ABSENT)
        if enabled == (True, False):
            wanted = "The specification turns time to live off."
        elif enabled == ABSENT and None not in attribute:
            wanted = f"The specification names the attribute {attribute[1]}."
        else:
            return
        named = f" by the attribute {attribute[0]}" if attribute[0] is not None else ""
        yield Told(50, "expiry", f"AWS deletes items{named}, because time to live is on. {wanted}")


DRIFT = TtlDrift()
