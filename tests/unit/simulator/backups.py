# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of backups and of restores have in common."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.operations.backups import HANDLERS
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import INDEXED, made_world

SECONDS = {"backup": (1.0, 1.0), "restore": (100.0, 100.0), "unknown_while_creating": (2.6, 2.6)}
FULL: Part = {
    **INDEXED,
    "SSESpecification": {"Enabled": True, "KMSMasterKeyId": "key"},
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    "TableClass": "STANDARD_INFREQUENT_ACCESS",
    "DeletionProtectionEnabled": True,
    "Tags": [{"Key": "k", "Value": "v"}],
}


def world_of_backups(**settings: Any) -> World:
    """An account without tables, with backups of a second and restores of a hundred."""
    return made_world(seconds=SECONDS, **settings)


def send(world: World, operation: str, **request: Any) -> Part:
    """One call."""
    return HANDLERS[operation](world, request)


def backed_up(world: World) -> str:
    """The ARN of a backup that is AVAILABLE."""
    arn: str = send(world, "CreateBackup", TableName="t1", BackupName="bak")["BackupDetails"]["BackupArn"]
    world.clock.advance(1.0)
    return arn
