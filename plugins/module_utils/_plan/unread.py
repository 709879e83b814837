# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reasons to refuse any change of a table: AWS takes no change in its state, or a needed value cannot be read."""

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
    """Judge by V76: a table whose key or replication is lost cannot be changed."""
    if observed.status in LOST:
        hint = f"{what_mends(observed)}; deleting it still works"
        yield Violation("V76", "name", f"the table is {lost_since(observed)}", hint)


def lost_since(observed: Observed) -> str:
    """Return the status of a table that is lost, and, if AWS shows it, since when its key is inaccessible."""
    since = (observed.table.get("SSEDescription") or {}).get("InaccessibleEncryptionDateTime")
    return f"{observed.status} since {since}" if since else observed.status


def what_mends(observed: Observed) -> str:
    """Return what the user can do about a table that is lost; for an archived table, with the ARN of AWS's backup."""
    backup = (observed.table.get("ArchivalSummary") or {}).get("ArchivalBackupArn", "")
    return f"{LOST[observed.status]} {backup}".rstrip()


def unreadable(desired: Desired, observed: Observed) -> list[Violation]:
    """Return violations for settings that the specification names and that could not be read."""
    found: list[Violation] = []
    for setting, own in desired.settings.items():
        reason = observed.unknown.get(setting.name)
        if setting.read and reason and not _needless(setting, own, observed):
            found.append(denied(BY_NAME[setting.name].option, reason, setting.read.action))
        found += setting.unreadable(own, observed)
    return found


def needless(desired: Desired, observed: Observed) -> list[str]:
    """Return warnings about settings that the specification wants off and whose API the endpoint does not offer."""
    return [
        f"{BY_NAME[setting.name].option}: unknown, and nothing is wanted of it: {observed.unknown[setting.name]}"
        for setting, own in desired.settings.items()
        if _needless(setting, own, observed)
    ]


def _needless(setting: Setting[t.Any], own: t.Any, observed: Observed) -> bool:
    """Tell whether a setting is wanted off and its API is not offered; a denied API may hide that it is on."""
    return setting.name in observed.not_offered and setting.is_off(own)
