# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags: written under a lock of a second or two, read as they were some seconds ago (control_plane.md, 4.2 and 4.3)."""

from __future__ import annotations

import copy
import dataclasses
import unicodedata
from collections.abc import Callable, Sequence
from typing import ClassVar

from .. import flights as kinds
from ..operations.phases import importing, refuse_early, since_deletion, unknown
from ..operations.tagging import note
from ..refusal import being_deleted, in_use, invalid, limited, missing, wrong
from ..setting import TOLD, Handlers, Resolve, Setting, Writes
from ..state import Part, Table
from ..world import World
from .stream import Stream
from .stream import label as stream_label

TAG_LIMIT, TAG_BYTES = 50, 10240
LONGEST_KEY, LONGEST_VALUE = 128, 256
# The kinds of its flights: what is being written, and what reads still say.
LOCK = "tags"
READ = "tag_read"


@dataclasses.dataclass
class Tags:
    """The tags by their keys."""

    tags: dict[str, str] = dataclasses.field(default_factory=dict, metadata=TOLD)


def check_tags(tags: Sequence[Part]) -> None:
    """What is allowed in a tag."""
    keys = [tag.get("Key") for tag in tags]
    for tag in tags:
        check_tag_key(tag.get("Key"))
        value = tag.get("Value")
        if value is None or len(value) > LONGEST_VALUE or not _tag_text(value):
            raise invalid(f"The Tag Value provided is invalid, Value: {'null' if value is None else value}")
        if keys.count(tag["Key"]) > 1:
            raise invalid(f"Duplicate Tag Keys provided as input: Duplicate Tag Key found {tag['Key']}")
    if len(tags) > TAG_LIMIT:
        raise invalid("Number of Tags exceed the current limit for the provided ResourceArn")


def check_tag_key(key: str | None) -> None:
    """What is allowed as a key, of a tag that is set and of one that is taken away."""
    if not key or len(key) > LONGEST_KEY or not _tag_text(key):
        raise invalid(f"The Tag Key provided is invalid, Key: {'null' if key is None else key}")
    if key.lower().startswith("aws:"):
        raise invalid(f"Tag Key cannot be prefixed with aws:, Key: {key}")


def _tag_text(text: str) -> bool:
    return all(unicodedata.category(letter)[0] in "LZN" or letter in "_.:/=+-@" for letter in text)


def add(table: Table, request: Part) -> None:
    """TagResource: adds and overwrites; the tags are counted together with those that are there."""
    if not request["Tags"]:
        raise invalid("Atleast one Tag needs to be provided as Input.")
    check_tags(request["Tags"])
    merged = table.of(Tags).tags | {tag["Key"]: tag["Value"] for tag in request["Tags"]}
    if len(merged) > TAG_LIMIT:
        raise invalid("Number of Tags exceed the current limit for the provided ResourceArn")
    size = sum(len(text.encode()) for pair in merged.items() for text in pair)
    if size > TAG_BYTES:
        # L-109: of all of them together.
        raise invalid(f"Tag set size {size} bytes is above max size limit of {TAG_BYTES} bytes")
    table.of(Tags).tags = merged


def take_away(table: Table, request: Part) -> None:
    """UntagResource: keys that are not there do no harm."""
    if not request["TagKeys"]:
        raise invalid("Atleast one Tag Key needs to be provided as Input.")
    if len(request["TagKeys"]) > TAG_LIMIT:
        raise invalid("Number of Tags exceed the current limit for the provided ResourceArn")
    for key in request["TagKeys"]:
        check_tag_key(key)
    for key in request["TagKeys"]:
        table.of(Tags).tags.pop(key, None)


def check_resource(table: Table | None, arn: str) -> None:
    """The tag APIs know a table by its ARN only."""
    if not arn.startswith("arn:"):
        raise wrong(f"ARNs must start with 'arn:': {arn}")
    if table is None or table.arn != arn:
        raise missing(f"ResourceArn: {arn} not found")


def tag_resource(world: World, request: Part) -> Part:
    """Adds and overwrites."""
    return _write(world, request, add)


def untag_resource(world: World, request: Part) -> Part:
    """Takes away; keys that are not there do no harm."""
    return _write(world, request, take_away)


def _write(world: World, request: Part, change: Callable[[Table, Part], None]) -> Part:
    own = _stream_tags(world, request["ResourceArn"])
    if own is not None:
        change(own, request)
        return {}
    table = world.tagged(request["ResourceArn"])
    now = world.now()
    not_found = missing(f"ResourceArn: {request['ResourceArn']} not found")
    if importing(world, table):
        raise not_found
    refuse_early(world, table, not_found)
    _refuse_unknown(world, table)
    after = copy.deepcopy(table)
    change(after, request)
    unchanged = after.of(Tags).tags == table.of(Tags).tags
    if unchanged and not _locked(table, now, request):
        # Writes of what is so already never take the lock (4.3).
        return {}
    if _locked(table, now, request):
        raise limited(f"Table tags are being updated: {table.name}")
    if unchanged:
        return {}
    if table.flights.find(now, kinds.DELETING):
        # L-374: a write that changes something; one that does not is answered with 200 as long as tags are known.
        raise being_deleted(table.name)
    world.charge()
    seen = _shown(table, now)
    table.of(Tags).tags = after.of(Tags).tags
    note(world, table.arn, table.of(Tags).tags)
    table.flights.begin(LOCK, now, world.draw("tag_lock"), detail=_pairs(request))
    if world.behaviour.lags:
        for flight in table.flights.at(now, READ):
            table.flights.end(flight, now)
        table.flights.begin(READ, now, world.draw("tag_lag"), shows={"tags": seen})
    return {}


def _pairs(request: Part) -> str:
    return "\n".join(sorted(f"{tag['Key']}={tag['Value']}" for tag in request.get("Tags", ())))


def _locked(table: Table, now: float, request: Part) -> bool:
    """Only a TagResource that holds all pairs of the one in flight is let through (4.3)."""
    flight = table.flights.find(now, LOCK)
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
    return dict(flight.shows["tags"]) if flight else dict(table.of(Tags).tags)


def list_tags(world: World, request: Part) -> Part:
    """The old set for one to three seconds after a write; all in one page, so that no token means anything."""
    own = _stream_tags(world, request["ResourceArn"])
    if own is not None:
        return _listed(own.of(Tags).tags)
    table = world.tagged(request["ResourceArn"])
    if unknown(world, table) or importing(world, table) or since_deletion(world, table, "tags_gone"):
        raise missing(f"ResourceArn: {table.arn} not found")
    return _listed(_shown(table, world.now()))


def _listed(tags: dict[str, str]) -> Part:
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}


def _stream_tags(world: World, arn: str) -> Table | None:
    """What has the tags of a live stream, which are none of the table's (L-373); nothing for any other ARN."""
    table_arn, slash, label = arn.partition("/stream/")
    table = world.find(table_arn.rpartition("/")[2])
    if not slash or table is None or table.arn != table_arn or label != stream_label(table):
        return None
    if table.of(Stream).stream is None:
        return None
    slots: dict[str, Table] = world.stores.setdefault("stream_tags", {})
    if arn not in slots:
        slots[arn] = copy.deepcopy(table)
        slots[arn].of(Tags).tags = {}
    return slots[arn]


class _TagsSetting(Setting):
    """CreateTable takes tags too, UpdateTable does not; while they are written the table cannot be deleted."""

    rank = 3
    state = Tags
    handlers: ClassVar[Handlers] = {
        "TagResource": tag_resource,
        "UntagResource": untag_resource,
        "ListTagsOfResource": list_tags,
    }
    writes: ClassVar[Writes] = {"TagResource": add, "UntagResource": take_away}

    def check_new(self, request: Part) -> None:
        check_tags(request.get("Tags") or [])

    def create(self, table: Table, request: Part, resolve: Resolve) -> None:
        table.of(Tags).tags = {tag["Key"]: tag["Value"] for tag in request.get("Tags") or ()}

    def begin_new(self, world: World, table: Table, seconds: float, request: Part) -> None:
        if table.of(Tags).tags:
            note(world, table.arn, table.of(Tags).tags)

    def begin_deletion(self, world: World, table: Table) -> None:
        note(world, table.arn, None)

    def check_deletion_meanwhile(self, table: Table, now: float) -> None:
        if table.flights.find(now, LOCK):
            raise in_use(f"Table tags are being updated: {table.name}")


SETTING = _TagsSetting()
