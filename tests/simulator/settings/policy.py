# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource policies of tables and streams: reads that lag, writes that wait (control_plane.md, 2, 4.2, 4.3, 6.1).

What a policy denies is refused, to everybody or to the whole account, unless a Condition is to decide.
"""

from __future__ import annotations

import json
from typing import ClassVar

from .. import flights as kinds
from ..operations.phases import refuse_early, since_deletion, unknown
from ..operations.policy_slots import GONE, PENDING, READ, Holder, Policy, Slot, in_effect
from ..operations.principals import gone_principals
from ..refusal import RefusedError, being_deleted, in_use, invalid, missing, wrong
from ..rules.documents import canonical, check_lockout, check_policy, is_denied, read_back
from ..setting import Handlers, Resolve, Setting, Writes
from ..state import Part, Table
from ..world import World
from .stream import Stream
from .stream import label as stream_label

__all__ = ["PENDING", "SETTING", "Policy", "Slot"]

# L-374 and L-455: how long before a table is gone its policy is not known any more, for writes and for reads.
FORGOTTEN, UNREAD = 1.2, 0.3


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
