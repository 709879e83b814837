# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Rules that need both the specification and the table; they are judged before the first write."""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.catalog import ENTRIES
from .._settings.conditions import KEY_LOST
from .._settings.plannings import planning_of
from .._settings.violations import Violation, unchangeable
from .._settings.whole import completed, for_replacement
from .rules import violations
from .unread import lost_since, what_mends

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.comparison import Comparison
    from .._settings.desired import Desired
    from .._settings.observed import Observed


def creation_refusals(desired: Desired, region: str | None) -> list[Violation]:
    """Judge a specification for a new table, which must be complete."""
    whole = completed(desired.settings)
    found = violations(dataclasses.replace(desired, settings=whole), region)
    for setting, value in whole.items():
        found += planning_of(setting).creation_refusals(value, whole)
    return found


def absence_refusals(desired: Desired, observed: Observed) -> list[Violation]:
    """Judge whether the table can be deleted, and whether the backup that the user wants can be made first."""
    found = _protected(desired, observed, "state")
    if desired.backup_before_delete and observed.status in KEY_LOST:
        message = f"the table is {lost_since(observed)}, and AWS makes no backup of it"
        hint = f"{what_mends(observed)}; or leave backup_before_delete out"
        found.append(Violation("V76", "backup_before_delete", message, hint))
    return found


def change_refusals(comparison: Comparison) -> list[Violation]:
    """Judge the changes of an existing table, and whether the table may be replaced if the changes need that."""
    wanted = (setting for setting, _value in comparison.wanted.items())
    found = [each for setting in wanted for each in planning_of(setting).refusals(comparison)]
    return found + (_replacement_refusals(comparison) if comparison.needs_new_table else [])


def _replacement_refusals(comparison: Comparison) -> list[Violation]:
    """Judge whether the user allows the replacement of the table, and whether it would lose anything."""
    desired, observed = comparison.desired, comparison.observed
    if desired.replacement == "never":
        hint = (
            "set replacement to when_empty or backup_and_replace, give the table another name, or restore the old value"
        )
        return [unchangeable(change, hint) for change in comparison.needs_new_table]
    found = []
    empty = observed.answers.empty
    if desired.replacement == "when_empty" and empty is not True:
        reason = getattr(empty, "reason", "nobody looked")
        state = "has items" if empty is False else f"may have items: {reason}"
        hint = "empty the table, or set replacement: backup_and_replace"
        found.append(Violation("V66", "replacement", f"the table must be replaced and {state}", hint))
    found += _protected(desired, observed, "replacement")
    found += [_unmodelled(name) for name in observed.beside.unmodelled()]
    found += _cannot_keep(comparison)
    whole = dataclasses.replace(desired, settings=for_replacement(comparison.wanted))
    return found + creation_refusals(whole, None)


def _protected(desired: Desired, observed: Observed, path: str) -> list[Violation]:
    there = observed.settings.items()
    return [each for setting, value in there for each in planning_of(setting).deletion_refusals(value, desired, path)]


def _unmodelled(name: str) -> Violation:
    message = f"the table must be replaced, and its {name} would be lost: no option describes it"
    return Violation("V66", "replacement", message, "remove it from the table first, or replace the table by hand")


def _cannot_keep(comparison: Comparison) -> Iterator[Violation]:
    """Return violations for settings that the new table must keep, but that could not be read."""
    observed = comparison.observed
    for entry in ENTRIES:
        if entry.name in comparison.own.values:
            continue
        reason = observed.unknown.get(entry.name)
        if entry.outlives:
            # The new table has the same name, so it keeps this without any call.
            continue
        if entry.read and reason and entry.name not in observed.not_offered:
            yield _unread(entry.name, reason, f"allow {entry.read.action}, or give the option")
        elif not entry.has_read:
            yield from planning_of(entry.load()).cannot_keep(observed)


def _unread(what: str, reason: str, hint: str) -> Violation:
    message = f"the table must be replaced, and its {what} cannot be read to be kept: {reason}"
    return Violation("unreadable", "replacement", message, hint)
