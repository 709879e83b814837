# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many calls a run makes that finds nothing to do: those of what is named or there, and no others."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.buckets import buckets_of
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount

Options = dict[str, Any]
# The figure of docs/plans.md. An import_from that is kept in the specification is one more.
MOST = 12
KEYS: Options = {
    "attribute_definitions": [{"name": "day", "type": "N"}, {"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
INDEX: Options = {"name": "by_day", "key_schema": [{"attribute_name": "day", "key_type": "HASH"}]}
INDEX["projection"] = {"type": "ALL"}
UNITS = {"provisioned_throughput": {"read_capacity_units": 5, "write_capacity_units": 5}}
BAND = {"min_capacity": 5, "max_capacity": 50, "target_value": 70}
NIGHT = {"name": "night", "schedule": "cron(0 22 * * ? *)", "timezone": "Europe/Berlin", "min_capacity": 5}
SCALING = {"auto_scaling": {"read": {**BAND, "scheduled_actions": [NIGHT]}, "write": BAND}}


def grant(action: str, resource: str) -> Options:
    statement = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


# Every setting with a read of its own but scaling.
BESIDE: Options = {
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "point_in_time_recovery_enabled": True,
    "recovery_period_in_days": 7,
    "tags": {"team": "shop"},
    "contributor_insights_enabled": True,
    "contributor_insights_indexes": ["by_day"],
    "contributor_insights_mode": "THROTTLED_KEYS",
    "kinesis_streaming_destinations": [{"stream_arn": "arn:aws:kinesis:eu-central-1:123456789012:stream/orders"}],
    "resource_policy": grant("dynamodb:GetItem", "__TABLE_ARN__"),
    "stream_enabled": True,
    "stream_view_type": "KEYS_ONLY",
    "stream_resource_policy": grant("dynamodb:GetRecords", "__STREAM_ARN__"),
    "server_side_encryption": {"enabled": True, "kms_key_arn": "alias/one"},
    "deletion_protection_enabled": True,
    "table_class": "STANDARD",
    "warm_throughput": {"read_units_per_second": 13_000},
}
SCALED: Options = {
    **KEYS,
    **UNITS,
    **BESIDE,
    **SCALING,
    "billing_mode": "PROVISIONED",
    "global_secondary_indexes": [{**INDEX, **UNITS, **SCALING}],
}
LIMIT = {"on_demand_throughput": {"max_read_request_units": 40, "max_write_request_units": 20}}
VECTOR = {"name": "by_likeness", "vector_attribute": "embedding", "dimensions": 8, "distance_function": "COSINE"}
ON_DEMAND: Options = {
    **KEYS,
    **BESIDE,
    **LIMIT,
    "billing_mode": "PAY_PER_REQUEST",
    "global_secondary_indexes": [{**INDEX, **LIMIT}],
    "vector_indexes": [{**VECTOR, "projection": {"type": "KEYS_ONLY"}}],
}
READS = (
    *("DescribeTable", "DescribeTimeToLive", "DescribeContinuousBackups", "ListTagsOfResource"),
    *("ListContributorInsights", "DescribeKinesisStreamingDestination", "GetResourcePolicy", "GetResourcePolicy"),
    "DescribeKey",
)
OF_SCALING = ("DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions")
IMPORT = {"import_from": {"s3_bucket": "shop", "input_format": "DYNAMODB_JSON"}}


def at_rest(account: Account, options: Options) -> Counter[str]:
    """The calls of a run that finds the table as it is to be."""
    first = len(account.host.calls)
    done = account.result(options)
    assert (done["plan"]["operations"], done["converged"]) == ([], True), done.get("msg")
    return Counter(call.operation for call in account.calls_since(first))


def made(options: Options) -> Account:
    account = Account()
    done = account.result(options)
    assert done["converged"], done["msg"]
    account.later(3600.0)
    return account


@pytest.mark.parametrize(
    ("options", "expected"),
    [(SCALED, (*READS, *OF_SCALING)), (ON_DEMAND, READS)],
    ids=["a scaled table with everything", "a table on demand with everything"],
)
def test_everything_that_a_table_has_in_one_region(
    options: Options, expected: tuple[str, ...], record_property: Any
) -> None:
    calls = at_rest(made(options), options)
    assert calls == Counter(expected)
    assert calls.total() <= MOST
    record_property("calls at rest", calls.total())


@pytest.mark.parametrize("options", [SCALED, ON_DEMAND], ids=["scaled", "on demand"])
def test_nothing_is_read_that_is_not_named(options: Options) -> None:
    """Whatever the table has, only DescribeTable is called, or that and the read of the one setting."""
    account = made(options)
    keys = {name: options[name] for name in (*KEYS, "billing_mode")}
    assert at_rest(account, keys) == Counter(["DescribeTable"])
    for name, read in (
        ("ttl", "DescribeTimeToLive"),
        ("tags", "ListTagsOfResource"),
        ("resource_policy", "GetResourcePolicy"),
        ("stream_resource_policy", "GetResourcePolicy"),
        ("kinesis_streaming_destinations", "DescribeKinesisStreamingDestination"),
        ("warm_throughput", ""),
        ("on_demand_throughput", ""),
        ("vector_indexes", ""),
        ("provisioned_throughput", ""),
    ):
        if name in options:
            found = at_rest(account, {**keys, name: options[name]})
            assert found == Counter(["DescribeTable", *([read] if read else [])]), name


def test_scaling_of_many_indexes_costs_no_call_more() -> None:
    """One answer has the policies of the table and of all its indexes, and another one their scheduled actions."""
    indexes = [{**INDEX, "name": f"by_day_{number}", **UNITS, **SCALING} for number in range(5)]
    options = {**KEYS, **UNITS, **SCALING, "billing_mode": "PROVISIONED", "global_secondary_indexes": indexes}
    assert at_rest(made(options), options) == Counter(["DescribeTable", *OF_SCALING])


def test_an_account_with_too_much_scaling_for_one_answer_is_asked_for_each_resource() -> None:
    indexes = [{**INDEX, **UNITS, **SCALING}]
    options = {**KEYS, **UNITS, **SCALING, "billing_mode": "PROVISIONED", "global_secondary_indexes": indexes}
    account = made(options)
    for number in range(20):
        name = f"other-{number:02}"
        assert account.result({**options, "name": name}, name)["converged"]
    calls = at_rest(account, options)
    assert calls["DescribeScalableTargets"] == 1
    # One try for all, and one call each for the table and its index.
    assert {calls[name] for name in OF_SCALING[1:]} <= {1, 3} and calls["DescribeScalingPolicies"] == 3


def test_what_is_not_there_and_not_wanted_costs_no_call_more() -> None:
    """An empty list asks whether there is anything, with the same read; scaling that is off asks for targets alone."""
    account = made({**KEYS, **UNITS, "billing_mode": "PROVISIONED", "global_secondary_indexes": [{**INDEX, **UNITS}]})
    off = {"auto_scaling": {"read": {"enabled": False}, "write": {"enabled": False}}}
    assert at_rest(account, off) == Counter(["DescribeTable", "DescribeScalableTargets"])
    assert at_rest(account, {"stream_resource_policy": {}}) == Counter(["DescribeTable"])
    assert at_rest(account, {"vector_indexes": []}) == Counter(["DescribeTable"])


def test_a_table_that_was_imported_or_restored_has_at_most_one_call_more() -> None:
    account = Account()
    buckets_of(account.engine.world())["shop"] = {"orders.json": '{"Item": {"id": {"S": "a"}}}'}
    options = {**KEYS, "billing_mode": "PAY_PER_REQUEST", "global_secondary_indexes": [INDEX]}
    assert account.result({**options, **IMPORT})["converged"]
    account.later(3600.0)
    assert at_rest(account, {**options, **IMPORT}) == Counter(["DescribeTable", "ListImports"])
    restore = {"restore_from": {"source_table_name": "old", "to_latest_time": True}}
    assert at_rest(account, {**options, **restore}) == Counter(["DescribeTable"])


@pytest.mark.parametrize("count", [3, 12])
def test_a_fleet_reads_scaling_once(count: int, record_property: Any) -> None:
    """Targets, policies, scheduled actions and insights of all tables come with one call each; all else with one for
    each table.
    """
    account = FleetAccount()
    tables = [{"name": f"table-{number:02}", **SCALED} for number in range(count)]
    assert account.fleet(tables)["converged"]
    account.later(3600.0)
    first = len(account.host.calls)
    done = account.fleet(tables)
    assert done["converged"] and not done["changed"]
    # A read that is refused as too fast is made again.
    calls = Counter(call.operation for call in account.calls_since(first) if call.carried_out)
    assert {name: calls.pop(name) for name in OF_SCALING} == dict.fromkeys(OF_SCALING, 1)
    once = ("DescribeKey", "ListContributorInsights")
    assert {name: calls.pop(name) for name in once} == dict.fromkeys(once, 1)
    of_each = Counter(name for name in READS if name not in once)
    assert calls == Counter({name: number * count for name, number in of_each.items()})
    record_property("calls at rest for each table of a fleet", calls.total() / count)
