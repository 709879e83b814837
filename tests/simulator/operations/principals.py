# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Principals that come and go: policies show the id of one that was deleted in place of its ARN.

All of them are there until a test deletes them; IAM itself is not simulated.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection

from ..settings import all_settings
from ..world import World

# What the ids of roles and of users begin with.
ROLE, USER = "AROA", "AIDA"


def gone_principals(world: World) -> Collection[str]:
    """The ARNs of those that were deleted and not made again."""
    gone: set[str] = world.stores.setdefault("gone_principals", set())
    return gone


def delete_principal(world: World, arn: str) -> str:
    """Delete a role or user: from now on each policy that names it shows its id, which is returned."""
    kind = USER if ":user/" in arn else ROLE
    unique = f"{kind}{zlib.crc32(arn.encode()):017d}"[:21]
    world.stores.setdefault("gone_principals", set()).add(arn)
    for table in world.tables.values():
        for setting in all_settings():
            setting.lose_principal(table, arn, unique)
    return unique


def make_principal(world: World, arn: str) -> None:
    """Make a role or user of that ARN again: another one, of which no policy knows."""
    world.stores.setdefault("gone_principals", set()).discard(arn)
