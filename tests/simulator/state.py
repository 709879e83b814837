# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is to know of one table."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

Part = dict[str, Any]
PAY_PER_REQUEST = "PAY_PER_REQUEST"
PROVISIONED = "PROVISIONED"
DEFAULT_MODE = "ACCESSED_AND_THROTTLED_KEYS"
NOTHING = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


@dataclasses.dataclass
class Place:
    """Where the table is: what its ARNs are made of."""

    partition: str = "aws"
    region: str = "eu-central-1"
    account: str = "123456789012"

    def arn(self, service: str, rest: str) -> str:
        """The ARN of something in this account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{rest}"


@dataclasses.dataclass
class Index:
    """A secondary index; local ones have no capacity."""

    name: str
    keys: list[Part]
    projection: Part
    throughput: Part | None = None

    @property
    def attributes(self) -> list[str]:
        """The attributes of its key, in order."""
        return [key["AttributeName"] for key in self.keys]

    @classmethod
    def made_from(cls, part: Part) -> Index:
        """The index that a request describes."""
        return cls(part["IndexName"], list(part["KeySchema"]), part["Projection"], part.get("ProvisionedThroughput"))


@dataclasses.dataclass
class Table:
    """One table, from its creation to its end."""

    name: str
    arn: str
    table_id: str
    attributes: dict[str, str]
    keys: list[Part]
    billing_mode: str
    was_on_demand: bool
    throughput: Part
    global_indexes: dict[str, Index] = dataclasses.field(default_factory=dict)
    local_indexes: dict[str, Index] = dataclasses.field(default_factory=dict)
    stream: str | None = None
    streams_made: int = 0
    encryption_key: str | None = None
    table_class: str | None = None
    class_changed: bool = False
    protected: bool = False
    ttl: str | None = None
    recovery_days: int | None = None
    insights: dict[str, str] = dataclasses.field(default_factory=dict)
    tags: dict[str, str] = dataclasses.field(default_factory=dict)
    items: int = 0

    @property
    def on_demand(self) -> bool:
        """Whether the table has no capacity of its own."""
        return self.billing_mode == PAY_PER_REQUEST

    @property
    def hash_key(self) -> str:
        """The partition key of the table."""
        return str(self.keys[0]["AttributeName"])

    def indexes(self) -> Iterator[Index]:
        """Every secondary index."""
        yield from self.global_indexes.values()
        yield from self.local_indexes.values()

    def used_attributes(self) -> set[str]:
        """The attributes of all keys."""
        return {key["AttributeName"] for key in self.keys} | {
            name for index in self.indexes() for name in index.attributes
        }

    def forget_unused_attributes(self) -> None:
        """A definition goes with the last index that used it."""
        used = self.used_attributes()
        self.attributes = {name: kind for name, kind in self.attributes.items() if name in used}
