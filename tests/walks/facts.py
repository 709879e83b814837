# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A table as single facts, each with its path: from a specification, from what the engine holds, from a diff.

Written from the words of the specification alone, so that what the collection compares and tells is judged by something
that it does not share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.settings.insights import Insights
from ansible_collections.planton.dynamodb.tests.simulator.settings.protection import Protection
from ansible_collections.planton.dynamodb.tests.simulator.settings.recovery import Recovery
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import Stream
from ansible_collections.planton.dynamodb.tests.simulator.settings.table_class import TableClass
from ansible_collections.planton.dynamodb.tests.simulator.settings.tags import Tags
from ansible_collections.planton.dynamodb.tests.simulator.settings.ttl import TimeToLive
from ansible_collections.planton.dynamodb.tests.simulator.state import DEFAULT_MODE, Index, Table
from ansible_collections.planton.dynamodb.tests.unit.strategies import KEY_ONE, KEY_TWO, KEYS

Options = Mapping[str, Any]
Path = tuple[str, ...]
Facts = dict[Path, Any]
MANAGED = "alias/aws/dynamodb"
GLOBAL, LOCAL = "global_secondary_indexes", "local_secondary_indexes"


def facts_of_options(options: Options) -> Facts:
    """Return what is true of a table that a whole specification describes."""
    indexes = [(option, item) for option in (GLOBAL, LOCAL) for item in options[option]]
    facts: Facts = {
        ("billing_mode",): options["billing_mode"],
        ("key_schema",): _keys(options["key_schema"]),
        **{("attribute_definitions", item["name"]): item["type"] for item in options["attribute_definitions"]},
        **_units((), options),
        **{path: value for option, item in indexes for path, value in _index(option, item)},
        ("table_class",): options["table_class"],
        ("deletion_protection_enabled",): options["deletion_protection_enabled"],
        **{("tags", key): value for key, value in options["tags"].items()},
    }
    for option in ("stream_enabled", "stream_view_type", "point_in_time_recovery_enabled"):
        facts[(option,)] = options.get(option)
    if options["point_in_time_recovery_enabled"]:
        facts[("recovery_period_in_days",)] = options["recovery_period_in_days"]
    facts |= {("ttl", member): value for member, value in options["ttl"].items()}
    facts |= _encryption(options["server_side_encryption"]) | _insights(options)
    return {path: value for path, value in facts.items() if value is not None}


def _keys(items: list[Options]) -> tuple[tuple[str, str], ...]:
    pairs = [(item["attribute_name"], item["key_type"]) for item in items]
    return tuple(sorted(pairs, key=lambda pair: pair[1]))


def _units(path: Path, item: Options) -> Facts:
    units = item.get("provisioned_throughput") or {}
    return {(*path, "provisioned_throughput", member): value for member, value in units.items()}


def _index(option: str, item: Options) -> Iterator[tuple[Path, Any]]:
    path = (option, item["name"])
    projection = item["projection"]
    yield (*path, "key_schema"), _keys(item["key_schema"])
    yield (*path, "projection", "type"), projection["type"]
    if projection.get("non_key_attributes"):
        yield (*path, "projection", "non_key_attributes"), tuple(sorted(projection["non_key_attributes"]))
    yield from _units(path, item).items()


def key_arn(name: str | None) -> str:
    """Return the key that a name stands for; the managed one has no ARN that a specification could know."""
    key = KEYS.get(name or "", name)
    return key if key in KEYS.values() else MANAGED


def _encryption(item: Options) -> Facts:
    """The managed key is what there is without one."""
    facts: Facts = {("server_side_encryption", "enabled"): item["enabled"]}
    key = key_arn(item.get("kms_key_arn"))
    if item["enabled"] and key != MANAGED:
        facts["server_side_encryption", "kms_key_arn"] = key
    return facts


def _insights(options: Options) -> Facts:
    enabled, names = options["contributor_insights_enabled"], options["contributor_insights_indexes"]
    facts: Facts = {
        ("contributor_insights_enabled",): enabled,
        ("contributor_insights_indexes",): tuple(sorted(names)),
    }
    if enabled or names:
        facts[("contributor_insights_mode",)] = options.get("contributor_insights_mode", DEFAULT_MODE)
    return facts


def facts_of_table(table: Table) -> Facts:
    """Return what is true of a table that the engine holds."""
    return facts_of_options(options_of_table(table))


def options_of_table(table: Table) -> dict[str, Any]:
    """Return the specification that describes a table of the engine, whole."""
    ttl, recovery = table.of(TimeToLive).ttl, table.of(Recovery)
    stream = table.of(Stream).stream
    insights = table.of(Insights).insights
    modes = sorted({*insights.values()})
    options: dict[str, Any] = {
        "billing_mode": table.billing_mode,
        "attribute_definitions": [{"name": name, "type": kind} for name, kind in table.attributes.items()],
        "key_schema": [_key_words(key) for key in table.keys],
        GLOBAL: [_index_words(index) for index in table.global_indexes.values()],
        LOCAL: [_index_words(index) for index in table.local_indexes.values()],
        "stream_enabled": stream is not None,
        "stream_view_type": stream,
        "point_in_time_recovery_enabled": recovery.recovery_days is not None,
        "recovery_period_in_days": recovery.recovery_days,
        "ttl": {"enabled": ttl is not None, **({"attribute_name": ttl} if ttl else {})},
        "server_side_encryption": _encryption_words(table.of(Encryption).encryption_key),
        "table_class": table.of(TableClass).table_class or "STANDARD",
        "deletion_protection_enabled": table.of(Protection).protected,
        "contributor_insights_enabled": "" in insights,
        "contributor_insights_indexes": sorted(name for name in insights if name),
        "tags": dict(table.of(Tags).tags),
    }
    if modes:
        options["contributor_insights_mode"] = modes[0] if len(modes) == 1 else "/".join(modes)
    if not table.on_demand:
        options["provisioned_throughput"] = _unit_words(table.throughput)
    return options


def _key_words(key: Options) -> dict[str, str]:
    return {"attribute_name": key["AttributeName"], "key_type": key["KeyType"]}


def _unit_words(units: Options) -> dict[str, int]:
    return {"read_capacity_units": units["ReadCapacityUnits"], "write_capacity_units": units["WriteCapacityUnits"]}


def _index_words(index: Index) -> dict[str, Any]:
    projection = {"type": index.projection["ProjectionType"]}
    if index.projection.get("NonKeyAttributes"):
        projection["non_key_attributes"] = list(index.projection["NonKeyAttributes"])
    words = {"name": index.name, "key_schema": [_key_words(key) for key in index.keys], "projection": projection}
    return {**words, **({"provisioned_throughput": _unit_words(index.throughput)} if index.throughput else {})}


def _encryption_words(key: str | None) -> dict[str, Any]:
    if key is None:
        return {"enabled": False}
    return {"enabled": True, **({"kms_key_arn": key} if key in (KEY_ONE, KEY_TWO) else {})}


def facts_of_diff(words: Options, path: Path = ()) -> Facts:
    """Return the facts that one side of a diff names."""
    facts: Facts = {}
    for name, value in words.items():
        here = (*path, name)
        if name == "key_schema":
            facts[here] = _keys(value)
        elif name == "kms_key_arn":
            facts |= {here: key_arn(value)} if key_arn(value) != MANAGED else {}
        elif isinstance(value, Mapping):
            facts |= facts_of_diff(value, here)
        else:
            facts[here] = tuple(sorted(value)) if isinstance(value, list) else value
    return facts


def differing(one: Facts, other: Facts) -> Facts:
    """Return the facts of the one that are not so in the other."""
    return {path: value for path, value in one.items() if other.get(path, ...) != value}
