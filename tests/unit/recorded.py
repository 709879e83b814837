# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of AWS that others have recorded, as DescribeTable and its neighbours give them.

They are data of other people and not part of this repository: RECORDED_ANSWERS names their directory, and without it
they are looked for beside the checkout. A recording is a JSON file with the member ``Table``, and with ``ttl``,
``pitr``, ``tags``, ``kinesis`` and ``key`` or ``managed_key`` where these were recorded too.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from pathlib import Path
from typing import Any

Part = dict[str, Any]

VARIABLE = "RECORDED_ANSWERS"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "recorded"
PLACE = Path(os.environ.get(VARIABLE) or BESIDE)
# Snapshots have words in angle brackets where a value changes from run to run.
PLACEHOLDERS = {
    "partition": "aws",
    "region": "us-east-1",
    "table-name": "recorded",
    "resource": "recorded",
    "physical-resource-id": "recorded",
    "datetime": "2026-01-01T00:00:00",
    "table-status": "ACTIVE",
    "index-status": "ACTIVE",
    "uuid": "00000000-0000-0000-0000-000000000001",
    "latest-stream-label": "2026-01-01T00:00:00.000",
    "table-arn": "arn:aws:dynamodb:us-east-1:123456789012:table/recorded",
    "latest-stream-arn": "arn:aws:dynamodb:us-east-1:123456789012:table/recorded/stream/2026-01-01T00:00:00.000",
    "kms-arn": "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000002",
}
ELSEWHERE = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000003"
# What a table answers that has none of it; not every recording has these.
UNSET = {"ttl": {"TimeToLiveStatus": "DISABLED"}, "pitr": {}}


@dataclasses.dataclass(frozen=True)
class Recording:
    """The answers about one table. ``managed`` tells that the key it shows is the one that AWS manages."""

    table: Part
    ttl: Part
    recovery: Part
    tags: dict[str, str]
    kinesis: list[Part]
    managed: bool

    @property
    def managed_key(self) -> str:
        """The ARN of the key that AWS manages in that account."""
        shown: str = self.table.get("SSEDescription", {}).get("KMSMasterKeyArn", "")
        return shown if self.managed else ELSEWHERE


def files() -> list[Path]:
    """The recordings, none where there is no directory."""
    return sorted(PLACE.glob("*/*.json"))


def why_none() -> str:
    """What is left out where there are none, and why."""
    reason = (
        f"none in {PLACE}" if PLACE != BESIDE else f"{VARIABLE} names no directory, and none is beside the checkout"
    )
    return f"left out: recorded answers of AWS, read, adopted and planned: {reason}"


def load(path: Path) -> Recording:
    """Read a recording."""
    whole = json.loads(path.read_text(encoding="utf-8"))
    return Recording(
        table=_described(whole["Table"]),
        ttl=whole.get("ttl") or UNSET["ttl"],
        recovery=whole.get("pitr") or UNSET["pitr"],
        tags={tag["Key"]: tag["Value"] for tag in whole.get("tags") or ()},
        kinesis=whole.get("kinesis") or [],
        managed=bool(whole.get("managed_key") or (whole.get("key") or {}).get("KeyManager") == "AWS"),
    )


def _described(table: Part) -> Part:
    """The table with the names of DescribeTable, which CloudTrail begins in lower case, and without placeholders."""
    found: Part = _plain(table)
    # Written for this test: some examples have no ARN.
    found.setdefault("TableArn", f"arn:aws:dynamodb:us-east-1:123456789012:table/{found['TableName']}")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        return re.sub(r"<([a-z-]+)(?::\d+)?>", lambda found: PLACEHOLDERS[found[1]], value)
    return value
