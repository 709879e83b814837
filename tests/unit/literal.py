# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the module as requests, word for word: what a person would send who has never seen our code.

Tables of the tests are made this way, so that what the collection reads and compares does not come from its own
requests. An enumeration loses its prefix, 0/0 is no capacity, and key schemas put HASH first: the only liberties.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.tests.unit.literal_replicas import replicas
from ansible_collections.planton.dynamodb.tests.unit.literal_scaling import scaling
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

Part = dict[str, Any]
Options = Mapping[str, Any]
Request = tuple[str, Part]
ENUMERATIONS = ("BILLING_MODE", "ATTRIBUTE_TYPE", "KEY_TYPE", "STREAM_VIEW_TYPE", "PROJECTION_TYPE", "TABLE_CLASS")
UNSET = "UNSPECIFIED"
NO_STREAM = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2000-01-01T00:00:00.000"
PREFIXES = tuple(f"{name}_" for name in ENUMERATIONS)


def bare(text: str) -> str:
    """An enumeration value without the name of its enumeration."""
    return next((text.removeprefix(prefix) for prefix in PREFIXES if text.startswith(prefix)), text)


def create_table(name: str, options: Options) -> Part:
    """CreateTable with all that it can hold."""
    request: Part = {"TableName": name}
    if "billing_mode" in options:
        request["BillingMode"] = bare(options["billing_mode"])
    if "attribute_definitions" in options:
        request["AttributeDefinitions"] = [
            {"AttributeName": item["name"], "AttributeType": bare(item["type"])}
            for item in options["attribute_definitions"]
        ]
    if "key_schema" in options:
        request["KeySchema"] = key_schema(options["key_schema"])
    request |= throughput(options) | limits(options)
    for option, member in (
        ("global_secondary_indexes", "GlobalSecondaryIndexes"),
        ("local_secondary_indexes", "LocalSecondaryIndexes"),
    ):
        # An empty list means no index; the service wants it left out.
        if options.get(option):
            request[member] = [index(item) for item in options[option]]
    if options.get("vector_indexes"):
        request["VectorIndexes"] = [vector_index(item) for item in options["vector_indexes"]]
    return request | _rest(options)


def _rest(options: Options) -> Part:
    request: Part = {}
    stream = {
        member: bare(options[option]) if member == "StreamViewType" else options[option]
        for option, member in (("stream_enabled", "StreamEnabled"), ("stream_view_type", "StreamViewType"))
        if not str(options.get(option, UNSET)).endswith(UNSET)
    }
    if stream:
        request["StreamSpecification"] = stream
    if "server_side_encryption" in options:
        request["SSESpecification"] = encryption(options["server_side_encryption"])
    if "table_class" in options:
        request["TableClass"] = bare(options["table_class"])
    if "deletion_protection_enabled" in options:
        request["DeletionProtectionEnabled"] = options["deletion_protection_enabled"]
    if "tags" in options:
        request["Tags"] = [{"Key": key, "Value": value} for key, value in options["tags"].items()]
    return request


def key_schema(items: list[Options]) -> list[Part]:
    """KeySchema, HASH first."""
    keys = [{"AttributeName": item["attribute_name"], "KeyType": bare(item["key_type"])} for item in items]
    return sorted(keys, key=lambda key: key["KeyType"] != "HASH")


def throughput(options: Options) -> Part:
    """ProvisionedThroughput, if there is any."""
    members = {"read_capacity_units": "ReadCapacityUnits", "write_capacity_units": "WriteCapacityUnits"}
    units = options.get("provisioned_throughput") or {}
    given = {members[name]: value for name, value in units.items() if value is not None}
    return {"ProvisionedThroughput": given} if any(given.values()) else {}


def limits(options: Options) -> Part:
    """OnDemandThroughput and WarmThroughput, if there is any; a new table takes no -1 for "no limit"."""
    members = {
        "max_read_request_units": "MaxReadRequestUnits",
        "max_write_request_units": "MaxWriteRequestUnits",
        "read_units_per_second": "ReadUnitsPerSecond",
        "write_units_per_second": "WriteUnitsPerSecond",
    }
    found = {}
    for option, member in (("on_demand_throughput", "OnDemandThroughput"), ("warm_throughput", "WarmThroughput")):
        units = options.get(option) or {}
        none = (None, -1) if option == "on_demand_throughput" else (None,)
        found[member] = {members[name]: value for name, value in units.items() if value not in none}
    return {member: units for member, units in found.items() if units}


def index(item: Options) -> Part:
    """One entry of an index list."""
    return {
        "IndexName": item["name"],
        "KeySchema": key_schema(item.get("key_schema") or []),
        "Projection": projection(item),
        **throughput(item),
        **limits(item),
    }


def projection(item: Options) -> Part:
    """What an index copies."""
    part: Part = {}
    if "type" in item.get("projection", {}):
        part["ProjectionType"] = bare(item["projection"]["type"])
    if item.get("projection", {}).get("non_key_attributes"):
        part["NonKeyAttributes"] = list(item["projection"]["non_key_attributes"])
    return part


def vector_index(item: Options) -> Part:
    """One entry of the list of vector indexes; the service wants an empty search schema left out."""
    schema = [
        {"AttributeName": each.get("attribute_name", ""), "SearchSchemaElementType": each["type"]}
        for each in item.get("search_schema") or ()
    ]
    members = {"dimensions": "Dimensions", "distance_function": "DistanceFunction"}
    return {
        "IndexName": item["name"],
        "VectorAttribute": {"AttributeName": item.get("vector_attribute", "")},
        **{member: item[option] for option, member in members.items() if option in item},
        **({"SearchSchema": schema} if schema else {}),
        "Projection": projection(item),
    }


def encryption(item: Options) -> Part:
    """SSESpecification."""
    part: Part = {"Enabled": item["enabled"]}
    if item["enabled"]:
        part["SSEType"] = "KMS"
    if item.get("kms_key_arn"):
        part["KMSMasterKeyId"] = item["kms_key_arn"]
    return part


def sub_resources(name: str, options: Options) -> Iterator[Request]:
    """The calls after CreateTable, for what it cannot hold."""
    ttl = options.get("ttl") or {}
    if ttl.get("enabled") or ttl.get("attribute_name"):
        members = {"enabled": "Enabled", "attribute_name": "AttributeName"}
        given = {members[option]: value for option, value in ttl.items()}
        yield "UpdateTimeToLive", {"TableName": name, "TimeToLiveSpecification": given}
    recovery = {
        member: options[option]
        for option, member in (
            ("point_in_time_recovery_enabled", "PointInTimeRecoveryEnabled"),
            ("recovery_period_in_days", "RecoveryPeriodInDays"),
        )
        if option in options
    }
    if recovery and recovery != {"PointInTimeRecoveryEnabled": False}:
        specification = {"PointInTimeRecoverySpecification": recovery}
        yield "UpdateContinuousBackups", {"TableName": name, **specification}
    yield from _insights(name, options)
    for destination in options.get("kinesis_streaming_destinations") or ():
        request = {"TableName": name, "StreamArn": destination["stream_arn"]}
        if "approximate_creation_date_time_precision" in destination:
            unit = {"ApproximateCreationDateTimePrecision": destination["approximate_creation_date_time_precision"]}
            request["EnableKinesisStreamingConfiguration"] = unit
        yield "EnableKinesisStreamingDestination", request
    yield from scaling(name, options)
    yield from replicas(name, options)
    if options.get("global_table_settings_replication_mode") == "ENABLED":
        yield "UpdateTable", {"TableName": name, "GlobalTableSettingsReplicationMode": "ENABLED"}


def _insights(name: str, options: Options) -> Iterator[Request]:
    mode = {}
    if "contributor_insights_mode" in options:
        mode = {"ContributorInsightsMode": options["contributor_insights_mode"]}
    targets: list[Part] = [{}] if options.get("contributor_insights_enabled") else []
    targets += [{"IndexName": index} for index in options.get("contributor_insights_indexes") or ()]
    for target in targets:
        request = {"TableName": name, **target, "ContributorInsightsAction": "ENABLE", **mode}
        yield "UpdateContributorInsights", request


def creation(name: str, options: Options) -> Request:
    """The call that makes the table: CreateTable, a restore or an import, with nothing but what is written."""
    if options.get("restore_from") is not None:
        given = {member: value for member, value in options["restore_from"].items() if value}
        members = {
            "backup_arn": "BackupArn",
            "source_table_name": "SourceTableName",
            "source_table_arn": "SourceTableArn",
            "date_time": "RestoreDateTime",
            "to_latest_time": "UseLatestRestorableTime",
        }
        request = {"TargetTableName": name, **{members[member]: value for member, value in given.items()}}
        if "server_side_encryption" in options:
            request["SSESpecificationOverride"] = encryption(options["server_side_encryption"])
        return "RestoreTableFromBackup" if "backup_arn" in given else "RestoreTableToPointInTime", request
    if options.get("import_from"):
        return "ImportTable", {
            **_import(options["import_from"]),
            "TableCreationParameters": create_table(name, options),
        }
    return "CreateTable", create_table(name, options)


def _import(given: Options) -> Part:
    bucket = {"s3_bucket": "S3Bucket", "s3_bucket_owner": "S3BucketOwner", "s3_key_prefix": "S3KeyPrefix"}
    members = {"input_format": "InputFormat", "input_compression_type": "InputCompressionType"}
    request: Part = {members[name]: given[name] for name in members if name in given}
    request["S3BucketSource"] = {bucket[name]: given[name] for name in bucket if name in given}
    csv = {"delimiter": "Delimiter", "header_list": "HeaderList"}
    if "csv" in given:
        options = {csv[name]: given["csv"][name] for name in csv if name in given["csv"]}
        request["InputFormatOptions"] = {"Csv": options}
    return request


def policies(table: Part, options: Options) -> Iterator[Request]:
    """The policies, of the table and of its stream, with their ARNs; what was never put has the version of 2008."""
    arns = {"__TABLE_ARN__": table["TableArn"], "__STREAM_ARN__": table.get("LatestStreamArn", "")}
    places = {"resource_policy": table["TableArn"], "stream_resource_policy": arns["__STREAM_ARN__"] or NO_STREAM}
    for option, arn in places.items():
        given = options.get(option) or {}
        if given and given != "{}":
            text = (
                given
                if isinstance(given, str)
                else json.dumps({"Version": "2008-10-17", **given}, separators=(",", ":"))
            )
            for name, each in arns.items():
                text = text.replace(name, each)
            confirmed = bool(options.get("confirm_remove_self_resource_access"))
            request = {"ResourceArn": arn, "Policy": text, "ConfirmRemoveSelfResourceAccess": confirmed}
            yield "PutResourcePolicy", request


def make(model: TableModel, name: str, options: Options) -> TableModel:
    """Make the table that the options describe; raises what the service would refuse it with."""
    model.send(*creation(name, options))
    for operation, request in sub_resources(name, options):
        model.send(operation, request)
    for operation, request in policies(model.describe() or {}, options):
        model.send(operation, request)
    return model
