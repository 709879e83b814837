# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Finds protections that a specification asks for and the table does not have."""

from __future__ import annotations

import typing as t

Words = dict[str, t.Any]
Sides = tuple[t.Any, t.Any]

ENCRYPTION, TTL, RECOVERY = "server_side_encryption", "ttl", "recovery_period_in_days"
SWITCHES = {
    "deletion_protection_enabled": ("deletion", "Deletion protection is off."),
    "point_in_time_recovery_enabled": ("recovery", "Point-in-time recovery is off."),
}
OWNED, MANAGED = "a key that AWS owns", "the AWS managed key alias/aws/dynamodb"
ABSENT: Sides = (None, None)


def lost_protections(changes: t.Sequence[t.Mapping[str, t.Any]]) -> list[Words]:
    """Return the protections that a table lacks although its specification asks for them, each as a kind and a text.

    ``changes`` are the changes in its result. It is no loss if the specification asks for less than the table has.
    """
    sides = {path: both for change in changes for path, both in _settings(change)}
    if "state" in sides:
        # A table that does not exist, or is to be deleted, has no protection to lose.
        return []
    found = [*_switches(sides), *_period(sides), *_key(sides), *_expiry(sides)]
    return [{"kind": kind, "text": text} for kind, text in found]


def _settings(change: t.Mapping[str, t.Any]) -> t.Iterator[tuple[str, Sides]]:
    """Return a change for each member of a block, such as ``ttl``, that only one side has; else the change itself."""
    path, before, after = str(change["path"]), change["before"], change["after"]
    block = before if after is None else after
    if path not in (ENCRYPTION, TTL) or not isinstance(block, t.Mapping):
        yield path, (before, after)
        return
    for name, value in block.items():
        yield f"{path}.{name}", ((value, None) if after is None else (None, value))


def _switches(sides: t.Mapping[str, Sides]) -> t.Iterator[tuple[str, str]]:
    for path, (kind, text) in SWITCHES.items():
        if sides.get(path) == (False, True):
            yield kind, f"{text} The specification turns it on."


def _period(sides: t.Mapping[str, Sides]) -> t.Iterator[tuple[str, str]]:
    before, after = sides.get(RECOVERY, ABSENT)
    if before is not None and after is not None and before < after:
        yield (
            "recovery_period",
            f"The table can be restored to the last {before} days. The specification asks for {after}.",
        )


def _key(sides: t.Mapping[str, Sides]) -> t.Iterator[tuple[str, str]]:
    """Report a key that is not specified, also if no key is: the owner of the key can make the table inaccessible."""
    enabled, keys = sides.get(f"{ENCRYPTION}.enabled"), sides.get(f"{ENCRYPTION}.kms_key_arn")
    if (enabled is None and keys is None) or (enabled and enabled[1] is False):
        return
    there, wanted = (f"the KMS key {key}" if key else MANAGED for key in keys or ABSENT)
    there = OWNED if enabled else there
    yield "encryption", f"The table is encrypted with {there}. The specification asks for {wanted}."


def _expiry(sides: t.Mapping[str, Sides]) -> t.Iterator[tuple[str, str]]:
    """Report time to live that is on against the specification, or on another attribute: AWS deletes wanted items."""
    enabled, attribute = sides.get(f"{TTL}.enabled", ABSENT), sides.get(f"{TTL}.attribute_name", ABSENT)
    if enabled == (True, False):
        wanted = "The specification turns time to live off."
    elif enabled == ABSENT and None not in attribute:
        wanted = f"The specification names the attribute {attribute[1]}."
    else:
        return
    named = f" by the attribute {attribute[0]}" if attribute[0] is not None else ""
    yield "expiry", f"AWS deletes items{named}, because time to live is on. {wanted}"
