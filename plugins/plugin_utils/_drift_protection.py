# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The protections that a specification asks for, and that its table does not have."""

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
    """Return what a table lacks of the protection that its specification asks for, each as a kind and a sentence.

    ``changes`` are those of its result. Less protection than there is, as a specification may ask for, is no loss.
    """
    sides = {path: both for change in changes for path, both in _settings(change)}
    if "state" in sides:
        # A table that does not exist, or is to be deleted, has no protection to lose.
        return []
    found = [*_switches(sides), *_period(sides), *_key(sides), *_expiry(sides)]
    return [{"kind": kind, "text": text} for kind, text in found]


def _settings(change: t.Mapping[str, t.Any]) -> t.Iterator[tuple[str, Sides]]:
    """Take apart a block that only one side has."""
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
    """A key of somebody else is a loss even where no key was named: its owner can take the table away."""
    enabled, keys = sides.get(f"{ENCRYPTION}.enabled"), sides.get(f"{ENCRYPTION}.kms_key_arn")
    if (enabled is None and keys is None) or (enabled and enabled[1] is False):
        return
    there, wanted = (f"the KMS key {key}" if key else MANAGED for key in keys or ABSENT)
    there = OWNED if enabled else there
    yield "encryption", f"The table is encrypted with {there}. The specification asks for {wanted}."


def _expiry(sides: t.Mapping[str, Sides]) -> t.Iterator[tuple[str, str]]:
    """AWS deletes items that the specification keeps, if time to live is on against it, or reads another attribute."""
    enabled, attribute = sides.get(f"{TTL}.enabled", ABSENT), sides.get(f"{TTL}.attribute_name", ABSENT)
    if enabled == (True, False):
        wanted = "The specification turns time to live off."
    elif enabled == ABSENT and None not in attribute:
        wanted = f"The specification names the attribute {attribute[1]}."
    else:
        return
    named = f" by the attribute {attribute[0]}" if attribute[0] is not None else ""
    yield "expiry", f"AWS deletes items{named}, because time to live is on. {wanted}"
