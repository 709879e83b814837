# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource policies of tables and streams: reads that lag, writes that wait (control_plane.md, 2, 4.2, 4.3, 6.1).

What a policy denies is refused, to everybody or to the whole account, unless a Condition is to decide.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection
from typing import Any, ClassVar

from .. import flights as kinds
from ..budgets import throttled
from ..clock import stamp
from ..operations.phases import refuse_early, since_deletion, unknown
from ..operations.principals import gone_principals
from ..refusal import RefusedError, being_deleted, in_use, invalid, missing, wrong
from ..rules.documents import canonical, check_lockout, check_policy, is_denied, read_back
from ..setting import BUDGET, Handlers, Resolve, Setting, Writes
from ..state import Part, Table
from ..world import World
from .stream import Stream
from .stream import label as stream_label

# The kinds of its flights: what is being written, what reads still say of the one before (2, ResourcePolicy), and what
# AWS still goes by.
PENDING = "policy"
READ = "policy_read"
EFFECT = "policy_effect"
NONE = "NO_POLICY"
# L-374 and L-455: how long before a table is gone its policy is not known any more, for writes and for reads.
FORGOTTEN, UNREAD = 1.2, 0.3
GONE = "Resource-based policy not found for the provided ResourceArn: "


@dataclasses.dataclass
class Policy:
    """The documents in canonical form, each with its revision, and until when there is no other change.

    The stream has a policy of its own, which belongs to the stream of that ARN. ``changes`` counts those of both: the
    first of each is in effect within seconds, every other one within minutes (L-324).
    """

    policy: str | None = None
    policy_revision: str = ""
    policy_until: float = dataclasses.field(default=0.0, compare=False, metadata=BUDGET)
    policy_changes: int = dataclasses.field(default=0, compare=False)
    stream_policy: str | None = None
    stream_policy_revision: str = ""
    stream_policy_until: float = dataclasses.field(default=0.0, compare=False, metadata=BUDGET)
    stream_policy_changes: int = dataclasses.field(default=0, compare=False)
    stream_policy_arn: str = dataclasses.field(default="", compare=False)


@dataclasses.dataclass
class Slot:
    """What a policy belongs to: a table, or the stream that it has."""

    table: Table
    arn: str

    @property
    def stream(self) -> str:
        """The label of the stream; empty for the table itself."""
        return self.arn.partition("/stream/")[2]

    def _own(self) -> Policy:
        """What is held. L-213: each stream begins with nothing, also of the window and the count."""
        own = self.table.of(Policy)
        if self.stream and own.stream_policy_arn != self.arn:
            own.stream_policy, own.stream_policy_revision, own.stream_policy_arn = None, "", self.arn
            own.stream_policy_until, own.stream_policy_changes = 0.0, 0
        return own

    def _get(self, name: str) -> Any:
        return getattr(self._own(), f"stream_{name}" if self.stream else name)

    def _set(self, name: str, value: Any) -> None:
        setattr(self._own(), f"stream_{name}" if self.stream else name, value)

    def held(self) -> tuple[str | None, str]:
        """The policy and its revision, both empty where there is none."""
        return self._get("policy"), self._get("policy_revision")

    def put(self, policy: str | None, revision_id: str) -> None:
        """Change the policy, at once."""
        self._set("policy", policy)
        self._set("policy_revision", revision_id if policy else "")
        self._set("policy_changes", self.changes + 1)

    @property
    def changes(self) -> int:
        """How often the policy was changed."""
        return int(self._get("policy_changes"))

    @property
    def until(self) -> float:
        """Until when the policy cannot be changed again."""
        return float(self._get("policy_until"))

    @until.setter
    def until(self, until: float) -> None:
        self._set("policy_until", until)

    def check_revision(self, request: Part) -> None:
        """1.1: ``NO_POLICY`` is "only if there is none"; looked at before the pace (DDB-TABLE-246)."""
        expected = request.get("ExpectedRevisionId")
        policy, revision_id = self.held()
        if expected in (None, NONE if policy is None else revision_id):
            return
        text = f"Requested update for policy with revision id {expected}, but"
        name = self.table.name
        if policy is None:
            raise RefusedError("PolicyNotFoundException", f"{GONE}{text} table {name} has no associated policy")
        told = f"the policy associated to target table {name} has a revision id which did not match"
        raise RefusedError("PolicyNotFoundException", f"{GONE}{text} {told}")

    def check_put(self, request: Part, gone: Collection[str] = ()) -> None:
        """Judge the document of a Put; ``gone`` are the principals that were deleted."""
        check_policy(request["Policy"], self.arn, gone)
        check_lockout(request["Policy"], request.get("ConfirmRemoveSelfResourceAccess", False))
        self.check_revision(request)


@dataclasses.dataclass
class Holder(Slot):
    """A slot in an account, where changes take their time."""

    world: World

    def hold(self, policy: str | None, revision_id: str) -> None:
        """Change the policy: 1 to 2 s pending, 15 s until the next, and read as it was for a while (4.2)."""
        now, world, flights = self.world.now(), self.world, self.table.flights
        old_policy, old_revision = self.held()
        effective, first = in_effect(self, now), self.changes == 0
        self.put(policy, revision_id)
        for flight in flights.at(now, READ, EFFECT, subject=self.stream):
            flights.end(flight, now)
        if world.behaviour.lags:
            shows = {"policy": old_policy, "revision": old_revision}
            flights.begin(READ, now, world.draw("policy_lag"), self.stream, shows=shows)
        # L-324, L-432: the first policy is in effect within seconds, each other change minutes later.
        length = world.draw("policy_first_effect" if first else "policy_effect")
        flights.begin(EFFECT, now, length, self.stream, shows={"policy": effective})
        flights.begin(PENDING, now, world.draw("policy_pending"), self.stream)
        if not world.behaviour.instant:
            self.until = now + world.draw("toggle_cooldown")

    def check_pace(self) -> None:
        """4.3, "Policy write": in use for 1 to 2 s, then too soon until 15 s; a stream has its own (L-213)."""
        if self.table.flights.find(self.world.now(), PENDING, subject=self.stream):
            raise in_use(f"Table is pending previous resource-based policy update: {self.table.name}")
        until = self.until
        if self.world.behaviour.budgets and self.world.now() < until:
            # 5: one write in 15 seconds.
            text = f"Resource-based policy for table {self.table.name} modified within the previous 15000 milliseconds."
            raise throttled(f"{text} Please try again after {stamp(until)}.")


def in_effect(slot: Slot, now: float) -> str | None:
    """The document that AWS goes by at the moment, which is an older one for a while."""
    flight = slot.table.flights.find(now, EFFECT, subject=slot.stream)
    return flight.shows["policy"] if flight else slot.held()[0]


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
    _check_stream(table, path[3] if len(path) > 3 else "")
    return Holder(table, arn, world)


def _check_stream(table: Table, label: str) -> None:
    if label and (not table.of(Stream).streams_made or label != stream_label(table)):
        raise missing(f"Stream: {label} not found for Table: {table.name}")


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
    holder.check_put(request, gone_principals(world))
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
    holder.check_revision(request)
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


def slot_of(table: Table, arn: str) -> Slot:
    """What an ARN stands for where there is one table and no account."""
    _check_stream(table, arn.partition("/stream/")[2])
    return Slot(table, arn)


def write_put(table: Table, request: Part) -> None:
    """PutResourcePolicy of a table without time."""
    slot = slot_of(table, request["ResourceArn"])
    slot.check_put(request)
    wanted = canonical(request["Policy"], table.arn.split(":")[1])
    if wanted != slot.held()[0]:
        slot.put(wanted, str(slot.changes + 1))


def write_delete(table: Table, request: Part) -> None:
    """DeleteResourcePolicy of a table without time."""
    slot = slot_of(table, request["ResourceArn"])
    slot.check_revision(request)
    if slot.held()[0] is not None:
        slot.put(None, "")


def shown(table: Table, arn: str) -> Part:
    """GetResourcePolicy of a table without time: empty where there is none."""
    policy, revision_id = slot_of(table, arn).held()
    return {} if policy is None else {"Policy": read_back(policy), "RevisionId": revision_id}


class _PolicySetting(Setting):
    """CreateTable takes a policy too, UpdateTable does not; while it is written the table cannot be deleted."""

    state = Policy
    handlers: ClassVar[Handlers] = {
        "GetResourcePolicy": get_resource_policy,
        "PutResourcePolicy": put_resource_policy,
        "DeleteResourcePolicy": delete_resource_policy,
    }

    writes: ClassVar[Writes] = {"PutResourcePolicy": write_put, "DeleteResourcePolicy": write_delete}

    def check_new(self, request: Part) -> None:
        if "ResourcePolicy" in request:
            check_policy(request["ResourcePolicy"], "")
            check_lockout(request["ResourcePolicy"], confirmed=False)

    def check_new_here(self, world: World, name: str, request: Part) -> None:
        if "ResourcePolicy" in request:
            check_policy(request["ResourcePolicy"], world.table_arn(name), gone_principals(world))

    def create(self, table: Table, request: Part, resolve: Resolve) -> None:
        if "ResourcePolicy" in request:
            Slot(table, table.arn).put(canonical(request["ResourcePolicy"], table.arn.split(":")[1]), "1")

    def begin_new(self, world: World, table: Table, seconds: float, request: Part) -> None:
        if "ResourcePolicy" in request:
            table.of(Policy).policy_revision = revision(world)

    def check_allowed(self, world: World, operation: str, request: Part, user: str) -> None:
        arn = str(request.get("ResourceArn") or request.get("TableName") or "")
        path = arn.partition(":table/")[2].split("/") if arn.startswith("arn:") else [arn]
        table = world.tables.get(path[0])
        if table is None:
            return
        slot = Slot(table, arn if path[1:2] == ["stream"] else table.arn)
        policy = in_effect(slot, world.now())
        if policy and is_denied(json.loads(policy), f"dynamodb:{operation}", slot.arn, user):
            text = f"User: {user} is not authorized to perform: dynamodb:{operation} on resource: {slot.arn}"
            raise RefusedError("AccessDeniedException", f"{text} with an explicit deny in a resource-based policy")

    def check_deletion_meanwhile(self, table: Table, now: float) -> None:
        if table.flights.find(now, PENDING):
            raise in_use(f"Table: {table.name} has a pending resource-based policy update.")

    def lose_principal(self, table: Table, arn: str, unique: str) -> None:
        held = table.of(Policy)
        for name in ("policy", "stream_policy"):
            text = getattr(held, name)
            setattr(held, name, text and text.replace(f'"{arn}"', f'"{unique}"'))


SETTING = _PolicySetting()
