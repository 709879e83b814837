# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What cannot be done to the table as it is: rules that take both sides to judge, still before any write."""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.beside import GUARDS
from .._settings.catalog import BY_NAME, ENTRIES
from .._settings.conditions import KEY_LOST, LOST
from .._settings.settings import completed, renewed
from .._settings.violations import Violation, denied, fixed
from .rules import violations

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.comparison import Comparison
    from .._settings.desired import Desired
    from .._settings.observed import Observed
    from .._settings.setting import Setting


def creation_refusals(desired: Desired, region: str | None) -> list[Violation]:
    """Judge a specification that must stand for a whole table."""
    whole = completed(desired.settings)
    found = violations(dataclasses.replace(desired, settings=whole), region)
    return found + [each for setting, value in whole.items() for each in setting.creation_refusals(value, whole)]


def absence_refusals(desired: Desired, observed: Observed) -> list[Violation]:
    """Judge whether the table can be deleted, and the backup be made that the user wants first."""
    found = _protected(desired, observed, "state")
    if desired.backup_before_delete and observed.status in KEY_LOST:
        message = f"the table is {_lost(observed)}, and AWS makes no backup of it"
        hint = f"{_what_mends(observed)}; or leave backup_before_delete out"
        found.append(Violation("V76", "backup_before_delete", message, hint))
    if observed.beside.strong:
        replicas = ", ".join(observed.beside.replicas)
        message = f"the table is one of a group with strong consistency, with {replicas}"
        hint = "remove the replicas and the witness first, all in one call: AWS deletes no single table of such a group"
        found.append(Violation("V78", "state", message, hint))
    return found


def change_refusals(comparison: Comparison) -> list[Violation]:
    """Judge whether the table can be changed at all, and what the specification adds to it."""
    observed, found = comparison.observed, []
    if observed.status in LOST:
        # V76: a table whose key or replication is lost.
        hint = f"{_what_mends(observed)}; deleting it still works"
        found.append(Violation("V76", "name", f"the table is {_lost(observed)}", hint))
    found += unreadable(comparison.desired, observed)
    return found + [each for setting, _value in comparison.wanted.items() for each in setting.refusals(comparison)]


def replacement_refusals(comparison: Comparison) -> list[Violation]:
    """Judge whether the user allows the table to be replaced, and whether that would lose anything."""
    desired, observed = comparison.desired, comparison.observed
    if desired.replacement == "never":
        hint = (
            "set replacement to when_empty or backup_and_replace, give the table another name, or restore the old value"
        )
        return [fixed(change, hint) for change in comparison.fixed]
    found = []
    empty = observed.answers.empty
    if desired.replacement == "when_empty" and empty is not True:
        reason = getattr(empty, "reason", "nobody looked")
        state = "has items" if empty is False else f"may have items: {reason}"
        hint = "empty the table, or set replacement: backup_and_replace"
        found.append(Violation("V66", "replacement", f"the table must be replaced and {state}", hint))
    found += _protected(desired, observed, "replacement")
    found += [_unmodelled(name) for name in (*observed.beside.unmodelled(), *_limits(comparison))]
    for what, reason in observed.beside.unguarded().items():
        found.append(_unread(what, reason, f"allow {GUARDS[what].action}, or replace the table by hand"))
    found += _unkept(comparison)
    whole = dataclasses.replace(desired, settings=renewed(comparison.wanted))
    return found + creation_refusals(whole, None)


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


def _protected(desired: Desired, observed: Observed, path: str) -> list[Violation]:
    there = observed.settings.items()
    return [each for setting, value in there for each in setting.deletion_refusals(value, desired, path)]


def _lost(observed: Observed) -> str:
    """Return the status of a table that is lost, and since when its key is."""
    since = (observed.table.get("SSEDescription") or {}).get("InaccessibleEncryptionDateTime")
    return f"{observed.status} since {since}" if since else observed.status


def _what_mends(observed: Observed) -> str:
    """Return what to do about a table that is lost; of an archived one AWS names the backup that it made."""
    backup = (observed.table.get("ArchivalSummary") or {}).get("ArchivalBackupArn", "")
    return f"{LOST[observed.status]} {backup}".rstrip()


def _unmodelled(name: str) -> Violation:
    message = f"the table must be replaced, and its {name} would be lost: no option describes it"
    return Violation("V66", "replacement", message, "remove it from the table first, or replace the table by hand")


def _limits(comparison: Comparison) -> Iterator[str]:
    """Name the on-demand maximums that the new table would not have and could."""
    for setting, value in comparison.wanted.items():
        yield from setting.limits_lost(value, comparison)


def _unkept(comparison: Comparison) -> Iterator[Violation]:
    """Tell what is left alone, and cannot be read to be given to the new table."""
    observed = comparison.observed
    for entry in ENTRIES:
        if entry.name in comparison.own.values:
            continue
        reason = observed.unknown.get(entry.name)
        if entry.read and reason and entry.name not in observed.not_offered:
            yield _unread(entry.name, reason, f"allow {entry.read.action}, or give the option")
        elif not entry.read:
            yield from entry.load().unkept(observed)


def _unread(what: str, reason: str, hint: str) -> Violation:
    message = f"the table must be replaced, and its {what} cannot be read to be kept: {reason}"
    return Violation("unreadable", "replacement", message, hint)
