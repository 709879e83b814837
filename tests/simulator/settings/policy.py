# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource policies of tables and streams: reads that lag, writes that wait (control_plane.md, 2, 4.2, 4.3, 6.1)."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from .. import flights as kinds
from ..budgets import throttled
from ..clock import stamp
from ..operations.phases import refuse_early, since_deletion, unknown
from ..refusal import RefusedError, being_deleted, in_use, invalid, missing, wrong
from ..rules.documents import canonical, check_lockout, check_policy, read_back
from ..setting import BUDGET, Handlers, Setting
from ..state import Part, Table
from ..world import World
from .stream import Stream
from .stream import label as stream_label

# The kinds of its flights: what is being written, and what reads still say of the one before (2, ResourcePolicy).
PENDING = "policy"
READ = "policy_read"
NONE = "NO_POLICY"
# L-374 and L-455: how long before a table is gone its policy is not known any more, for writes and for reads.
FORGOTTEN, UNREAD = 1.2, 0.3
GONE = "Resource-based policy not found for the provided ResourceArn: "


@dataclasses.dataclass
class Policy:
    """The document in canonical form and its revision, and until when there is no other change."""

    policy: str | None = None
    policy_revision: str = ""
    policy_until: float = dataclasses.field(default=0.0, compare=False, metadata=BUDGET)


@dataclasses.dataclass
class Holder:
    """What a policy belongs to: a table, or one of its streams."""

    world: World
    table: Table
    arn: str

    @property
    def stream(self) -> str:
        """The label of the stream; empty for the table itself."""
        return self.arn.partition("/stream/")[2]

    @property
    def _streams(self) -> dict[str, tuple[str, str]]:
        streams: dict[str, tuple[str, str]] = self.world.stores.setdefault("stream_policies", {})
        return streams

    def held(self) -> tuple[str | None, str]:
        """The policy and its revision, both empty where there is none."""
        if self.stream:
            return self._streams.get(self.arn, (None, ""))
        own = self.table.of(Policy)
        return own.policy, own.policy_revision

    def hold(self, policy: str | None, revision_id: str) -> None:
        """Change the policy: 1 to 2 s pending, 15 s until the next, and read as it was for a while (4.2)."""
        now, world = self.world.now(), self.world
        old_policy, old_revision = self.held()
        if policy is None:
            self._streams.pop(self.arn, None)
        elif self.stream:
            self._streams[self.arn] = (policy, revision_id)
        if not self.stream:
            own = self.table.of(Policy)
            own.policy, own.policy_revision = policy, revision_id if policy else ""
        for flight in self.table.flights.at(now, READ, subject=self.stream):
            self.table.flights.end(flight, now)
        if world.behaviour.lags:
            shows = {"policy": old_policy, "revision": old_revision}
            self.table.flights.begin(READ, now, world.draw("policy_lag"), self.stream, shows=shows)
        self.table.flights.begin(PENDING, now, world.draw("policy_pending"), self.stream)
        if not world.behaviour.instant:
            self.table.of(Policy).policy_until = now + world.draw("toggle_cooldown")

    def check_pace(self) -> None:
        """4.3, "Policy write": in use for 1 to 2 s, then too soon until 15 s."""
        if self.table.flights.find(self.world.now(), PENDING):
            raise in_use(f"Table is pending previous resource-based policy update: {self.table.name}")
        until = self.table.of(Policy).policy_until
        if self.world.behaviour.budgets and self.world.now() < until:
            # 5: one write in 15 seconds.
            text = f"Resource-based policy for table {self.table.name} modified within the previous 15000 milliseconds."
            raise throttled(f"{text} Please try again after {stamp(until)}.")


def revision(world: World) -> str:
    """The revision of a policy written now: the time in milliseconds, and never the same twice."""
    last = world.stores.get("policy_revision", 0)
    world.stores["policy_revision"] = max(round(world.now() * 1000), last + 1)
    return str(world.stores["policy_revision"])


def _holder(world: World, arn: str) -> Holder:
    """Return what an ARN stands for (6.1, "Tags / ARNs / policy")."""
    if not arn.startswith("arn:"):
        raise wrong(f"ARNs must start with 'arn:': {arn}")
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] != "dynamodb" or not parts[5].startswith("table/") or "/backup/" in parts[5]:
        raise wrong(f"Provided Arn is not a DynamoDB resource arn: {arn}")
    _check_place(world, arn, parts)
    path = parts[5].split("/", 3)
    if len(path) > 2 and path[2] != "stream":
        raise wrong(f"Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {arn}")
    table = world.find(world.table_arn(path[1]))
    if table is None:
        raise missing(f"Table: {path[1]} not found")
    if len(path) > 3 and (not table.of(Stream).streams_made or path[3] != stream_label(table)):
        raise missing(f"Stream: {path[3]} not found for Table: {table.name}")
    return Holder(world, table, arn)


def _check_place(world: World, arn: str, parts: list[str]) -> None:
    if (parts[1], parts[3]) != (world.place.partition, world.place.region):
        raise wrong(f"Invalid resource Arn: {arn}")
    if parts[4] != world.place.account:
        raise invalid("This action is only supported by accounts that match the resource owner\u2019s account.")


def get_resource_policy(world: World, request: Part) -> Part:
    """Not what was written last: the old document, or none, for 1 to 2.7 s (2, ResourcePolicy)."""
    holder = _holder(world, request["ResourceArn"])
    if unknown(world, holder.table):
        raise missing(f"Table: {holder.table.name} not found")
    policy, revision_id = holder.held()
    if _is_last(holder, UNREAD):
        policy = None
    flight = holder.table.flights.find(world.now(), READ, subject=holder.stream)
    if flight:
        policy, revision_id = flight.shows["policy"], flight.shows["revision"]
    if policy is None:
        raise RefusedError("PolicyNotFoundException", GONE + holder.arn)
    return {"Policy": read_back(policy), "RevisionId": revision_id}


def put_resource_policy(world: World, request: Part) -> Part:
    """An equivalent document is no change, and is admitted at any time (3.4, "equivalent policy")."""
    holder = _holder(world, request["ResourceArn"])
    _refuse_early(holder)
    check_policy(world, request["Policy"], holder.arn)
    check_lockout(request["Policy"], request.get("ConfirmRemoveSelfResourceAccess", False))
    _check_revision(holder, request)
    wanted, (policy, revision_id) = canonical(request["Policy"], world.place.partition), holder.held()
    if wanted == policy:
        if since_deletion(world, holder.table, "same_policy_while_deleting"):
            raise being_deleted(holder.table.name)
        return {"RevisionId": revision_id}
    _refuse_late(holder)
    holder.check_pace()
    new = revision(world)
    holder.hold(wanted, new)
    return {"RevisionId": new}


def delete_resource_policy(world: World, request: Part) -> Part:
    """Without a policy 200 and nothing, after a removal with the revision of that (DDB-TABLE-205)."""
    holder = _holder(world, request["ResourceArn"])
    _refuse_early(holder)
    _check_revision(holder, request)
    policy, revision_id = holder.held()
    tombstones: dict[tuple[str, str], str] = world.stores.setdefault("policy_tombstones", {})
    mark = (holder.table.table_id, holder.arn)
    if policy is None:
        return {"RevisionId": tombstones[mark]} if mark in tombstones else {}
    _refuse_late(holder)
    holder.check_pace()
    tombstones[mark] = revision(world)
    holder.hold(None, "")
    return {"RevisionId": revision_id}


def _refuse_early(holder: Holder) -> None:
    refuse_early(holder.world, holder.table, missing(f"Table: {holder.table.name} not found"))


def _is_last(holder: Holder, seconds: float) -> bool:
    """Whether the table will be gone in so many seconds."""
    flight = holder.table.flights.find(holder.world.now(), kinds.DELETING)
    return flight is not None and flight.until - holder.world.now() <= seconds


def _refuse_late(holder: Holder) -> None:
    """4.3, DELETING: a policy that changes is in use from the beginning, then unknown before the table is (L-374)."""
    if _is_last(holder, FORGOTTEN):
        raise missing(f"Table: {holder.table.name} not found")
    if holder.table.flights.find(holder.world.now(), kinds.DELETING):
        raise being_deleted(holder.table.name)


def _check_revision(holder: Holder, request: Part) -> None:
    """1.1: ``NO_POLICY`` is "only if there is none"; looked at before the pace (DDB-TABLE-246)."""
    expected = request.get("ExpectedRevisionId")
    policy, revision_id = holder.held()
    current = NONE if policy is None else revision_id
    if expected in (None, current):
        return
    text = f"Requested update for policy with revision id {expected}, but"
    name = holder.table.name
    if policy is None:
        raise RefusedError("PolicyNotFoundException", f"{GONE}{text} table {name} has no associated policy")
    told = f"the policy associated to target table {name} has a revision id which did not match"
    raise RefusedError("PolicyNotFoundException", f"{GONE}{text} {told}")


class _PolicySetting(Setting):
    """CreateTable takes a policy too, UpdateTable does not; while it is written the table cannot be deleted."""

    state = Policy
    handlers: ClassVar[Handlers] = {
        "GetResourcePolicy": get_resource_policy,
        "PutResourcePolicy": put_resource_policy,
        "DeleteResourcePolicy": delete_resource_policy,
    }

    def check_new_here(self, world: World, name: str, request: Part) -> None:
        if "ResourcePolicy" in request:
            check_policy(world, request["ResourcePolicy"], world.table_arn(name))

    def begin_new(self, world: World, table: Table, seconds: float, request: Part) -> None:
        if "ResourcePolicy" in request:
            held = table.of(Policy)
            held.policy = canonical(request["ResourcePolicy"], world.place.partition)
            held.policy_revision = revision(world)

    def check_deletion_meanwhile(self, table: Table, now: float) -> None:
        if table.flights.find(now, PENDING):
            raise in_use(f"Table: {table.name} has a pending resource-based policy update.")


SETTING = _PolicySetting()
