# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every recorded answer of AWS: read as it means, written down, and nothing to do where that is applied.

What to expect is worked out here from the answer itself, by rules that share no code with the collection.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import adopted
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.manifest import manifest_of
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.reading import Reading
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.manifests import Context
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._run.result import (
    outputs,
    spec_options,
    table_facts,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers
from ansible_collections.planton.dynamodb.plugins.plugin_utils._adopting import (
    Warnings,
    manifest_text,
    table_variables,
)
from ansible_collections.planton.dynamodb.plugins.plugin_utils._manifests import from_text, module_options
from ansible_collections.planton.dynamodb.tests.unit.recorded import BESIDE, PLACE, Recording, files, load, why_none

Part = dict[str, Any]
PREFIX = "aws_dynamodb_"
GENERATIONS = (1, 2, 3, 4, 5)

needs_recordings = pytest.mark.skipif(not files(), reason=why_none())
every = pytest.mark.parametrize(
    "recording", [pytest.param(load(path), id=f"{path.parent.name}/{path.stem}") for path in files()]
)


def reading(recording: Recording) -> Reading:
    """The answers as the collection reads them."""
    return Reading.of(
        Answers(
            table=recording.table,
            reads={"ttl": recording.ttl, "recovery": recording.recovery, "insights": [], "tags": recording.tags},
            keys={"alias/aws/dynamodb": recording.managed_key},
        )
    )


def found(recording: Recording) -> Part:
    """What dynamodb_table_info returns."""
    read = reading(recording)
    unmanaged = {"managed_key": True} if recording.managed else {}
    return {"table": table_facts(read), "spec": spec_options(read), "unmanaged": unmanaged}


def plan(options: Part, recording: Recording) -> Plan:
    """What applying options would do; refusals fail the test."""
    desired = desired_from_options({name: value for name, value in options.items() if name != "region"})
    region = recording.table["TableArn"].split(":")[3]
    assert violations(desired, region) == []
    return make_plan(desired, reading(recording).observed, region)


def meant(recording: Recording) -> Part:
    """The options that the answers mean, by the words of the service's documentation."""
    table = recording.table
    on_demand = table.get("BillingModeSummary", {}).get("BillingMode") == "PAY_PER_REQUEST"
    stream = table.get("StreamSpecification", {})
    recovery = recording.recovery.get("PointInTimeRecoveryDescription", {})
    ttl = recording.ttl["TimeToLiveStatus"] in ("ENABLED", "ENABLING")
    words: Part = {
        "name": table["TableName"],
        "billing_mode": "PAY_PER_REQUEST" if on_demand else "PROVISIONED",
        "attribute_definitions": definitions(table),
        "key_schema": keys(table),
        "global_secondary_indexes": [
            index(each, on_demand) | throughputs(each, "BillingModeSummary" in table)
            for each in sorted(table.get("GlobalSecondaryIndexes", []), key=name_of)
        ],
        "local_secondary_indexes": [
            index(each, True) for each in sorted(table.get("LocalSecondaryIndexes", []), key=name_of)
        ],
        "ttl": {"enabled": True, "attribute_name": recording.ttl["AttributeName"]} if ttl else {"enabled": False},
        "stream_enabled": bool(stream.get("StreamEnabled")),
        "stream_view_type": stream.get("StreamViewType") if stream.get("StreamEnabled") else None,
        "point_in_time_recovery_enabled": recovery.get("PointInTimeRecoveryStatus") == "ENABLED",
        "recovery_period_in_days": recovery.get("RecoveryPeriodInDays"),
        "table_class": table.get("TableClassSummary", {}).get("TableClass", "STANDARD"),
        "deletion_protection_enabled": table.get("DeletionProtectionEnabled", False),
        "contributor_insights_enabled": False,
        "contributor_insights_mode": None,
        "contributor_insights_indexes": [],
        "vector_indexes": [],
        "replicas": [{"region_name": region} for region in others(table)],
        "multi_region_consistency": "EVENTUAL" if others(table) else None,
        "tags": {key: value for key, value in recording.tags.items() if not key.startswith("aws:")},
    }
    words |= throughputs(table, "BillingModeSummary" in table)
    if not on_demand:
        words["provisioned_throughput"] = units(table)
    description = table.get("SSEDescription")
    if not description:
        words["server_side_encryption"] = {"enabled": False}
    elif "KMSMasterKeyArn" in description:
        words["server_side_encryption"] = {"enabled": True, "kms_key_arn": description["KMSMasterKeyArn"]}
    return {name: value for name, value in words.items() if value is not None}


def others(table: Part) -> list[str]:
    """The Regions of the replicas; AWS may list the table's own Region too."""
    own = table["TableArn"].split(":")[3]
    return sorted(each["RegionName"] for each in table.get("Replicas", []) if each["RegionName"] != own)


def definitions(table: Part) -> list[Part]:
    """Those that a key uses; an example shows one more, of an index that its authors took out."""
    indexes = [*table.get("GlobalSecondaryIndexes", []), *table.get("LocalSecondaryIndexes", [])]
    used = {key["AttributeName"] for item in (table, *indexes) for key in item["KeySchema"]}
    types = {each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]}
    return [{"name": name, "type": types[name]} for name in sorted(used)]


def name_of(item: Part) -> str:
    name: str = item["IndexName"]
    return name


def keys(item: Part) -> list[Part]:
    pairs = [(each["AttributeName"], each["KeyType"]) for each in item["KeySchema"]]
    ordered = [pair for pair in pairs if pair[1] == "HASH"] + [pair for pair in pairs if pair[1] == "RANGE"]
    return [{"attribute_name": name, "key_type": kind} for name, kind in ordered]


def units(item: Part) -> Part:
    capacity = item["ProvisionedThroughput"]
    return {
        "read_capacity_units": capacity["ReadCapacityUnits"],
        "write_capacity_units": capacity["WriteCapacityUnits"],
    }


def index(item: Part, without_capacity: bool) -> Part:
    projection: Part = {"type": item["Projection"]["ProjectionType"]}
    if "NonKeyAttributes" in item["Projection"]:
        projection["non_key_attributes"] = sorted(item["Projection"]["NonKeyAttributes"])
    words = {"name": item["IndexName"], "key_schema": keys(item), "projection": projection}
    return words if without_capacity else words | {"provisioned_throughput": units(item)}


def told(recording: Recording) -> list[str]:
    """Patterns of what is to be said of the table beside its options, one a line."""
    table = recording.table
    return [
        *_unsure(table),
        *_around(recording),
    ]


def _unsure(table: Part) -> list[str]:
    lines = []
    if table["TableStatus"] != "ACTIVE":
        lines.append(f"the table was {table['TableStatus']}, ")
    if table.get("SSEDescription", {}).get("Status") == "UPDATING":
        shown = "KMSMasterKeyArn" in table["SSEDescription"]
        lines.append("encryption was UPDATING" if shown else "encryption could not be read: it is UPDATING")
    if table["TableStatus"] != "CREATING":
        for each in table.get("GlobalSecondaryIndexes", []):
            if each.get("IndexStatus", "ACTIVE") != "ACTIVE" or each.get("Backfilling"):
                lines.append(f"index {re.escape(each['IndexName'])} was ")
        for each in (table, *table.get("GlobalSecondaryIndexes", [])):
            if each.get("WarmThroughput", {}).get("Status", "ACTIVE") != "ACTIVE":
                lines.append("warm throughput of .* was UPDATING")
    return lines


def _around(recording: Recording) -> list[str]:
    table = recording.table
    lines = ["what the tables in .* have of their own, "] if others(table) else []
    if table.get("GlobalTableVersion", "2019.11.21") != "2019.11.21":
        lines.append(f"place in a global table of version {table['GlobalTableVersion']}")
    if "aws:cloudformation:stack-name" in recording.tags:
        lines.append(f"the CloudFormation stack {re.escape(recording.tags['aws:cloudformation:stack-name'])} owns ")
    if any(key.startswith("aws:") and not key.startswith("aws:cloudformation:") for key in recording.tags):
        lines.append("tags of AWS itself: ")
    return lines


def throughputs(item: Part, ever_on_demand: bool) -> Part:
    """The maximum, and the warm throughput beyond what comes by itself, with the mode or with the capacity."""
    warm, capacity, more = item.get("WarmThroughput", {}), item["ProvisionedThroughput"], {}
    for kind, free in (("Read", 12_000), ("Write", 4_000)):
        own = capacity[f"{kind}CapacityUnits"]
        if warm.get(f"{kind}UnitsPerSecond", 0) > max(own, free if ever_on_demand or not own else 0):
            more[f"{kind.lower()}_units_per_second"] = warm[f"{kind}UnitsPerSecond"]
        if own and "LastDecreaseDateTime" in capacity:
            more.clear()
    limits = item.get("OnDemandThroughput", {})
    most = {
        f"max_{kind.lower()}_request_units": limits[f"Max{kind}RequestUnits"]
        for kind in ("Read", "Write")
        if limits.get(f"Max{kind}RequestUnits", -1) > 0
    }
    words = {"on_demand_throughput": most, "warm_throughput": more}
    return {name: numbers for name, numbers in words.items() if numbers}


@pytest.mark.skipif(PLACE == BESIDE and not files(), reason=why_none())
def test_all_recordings_are_there() -> None:
    """Whoever names a directory means it; the page in it says how many there are."""
    assert files()
    page = PLACE / "README.md"
    if page.exists():
        (count,) = re.findall(r"^(\d+) table descriptions", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(files()) == int(count)
    assert len({path.stem for path in files()}) == len(files())


@needs_recordings
@every
def test_answers_are_read_as_they_mean(recording: Recording) -> None:
    read = reading(recording)
    assert spec_options(read) == meant(recording)
    table = recording.table
    live = bool(table.get("StreamSpecification", {}).get("StreamEnabled"))
    told = outputs("", read)
    assert [*told.pop("replicas")] == others(table)
    indexes = [*table.get("GlobalSecondaryIndexes", []), *table.get("LocalSecondaryIndexes", [])]
    assert told.pop("index_arns") == {each["IndexName"]: each["IndexArn"] for each in indexes if "IndexArn" in each}
    assert told == {
        "table_name": table["TableName"],
        "table_arn": table["TableArn"],
        "table_id": table.get("TableId", ""),
        "stream_arn": table["LatestStreamArn"] if live else "",
        "stream_label": table["LatestStreamLabel"] if live else "",
        "kinesis_stream_arns": [],
        "policy_revision_id": "",
        "stream_policy_revision_id": "",
        "import_arn": "",
    }


@needs_recordings
@every
def test_adopted_variables_leave_the_table_as_it_is(recording: Recording) -> None:
    text = table_variables(adopted(found(recording)))
    written = {name.removeprefix(PREFIX): value for name, value in yaml.safe_load(text).items()}
    assert written["name"] == recording.table["TableName"]
    assert ("server_side_encryption" in written) == bool(
        recording.table.get("SSEDescription", {}).get("KMSMasterKeyArn")
    )
    unchanged(plan(written, recording), recording)


@needs_recordings
@pytest.mark.parametrize("generation", GENERATIONS)
@every
def test_adopted_manifests_leave_the_table_as_it_is(recording: Recording, generation: int) -> None:
    it = adopted(found(recording))
    text = manifest_text(it, generation, Warnings())
    if not text:
        # Whoever knows no key must not write that there is none, nor what replicas have that was not read.
        if not others(recording.table):
            assert recording.table["SSEDescription"]["Status"] == "UPDATING"
            assert "KMSMasterKeyArn" not in recording.table["SSEDescription"]
        assert manifest_of(it, generation).refused
        return
    (options,) = module_options(from_text(text, "it"), Context(region=it.region))
    unchanged(plan(options, recording), recording)


def unchanged(it: Plan, recording: Recording) -> None:
    """Nothing to do and nothing to say, but for a key that is changing."""
    assert (it.operations, it.changes, it.before, it.after) == ((), (), {}, {})
    moving = recording.table.get("SSEDescription", {}).get("Status") == "UPDATING"
    assert [text for text in it.warnings if not (moving and "server_side_encryption" in text)] == []


@needs_recordings
@every
def test_the_spec_itself_leaves_the_table_as_it_is(recording: Recording) -> None:
    unchanged(plan(spec_options(reading(recording)), recording), recording)


@needs_recordings
@every
def test_what_is_told_is_so_and_nothing_is_left_out(recording: Recording) -> None:
    it = adopted(found(recording))
    lines = [*it.unsettled, *it.unread, *it.notes]
    expected = told(recording)
    assert [pattern for pattern in expected if not any(re.match(pattern, line) for line in lines)] == []
    assert len(lines) == len(expected)
