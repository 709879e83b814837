# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tables as Terraform makes them, and writes down a state as Terraform does after it has read them back.

It knows nothing of the filter that reads the state. What a resource leaves out gets the defaults of the provider.
"""

from __future__ import annotations

from typing import Any

Words = dict[str, Any]
PROVIDER = "registry.terraform.io/hashicorp/aws"
TYPES = ("HASH", "RANGE")
NEW_AND_OLD = "NEW_AND_OLD_IMAGES"


def apply(client: Any, configurations: list[Words], scaler: Any = None) -> Words:
    """Make every table, and return the document of terraform show -json; ``scaler`` is a client of its auto scaling."""
    for each in configurations:
        _make(client, each)
        if "scaling" in each:
            _scale(scaler, each)
    resources = [found for each in configurations for found in _read(client, each)]
    module = {"resources": resources}
    return {"format_version": "1.0", "terraform_version": "1.9.8", "values": {"root_module": module}}


def _schema(*names: str | None) -> list[Words]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, TYPES, strict=False) if name]


def _units(words: Words) -> Words:
    return {"ReadCapacityUnits": words["read_capacity"], "WriteCapacityUnits": words["write_capacity"]}


def _projection(words: Words) -> Words:
    listed = words.get("non_key_attributes")
    return {"ProjectionType": words["projection_type"], **({"NonKeyAttributes": listed} if listed else {})}


def _index(words: Words, hash_key: str, provisioned: bool) -> Words:
    schema = [
        {"AttributeName": each["attribute_name"], "KeyType": each["key_type"]} for each in words.get("key_schema", ())
    ]
    made = {
        "IndexName": words["name"],
        "KeySchema": schema or _schema(hash_key, words.get("range_key")),
        "Projection": _projection(words),
    }
    if limits := words.get("on_demand_throughput"):
        made["OnDemandThroughput"] = {"MaxWriteRequestUnits": limits}
    if warmed := words.get("warm_throughput"):
        made["WarmThroughput"] = {"ReadUnitsPerSecond": warmed, "WriteUnitsPerSecond": 4000}
    return {**made, "ProvisionedThroughput": _units(words)} if provisioned else made


def _make(client: Any, words: Words) -> None:
    name, mode = words["name"], words.get("billing_mode", "PROVISIONED")
    provisioned = mode == "PROVISIONED"
    request: Words = {
        "TableName": name,
        "BillingMode": mode,
        "AttributeDefinitions": [
            {"AttributeName": key, "AttributeType": kind} for key, kind in words["attributes"].items()
        ],
        "KeySchema": _schema(words["hash_key"], words.get("range_key")),
        "Tags": [{"Key": key, "Value": value} for key, value in words.get("tags", {}).items()],
    }
    if provisioned:
        request["ProvisionedThroughput"] = _units(words)
    if indexes := words.get("global_secondary_index"):
        request["GlobalSecondaryIndexes"] = [_index(each, each.get("hash_key", ""), provisioned) for each in indexes]
    if indexes := words.get("local_secondary_index"):
        request["LocalSecondaryIndexes"] = [_index(each, words["hash_key"], False) for each in indexes]
    if words.get("stream_view_type"):
        request["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": words["stream_view_type"]}
    if "server_side_encryption" in words:
        key = words["server_side_encryption"].get("kms_key_arn")
        request["SSESpecification"] = {"Enabled": True, "SSEType": "KMS", **({"KMSMasterKeyId": key} if key else {})}
    if limits := words.get("on_demand_throughput"):
        request["OnDemandThroughput"] = {"MaxReadRequestUnits": limits}
    if warmed := words.get("warm_throughput"):
        request["WarmThroughput"] = {"ReadUnitsPerSecond": warmed, "WriteUnitsPerSecond": 4000}
    for option, member in (("table_class", "TableClass"), ("deletion_protection_enabled", "DeletionProtectionEnabled")):
        if words.get(option):
            request[member] = words[option]
    client.create_table(**request)
    _make_beside(client, name, words)


def _make_beside(client: Any, name: str, words: Words) -> None:
    if "ttl" in words:
        ttl = {"AttributeName": words["ttl"], "Enabled": True}
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
    if "recovery" in words:
        days = {"RecoveryPeriodInDays": words["recovery"]} if words["recovery"] else {}
        specification = {"PointInTimeRecoveryEnabled": True, **days}
        client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=specification)
    for index in words.get("insights", ()):
        of_index = {"IndexName": index} if index else {}
        mode = {"ContributorInsightsMode": words["insights_mode"]} if "insights_mode" in words else {}
        client.update_contributor_insights(TableName=name, ContributorInsightsAction="ENABLE", **of_index, **mode)
    if stream := words.get("kinesis"):
        client.enable_kinesis_streaming_destination(TableName=name, StreamArn=stream)
    if policy := words.get("policy"):
        arn = client.describe_table(TableName=name)["Table"]["TableArn"]
        client.put_resource_policy(ResourceArn=arn, Policy=policy)
    for key, value in words.get("more_tags", {}).items():
        arn = client.describe_table(TableName=name)["Table"]["TableArn"]
        client.tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": value}])


def _scale(scaler: Any, words: Words) -> None:
    lowest, highest, target = words["scaling"]
    what = _scaled(words["name"])
    scaler.register_scalable_target(**what, MinCapacity=lowest, MaxCapacity=highest)
    metric = {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"}
    tracking = {"PredefinedMetricSpecification": metric, "TargetValue": target}
    kind = {"PolicyName": "reads", "PolicyType": "TargetTrackingScaling"}
    scaler.put_scaling_policy(**what, **kind, TargetTrackingScalingPolicyConfiguration=tracking)


def _scaled(name: str) -> Words:
    what = {"ServiceNamespace": "dynamodb", "ResourceId": f"table/{name}"}
    return {**what, "ScalableDimension": "dynamodb:table:ReadCapacityUnits"}


def _scaling_state(words: Words, region: str) -> list[Words]:
    lowest, highest, target = words["scaling"]
    name = words["name"]
    what = {"service_namespace": "dynamodb", "resource_id": f"table/{name}", "region": region}
    what |= {"scalable_dimension": "dynamodb:table:ReadCapacityUnits"}
    role = "aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling"
    bounds = {"min_capacity": lowest, "max_capacity": highest, "role_arn": f"arn:aws:iam::123456789012:role/{role}"}
    metric = {"predefined_metric_type": "DynamoDBReadCapacityUtilization", "resource_label": ""}
    tracking = {"target_value": target, "predefined_metric_specification": [metric], "disable_scale_in": False}
    tracking |= {"customized_metric_specification": [], "scale_in_cooldown": 0, "scale_out_cooldown": 0}
    policy = {"policy_type": "TargetTrackingScaling", "name": "reads"}
    return [
        _resource("aws_appautoscaling_target", name, {**what, **bounds, "tags": {}, "suspended_state": []}),
        _resource(
            "aws_appautoscaling_policy",
            name,
            {**what, **policy, "target_tracking_scaling_policy_configuration": [tracking]},
        ),
    ]


def _read(client: Any, words: Words) -> list[Words]:
    """The resources of a table as they are in a state after a refresh."""
    name = words["name"]
    table = client.describe_table(TableName=name)["Table"]
    arn, region = table["TableArn"], client.meta.region_name
    found = [_resource("aws_dynamodb_table", name, _state(client, table))]
    for index in words.get("insights", ()):
        values = {"index_name": index, "mode": words.get("insights_mode", "ACCESSED_AND_THROTTLED_KEYS")}
        values |= {"id": f"name:{name}/index:{index}", "region": region, "table_name": name, "timeouts": None}
        found.append(_resource("aws_dynamodb_contributor_insights", f"{name}_{index}", values))
    if "scaling" in words:
        found += _scaling_state(words, region)
    if stream := words.get("kinesis"):
        values = {"approximate_creation_date_time_precision": "MILLISECOND", "id": f"{name},{stream}", "region": region}
        values |= {"stream_arn": stream, "table_name": name}
        found.append(_resource("aws_dynamodb_kinesis_streaming_destination", name, values))
    if "policy" in words:
        answer = client.get_resource_policy(ResourceArn=arn)
        values = {"confirm_remove_self_resource_access": False, "id": arn, "policy": answer["Policy"], "region": region}
        values |= {"resource_arn": arn, "revision_id": answer["RevisionId"]}
        found.append(_resource("aws_dynamodb_resource_policy", name, values))
    for key, value in words.get("more_tags", {}).items():
        values = {"id": f"{arn},{key}", "key": key, "region": region, "resource_arn": arn, "value": value}
        found.append(_resource("aws_dynamodb_tag", f"{name}_{key}", values))
    return found


def _resource(kind: str, name: str, values: Words) -> Words:
    label = name.replace("-", "_")
    identity = {"address": f"{kind}.{label}", "mode": "managed", "type": kind, "name": label}
    return {**identity, "provider_name": PROVIDER, "schema_version": 1, "values": values, "sensitive_values": {}}


def _state(client: Any, table: Words) -> Words:
    name, arn = table["TableName"], table["TableArn"]
    mode = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    stream, sse = table.get("StreamSpecification", {}), table.get("SSEDescription", {})
    ttl = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = backups["PointInTimeRecoveryDescription"]
    tags = {each["Key"]: each["Value"] for each in client.list_tags_of_resource(ResourceArn=arn)["Tags"]}
    on = recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    keys = {each["KeyType"]: each["AttributeName"] for each in table["KeySchema"]}
    encrypted = {"enabled": True, "kms_key_arn": sse.get("KMSMasterKeyArn", "")}
    return {
        "arn": arn,
        "attribute": [
            {"name": each["AttributeName"], "type": each["AttributeType"]} for each in table["AttributeDefinitions"]
        ],
        "billing_mode": mode,
        "deletion_protection_enabled": table.get("DeletionProtectionEnabled", False),
        "global_secondary_index": [_index_state(each) for each in table.get("GlobalSecondaryIndexes", ())],
        "global_table_witness": [],
        "hash_key": keys["HASH"],
        "id": name,
        "import_table": [],
        "local_secondary_index": [_local_state(each) for each in table.get("LocalSecondaryIndexes", ())],
        "name": name,
        "on_demand_throughput": [_limits(table["OnDemandThroughput"])] if "OnDemandThroughput" in table else [],
        "point_in_time_recovery": [{"enabled": on, "recovery_period_in_days": recovery.get("RecoveryPeriodInDays", 0)}],
        "range_key": keys.get("RANGE"),
        "read_capacity": table["ProvisionedThroughput"]["ReadCapacityUnits"],
        "region": client.meta.region_name,
        "replica": [],
        "restore_backup_arn": None,
        "restore_source_name": None,
        "server_side_encryption": [encrypted] if sse.get("Status") == "ENABLED" else [],
        "stream_arn": table.get("LatestStreamArn", ""),
        "stream_enabled": stream.get("StreamEnabled", False),
        "stream_label": table.get("LatestStreamLabel", ""),
        "stream_view_type": stream.get("StreamViewType", ""),
        "table_class": table.get("TableClassSummary", {}).get("TableClass", "STANDARD"),
        "tags": tags,
        "tags_all": tags,
        "timeouts": None,
        "ttl": [{"attribute_name": ttl.get("AttributeName", ""), "enabled": ttl["TimeToLiveStatus"] == "ENABLED"}],
        "warm_throughput": [_warm(table["WarmThroughput"])] if "WarmThroughput" in table else [],
        "write_capacity": table["ProvisionedThroughput"]["WriteCapacityUnits"],
    }


def _limits(found: Words) -> Words:
    return {
        "max_read_request_units": found.get("MaxReadRequestUnits", -1),
        "max_write_request_units": found.get("MaxWriteRequestUnits", -1),
    }


def _warm(found: Words) -> Words:
    return {
        "read_units_per_second": found["ReadUnitsPerSecond"],
        "write_units_per_second": found["WriteUnitsPerSecond"],
    }


def _index_state(index: Words) -> Words:
    units = index.get("ProvisionedThroughput", {})
    single = {each["KeyType"]: each["AttributeName"] for each in index["KeySchema"]}
    several = len(single) < len(index["KeySchema"])
    schema = [{"attribute_name": each["AttributeName"], "key_type": each["KeyType"]} for each in index["KeySchema"]]
    return {
        "hash_key": "" if several else single["HASH"],
        "key_schema": schema if several else [],
        "name": index["IndexName"],
        "non_key_attributes": index["Projection"].get("NonKeyAttributes", []),
        "on_demand_throughput": [_limits(index["OnDemandThroughput"])] if "OnDemandThroughput" in index else [],
        "projection_type": index["Projection"]["ProjectionType"],
        "range_key": "" if several else single.get("RANGE", ""),
        "read_capacity": units.get("ReadCapacityUnits", 0),
        "warm_throughput": [_warm(index["WarmThroughput"])] if "WarmThroughput" in index else [],
        "write_capacity": units.get("WriteCapacityUnits", 0),
    }


def _local_state(index: Words) -> Words:
    (range_key,) = (each["AttributeName"] for each in index["KeySchema"] if each["KeyType"] == "RANGE")
    projection = index["Projection"]
    return {
        "name": index["IndexName"],
        "non_key_attributes": projection.get("NonKeyAttributes", []),
        "projection_type": projection["ProjectionType"],
        "range_key": range_key,
    }
