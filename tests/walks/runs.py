# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Some twenty runs that together make every call: what the table is, and what it is to be."""

from __future__ import annotations

import dataclasses
from typing import Any

from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    attributes,
    capacity,
    including,
    index,
    keys,
)
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, KEY_TWO
from ansible_collections.planton.dynamodb.tests.walks.account import LONG, Account

Options = dict[str, Any]
# Transitions as short as their order allows, so that a run looks few times; locks and cooldowns are as measured.
SHORT = {
    "create": 0.6,
    "create_with_indexes": 0.8,
    "create_with_vectors": 0.8,
    "delete": 0.9,
    "capacity": 0.5,
    "index_capacity": 0.7,
    "to_provisioned": 0.9,
    "to_on_demand": 0.9,
    "to_on_demand_again": 0.5,
    "stream": 0.6,
    "class": 0.5,
    "encryption": 0.8,
    "key_lag": 0.3,
    "index_allocation": 0.5,
    "index_backfill": 0.6,
    "vector_backfill": 0.7,
    "index_delete": 0.4,
    "insights_on": 0.5,
    "insights_off": 0.3,
    "kinesis_on": 0.5,
    "kinesis_off": 0.4,
    "kinesis_precision": 0.6,
    "unknown_while_creating": 0.3,
    "recovery_delay": 0.4,
    "backup": 0.6,
}


@dataclasses.dataclass(frozen=True, eq=False)
class Case:
    """A run: the options of the table that is there, if any, and those of the run."""

    name: str
    before: Options | None
    options: Options

    def __str__(self) -> str:
        return self.name

    def account(self, seed: int = 0) -> Account:
        """Return an account in which the run can be made; nothing happened there for long."""
        account = Account(seed, lengths=SHORT)
        if self.before is not None:
            account.arrange(self.before)
        account.later(LONG)
        return account


PLAIN: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": attributes(pk="S"),
    "key_schema": keys("pk"),
}
SIZED: Options = {**PLAIN, "billing_mode": "PROVISIONED", "provisioned_throughput": capacity(6, 6)}
MORE = attributes(customer="S", day="N", pk="S")
STREAM = {"stream_enabled": True, "stream_view_type": "NEW_IMAGE"}
RECOVERY = {"point_in_time_recovery_enabled": True, "recovery_period_in_days": 20}
NO_RECOVERY = {"point_in_time_recovery_enabled": False}
PROTECTED = {"deletion_protection_enabled": True}
CLASS = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
DATED = {"key_schema": keys("pk", "day"), "attribute_definitions": MORE[1:]}
DAYS = index("by_day", "day")
CUSTOMERS = index("by_customer", "customer")
LIKENESS: Options = {
    "name": "by_likeness",
    "vector_attribute": "embedding",
    "dimensions": 8,
    "distance_function": "COSINE",
    "search_schema": [{"attribute_name": "customer", "type": "HASH"}],
    "projection": {"type": "KEYS_ONLY"},
}


def lives(attribute: str) -> Options:
    """Time to live on an attribute."""
    return {"ttl": {"enabled": True, "attribute_name": attribute}}


def encrypted(key: str | None = None) -> Options:
    """Encryption with a key of KMS, by default the one that AWS manages."""
    return {"server_side_encryption": {"enabled": True, **({"kms_key_arn": key} if key else {})}}


def tagged(first: int, last: int, value: str = "x") -> Options:
    """Tags with numbers."""
    return {"tags": {f"tag{number}": value for number in range(first, last)}}


def watched(*indexes: str, enabled: bool = True, mode: str = "THROTTLED_KEYS") -> Options:
    """Contributor insights."""
    switch = {"contributor_insights_enabled": enabled, "contributor_insights_indexes": list(indexes)}
    return {**switch, "contributor_insights_mode": mode}


def feeding(stream: str, precision: str = "MILLISECOND") -> Options:
    """A Kinesis destination."""
    arn = f"arn:aws:kinesis:eu-central-1:123456789012:stream/{stream}"
    unit = {"approximate_creation_date_time_precision": precision}
    return {"kinesis_streaming_destinations": [{"stream_arn": arn, **unit}]}


def scaled(least: int, most: int, *actions: Options, target: float = 70) -> Options:
    """How a capacity is scaled, all of it."""
    return {
        "min_capacity": least,
        "max_capacity": most,
        "target_value": target,
        "scale_in_cooldown": 60,
        "scale_out_cooldown": 0,
        "disable_scale_in": False,
        "scheduled_actions": list(actions),
    }


def scaling(read: Options | None, write: Options | None) -> Options:
    """Scaling of a table or of an index."""
    return {"auto_scaling": {"read": read or {"enabled": False}, "write": write or {"enabled": False}}}


def indexed(*indexes: Options, **more: Any) -> Options:
    """Global indexes, and the definitions of the attributes that they use."""
    used = {"pk", *(key["attribute_name"] for item in indexes for key in item["key_schema"])}
    names = [item for item in MORE if item["name"] in used]
    return {"attribute_definitions": names, "global_secondary_indexes": list(indexes), **more}


def sized(item: Options, read: int, write: int) -> Options:
    """An index with a capacity."""
    return {**item, "provisioned_throughput": capacity(read, write)}


def shared(*actions: str, resource: str = "*", **more: Any) -> Options:
    """A policy that lets another account in."""
    grant = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": list(actions), "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [{**grant, **more}]}


DENIAL: Options = {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:DeleteItem"}
NIGHT = {"name": "night", "schedule": "cron(0 22 1 1 ? 2190)", "timezone": "Europe/Berlin", "min_capacity": 2}
DAY = {"name": "day", "schedule": "at(2190-01-01T08:00:00)", "min_capacity": 20, "max_capacity": 90}
REGIONAL: Options = {"deletion_protection_enabled": True, "tags": {"stage": "far"}}


def replicated(*places: str | Options) -> Options:
    """Replicas, by their Regions or as options."""
    return {"replicas": [{"region_name": place} if isinstance(place, str) else place for place in places]}


EVERYTHING: Options = {
    **SIZED,
    "attribute_definitions": attributes(customer="S", day="N", pk="S", sk="S"),
    "key_schema": keys("pk", "sk"),
    "global_secondary_indexes": [sized(DAYS, 3, 3), sized(CUSTOMERS, 4, 4)],
    "local_secondary_indexes": [index("near", "pk", "day", projection=including("note"))],
    **STREAM,
    **RECOVERY,
    **PROTECTED,
    **CLASS,
    **lives("expires"),
    **encrypted(KEY_ONE),
    **tagged(0, 12),
    **watched("by_day"),
    **feeding("orders"),
    "resource_policy": shared("dynamodb:GetItem", resource="__TABLE_ARN__"),
    "stream_resource_policy": shared("dynamodb:GetRecords", resource="__STREAM_ARN__"),
}
CHANGED: Options = {
    **EVERYTHING,
    "provisioned_throughput": capacity(4, 6),
    "global_secondary_indexes": [
        sized(DAYS, 2, 3),
        sized(index("by_customer", "customer", "day", projection=including("note")), 4, 4),
    ],
    **STREAM,
    "stream_view_type": "KEYS_ONLY",
    **RECOVERY,
    "recovery_period_in_days": 5,
    "deletion_protection_enabled": False,
    "table_class": "STANDARD",
    "ttl": {"enabled": False},
    **encrypted("alias/two"),
    **tagged(6, 20, "y"),
    **watched("by_day", "by_customer", enabled=False),
    **feeding("audit"),
    "resource_policy": shared("dynamodb:GetItem", "dynamodb:Query"),
}
REPLACED: Options = {
    **CHANGED,
    "attribute_definitions": attributes(customer="S", day="N", pk="N", sk="S"),
    "replacement": "backup_and_replace",
    "force": True,
}
CASES = (
    Case("create, everything set", None, EVERYTHING),
    Case("create, nothing set", None, PLAIN),
    Case("three indexes built", PLAIN, indexed(DAYS, CUSTOMERS, index("by_both", "customer", "day"))),
    Case(
        "two indexes and a vector index built anew",
        {**PLAIN, **indexed(DAYS, CUSTOMERS, vector_indexes=[LIKENESS]), **watched("by_day")},
        {
            **indexed(index("by_day", "day", "customer"), {**CUSTOMERS, "projection": including("note")}),
            "vector_indexes": [{**LIKENESS, "dimensions": 16}],
            **watched("by_day"),
        },
    ),
    Case(
        "an index deleted, one built, one resized",
        {**SIZED, **indexed(sized(DAYS, 2, 2), sized(CUSTOMERS, 2, 2))},
        {**SIZED, **indexed(sized(DAYS, 5, 1), sized(index("by_both", "customer", "day"), 1, 1))},
    ),
    Case(
        "to provisioned, with indexes",
        {**PLAIN, **indexed(DAYS, CUSTOMERS)},
        {**SIZED, **indexed(sized(DAYS, 2, 2), sized(index("by_both", "customer", "day"), 3, 3))},
    ),
    Case(
        "to on-demand, with an index and a stream",
        {**SIZED, **indexed(sized(DAYS, 2, 2))},
        {**PLAIN, **indexed(DAYS, CUSTOMERS), **STREAM},
    ),
    Case(
        "less capacity",
        {**SIZED, **indexed(sized(DAYS, 4, 4), sized(CUSTOMERS, 4, 4))},
        {**indexed(sized(DAYS, 3, 4), sized(CUSTOMERS, 4, 4)), "provisioned_throughput": capacity(6, 2)},
    ),
    Case(
        "less capacity of indexes alone",
        {**SIZED, **indexed(sized(DAYS, 4, 4), sized(CUSTOMERS, 4, 4))},
        indexed(sized(DAYS, 1, 4), sized(CUSTOMERS, 4, 2)),
    ),
    Case(
        "another view of the stream, the managed key",
        {**PLAIN, **STREAM, **encrypted(KEY_ONE)},
        {**STREAM, "stream_view_type": "OLD_IMAGE", **encrypted()},
    ),
    Case(
        "another class, a key by its ARN, no stream",
        {**PLAIN, **STREAM, **encrypted()},
        {**CLASS, **encrypted(KEY_TWO), "stream_enabled": False},
    ),
    Case(
        "a key by its alias, time to live, recovery",
        {**PLAIN, **encrypted(KEY_TWO)},
        {**encrypted("alias/one"), **lives("expires"), **RECOVERY},
    ),
    Case(
        "time to live by another attribute, another unit of time for Kinesis",
        {**PLAIN, **lives("expires"), **feeding("orders")},
        {**lives("until"), **feeding("orders", "MICROSECOND")},
    ),
    Case("as many tags as there may be", {**PLAIN, **tagged(0, 50)}, tagged(30, 80, "y")),
    Case(
        "insights of a new index, and another mode",
        {**PLAIN, **indexed(DAYS), **watched("by_day")},
        {**indexed(DAYS, CUSTOMERS), **watched("by_customer", enabled=True, mode="ACCESSED_AND_THROTTLED_KEYS")},
    ),
    Case(
        "less protected in every way",
        {**PLAIN, **PROTECTED, **RECOVERY, **encrypted(KEY_ONE), **watched()},
        {
            "deletion_protection_enabled": False,
            **NO_RECOVERY,
            "server_side_encryption": {"enabled": False},
            "contributor_insights_enabled": False,
            **STREAM,
        },
    ),
    Case("another table, after a backup", EVERYTHING, REPLACED),
    Case(
        "another table in place of an empty one",
        {**PLAIN, **tagged(0, 3)},
        {**PLAIN, **DATED, **tagged(0, 3), "replacement": "when_empty"},
    ),
    Case(
        "no table, after a backup",
        {**PLAIN, **PROTECTED, **RECOVERY, **tagged(0, 2)},
        {"state": "absent", "force": True, "backup_before_delete": True},
    ),
    Case(
        "scaling from the beginning",
        None,
        {
            **SIZED,
            **scaling(scaled(5, 50, NIGHT), scaled(3, 30)),
            **indexed({**sized(DAYS, 3, 3), **scaling(scaled(2, 9, NIGHT), None)}),
        },
    ),
    Case(
        "scaling begins, changes and ends",
        {**SIZED, **scaling(scaled(5, 50, NIGHT), scaled(3, 30)), **indexed(sized(DAYS, 3, 3))},
        {
            **scaling(scaled(8, 60, {**NIGHT, "min_capacity": 3}, DAY, target=50), None),
            **indexed({**sized(DAYS, 4, 3), **scaling(scaled(4, 9), None)}),
            "provisioned_throughput": capacity(8, 2),
        },
    ),
    Case(
        "a scaled index deleted, one built anew, one built",
        {
            **SIZED,
            **indexed(
                {**sized(DAYS, 3, 3), **scaling(scaled(2, 9), scaled(3, 9))},
                {**sized(CUSTOMERS, 4, 4), **scaling(scaled(4, 9, NIGHT), None)},
            ),
        },
        indexed(
            sized({**CUSTOMERS, "projection": including("note")}, 4, 4),
            {**sized(index("by_both", "customer", "day"), 3, 3), **scaling(None, scaled(2, 9))},
        ),
    ),
    Case(
        "to provisioned and scaled",
        {**PLAIN, **indexed(DAYS)},
        {
            **SIZED,
            **scaling(scaled(5, 50), None),
            **indexed({**sized(DAYS, 2, 2), **scaling(None, scaled(1, 5))}),
        },
    ),
    Case(
        "scaled no more, and on demand",
        {**SIZED, **scaling(scaled(5, 50, NIGHT), scaled(3, 30))},
        {**PLAIN, **scaling(None, None)},
    ),
    Case(
        "another table, scaled as the old one",
        {**SIZED, **scaling(scaled(5, 50, NIGHT), scaled(3, 30))},
        {**SIZED, **scaling(scaled(5, 50, NIGHT), scaled(3, 30)), **DATED, "replacement": "backup_and_replace"},
    ),
    Case(
        "no table, scaled",
        {
            **SIZED,
            **scaling(scaled(5, 50, NIGHT), scaled(3, 30)),
            **indexed({**sized(DAYS, 3, 3), **scaling(scaled(2, 9), None)}),
        },
        {"state": "absent"},
    ),
    Case("everything changed", EVERYTHING, CHANGED),
    Case(
        "a policy that denies, after all else, and none of the stream",
        {**PLAIN, **STREAM, "stream_resource_policy": shared("dynamodb:GetRecords")},
        {"resource_policy": shared(**DENIAL), "stream_resource_policy": {}, **tagged(0, 2), **PROTECTED, **CLASS},
    ),
    Case("no policy any more", {**PLAIN, "resource_policy": shared("dynamodb:GetItem")}, {"resource_policy": {}}),
    Case(
        "replicas in two Regions, one with settings of its own",
        PLAIN,
        replicated("eu-west-1", {"region_name": "us-east-1", **REGIONAL}),
    ),
    Case(
        "one replica goes, and another one gets settings of its own",
        {**PLAIN, **replicated("eu-west-1", "us-east-1")},
        {**replicated({"region_name": "us-east-1", **REGIONAL}), "replica_removal": "delete"},
    ),
    Case("a new table with a replica", None, {**PLAIN, **replicated("eu-west-1")}),
    Case(
        "no table, nor its replica",
        {**PLAIN, **replicated("eu-west-1")},
        {"state": "absent", "replica_removal": "delete"},
    ),
)
