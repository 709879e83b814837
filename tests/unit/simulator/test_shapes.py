# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is judged first of each request (control_plane.md, 1.1 and 6.1 "Shape")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator import shapes as shapes_module
from ansible_collections.planton.dynamodb.tests.simulator.engine import OPERATIONS
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.shapes import input_shape
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, Desk, action, in_full, made, units

UPDATES = "globalSecondaryIndexUpdates.1.member"
LONG = "x" * 256
LEAST, MOST = "have length greater than or equal to", "have length less than or equal to"
KEY = {"AttributeName": "a", "KeyType": "HASH"}

# The digits stand for what is in it, in a way of the service's own (L-042).
PRINTED = "com.amazonaws.dynamodb.v20120810.KeySchemaElement@6c59ec29"


def failed(value: object, path: str, must: str) -> str:
    """One of the texts of 6.1."""
    told = "null" if value is None else f"'{value}'"
    return f"Value {told} at '{path}' failed to satisfy constraint: Member must {must}"


CASES: list[tuple[str, str, Part, str]] = [
    (
        "short name",
        "UpdateTable",
        {"TableName": "ab"},
        failed("ab", "tableName", "have length greater than or equal to 3"),
    ),
    (
        "long name",
        "UpdateTable",
        {"TableName": LONG},
        failed(LONG, "tableName", "have length less than or equal to 255"),
    ),
    (
        "pattern",
        "UpdateTable",
        {"TableName": "my table"},
        failed("my table", "tableName", "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
    ),
    (
        "enum",
        "UpdateTable",
        {"BillingMode": "FREE"},
        failed("FREE", "billingMode", "satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]"),
    ),
    (
        "least value",
        "UpdateTable",
        units(0, 1),
        failed(0, "provisionedThroughput.readCapacityUnits", "have value greater than or equal to 1"),
    ),
    (
        "not null",
        "UpdateTable",
        {"ProvisionedThroughput": {"ReadCapacityUnits": 1}},
        failed(None, "provisionedThroughput.writeCapacityUnits", "not be null"),
    ),
    (
        "in a list",
        "UpdateTable",
        action("Update", "x", **units(1)),
        failed("x", f"{UPDATES}.update.indexName", "have length greater than or equal to 3"),
    ),
    (
        "a list too long",
        "CreateTable",
        {"KeySchema": [KEY] * 3},
        failed(f"[{', '.join([PRINTED] * 3)}]", "keySchema", "have length less than or equal to 2"),
    ),
    (
        "an empty list",
        "CreateTable",
        {"KeySchema": []},
        failed([], "keySchema", "have length greater than or equal to 1"),
    ),
    (
        "a period too long",
        "UpdateContinuousBackups",
        {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 36}},
        failed(36, "pointInTimeRecoverySpecification.recoveryPeriodInDays", "have value less than or equal to 35"),
    ),
]


@pytest.mark.parametrize(
    ("operation", "request_", "text"), [pytest.param(*case[1:], id=f"6.1 {case[0]}") for case in CASES]
)
def test_6_1_shape(operation: str, request_: Part, text: str) -> None:
    """6.1: `1 validation error detected: Value '<v>' at '<camelCase.path>' failed to satisfy constraint: ...`."""
    base = {**PLAIN, "TableName": "orders"} if operation == "CreateTable" else {}
    refusal = Desk().refused(operation, **{**base, **request_})
    assert refusal == ("ValidationException", f"1 validation error detected: {text}")


def test_6_1_all_that_is_wrong_is_in_one_text() -> None:
    """3.5, step 2: "all reported in one `N validation error(s) detected: ...`"."""
    request = {"BillingMode": "FREE", "StreamSpecification": {"StreamViewType": "ALL"}, **units(0, 1)}
    code, text = made({}).not_changed(**request)
    assert code == "ValidationException"
    beginning, *rest = text.split("; ")
    count, first = beginning.split(": ", 1)
    assert count == "4 validation errors detected"
    assert sorted(part.split(" failed")[0] for part in (first, *rest)) == [
        "Value '0' at 'provisionedThroughput.readCapacityUnits'",
        "Value 'ALL' at 'streamSpecification.streamViewType'",
        "Value 'FREE' at 'billingMode'",
        "Value null at 'streamSpecification.streamEnabled'",
    ]


def test_1_2_a_table_needs_keys() -> None:
    """1.2, CreateTable: KeySchema and AttributeDefinitions are optional in the model; "the service requires them"."""
    code, text = Desk().refused("CreateTable", BillingMode="PAY_PER_REQUEST")
    first, second = (failed(None, name, "not be null") for name in ("attributeDefinitions", "keySchema"))
    assert (code, text) == ("ValidationException", f"2 validation errors detected: {first}; {second}")


@pytest.mark.parametrize("operation", ["CreateTable", "UpdateTable"])
def test_6_1_classes_have_a_text_of_their_own(operation: str) -> None:
    """6.1: "Invalid table-class parameter provided ..."."""
    base = {**PLAIN, "TableName": "orders"} if operation == "CreateTable" else {}
    told = (
        "VE Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD,"
        " STANDARD_INFREQUENT_ACCESS]."
    )
    assert Desk().refused(operation, **{**base, "TableClass": "RARE"}) == in_full(told)


@pytest.mark.parametrize("name", ["ab", LONG])
def test_6_1_some_names_have_texts_of_their_own(name: str) -> None:
    """6.1: the older text "still used for restore targets"; CI uses `IndexName must be at least 3 ...`."""
    text = "must be at least 3 characters long and at most 255 characters long"
    desk = made({})
    insights = desk.refused("UpdateContributorInsights", IndexName=name, ContributorInsightsAction="ENABLE")
    assert insights == ("ValidationException", f"IndexName {text}")
    restore = {"TargetTableName": name, "BackupArn": f"{ARN}/backup/1"}
    assert desk.refused("RestoreTableFromBackup", bare=True, **restore) == ("ValidationException", f"TableName {text}")


@pytest.mark.parametrize(
    "request_",
    [
        {"BillingMode": 7},
        {"BillingMode": ["PAY_PER_REQUEST"]},
        {"DeletionProtectionEnabled": "true"},
        {"DeletionProtectionEnabled": 1},
        {"ProvisionedThroughput": {"ReadCapacityUnits": "5", "WriteCapacityUnits": 5}},
        {"ProvisionedThroughput": {"ReadCapacityUnits": True, "WriteCapacityUnits": 5}},
        {"ProvisionedThroughput": {"ReadCapacityUnits": 5.0, "WriteCapacityUnits": 5}},
        {"ProvisionedThroughput": [5, 5]},
        {"GlobalSecondaryIndexUpdates": {"Delete": {"IndexName": "byB"}}},
    ],
    ids=str,
)
def test_3_5_wrong_types(request_: Part) -> None:
    """3.5, step 1: deserialisation; the text was not measured, the code is that of the protocol."""
    assert made({}).not_changed(**request_)[0] == "SerializationException"


@pytest.mark.parametrize("more", [{"KeySchema": [KEY]}, {"Colour": "red"}, {"Tags": []}])
def test_2_unknown_members_are_ignored(more: dict[str, Any]) -> None:
    """2, Table name, KeySchema: "unknown members on the wire are ignored, then "At least one of..." (L-357,358)"."""
    desk = made({})
    assert desk.not_changed(**more)[1].startswith("At least one of ProvisionedThroughput")
    assert desk.change(**more, OnDemandThroughput={"MaxReadRequestUnits": 9, "Colour": 1})


def test_a_member_that_is_null_is_absent() -> None:
    """JSON's null is as good as nothing; 6.1 "not be null" is what is told of a required one."""
    desk = made({})
    assert desk.change(OnDemandThroughput={"MaxReadRequestUnits": 9, "MaxWriteRequestUnits": None}, BillingMode=None)
    code, text = desk.refused("UpdateTimeToLive", TimeToLiveSpecification={"Enabled": False, "AttributeName": None})
    assert (code, text.split(" failed")[0]) == (
        "ValidationException",
        "1 validation error detected: Value null at 'timeToLiveSpecification.attributeName'",
    )


def test_an_unknown_operation() -> None:
    """No such operation: the code of the protocol."""
    desk = Desk()
    assert desk.refused("PaintTable") == ("UnknownOperationException", "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("arn:aws:s3:::bucket", "VE P: Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket"),
        (ARN.replace("eu-central-1", "us-east-1"), "VE 1 validation error detected: Invalid AWS region in 'ARN'"),
    ],
)
def test_6_1_arns_in_place_of_names(name: str, told: str) -> None:
    """6.1, "Tags / ARNs / policy": what an ARN as TableName may be."""
    assert made({}).refused("DescribeTable", TableName=name) == in_full(told.replace("ARN", name))


def test_6_1_an_arn_of_another_account() -> None:
    """6.1: "other account = AccessDeniedException `Access is denied`"."""
    other = ARN.replace("123456789012", "999999999999")
    assert made({}).refused("DescribeTable", TableName=other) == ("AccessDeniedException", "Access is denied")


def test_tables_have_a_quota() -> None:
    """5: "Tables per Region: 2,500", LEE."""
    desk = made({})
    world = desk.engine.world()
    world.tables |= {f"t-{number}": world.tables["orders"] for number in range(2499)}
    request = {**PLAIN, "TableName": "one-more"}
    assert desk.refused("CreateTable", **request)[0] == "LimitExceededException"


def _patterns(shape: Any, seen: set[str]) -> Iterator[str]:
    """The patterns of a shape and of all that it consists of."""
    if shape is None or shape.name in seen:
        return
    seen.add(shape.name)
    if "pattern" in shape.metadata:
        yield shape.metadata["pattern"]
    for part in (*getattr(shape, "members", {}).values(), *(getattr(shape, name, None) for name in PARTS)):
        yield from _patterns(part, seen)


PARTS = ("member", "key", "value")


@pytest.mark.parametrize("service", sorted(OPERATIONS))
def test_every_pattern_of_the_descriptions_can_be_tried(service: str) -> None:
    """1.1: the descriptions are not written for Python; none of their patterns may be a fault of the engine."""
    shapes = [input_shape(service, operation) for operation in OPERATIONS[service]]
    patterns = {pattern for shape in shapes for pattern in _patterns(shape, set())}
    for pattern in patterns:
        assert isinstance(shapes_module._pattern(pattern), re.Pattern)


def test_1_4_names_of_policies_are_printable() -> None:
    """1.4: names and texts of Application Auto Scaling have patterns in the words of another language."""
    desk = made({"BillingMode": "PROVISIONED", **units(5)})
    of = {"ServiceNamespace": "dynamodb", "ResourceId": "table/orders"}
    target: Part = {**of, "ScalableDimension": "dynamodb:table:ReadCapacityUnits"}
    desk.engine.call(
        "application-autoscaling", "RegisterScalableTarget", {**target, "MinCapacity": 1, "MaxCapacity": 9}
    )
    metric = {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"}
    tracking = {"TargetValue": 70.0, "PredefinedMetricSpecification": metric}
    policy = {**target, "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": tracking}
    desk.engine.call("application-autoscaling", "PutScalingPolicy", {**policy, "PolicyName": "half full"})
    with pytest.raises(RefusedError, match="policyName"):
        desk.engine.call("application-autoscaling", "PutScalingPolicy", {**policy, "PolicyName": "halb gefüllt"})
