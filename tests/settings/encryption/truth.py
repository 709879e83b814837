# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encryption. A key has several names; it is the same key by its ARN."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, KEY_TWO, KEYS
from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference, Facts, Options
from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules

OFF = {"server_side_encryption": {"enabled": False}}

HOME = ":eu-central-1:"
OWNED, MANAGED = "owned by AWS", "alias/aws/dynamodb"


def key_arn(name: str | None) -> str:
    """Return the key that a name stands for; the managed one has no ARN that a specification could know."""
    key = KEYS.get(name or "", name)
    return key if key in KEYS.values() else MANAGED


def facts(options: Options) -> Facts:
    """The managed key is what there is without one."""
    given = options["server_side_encryption"]
    found: Facts = {("server_side_encryption", "enabled"): given["enabled"]}
    key = key_arn(given.get("kms_key_arn"))
    if given["enabled"] and key != MANAGED:
        found["server_side_encryption", "kms_key_arn"] = key
    return found


def of_table(table: Table) -> dict[str, Any]:
    key = table.of(Encryption).encryption_key
    named = {"kms_key_arn": key} if key in (KEY_ONE, KEY_TWO) else {}
    return {"server_side_encryption": {"enabled": key is not None, **named}}


def _in_a_diff(name: str | None) -> str | None:
    """The managed key is no fact of its own; a key of another Region is one of a replica."""
    if name and name.startswith("arn:") and name not in KEYS.values() and HOME not in name:
        return name
    key = key_arn(name)
    return key if key != MANAGED else None


IN_A_DIFF = {"kms_key_arn": _in_a_diff}


def read(options: Options) -> str:
    """The key. "{Enabled:true} / {SSEType:KMS} = alias/aws/dynamodb"; equal ARNs are no change (page 2)."""
    given = options["server_side_encryption"]
    return key_arn(given.get("kms_key_arn")) if given["enabled"] else OWNED


def atoms(difference: Difference) -> Iterator[Atom]:
    before, after = difference.of("encryption")
    if before != after:
        yield Atom(rules.ENCRYPTION)
