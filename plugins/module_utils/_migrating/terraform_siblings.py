# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The resources of Terraform beside a table, put into its options."""

from __future__ import annotations

import typing as t

from .notes import Notes, Options
from .options import Draft, put, said
from .places import Place, Places, put_insights
from .terraform_state import Resource, arn_parts

MILLISECOND = "MILLISECOND"
TAGS_OF_OTHERS = "the tags of a replica are exact, and the document does not tell its other tags"
THERE = "look at it there"
Taken = t.Callable[[str], None]


def table_and_stream(arn: str) -> tuple[str, bool]:
    """Return the name of the table in an ARN, and whether it is the ARN of a stream."""
    parts = arn_parts(arn)[1].split("/")
    if parts[0] != "table" or len(parts) < 2:
        return "", False
    return parts[1], parts[2:3] == ["stream"]


class Siblings:
    """Puts what other resources say into the tables that they are about."""

    def __init__(self, places: Places, notes: Notes, taken: Taken) -> None:
        self._places = places
        self._notes = notes
        self._taken = taken
        self._insights: dict[tuple[int, str], tuple[Place, dict[str, tuple[str, str]]]] = {}
        self.readers: dict[str, t.Callable[[Resource], bool]] = {
            "aws_dynamodb_resource_policy": self._policy,
            "aws_dynamodb_kinesis_streaming_destination": self._kinesis,
            "aws_dynamodb_contributor_insights": self._of_insights,
            "aws_dynamodb_tag": self._tag,
        }

    def read(self, resource: Resource) -> None:
        """Read one resource; what it says of several together is put by ``finish``."""
        if not self.readers[resource.kind](resource):
            resource.part.skip_all()
            return
        resource.part.skip("id", "region")
        self._taken(resource.address)

    def _find(self, resource: Resource, name: str) -> Place | None:
        place = self._places.find(name, resource.region, resource.address, self._notes)
        if place:
            resource.part.notes = place.draft.notes
        return place

    def _policy(self, resource: Resource) -> bool:
        part = resource.part
        name, of_stream = table_and_stream(part.text("resource_arn"))
        place = self._find(resource, name)
        if not place:
            return False
        part.skip("revision_id")
        document = part.document("policy")
        option = "stream_resource_policy" if of_stream else "resource_policy"
        if not document or option in place.options:
            message = "is a second policy of the same" if document else "has no policy that can be read"
            part.notes.leave(resource.address, message, THERE)
            return False
        place.options[option] = document
        confirmed = part.flag("confirm_remove_self_resource_access")
        put(place.options, "confirm_remove_self_resource_access", confirmed or None)
        return True

    def _kinesis(self, resource: Resource) -> bool:
        part = resource.part
        place = self._find(resource, part.text("table_name"))
        if not place:
            return False
        precision = part.text("approximate_creation_date_time_precision")
        destination = {
            "stream_arn": part.text("stream_arn"),
            **said(approximate_creation_date_time_precision=precision if precision not in ("", MILLISECOND) else None),
        }
        if "kinesis_streaming_destinations" in place.options or not destination["stream_arn"]:
            message = "is a second destination, and AWS keeps one" if destination["stream_arn"] else "names no stream"
            part.notes.leave(resource.address, message, THERE)
            return False
        place.options["kinesis_streaming_destinations"] = [destination]
        return True

    def _of_insights(self, resource: Resource) -> bool:
        part = resource.part
        name = part.text("table_name")
        place = self._find(resource, table_and_stream(name)[0] or name)
        if not place:
            return False
        index = part.text("index_name")
        if index and all(each["name"] != index for each in place.indexes()):
            part.notes.leave(resource.address, f"is about {index}, which is no index of the table", THERE)
            return False
        key = (id(place.draft), "" if place.home else resource.region)
        modes = self._insights.setdefault(key, (place, {}))[1]
        modes[index] = (part.text("mode"), resource.address)
        return True

    def _tag(self, resource: Resource) -> bool:
        part = resource.part
        name, of_stream = table_and_stream(part.text("resource_arn"))
        place = self._find(resource, name)
        if not place:
            return False
        key, value = part.text("key"), part.text("value")
        if of_stream or not key:
            part.notes.leave(resource.address, "is no tag of a table", "no option says it, and it is left alone")
            return False
        if place.home or "tags" in place.options:
            place.options["tags"] = {**place.options.get("tags", {}), key: value}
        elif place.options.get("propagate_tags"):
            place.options["tags"] = {**place.draft.options.get("tags", {}), key: value}
        else:
            part.notes.leave(resource.address, TAGS_OF_OTHERS, "give the replica the option tags, with all of its tags")
            return False
        return True

    def finish(self) -> None:
        """Put what several resources say together."""
        for place, modes in self._insights.values():
            put_insights(place, modes, place.draft.notes)


def read_replica(draft: Draft, resource: Resource) -> bool:
    """Put a replica that is a resource of its own; it says more than a block of the table, so it takes precedence."""
    part = resource.part
    part.skip("id", "arn", "region", "global_table_arn", "tags")
    part.leave("timeouts", "is how long Terraform waits", "use the option wait_timeout")

    def entry() -> Options:
        return said(
            region_name=resource.region,
            kms_key_arn=part.text("kms_key_arn") or None,
            table_class=part.text("table_class_override") or None,
            deletion_protection_enabled=part.flag("deletion_protection_enabled") or None,
            point_in_time_recovery_enabled=part.flag("point_in_time_recovery") or None,
            tags=part.pairs("tags_all") or None,
        )

    if found := draft.notes.attempt(entry):
        draft.replicas.setdefault(resource.region, {}).update(found)
    return bool(found)
