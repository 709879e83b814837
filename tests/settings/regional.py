# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of another Region: what an item of ``replicas`` says of it, and what it has of the table.

Items here are whole: they say everything that belongs to a Region, and the numbers of reads as they are there. Written
from the page ("Global tables") and from DDB-TABLE-250, 251, 294 and 321.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.indexes import truth as indexes
from ansible_collections.planton.dynamodb.tests.settings.insights import truth as insights
from ansible_collections.planton.dynamodb.tests.settings.kinesis import truth as kinesis
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL
from ansible_collections.planton.dynamodb.tests.settings.protection import truth as protection
from ansible_collections.planton.dynamodb.tests.settings.recovery import truth as recovery
from ansible_collections.planton.dynamodb.tests.settings.resource_policy import truth as resource_policy
from ansible_collections.planton.dynamodb.tests.settings.scaling_truths import scaling_facts, scaling_words
from ansible_collections.planton.dynamodb.tests.settings.stream_resource_policy import truth as stream_policy
from ansible_collections.planton.dynamodb.tests.settings.tags import truth as tags
from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options

REGION, KEY, CLASS, SCALED = "region_name", "kms_key_arn", "table_class", "auto_scaling"
UNITS, MOST = "read_capacity_units", "max_read_request_units"
# What belongs to a Region and has a call of its own there.
OWN: dict[str, ModuleType] = {
    "recovery": recovery,
    "protection": protection,
    "tags": tags,
    "insights": insights,
    "kinesis": kinesis,
    "resource_policy": resource_policy,
    "stream_resource_policy": stream_policy,
}
# What scales the table of a Region, in an item that tells what was found there.
TARGETS = "targets"
UNSCALED = {"read": {"enabled": False}, "write": {"enabled": False}}
OFF: dict[str, Any] = {name: value for truth in OWN.values() for name, value in truth.OFF.items()}
NOTHING: Options = {**OFF, SCALED: {"read": {"enabled": False}}}
# What is told of a Region by the call that makes its replica, and follows the table where it is as there.
FOLLOWING = (CLASS, UNITS, MOST, GLOBAL)
OF_A_REGION = (*OFF, *(name for truth in OWN.values() for name in getattr(truth, "NOT_IN_DESCRIBE_TABLE", ())))


def table_there(options: Options, item: Options) -> dict[str, Any]:
    """The specification of the table of another Region, whole."""
    shared = {name: value for name, value in options.items() if name not in OF_A_REGION}
    own = {name: value for name, value in {**NOTHING, **item}.items() if name not in (REGION, KEY, UNITS, MOST, GLOBAL)}
    listed = [{**index, SCALED: UNSCALED} for index in options[GLOBAL]]
    scaled = {SCALED: {**UNSCALED, "read": own.pop(SCALED)["read"]}}
    return {**shared, **own, **scaled, GLOBAL: listed, "replicas": []}


def base(options: Options, index: str = "") -> dict[str, int]:
    """The numbers of reads of a table, or of one of its indexes: what a Region has without one of its own.

    What is scaled has no number that a specification could know.
    """
    place = next(item for item in options[GLOBAL] if item["name"] == index) if index else options
    if options["billing_mode"] == "PAY_PER_REQUEST":
        return {MOST: (place.get("on_demand_throughput") or {}).get(MOST, -1)}
    if index:
        # What an index with a capacity has in another Region depends on when it was built and scaled.
        return {}
    scaled = (place.get(SCALED) or UNSCALED)["read"].get("enabled") is not False
    return {} if scaled else {UNITS: place["provisioned_throughput"][UNITS]}


def numbers(options: Options, item: Options) -> Iterator[tuple[str, dict[str, int]]]:
    """The numbers of reads in a Region, by index, the table being ''; without what is scaled there."""
    listed = {each["name"]: each for each in item.get(GLOBAL, ())}
    for index in ("", *(each["name"] for each in options[GLOBAL])):
        own, given = base(options, index), listed.get(index, {}) if index else item
        if index or not is_scaled(item):
            yield index, {name: given.get(name, value) for name, value in own.items()}


def is_scaled(item: Options) -> bool:
    """Whether the reads of the table are scaled in that Region."""
    read: Mapping[str, Any] = (item.get(SCALED) or UNSCALED)["read"]
    return read.get("enabled") is not False


def scaled_reads(scaled: Options) -> dict[str, Any]:
    """How the engine scales the reads of a table, as an item says it."""
    return {SCALED: {"read": scaling_words(scaled)[SCALED]["read"]}}


def with_numbers(item: Options, found: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """The item with these numbers of reads, and no others."""
    rest = {name: value for name, value in item.items() if name not in (UNITS, MOST, GLOBAL)}
    listed = [{"name": name, **units} for name, units in found.items() if name and units]
    return {**rest, **found.get("", {}), **({GLOBAL: listed} if listed else {})}


def facts(options: Options, item: Options) -> Facts:
    """What is true of the table in another Region, but for what it shares with all."""
    whole = table_there(options, item)
    found: Facts = {path: value for truth in OWN.values() for path, value in truth.facts(whole).items()}
    found |= scaling_facts((), {SCALED: item[SCALED]})
    found[CLASS,] = item[CLASS]
    found |= {(KEY,): item[KEY]} if KEY in item else {}
    for index, units in numbers(options, item):
        where = (GLOBAL, index) if index else ()
        found |= {(*where, name): value for name, value in units.items()}
    return found


def usual(options: Options, region: str) -> dict[str, Any]:
    """The item of a new replica of which nothing is said."""
    item = {**NOTHING, REGION: region, CLASS: options[CLASS]}
    return with_numbers(item, dict(numbers(options, item)))


def followed(item: Options, before: Options, after: Options) -> dict[str, Any]:
    """The item as it is when the table was changed and nothing was said of that Region.

    The class and the numbers of reads follow those of the table where they were the same (L-250, L-294).
    """
    found = {**item}
    if item[CLASS] == before[CLASS]:
        found[CLASS] = after[CLASS]
    staying = indexes.staying(_difference(before, after))
    listed = dict(numbers(before, item))
    units = {}
    for index in ("", *(each["name"] for each in after[GLOBAL])):
        own = base(after, index)
        # An index that is built anew is like that of the table.
        known = not index or index in staying
        there, old = (listed.get(index, {}), base(before, index)) if known else ({}, {})
        units[index] = {
            name: there[name] if name in there and there[name] != old.get(name) else value
            for name, value in own.items()
        }
    if is_scaled(item):
        units.pop("")
    left = {index["name"] for index in after[GLOBAL]}
    names = [name for name in item["contributor_insights_indexes"] if name in left]
    found["contributor_insights_indexes"] = names
    if not names and not item["contributor_insights_enabled"]:
        found.pop("contributor_insights_mode", None)
    return with_numbers(found, units)


def staying(before: Options, after: Options) -> set[str]:
    """The indexes that stay as they are."""
    return indexes.staying(_difference(before, after))


def same_places(before: Options, after: Options) -> bool:
    """Whether both tables have the same indexes, and numbers of reads for all of them and for themselves."""
    names = [{item["name"] for item in options[GLOBAL]} for options in (before, after)]
    if names[0] != names[1] or names[0] != staying(before, after):
        return False
    return all(base(options) for options in (before, after))


def _difference(before: Options, after: Options) -> Difference:
    return Difference({"indexes": indexes.read(before)}, {"indexes": indexes.read(after)})
