# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Both sides compared: every real difference, and none that only looks like one."""

from __future__ import annotations

import typing as t

from .._settings.comparison import Comparison
from .._settings.setting import Change
from .._settings.settings import merged
from .._settings.states import DELETING

if t.TYPE_CHECKING:
    from .._settings.desired import Desired
    from .._settings.observed import Observed


def compare(desired: Desired, observed: Observed) -> Comparison:
    """Return every difference between the table as it will be and as it is, in the words of the specification."""
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
        fixed += [change for change in planning_of(setting).fixed(found) if change not in fixed]
    return Comparison(desired, observed, wanted, found.by_setting, tuple(fixed))


def comparable(desired: Desired, observed: Observed | None) -> Observed | None:
    """Return the table that can be compared and changed, if there is one."""
    gone = observed is None or desired.state == "absent" or observed.status == DELETING
    return None if gone else observed


def remaining(desired: Desired, observed: Observed | None) -> list[Change]:
    """Return what still differs, for the look back after the writes."""
    if desired.state == "absent":
        return [] if observed is None else [Change(("state",), "present", "absent")]
    if observed is None:
        return [Change(("state",), "absent", "present")]
    return list(compare(desired, observed).changes)
