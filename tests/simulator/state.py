# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is to know of one table."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, TypeVar

from .budgets import Budgets
from .flights import CREATING, DELETING, UPDATING, Flights
from .group import Group

Part = dict[str, Any]
State = TypeVar("State")
PAY_PER_REQUEST = "PAY_PER_REQUEST"
PROVISIONED = "PROVISIONED"
DEFAULT_MODE = "ACCESSED_AND_THROTTLED_KEYS"
NOTHING = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


# Regions of another partition, by the beginning of their names; all others are of "aws".
PARTITIONS = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "us-isof-": "aws-iso-f",
    "eu-isoe-": "aws-iso-e",
    "eusc-": "aws-eusc",
}


@dataclasses.dataclass
class Place:
    """Where the table is: what its ARNs are made of. The partition is that of the Region unless another is given."""

    partition: str = ""
    region: str = "eu-central-1"
    account: str = "123456789012"

    def __post_init__(self) -> None:
        found = (partition for beginning, partition in PARTITIONS.items() if self.region.startswith(beginning))
        self.partition = self.partition or next(found, "aws")

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
    on_demand_units: Part = dataclasses.field(default_factory=dict)
    warm: Part = dataclasses.field(default_factory=dict)
    # How its capacity is scaled, by ``read`` and ``write``, as operations/targets.py writes it down here.
    scaled: dict[str, Part] = dataclasses.field(default_factory=dict)

    @property
    def attributes(self) -> list[str]:
        """The attributes of its key, in order."""
        return [key["AttributeName"] for key in self.keys]

    @classmethod
    def made_from(cls, part: Part) -> Index:
        """The index that a request describes."""
        index = cls(part["IndexName"], list(part["KeySchema"]), part["Projection"], part.get("ProvisionedThroughput"))
        index.on_demand_units = dict(part.get("OnDemandThroughput") or {})
        index.warm = dict(part.get("WarmThroughput") or {})
        return index


class States:
    """What the settings hold of a table, by the class of their state; what nobody has touched is as in a new table."""

    def __init__(self) -> None:
        self._held: dict[type[Any], Any] = {}

    def of(self, kind: type[State]) -> State:
        """The state of one setting, to be read and changed."""
        held: State = self._held.setdefault(kind, kind())
        return held

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, States):
            return NotImplemented
        return all(self.of(kind) == other.of(kind) for kind in {*self._held, *other._held})

    __hash__ = None  # type: ignore[assignment]


@dataclasses.dataclass
class Table:
    """One table, from its creation to its end.

    The fields hold what was asked for and accepted; ``flights`` say what of it has not come about yet, ``budgets`` what
    was changed when. ``states`` is what settings hold (see ``settings``). ``lost`` is the status of a table that cannot
    be used. ``group`` is the global table that it is a replica of; such a table is not seen before ``hidden_until``.
    """

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
    items: int = 0
    on_demand_units: Part = dataclasses.field(default_factory=dict)
    warm: Part = dataclasses.field(default_factory=dict)
    vectors: dict[str, Part] = dataclasses.field(default_factory=dict)
    settings_mode: str | None = None
    # How its capacity is scaled, as for an index.
    scaled: dict[str, Part] = dataclasses.field(default_factory=dict)
    # Of the table ("") and its indexes those whose warm throughput was raised before.
    warmed: set[str] = dataclasses.field(default_factory=set, compare=False)
    lost: str = ""
    group: Group | None = dataclasses.field(default=None, compare=False)
    hidden_until: float = dataclasses.field(default=0.0, compare=False)
    made_at: float = dataclasses.field(default=0.0, compare=False)
    deleted_at: float | None = dataclasses.field(default=None, compare=False)
    on_demand_at: float | None = dataclasses.field(default=None, compare=False)
    states: States = dataclasses.field(default_factory=States)
    flights: Flights = dataclasses.field(default_factory=Flights, compare=False)
    budgets: Budgets = dataclasses.field(default_factory=Budgets, compare=False)

    def of(self, kind: type[State]) -> State:
        """What a setting holds of the table: ``table.of(TimeToLive).ttl``."""
        return self.states.of(kind)

    @property
    def region(self) -> str:
        """The Region of its ARN."""
        return self.arn.split(":")[3]

    @property
    def account(self) -> str:
        """The account of its ARN."""
        return self.arn.split(":")[4]

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

    def index_attributes(self) -> set[str]:
        """The attributes of the keys of all indexes."""
        return {name for index in self.indexes() for name in index.attributes}

    def used_attributes(self) -> set[str]:
        """The attributes that need a definition: those of all keys, and those that vector indexes are searched by."""
        searched = {
            part["AttributeName"] for vector in self.vectors.values() for part in vector.get("SearchSchema", ())
        }
        return {key["AttributeName"] for key in self.keys} | self.index_attributes() | searched

    def forget_unused_attributes(self) -> None:
        """A definition goes with the last index that used it."""
        used = self.used_attributes()
        self.attributes = {name: kind for name, kind in self.attributes.items() if name in used}

    def gone(self, now: float) -> bool:
        """Whether a deletion has come to its end."""
        return self.deleted_at is not None and now >= self.deleted_at

    def status(self, now: float) -> str:
        """TableStatus."""
        for kind, status in ((DELETING, "DELETING"), (CREATING, "CREATING")):
            if self.flights.find(now, kind):
                return status
        if self.lost:
            return self.lost
        return "UPDATING" if self.flights.find(now, *UPDATING) else "ACTIVE"
