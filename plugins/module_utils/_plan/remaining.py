# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What remains to be done when the table is read again."""

from __future__ import annotations

import typing as t

from .._settings.setting import Change
from .compare import compare

if t.TYPE_CHECKING:
    from .._settings.desired import Desired
    from .._settings.observed import Observed


def remaining(desired: Desired, observed: Observed | None) -> list[Change]:
    """Return the changes that remain when the table is read again after the writes."""
    if desired.state == "absent":
        return [] if observed is None else [Change(("state",), "present", "absent")]
    if observed is None:
        return [Change(("state",), "absent", "present")]
    return list(compare(desired, observed).changes)
