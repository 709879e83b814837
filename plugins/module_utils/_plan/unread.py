# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What stands against every change of a table: a state in which it takes none, or something that cannot be read."""

from __future__ import annotations

import typing as t

from .._settings.catalog import BY_NAME
from .._settings.conditions import LOST
from .._settings.violations import Violation, denied

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.desired import Desired
    from .._settings.observed import Observed
    from .._settings.setting import Setting


def unusable(observed: Observed) -> Iterator[Violation]:
    """V76: a table whose key or replication is lost."""
    if observed.status in LOST:
        hint = f"{what_mends(observed)}; deleting it still works"
        yield Violation("V76", "name", f"the table is {lost_since(observed)}", hint)


def lost_since(observed: Observed) -> str:
    """Return the status of a table that is lost, and since when its key is."""
    since = (observed.table.get("SSEDescription") or {}).get("InaccessibleEncryptionDateTime")
    return f"{observed.status} since {since}" if since else observed.status


def what_mends(observed: Observed) -> str:
    """Return what to do about a table that is lost; of an archived one AWS names the backup that it made."""
    backup = (observed.table.get("ArchivalSummary") or {}).get("ArchivalBackupArn", "")
    return f"{LOST[observed.status]} {backup}".rstrip()


def unreadable(desired: Desired, observed: Observed) -> list[Violation]:
    """Return what the specification needs to know of the table and could not read."""
    found: list[Violation] = []
    for setting, own in desired.settings.items():
        entry, reason = BY_NAME[setting.name], observed.unknown.get(setting.name)
        if entry.read and reason and not _needless(setting, own, observed):
            found.append(denied(entry.options[0], reason, entry.read.action))
        found += setting.unreadable(own, observed)
    return found


def needless(desired: Desired, observed: Observed) -> list[str]:
    """Return what the specification names, and the endpoint has no API for, where none is wanted of it anyway."""
    return [
        f"{BY_NAME[setting.name].options[0]}: unknown, and nothing is wanted of it: {observed.unknown[setting.name]}"
        for setting, own in desired.settings.items()
        if _needless(setting, own, observed)
    ]


def _needless(setting: Setting[t.Any], own: t.Any, observed: Observed) -> bool:
    """Tell whether an endpoint without the API is asked for nothing; a denied API may hide something to turn off."""
    return setting.name in observed.not_offered and setting.is_off(own)
