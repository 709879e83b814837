# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags: written under a lock of a second or two, read as they were some seconds ago (control_plane.md, 4.2 and 4.3)."""

from __future__ import annotations

import copy
from collections.abc import Callable

from .. import flights as kinds
from ..answers import stream_label
from ..refusal import being_deleted, limited, missing
from ..rules import settings as rules
from ..state import Part, Table
from ..world import World
from .phases import refuse_early, since_deletion, unknown

# What reads still say.
READ = "tag_read"


def tag_resource(world: World, request: Part) -> Part:
    """Adds and overwrites."""
    return _write(world, request, rules.tag_resource)


def untag_resource(world: World, request: Part) -> Part:
    """Takes away; keys that are not there do no harm."""
    return _write(world, request, rules.untag_resource)


def _write(world: World, request: Part, change: Callable[[Table, Part], None]) -> Part:
    own = _stream_tags(world, request["ResourceArn"])
    if own is not None:
        change(own, request)
        return {}
    table = world.tagged(request["ResourceArn"])
    now = world.now()
    refuse_early(world, table, missing(f"ResourceArn: {request['ResourceArn']} not found"))
    _refuse_unknown(world, table)
    after = copy.deepcopy(table)
    change(after, request)
    if after.tags == table.tags and not _locked(table, now, request):
        # Writes of what is so already never take the lock (4.3).
        return {}
    if _locked(table, now, request):
        raise limited(f"Table tags are being updated: {table.name}")
    if after.tags == table.tags:
        return {}
    if table.flights.find(now, kinds.DELETING):
        # L-374: a write that changes something; one that does not is answered with 200 as long as tags are known.
        raise being_deleted(table.name)
    world.charge()
    seen = _shown(table, now)
    table.tags = after.tags
    table.flights.begin(kinds.TAGS, now, world.draw("tag_lock"), detail=_pairs(request))
    if world.behaviour.lags:
        for flight in table.flights.at(now, READ):
            table.flights.end(flight, now)
        table.flights.begin(READ, now, world.draw("tag_lag"), shows={"tags": seen})
    return {}


def _pairs(request: Part) -> str:
    return "\n".join(sorted(f"{tag['Key']}={tag['Value']}" for tag in request.get("Tags", ())))


def _locked(table: Table, now: float, request: Part) -> bool:
    """Only a TagResource that holds all pairs of the one in flight is let through (4.3)."""
    flight = table.flights.find(now, kinds.TAGS)
    if flight is None:
        return False
    under_way = set(flight.detail.split("\n")) - {""}
    return not under_way or not under_way <= set(_pairs(request).split("\n"))


def _refuse_unknown(world: World, table: Table) -> None:
    """While the table is removed its tags are unknown long before the table is."""
    if since_deletion(world, table, "tags_gone"):
        raise missing(f"ResourceArn: {table.arn} not found")


def _shown(table: Table, now: float) -> dict[str, str]:
    flight = table.flights.find(now, READ)
    return dict(flight.shows["tags"]) if flight else dict(table.tags)


def list_tags(world: World, request: Part) -> Part:
    """The old set for one to three seconds after a write; all in one page, so that no token means anything."""
    own = _stream_tags(world, request["ResourceArn"])
    if own is not None:
        return _listed(own.tags)
    table = world.tagged(request["ResourceArn"])
    if unknown(world, table) or since_deletion(world, table, "tags_gone"):
        raise missing(f"ResourceArn: {table.arn} not found")
    return _listed(_shown(table, world.now()))


def _listed(tags: dict[str, str]) -> Part:
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}


def _stream_tags(world: World, arn: str) -> Table | None:
    """What has the tags of a live stream, which are none of the table's (L-373); nothing for any other ARN."""
    table_arn, slash, label = arn.partition("/stream/")
    table = world.find(table_arn.rpartition("/")[2])
    if not slash or table is None or table.arn != table_arn or table.stream is None or label != stream_label(table):
        return None
    slots: dict[str, Table] = world.stores.setdefault("stream_tags", {})
    if arn not in slots:
        slots[arn] = copy.deepcopy(table)
        slots[arn].tags = {}
    return slots[arn]


HANDLERS = {"TagResource": tag_resource, "UntagResource": untag_resource, "ListTagsOfResource": list_tags}
