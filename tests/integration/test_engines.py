# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""engines.yml says what each engine lacks; here each entry is tried, so that no stale entry hides a test."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from ansible_collections.planton.dynamodb.tests.integration.support import throughput_probes
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import TABLE, lacks, requires
from botocore.exceptions import ClientError
from devkit.engines import Engine

NAME = "orders"
OTHER_REGION = "us-east-1"
BASE = {
    "TableName": NAME,
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
}
CAPACITY = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
INDEX = {
    "IndexName": "by_customer",
    "KeySchema": [{"AttributeName": "customer", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
CUSTOMER = {"AttributeName": "customer", "AttributeType": "S"}
DAY = {"AttributeName": "day", "AttributeType": "N"}
VECTOR = {
    "IndexName": "by_likeness",
    "VectorAttribute": {"AttributeName": "embedding"},
    "Dimensions": 3,
    "DistanceFunction": "COSINE",
    "SearchSchema": [{"AttributeName": "customer", "SearchSchemaElementType": "HASH"}],
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
KEY_ID = "11111111-2222-3333-4444-555555555555"
KEY_ARN = f"arn:aws:kms:eu-central-1:123456789012:key/{KEY_ID}"


def create(client: Any, **members: Any) -> dict[str, Any]:
    client.create_table(**{**BASE, **members})
    return table(client)


def update(client: Any, **members: Any) -> dict[str, Any]:
    client.update_table(TableName=NAME, **members)
    return table(client)


def table(client: Any) -> dict[str, Any]:
    return dict(client.describe_table(TableName=NAME)["Table"])


def with_index(client: Any, **members: Any) -> dict[str, Any]:
    definitions = [*BASE["AttributeDefinitions"], CUSTOMER]
    return create(client, AttributeDefinitions=definitions, GlobalSecondaryIndexes=[INDEX], **members)


def table_class_at_creation(client: Any) -> bool:
    found = create(client, TableClass="STANDARD_INFREQUENT_ACCESS")
    return found.get("TableClassSummary", {}).get("TableClass") == "STANDARD_INFREQUENT_ACCESS"


def table_class_update(client: Any) -> bool:
    create(client)
    found = update(client, TableClass="STANDARD_INFREQUENT_ACCESS")
    return found.get("TableClassSummary", {}).get("TableClass") == "STANDARD_INFREQUENT_ACCESS"


def encryption_at_creation(client: Any) -> bool:
    found = create(client, SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_ARN})
    return found.get("SSEDescription", {}).get("KMSMasterKeyArn") == KEY_ARN


def encryption_update(client: Any) -> bool:
    create(client)
    found = update(client, SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_ARN})
    return found.get("SSEDescription", {}).get("KMSMasterKeyArn") == KEY_ARN


def encryption_by_key_id(client: Any) -> bool:
    found = create(client, SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_ID})
    return found.get("SSEDescription", {}).get("KMSMasterKeyArn") == KEY_ARN


def default_key(client: Any) -> bool:
    found = create(client, SSESpecification={"Enabled": True, "SSEType": "KMS"})
    return ":key/" in found.get("SSEDescription", {}).get("KMSMasterKeyArn", "")


def default_key_alias(client: Any) -> bool:
    """The key comes into being with its first use."""
    create(client, SSESpecification={"Enabled": True, "SSEType": "KMS"})
    key = boto3_client(client, "kms").describe_key(KeyId="alias/aws/dynamodb")["KeyMetadata"]
    return bool(key["Arn"])


def _replicated(client: Any) -> dict[str, Any]:
    create(client)
    return update(client, ReplicaUpdates=[{"Create": {"RegionName": OTHER_REGION}}])


def replica(client: Any) -> bool:
    return [one["RegionName"] for one in _replicated(client).get("Replicas", [])] == [OTHER_REGION]


def replica_is_a_table_there(client: Any) -> bool:
    here = _replicated(client)
    there = table(boto3_client(client, "dynamodb", OTHER_REGION))
    return bool(there["TableArn"] == here["TableArn"].replace(client.meta.region_name, OTHER_REGION))


def replica_has_its_own_tags(client: Any) -> bool:
    here = _replicated(client)
    far = boto3_client(client, "dynamodb", OTHER_REGION)
    far.tag_resource(ResourceArn=table(far)["TableArn"], Tags=[{"Key": "place", "Value": "far"}])
    return client.list_tags_of_resource(ResourceArn=here["TableArn"])["Tags"] == []


def replica_removed(client: Any) -> bool:
    before = _replicated(client)
    found = update(client, ReplicaUpdates=[{"Delete": {"RegionName": OTHER_REGION}}])
    far = boto3_client(client, "dynamodb", OTHER_REGION)
    return bool(before.get("Replicas")) and not found.get("Replicas") and NAME not in far.list_tables()["TableNames"]


def stream(client: Any) -> bool:
    found = create(client, StreamSpecification=STREAM)
    return bool(found.get("LatestStreamArn"))


def stream_off(client: Any) -> bool:
    create(client, StreamSpecification=STREAM)
    found = update(client, StreamSpecification={"StreamEnabled": False})
    return not found.get("StreamSpecification", {}).get("StreamEnabled")


def stream_on_again(client: Any) -> bool:
    create(client, StreamSpecification=STREAM)
    update(client, StreamSpecification={"StreamEnabled": False})
    found = update(client, StreamSpecification={**STREAM, "StreamViewType": "NEW_IMAGE"})
    return bool(found["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE")


def stream_arn_kept_when_off(client: Any) -> bool:
    before = create(client, StreamSpecification=STREAM)["LatestStreamArn"]
    return update(client, StreamSpecification={"StreamEnabled": False}).get("LatestStreamArn") == before


def index_creation(client: Any) -> bool:
    create(client)
    definitions = [*BASE["AttributeDefinitions"], CUSTOMER]
    found = update(client, AttributeDefinitions=definitions, GlobalSecondaryIndexUpdates=[{"Create": INDEX}])
    return [index["IndexName"] for index in found.get("GlobalSecondaryIndexes", [])] == ["by_customer"]


def index_creation_with_new_attributes_only(client: Any) -> bool:
    create(client)
    found = update(client, AttributeDefinitions=[CUSTOMER], GlobalSecondaryIndexUpdates=[{"Create": INDEX}])
    return {item["AttributeName"] for item in found["AttributeDefinitions"]} == {"pk", "customer"}


def index_deletion_drops_attributes(client: Any) -> bool:
    with_index(client)
    found = update(client, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_customer"}}])
    return [item["AttributeName"] for item in found["AttributeDefinitions"]] == ["pk"]


def index_capacity(client: Any) -> bool:
    definitions = [*BASE["AttributeDefinitions"], CUSTOMER]
    provisioned = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": CAPACITY}
    indexes = [{**INDEX, "ProvisionedThroughput": CAPACITY}]
    create(client, AttributeDefinitions=definitions, GlobalSecondaryIndexes=indexes, **provisioned)
    change = {"IndexName": "by_customer", "ProvisionedThroughput": {**CAPACITY, "ReadCapacityUnits": 7}}
    found = update(client, GlobalSecondaryIndexUpdates=[{"Update": change}])
    return bool(found["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["ReadCapacityUnits"] == 7)


def index_arn(client: Any) -> bool:
    return bool(with_index(client)["GlobalSecondaryIndexes"][0].get("IndexArn"))


def to_on_demand(client: Any) -> bool:
    create(client, BillingMode="PROVISIONED", ProvisionedThroughput=CAPACITY)
    found = update(client, BillingMode="PAY_PER_REQUEST")
    return bool(
        found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        and found["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    )


def to_provisioned(client: Any) -> bool:
    create(client)
    found = update(client, BillingMode="PROVISIONED", ProvisionedThroughput=CAPACITY)
    return bool(found["ProvisionedThroughput"]["ReadCapacityUnits"] == 5)


def table_id(client: Any) -> bool:
    return bool(create(client).get("TableId"))


def deletion_protection(client: Any) -> bool:
    return bool(create(client, DeletionProtectionEnabled=True)["DeletionProtectionEnabled"])


def ttl(client: Any) -> bool:
    create(client)
    wanted = {"Enabled": True, "AttributeName": "expires"}
    client.update_time_to_live(TableName=NAME, TimeToLiveSpecification=wanted)
    found = client.describe_time_to_live(TableName=NAME)["TimeToLiveDescription"]
    return bool(found["TimeToLiveStatus"] == "ENABLED" and found["AttributeName"] == "expires")


def ttl_changes_at_once(client: Any) -> bool:
    ttl(client)
    wanted = {"Enabled": False, "AttributeName": "expires"}
    client.update_time_to_live(TableName=NAME, TimeToLiveSpecification=wanted)
    return True


def ttl_off_forgets_attribute(client: Any) -> bool:
    ttl(client)
    wanted = {"Enabled": False, "AttributeName": "expires"}
    patiently(lambda: client.update_time_to_live(TableName=NAME, TimeToLiveSpecification=wanted))
    return client.describe_time_to_live(TableName=NAME)["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}


def patiently(call: Callable[[], Any]) -> None:
    """Half an hour has to pass between two changes of time to live; on a fast clock that is a moment."""
    for _attempt in range(50):
        try:
            call()
            return
        except ClientError as error:
            if "modified multiple times" not in str(error):
                raise
            time.sleep(0.1)


def recovery(client: Any, **members: Any) -> dict[str, Any]:
    create(client)
    wanted = {"PointInTimeRecoveryEnabled": True, **members}
    client.update_continuous_backups(TableName=NAME, PointInTimeRecoverySpecification=wanted)
    found = client.describe_continuous_backups(TableName=NAME)["ContinuousBackupsDescription"]
    return dict(found["PointInTimeRecoveryDescription"])


def point_in_time_recovery(client: Any) -> bool:
    return bool(recovery(client)["PointInTimeRecoveryStatus"] == "ENABLED")


def recovery_period(client: Any) -> bool:
    return recovery(client, RecoveryPeriodInDays=7).get("RecoveryPeriodInDays") == 7


def insights(client: Any, **members: Any) -> dict[str, Any]:
    with_index(client)
    client.update_contributor_insights(TableName=NAME, ContributorInsightsAction="ENABLE", **members)
    index = {"IndexName": members["IndexName"]} if "IndexName" in members else {}
    return dict(client.describe_contributor_insights(TableName=NAME, **index))


def contributor_insights(client: Any) -> bool:
    return insights(client)["ContributorInsightsStatus"] in ("ENABLING", "ENABLED")


def contributor_insights_of_index(client: Any) -> bool:
    return insights(client, IndexName="by_customer")["ContributorInsightsStatus"] in ("ENABLING", "ENABLED")


def contributor_insights_mode(client: Any) -> bool:
    return insights(client, ContributorInsightsMode="THROTTLED_KEYS").get("ContributorInsightsMode") == "THROTTLED_KEYS"


def contributor_insights_end_with_table(client: Any) -> bool:
    insights(client)
    client.delete_table(TableName=NAME)
    create(client)
    return client.describe_contributor_insights(TableName=NAME)["ContributorInsightsStatus"] == "DISABLED"


ONE, TWO, ELSEWHERE = (
    f"arn:aws:kinesis:{region}:123456789012:stream/{name}"
    for region, name in (("eu-central-1", "one"), ("eu-central-1", "two"), ("sa-east-1", "one"))
)
MICROSECONDS = {"ApproximateCreationDateTimePrecision": "MICROSECOND"}


def destinations(client: Any) -> dict[str, dict[str, Any]]:
    """What is listed, once nothing of it changes any more."""
    for _attempt in range(100):
        listed = client.describe_kinesis_streaming_destination(TableName=NAME)["KinesisDataStreamDestinations"]
        if not any(entry["DestinationStatus"].endswith("ING") for entry in listed):
            break
        time.sleep(0.05)
    return {entry["StreamArn"]: entry for entry in listed if entry["DestinationStatus"] != "DISABLED"}


def feeding(client: Any, arn: str = ONE) -> dict[str, dict[str, Any]]:
    client.enable_kinesis_streaming_destination(TableName=NAME, StreamArn=arn)
    return destinations(client)


def kinesis_destination(client: Any) -> bool:
    create(client)
    on = feeding(client)[ONE]["DestinationStatus"] == "ACTIVE"
    client.disable_kinesis_streaming_destination(TableName=NAME, StreamArn=ONE)
    return on and destinations(client) == {}


def kinesis_one_destination(client: Any) -> bool:
    create(client)
    feeding(client)
    try:
        feeding(client, TWO)
    except ClientError as error:
        return "must be DISABLED or ENABLE_FAILED" in str(error)
    return False


def kinesis_precision(client: Any) -> bool:
    create(client)
    feeding(client)
    wanted = {"UpdateKinesisStreamingConfiguration": MICROSECONDS}
    client.update_kinesis_streaming_destination(TableName=NAME, StreamArn=ONE, **wanted)
    return {**destinations(client)[ONE], **MICROSECONDS} == destinations(client)[ONE]


def kinesis_streams_are_looked_at(client: Any) -> bool:
    create(client)
    return bool(feeding(client, ELSEWHERE)[ELSEWHERE]["DestinationStatus"] == "ENABLE_FAILED")


def tags(client: Any) -> bool:
    arn = create(client, Tags=[{"Key": "team", "Value": "shop"}])["TableArn"]
    return client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "shop"}]


def tag_overwrite(client: Any) -> bool:
    arn = create(client, Tags=[{"Key": "team", "Value": "shop"}])["TableArn"]
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "store"}])
    return client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "store"}]


def backup(client: Any) -> bool:
    create(client)
    arn = client.create_backup(TableName=NAME, BackupName="before")["BackupDetails"]["BackupArn"]
    described = client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    return bool(described["BackupStatus"] in ("CREATING", "AVAILABLE"))


def backup_tells_indexes(client: Any) -> bool:
    with_index(client)
    arn = client.create_backup(TableName=NAME, BackupName="before")["BackupDetails"]["BackupArn"]
    described = client.describe_backup(BackupArn=arn)["BackupDescription"].get("SourceTableFeatureDetails", {})
    return [index["IndexName"] for index in described.get("GlobalSecondaryIndexes", ())] == ["by_customer"]


def restore_from_backup(client: Any) -> bool:
    return [index["IndexName"] for index in restored(client).get("GlobalSecondaryIndexes", ())] == ["by_customer"]


def restore_overrides(client: Any) -> bool:
    return not restored(client, GlobalSecondaryIndexOverride=[]).get("GlobalSecondaryIndexes")


def restored(client: Any, **members: Any) -> dict[str, Any]:
    with_index(client)
    arn = client.create_backup(TableName=NAME, BackupName="before")["BackupDetails"]["BackupArn"]
    client.restore_table_from_backup(TargetTableName="restored", BackupArn=arn, **members)
    return dict(client.describe_table(TableName="restored")["Table"])


def list_imports(client: Any) -> bool:
    return client.list_imports(PageSize=25)["ImportSummaryList"] == []


def missing_bucket(client: Any) -> bool:
    """S3 gives ids to its answers that DynamoDB does not give: by them the collection knows who has answered."""
    with pytest.raises(ClientError) as refusal:
        boto3_client(client, "s3").head_bucket(Bucket="nowhere")
    response = refusal.value.response
    return response["Error"]["Code"] == "404" and "HostId" in response["ResponseMetadata"]


def local_index(client: Any) -> bool:
    definitions = [*BASE["AttributeDefinitions"], CUSTOMER]
    key = [BASE["KeySchema"][0], {"AttributeName": "customer", "KeyType": "RANGE"}]
    index = {"IndexName": "local", "KeySchema": key, "Projection": {"ProjectionType": "KEYS_ONLY"}}
    found = create(client, AttributeDefinitions=definitions, KeySchema=key, LocalSecondaryIndexes=[index])
    return bool(found["LocalSecondaryIndexes"][0]["IndexName"] == "local")


def several_keys(client: Any) -> bool:
    definitions = [*BASE["AttributeDefinitions"], CUSTOMER, DAY]
    names = [("customer", "HASH"), ("pk", "HASH"), ("day", "RANGE")]
    index = {**INDEX, "KeySchema": [{"AttributeName": name, "KeyType": kind} for name, kind in names]}
    found = create(client, AttributeDefinitions=definitions, GlobalSecondaryIndexes=[index])
    return bool(found["GlobalSecondaryIndexes"][0]["KeySchema"] == index["KeySchema"])


def with_vectors(client: Any) -> dict[str, Any]:
    return create(client, AttributeDefinitions=[*BASE["AttributeDefinitions"], CUSTOMER], VectorIndexes=[VECTOR])


def _shown(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The vector indexes of a table, without what only an answer has."""
    return [{member: index.get(member) for member in VECTOR} for index in found.get("VectorIndexes", ())]


def vector_index_at_creation(client: Any) -> bool:
    return _shown(with_vectors(client)) == [VECTOR]


def vector_index_creation(client: Any) -> bool:
    create(client)
    found = update(client, AttributeDefinitions=[CUSTOMER], VectorIndexUpdates=[{"Create": VECTOR}])
    return _shown(found) == [VECTOR]


def vector_index_definitions(client: Any) -> bool:
    create(client)
    names = [*BASE["AttributeDefinitions"], CUSTOMER]
    found = update(client, AttributeDefinitions=names, VectorIndexUpdates=[{"Create": VECTOR}])
    return len(found["AttributeDefinitions"]) == 2


def vector_index_deletion(client: Any) -> bool:
    with_vectors(client)
    found = update(client, VectorIndexUpdates=[{"Delete": {"IndexName": VECTOR["IndexName"]}}])
    return not found.get("VectorIndexes")


GRANT = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": ["dynamodb:GetItem"], "Resource": "*"}
POLICY = json.dumps({"Statement": [GRANT]})


def policy_of(client: Any, arn: str) -> Any:
    """The document and its revision, when reads do not lag any more."""
    time.sleep(0.5)
    found = client.get_resource_policy(ResourceArn=arn)
    return json.loads(found["Policy"]) if found["RevisionId"] else None


def resource_policy(client: Any) -> bool:
    arn = create(client)["TableArn"]
    client.put_resource_policy(ResourceArn=arn, Policy=POLICY, ExpectedRevisionId="NO_POLICY")
    return bool(policy_of(client, arn)["Statement"])


def resource_policy_at_creation(client: Any) -> bool:
    return bool(policy_of(client, create(client, ResourcePolicy=POLICY)["TableArn"])["Statement"])


def resource_policy_in_full(client: Any) -> bool:
    arn = create(client)["TableArn"]
    client.put_resource_policy(ResourceArn=arn, Policy=POLICY)
    shown = policy_of(client, arn)
    return shown.get("Version") == "2008-10-17" and shown["Statement"][0]["Action"] == "dynamodb:GetItem"


def stream_resource_policy(client: Any) -> bool:
    arn = create(client, StreamSpecification=STREAM)["LatestStreamArn"]
    text = POLICY.replace("dynamodb:GetItem", "dynamodb:GetRecords")
    client.put_resource_policy(ResourceArn=arn, Policy=text)
    return bool(policy_of(client, arn)["Statement"])


PROBES: dict[str, Callable[[Any], bool]] = {
    probe.__name__: probe
    for probe in (
        backup,
        backup_tells_indexes,
        contributor_insights,
        contributor_insights_end_with_table,
        contributor_insights_mode,
        contributor_insights_of_index,
        default_key,
        default_key_alias,
        deletion_protection,
        encryption_at_creation,
        encryption_by_key_id,
        encryption_update,
        index_arn,
        index_capacity,
        index_creation,
        index_creation_with_new_attributes_only,
        index_deletion_drops_attributes,
        kinesis_destination,
        kinesis_one_destination,
        kinesis_precision,
        kinesis_streams_are_looked_at,
        list_imports,
        local_index,
        missing_bucket,
        point_in_time_recovery,
        recovery_period,
        resource_policy,
        resource_policy_at_creation,
        resource_policy_in_full,
        restore_from_backup,
        replica,
        replica_has_its_own_tags,
        replica_is_a_table_there,
        replica_removed,
        restore_overrides,
        stream,
        several_keys,
        stream_arn_kept_when_off,
        stream_off,
        stream_on_again,
        stream_resource_policy,
        table_class_at_creation,
        table_class_update,
        table_id,
        tag_overwrite,
        tags,
        to_on_demand,
        to_provisioned,
        ttl,
        ttl_changes_at_once,
        ttl_off_forgets_attribute,
        vector_index_at_creation,
        vector_index_creation,
        vector_index_definitions,
        vector_index_deletion,
        *throughput_probes.PROBES,
    )
}


def boto3_client(client: Any, service: str, region: str = "") -> Any:
    """A client of another service or Region at the same engine."""
    return boto3.client(
        service,
        endpoint_url=client.meta.endpoint_url,
        region_name=region or client.meta.region_name,
        aws_access_key_id="123456789012",
        aws_secret_access_key="not-a-real-secret-7f3a",
    )


def holds(probe: Callable[[Any], bool], client: Any) -> bool:
    try:
        return probe(client)
    except ClientError:
        return False


def test_the_table_names_each_probe() -> None:
    assert sorted(TABLE) == sorted(PROBES)


@pytest.mark.parametrize("feature", PROBES)
def test_the_table_tells_the_truth(engine: Engine, client: Any, feature: str) -> None:
    reason = lacks(engine.name, feature)
    engine.set_up({"keys": {KEY_ID: None}})
    assert holds(PROBES[feature], client) is (reason is None), reason


def test_a_lacking_feature_skips_with_its_reason() -> None:
    moto = Engine("moto", "http://127.0.0.1:9", 0)
    with pytest.raises(pytest.skip.Exception, match=r"moto lacks contributor_insights: UpdateContributorInsights"):
        requires(moto, "tags", "contributor_insights")
    requires(moto, "tags")


def test_an_engine_listens_on_loopback_only(engine: Engine) -> None:
    port = int(engine.url.rpartition(":")[2])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells the address this machine would use
        outside = probe.getsockname()[0]
    with pytest.raises(OSError):
        socket.create_connection((outside, port), timeout=5).close()
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
