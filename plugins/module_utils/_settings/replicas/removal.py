# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Whether replicas may be removed, or leave their global table: V78, V83 and V91."""

from __future__ import annotations

import typing as t

from ..elsewhere import LEAVE
from ..violations import Violation
from .replica import CONSISTENCY, GUARD, OPTION, STRONG, WITNESS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..desired import Desired
    from ..setting import Change
    from .replica import Group, Replica

# What removes replicas, if the user allows it: their tables are deleted, or kept without replication.
REMOVAL, DELETE, DISASSOCIATE = "replica_removal", "delete", "disassociate"
# The paths of changes inside a replica have so many parts.
INSIDE = 3


def removal_refusals(there: Group, gone: Sequence[Replica], desired: Desired, path: str) -> Iterator[Violation]:
    """Judge whether these replicas may be removed as the user wants it; ``path`` is the option that asks for that."""
    how = desired.replica_removal
    leaves = how == LEAVE or (how == DISASSOCIATE and path != OPTION)
    if how not in (DELETE, DISASSOCIATE, LEAVE):
        yield kept([each.region for each in gone], path)
    elif how != DELETE and there.consistency == STRONG:
        message = "AWS lets no table leave a group with strong consistency"
        yield Violation("V91", REMOVAL, message, "use replica_removal: delete, which dissolves the whole group")
    elif leaves and there.guarded is None and not desired.force:
        message = f"the table {desired.name} is protected against leaving its global table"
        hint = f"set force: true to lift the protection in the same run, or set {GUARD}: false there before"
        yield Violation("V91", REMOVAL, message, hint)
    elif not leaves:
        yield from (_of_another_account(each, path) for each in gone if each.account)


def of_this_account(there: Group) -> tuple[Replica, ...]:
    """Return the replicas that go only with a word of the user; a member of another account stays as it is.

    AWS documents that each account deletes its own table, and that the others stay.
    """
    return tuple(sorted(each for each in there.replicas or () if not each.account))


def _of_another_account(replica: Replica, path: str) -> Violation:
    """Return the violation for a replica that only its own account can remove; documented, not measured."""
    message = f"the replica in {replica.region} is a table of account {replica.account}"
    hint = "remove it first, with a run in that account and Region"
    return Violation("V91", path, message, hint)


def frozen(there: Group, changes: Sequence[Change]) -> Iterator[Violation]:
    """Judge changes of a group with strong consistency, and of the consistency of any group, by V78."""
    touched = {change.path[0] for change in changes if len(change.path) < INSIDE} - {GUARD}
    if not there.replicas or not touched:
        return
    hint = "remove all replicas and the witness first, in one run with replica_removal: delete"
    if CONSISTENCY in touched:
        message = f"AWS does not change the consistency of a global table: it is {there.consistency}"
        yield Violation("V78", CONSISTENCY, message, hint)
    elif there.consistency == STRONG:
        message = "AWS neither adds nor removes single members of a group with strong consistency"
        yield Violation("V78", OPTION if OPTION in touched else WITNESS, message, hint)


def kept(regions: list[str], path: str) -> Violation:
    """Return the violation for replicas that the specification does not list (V83)."""
    listed = ", ".join(regions)
    message = f"there {'is a replica' if len(regions) == 1 else 'are replicas'} in {listed}, with items of their own"
    if path == OPTION:
        message = f"{message}, and the list lacks {'it' if len(regions) == 1 else 'them'}"
    keeps = "replica_removal: disassociate, which keeps them and ends the replication"
    hint = f"list {listed}, or set replica_removal: delete, which deletes the table and the items there, or {keeps}"
    if path != OPTION:
        hint = f"set replica_removal: delete, which deletes the tables and the items there too, or {keeps}"
    return Violation("V83", path, message, hint)
