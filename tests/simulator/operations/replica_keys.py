# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of replicas: each is one of its Region, and all are of one kind (findings of the lab)."""

from __future__ import annotations

from ..group import tables_of
from ..refusal import RefusedError, invalid, wrong
from ..settings.encryption import Encryption
from ..state import Part, Table
from ..world import World
from .keys import DISABLED, MANAGED, find_key, is_disabled, keys_of, kms_error
from .kms import resolve

ONE_KIND = "All replica keys must either be Customer Managed CMK or AWS Managed CMK."
KEY_MOVES = (
    "Operation cannot be performed while replica server-side encryption status is in UPDATING state."
    " Please retry the request after the status is updated to ENABLED."
)


def replica_key(there: World, table: Table, part: Part) -> str | None:
    """The key of a new replica; one of one's own is found in the Region of the replica (L-309, L-312, L-313, L-328)."""
    own, named = table.of(Encryption).encryption_key, part.get("KMSMasterKeyId")
    customer = own is not None and not _is_managed(there.home_of(table), own)
    if customer != (named is not None):
        # Also for a key where there may be none (DDB-TABLE-307).
        raise wrong("KMSMasterKeyId must be specified for each replica.")
    if named is None:
        return resolve(there, None) if own is not None else None
    if named == MANAGED:
        raise wrong(ONE_KIND)
    try:
        key = find_key(there, named)
    except RefusedError as refused:
        raise kms_error(
            f"KMS validation error for region {there.place.region}", refused.code, refused.text
        ) from refused
    if key.state == DISABLED:
        raise invalid(KEY_MOVES)
    return key.arn


def _is_managed(world: World, arn: str) -> bool:
    keys = keys_of(world)
    return MANAGED in keys.aliases and keys.by_id[keys.aliases[MANAGED]].arn == arn


def check_other_keys(world: World, table: Table) -> None:
    """L-311: a replica whose key is disabled keeps others away, long before it says so itself."""
    for other in tables_of(table, world.now()).values():
        if is_disabled(world.home_of(other), other.of(Encryption).encryption_key):
            raise invalid(KEY_MOVES)
