# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Properties that AWS::DynamoDB::Table and AWS::DynamoDB::GlobalTable have in common, as options."""

from __future__ import annotations

import functools
import typing as t

from .notes import Notes, Options
from .options import Draft, capacity, maximum, projection, put, said, used_attributes
from .reading import Part

MILLISECOND = "MILLISECOND"
TOGETHER = "keys, attributes and indexes depend on each other, so all of them are left out"
NO_OPTION = "no option says it, and it is left alone"
Throughput = t.Callable[[Options, Part], None]


def read_keys(draft: Draft, part: Part, throughput: Throughput) -> list[Part]:
    """Put keys, attributes and indexes; ``throughput`` puts what a global index may use. Return the global indexes."""
    indexes = part.parts("GlobalSecondaryIndexes")
    found = draft.notes.attempt(lambda: _keys(draft.notes, part, indexes, throughput))
    if found is None:
        draft.notes.leave(part.path, TOGETHER, "see to what is told of them, and go on from there")
        return []
    draft.options.update(found)
    return indexes


def _keys(notes: Notes, part: Part, indexes: t.Sequence[Part], throughput: Throughput) -> Options:
    defined = [
        {"name": each.text("AttributeName"), "type": each.text("AttributeType")}
        for each in part.parts("AttributeDefinitions")
    ]
    options: Options = {"attribute_definitions": defined, "key_schema": _key_schema(part)}
    put(options, "global_secondary_indexes", [_index(each, throughput) for each in indexes] or None)
    put(options, "local_secondary_indexes", [_index(each) for each in part.parts("LocalSecondaryIndexes")] or None)
    put(options, "vector_indexes", [_vectors(each) for each in part.parts("VectorIndexes")] or None)
    used_attributes(options, part.at("AttributeDefinitions"), notes)
    return options


def _key_schema(part: Part) -> list[Options]:
    return [
        {"attribute_name": each.text("AttributeName"), "key_type": each.text("KeyType")}
        for each in part.parts("KeySchema")
    ]


def _projection(part: Part) -> Options:
    found = part.part("Projection")
    return projection(found.text("ProjectionType"), found.texts("NonKeyAttributes")) if found else projection("", [])


def _index(part: Part, throughput: Throughput | None = None) -> Options:
    index: Options = {
        "name": part.text("IndexName"),
        "key_schema": _key_schema(part),
        "projection": _projection(part),
    }
    if throughput:
        throughput(index, part)
    return index


def _vectors(part: Part) -> Options:
    vector = part.part("VectorAttribute")
    schema = [
        {"attribute_name": each.text("AttributeName"), "type": each.text("SearchSchemaElementType")}
        for each in part.parts("SearchSchema")
    ]
    return {
        "name": part.text("IndexName"),
        "vector_attribute": vector.text("AttributeName") if vector else "",
        "dimensions": part.whole("Dimensions"),
        "distance_function": part.text("DistanceFunction"),
        **({"search_schema": schema} if schema else {}),
        "projection": _projection(part),
    }


def provisioned(part: Part) -> Options | None:
    """Return the capacity of a table or index."""
    found = part.part("ProvisionedThroughput")
    return capacity(found.whole("ReadCapacityUnits"), found.whole("WriteCapacityUnits")) if found else None


def on_demand(part: Part) -> Options | None:
    """Return the maximum on demand of a table or index."""
    found = part.part("OnDemandThroughput")
    return maximum(found.whole("MaxReadRequestUnits"), found.whole("MaxWriteRequestUnits")) if found else None


def warm(part: Part) -> Options | None:
    """Return the warm throughput of a table or index, as somebody has written it."""
    found = part.part("WarmThroughput")
    if not found:
        return None
    read, write = found.whole("ReadUnitsPerSecond"), found.whole("WriteUnitsPerSecond")
    return said(read_units_per_second=read or None, write_units_per_second=write or None) or None


def read_stream(draft: Draft, part: Part) -> Part | None:
    """Put the stream and return what describes it."""
    found = part.part("StreamSpecification")
    view = draft.notes.attempt(lambda: found.text("StreamViewType")) if found else ""
    if view:
        draft.options.update({"stream_enabled": True, "stream_view_type": view})
    return found


def ttl(part: Part) -> Options | None:
    """Return the time to live."""
    found = part.part("TimeToLiveSpecification")
    if not found:
        return None
    name = found.text("AttributeName")
    return {"enabled": True, "attribute_name": name} if found.flag("Enabled") else {"enabled": False}


def recovery(part: Part) -> Options:
    """Return the options of point-in-time recovery."""
    found = part.part("PointInTimeRecoverySpecification")
    if not found:
        return {}
    enabled, days = found.flag("PointInTimeRecoveryEnabled"), found.whole("RecoveryPeriodInDays")
    return said(point_in_time_recovery_enabled=enabled, recovery_period_in_days=days if enabled else None)


def kinesis(part: Part) -> list[Options] | None:
    """Return the destination of changes."""
    found = part.part("KinesisStreamSpecification")
    if not found:
        return None
    precision = found.text("ApproximateCreationDateTimePrecision")
    own = said(approximate_creation_date_time_precision=precision if precision not in ("", MILLISECOND) else None)
    return [{"stream_arn": found.text("StreamArn"), **own}]


def policy(part: Part | None) -> t.Any:
    """Return the policy of a table or of a stream."""
    found = part.part("ResourcePolicy") if part else None
    return found.document("PolicyDocument") if found else None


def leave_tags(part: Part | None) -> None:
    """Tell of the tags of a stream."""
    if part:
        part.leave("Tags", "are tags of the stream", NO_OPTION)


class Tags(t.NamedTuple):
    """Tags, and whether all of them are known."""

    tags: dict[str, str]
    complete: bool


def tags(part: Part, notes: Notes) -> Tags:
    """Return the tags of a table; one whose value is not known is left alone."""
    items = part.parts("Tags")
    known = [notes.attempt(functools.partial(_tag, each)) for each in items]
    found = dict(pair for pair in known if pair)
    return Tags(found, all(known))


def _tag(part: Part) -> tuple[str, str]:
    return part.text("Key"), part.text("Value")


def put_tags(draft: Draft, own: Tags, of_stack: dict[str, str] | None) -> None:
    """Put the tags with those of the stack, which AWS gives to its tables; if they are not known, none is removed."""
    both = {**(of_stack or {}), **own.tags}
    if not both:
        return
    draft.put("tags", both)
    if of_stack is None or not own.complete:
        draft.put("purge_tags", False)


def insights(part: Part) -> tuple[bool | None, str]:
    """Return whether contributor insights are enabled, nothing if it is not said, and their mode."""
    found = part.part("ContributorInsightsSpecification")
    return (found.flag("Enabled"), found.text("Mode")) if found else (None, "")
