# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything of one account in one region."""

from __future__ import annotations

import dataclasses
from typing import Any

from .behaviour import Behaviour
from .budgets import Limiter
from .clock import VirtualClock
from .refusal import RefusedError, invalid, missing, no_table
from .state import Place, Table


@dataclasses.dataclass
class Backup:
    """An on-demand backup, or the one that the service makes of a table with recovery."""

    arn: str
    name: str
    table: str
    table_id: str
    kind: str
    made_at: float
    ready_at: float


@dataclasses.dataclass
class World:
    """The tables, keys and scaling targets of an account in a region, and the time and the manners of the engine.

    ``stores`` is where the modules of the other services keep what is theirs, by their own names.
    """

    place: Place
    clock: VirtualClock
    behaviour: Behaviour
    tables: dict[str, Table] = dataclasses.field(default_factory=dict)
    backups: dict[str, Backup] = dataclasses.field(default_factory=dict)
    limiter: Limiter = dataclasses.field(default_factory=Limiter)
    buckets: dict[str, Limiter] = dataclasses.field(default_factory=dict)
    stores: dict[str, Any] = dataclasses.field(default_factory=dict)
    # Whether the account has not enabled the Region.
    disabled: bool = False
    # The account in all Regions that anybody has called or named, this one among them.
    regions: dict[str, World] = dataclasses.field(default_factory=dict)
    # The same of every account.
    accounts: dict[str, dict[str, World]] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.regions.setdefault(self.place.region, self)
        self.accounts.setdefault(self.place.account, self.regions)

    def now(self) -> float:
        """The virtual time, in seconds since 1970."""
        return self.clock.now()

    def draw(self, kind: str) -> float:
        """How long a transition takes this time."""
        return self.behaviour.draw(kind)

    def charge(self) -> None:
        """Count an effective change against the account's rate, or refuse it."""
        if self.behaviour.limiter and not self.behaviour.instant:
            self.limiter.take(self.now())

    def limit_reads(self, operation: str, burst: float, rate: float) -> None:
        """Count a read against the bucket of its operation (control_plane.md, 5, "Read rate")."""
        if self.behaviour.limiter and not self.behaviour.instant:
            bucket = self.buckets.setdefault(operation, Limiter(burst, rate, "Rate exceeded"))
            bucket.take(self.now())

    def region_of(self, arn: str) -> World:
        """The account in the Region that an ARN names; here if there is no other."""
        region = [*arn.split(":"), "", "", "", ""][3]
        return self.regions.get(region, self)

    def reach(self, region: str, account: str = "") -> World:
        """This account or another one in a Region, whether anybody has called it there or not."""
        owner = account or self.place.account
        regions = self.accounts.setdefault(owner, {})
        if region not in regions:
            place = Place(region=region, account=owner)
            World(place, self.clock, self.behaviour, regions=regions, accounts=self.accounts)
        return regions[region]

    def home_of(self, table: Table) -> World:
        """The account and Region of a table."""
        return self.reach(table.region, table.account)

    def table_arn(self, name: str) -> str:
        """The ARN of a table, there or not."""
        return self.place.arn("dynamodb", f"table/{name}")

    def name_of(self, name: str) -> str:
        """Return the bare name from a TableName, which may be an ARN (control_plane.md, 1.1, 6.1 and 8.1)."""
        if not name.startswith("arn:"):
            return name
        parts = name.split(":", 5)
        if len(parts) < 6 or parts[2] != "dynamodb" or not parts[5].startswith("table/"):
            raise invalid(
                f"One or more parameter values were invalid: Provided Arn is not a DynamoDB resource arn: {name}"
            )
        for what, found, here in (
            ("partition", parts[1], self.place.partition),
            ("region", parts[3], self.place.region),
        ):
            if found != here:
                raise invalid(f"1 validation error detected: Invalid AWS {what} in '{name}'")
        if parts[4] != self.place.account:
            raise RefusedError("AccessDeniedException", "Access is denied")
        if parts[5].count("/") > 1:
            raise invalid(f"1 validation error detected: Invalid resource type in '{name}'")
        return parts[5].split("/")[1]

    def find(self, name: str) -> Table | None:
        """Return a table by its name or ARN; what has gone meanwhile is gone, what is hidden is not there yet."""
        bare = self.name_of(name)
        table = self.holder(bare)
        return None if table is None or self.now() < table.hidden_until else table

    def holder(self, bare: str) -> Table | None:
        """Return the table that holds a name, also one that is not seen yet."""
        table = self.tables.get(bare)
        if table is not None and table.gone(self.now()):
            del self.tables[bare]
            return None
        return table

    def table(self, name: str, operation: str) -> Table:
        """Return a table that must be there, in whatever state; raises what that operation says if it is not."""
        table = self.find(name)
        if table is None:
            raise no_table(self.name_of(name), operation)
        return table

    def tagged(self, arn: str) -> Table:
        """Return the table of a ResourceArn."""
        bad = "One or more parameter values were invalid: "
        if not arn.startswith("arn:"):
            raise invalid(f"{bad}ARNs must start with 'arn:': {arn}")
        parts = arn.split(":", 5)
        if len(parts) < 6 or parts[2] != "dynamodb":
            raise invalid(f"{bad}Provided Arn is not a DynamoDB resource arn: {arn}")
        if parts[3] != self.place.region:
            raise invalid(f"Invalid TableArn: Invalid ResourceArn provided as input {arn}")
        if parts[4] != self.place.account:
            raise RefusedError("AccessDeniedException", "Access is denied")
        path = parts[5].split("/")
        if path[2:3] == ["backup"]:
            raise invalid(f"{bad}Provided Arn is not a DynamoDB resource arn: {arn}")
        if path[2:3] == ["index"]:
            text = "Invalid resource arn provided, only table or stream is accepted. Provided resource arn"
            raise invalid(f"{bad}{text}: {arn}")
        # The tags of a live stream are its own (settings/tags.py); another stream is not found.
        table = self.find(path[1]) if len(path) == 2 and path[0] == "table" else None
        if table is None:
            raise missing(f"ResourceArn: {arn} not found")
        return table
