# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Compares a specification with a table; different spellings of the same value are no difference."""

from __future__ import annotations

import typing as t

from .._settings.comparison import Comparison
from .._settings.settings import merged
from .._settings.states import DELETING

if t.TYPE_CHECKING:
    from .._settings.desired import Desired
    from .._settings.observed import Observed
    from .._settings.setting import Change


def compare(desired: Desired, observed: Observed) -> Comparison:
    """Return the comparison of the table as it will be with the table as it is, with every change."""
    wanted = merged(desired.settings, observed)
    by_setting = {
        setting.name: tuple(setting.changes(observed.of(setting), value, observed)) for setting, value in wanted.items()
    }
    found = Comparison(desired, observed, wanted, {name: changes for name, changes in by_setting.items() if changes})
    if not found.by_setting:
        return found
    from .._settings.plannings import planning_of

    fixed: list[Change] = []
    for setting, _value in wanted.items():
        fixed += [change for change in planning_of(setting).needs_new_table(found) if change not in fixed]
    return Comparison(desired, observed, wanted, found.by_setting, tuple(fixed))


def comparable(desired: Desired, observed: Observed | None) -> Observed | None:
    """Return the table if it can be compared and changed: it exists, stays, and is not DELETING; else ``None``."""
    gone = observed is None or desired.state == "absent" or observed.status == DELETING
    return None if gone else observed
