# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What stands in the way of deleting a table, for good or to put another in its place."""

from __future__ import annotations

import dataclasses
import typing as t

from .._spec.model import PAY_PER_REQUEST, Settings, used_attributes
from .._spec.rule_model import Violation
from .changes import LOCAL
from .conditions import ENCRYPTION_CHANGING, KEY_LOST
from .permissions import GUARDS, READS
from .refusals import creation_refusals, fixed, what_mends

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Desired
    from .model import Change

FORCE = "set force: true to lift the protection in the same run"


def absence_refusals(desired: Desired, observed: Observed) -> list[Violation]:
    """Judge whether the table can be deleted, and the backup be made that the user wants first."""
    found = []
    if observed.settings.deletion_protection and not desired.force:
        found.append(Violation("V4", "state", f"the table {desired.name} is protected against deletion", FORCE))
    if desired.backup_before_delete and observed.status in KEY_LOST:
        since = f" since {observed.encryption_lost_at}" if observed.encryption_lost_at else ""
        message = f"the table is {observed.status}{since}, and AWS makes no backup of it"
        hint = f"{what_mends(observed)}; or leave backup_before_delete out"
        found.append(Violation("V76", "backup_before_delete", message, hint))
    if observed.strong:
        message = f"the table is one of a group with strong consistency, with {', '.join(observed.replicas)}"
        hint = "remove the replicas and the witness first, all in one call: AWS deletes no single table of such a group"
        found.append(Violation("V78", "state", message, hint))
    return found


def replacement_changes(changes: t.Sequence[Change], wanted: Settings) -> list[Change]:
    """Return the changes that only a new table can satisfy: keys, types of key attributes, local indexes (V66)."""
    fixed = {key.attribute_name for key in wanted.keys or ()}
    fixed |= {key.attribute_name for index in wanted.local_indexes or () for key in index.keys}
    return [change for change in changes if _needs_new_table(change, fixed)]


def _needs_new_table(change: Change, fixed: set[str]) -> bool:
    retyped = change.path[0] == "attribute_definitions" and bool(change.before and change.after)
    return change.path[0] in ("key_schema", LOCAL) or (retyped and change.path[1] in fixed)


def replacement_settings(wanted: Settings) -> Settings:
    """Return the settings of the table that takes the place of the old one: without definitions that nothing uses."""
    used = used_attributes(wanted)
    return dataclasses.replace(wanted, attributes=tuple(item for item in wanted.attributes or () if item.name in used))


def replacement_refusals(
    desired: Desired, wanted: Settings, observed: Observed, changes: t.Sequence[Change]
) -> list[Violation]:
    """Judge whether the user allows the table to be replaced, and whether that would lose anything."""
    if desired.replacement == "never":
        hint = (
            "set replacement to when_empty or backup_and_replace, give the table another name, or restore the old value"
        )
        return [fixed(change, hint) for change in changes]
    found = []
    if desired.replacement == "when_empty" and observed.empty is not True:
        reason = getattr(observed.empty, "reason", "nobody looked")
        state = "has items" if observed.empty is False else f"may have items: {reason}"
        hint = "empty the table, or set replacement: backup_and_replace"
        found.append(Violation("V66", "replacement", f"the table must be replaced and {state}", hint))
    if observed.settings.deletion_protection and not desired.force:
        message = "the table must be replaced and is protected against deletion"
        found.append(Violation("V4", "replacement", message, FORCE))
    found += [_unmodelled(name) for name in (*observed.unmodelled, *_limited(wanted, observed))]
    found += [_unread(what, reason, GUARDS[what]) for what, reason in observed.unguarded.items()]
    found += [
        _unread(aspect, reason, READS[aspect])
        for aspect, reason in observed.unknown.items()
        if aspect in READS and aspect not in observed.not_offered and getattr(desired.settings, aspect) is None
    ]
    if observed.encryption_status in ENCRYPTION_CHANGING and desired.settings.encryption is None:
        message = f"the table must be replaced, and its key cannot be kept: encryption is {observed.encryption_status}"
        hint = "run again in half a minute, or give server_side_encryption"
        found.append(Violation("unreadable", "replacement", message, hint))
    return found + creation_refusals(dataclasses.replace(desired, settings=replacement_settings(wanted)), None)


def _unmodelled(name: str) -> Violation:
    message = f"the table must be replaced, and its {name} would be lost: no option describes it"
    return Violation("V66", "replacement", message, "remove it from the table first, or replace the table by hand")


def _limited(wanted: Settings, observed: Observed) -> t.Iterator[str]:
    """Name the on-demand maximums that the new table would not have and could."""
    if wanted.billing_mode == PAY_PER_REQUEST:
        stay = {"": "OnDemandThroughput"}
        stay |= {index.name: f"OnDemandThroughput of index {index.name}" for index in wanted.global_indexes or ()}
        yield from (what for name, what in stay.items() if name in observed.limits)


def _unread(aspect: str, reason: str, action: str) -> Violation:
    message = f"the table must be replaced, and its {aspect} cannot be read to be kept: {reason}"
    hint = f"allow {action}" + (", or give the option" if aspect in READS else ", or replace the table by hand")
    return Violation("unreadable", "replacement", message, hint)
