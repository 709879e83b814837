# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CreateTable and the tag APIs judged by themselves (control_plane.md 5, 6.1). creation.yml has the requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, Desk, defined, in_full, index, made
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

CASES: list[Part] = read_yaml(Path(__file__).parent / "creation.yml")


def keys_of(pairs: list[list[str]]) -> list[Part]:
    """A key schema written short."""
    return [{"AttributeName": name, "KeyType": kind} for name, kind in pairs]


def index_of(part: Part) -> Part:
    """An index written short."""
    rest = {name: value for name, value in part.items() if name != "keys"}
    return {"Projection": {"ProjectionType": "ALL"}, **rest, "KeySchema": keys_of(part["keys"])}


def request_of(case: Part) -> Part:
    """The request that an entry stands for."""
    request: Part = {**PLAIN, "TableName": "orders", **case.get("more", {})}
    if "keys" in case:
        request["KeySchema"] = keys_of(case["keys"])
    if "attributes" in case:
        request |= defined(*case["attributes"].split())
    for short, member in (("global", "GlobalSecondaryIndexes"), ("local", "LocalSecondaryIndexes")):
        if short in case:
            request[member] = [index_of(part) for part in case[short]]
    return request


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"6.1 {case['about']}")
def test_6_1_refused(case: Part) -> None:
    """6.1: with which words, and no table comes of it."""
    desk = Desk()
    assert desk.refused("CreateTable", **request_of(case)) == in_full(case["told"])
    assert desk.send("ListTables", bare=True)["TableNames"] == []


def indexes(count: int, **more: Any) -> list[Part]:
    """So many indexes by the same attribute."""
    return [index(f"by-{number}", "a", **more) for number in range(count)]


def test_5_twenty_global_indexes() -> None:
    """5: "GSI 20"; create: VE."""
    desk = Desk()
    request = {**PLAIN, "TableName": "orders", "GlobalSecondaryIndexes": indexes(21)}
    told = in_full("VE P: GlobalSecondaryIndex count exceeds the per-table limit of 20")
    assert desk.refused("CreateTable", **request) == told
    desk.create(GlobalSecondaryIndexes=indexes(20))


def test_5_five_local_indexes() -> None:
    """5: "LSI 5"."""
    keys = keys_of([["a", "HASH"], ["b", "RANGE"]])
    local = [{**part, "KeySchema": keys} for part in indexes(6)]
    told = in_full("VE P: Number of LocalSecondaryIndexes exceeds per-table limit of 5")
    request = {**PLAIN, **defined("a", "b"), "KeySchema": keys, "TableName": "orders"}
    assert Desk().refused("CreateTable", **request, LocalSecondaryIndexes=local) == told


def test_5_a_hundred_projected_attributes() -> None:
    """5: "100 total across all GSIs and LSIs (same name in two indexes counts twice ...)"; the text is not known."""
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": [f"x{number}" for number in range(20)]}
    desk = Desk()
    request = {**PLAIN, "TableName": "orders", "GlobalSecondaryIndexes": indexes(6, Projection=projection)}
    assert desk.refused("CreateTable", **request)[0] == "ValidationException"
    desk.create(GlobalSecondaryIndexes=indexes(5, Projection=projection))


def test_5_keys_of_an_index() -> None:
    """5: "GSI key: <=4 HASH then <=4 RANGE"; V27: key attributes are allowed in INCLUDE (L-366)."""
    kinds = ["HASH"] * 4 + ["RANGE"] * 4
    names = "abcdefgh"
    keys = keys_of([[name, kind] for name, kind in zip(names, kinds, strict=True)])
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["b", "a"]}
    part = {"IndexName": "many", "KeySchema": keys, "Projection": projection}
    desk = made({**defined(*names), "GlobalSecondaryIndexes": [part]})
    assert desk.index("many")["KeySchema"] == keys
    assert desk.index("many")["Projection"]["NonKeyAttributes"] == ["a", "b"]


def tags(count: int, prefix: str = "k") -> list[Part]:
    """So many tags."""
    return [{"Key": f"{prefix}{number}", "Value": ""} for number in range(count)]


def test_5_fifty_tags() -> None:
    """5, Tags: "50 after merge"; "UntagResource <=50 keys"; `Tags:[]` is fine at creation, and an empty value."""
    too_many = in_full("VE Number of Tags exceed the current limit for the provided ResourceArn")
    desk = Desk()
    assert desk.refused("CreateTable", **{**PLAIN, "TableName": "orders", "Tags": tags(51)}) == too_many
    desk.create(Tags=[])
    desk.send("TagResource", Tags=tags(30))
    desk.later(10.0)
    assert desk.refused("TagResource", Tags=tags(21, "l")) == too_many
    desk.send("TagResource", Tags=[*tags(30), *tags(20, "l")])
    desk.later(10.0)
    assert desk.refused("UntagResource", TagKeys=[f"m{number}" for number in range(51)]) == too_many
    desk.send("UntagResource", TagKeys=["k0", "none"])
    shown = desk.send("ListTagsOfResource")
    assert len(shown["Tags"]) == 49 and "NextToken" not in shown


@pytest.mark.parametrize("key", ["Größe", "a b", "a+b-c=d._:/@e", "数量", "x" * 128])
def test_5_letters_of_tags(key: str) -> None:
    """5, Tags: "letters of any script, digits, space, `+ - = . _ : / @`"."""
    desk = made({"Tags": [{"Key": key, "Value": key}]})
    assert desk.send("ListTagsOfResource")["Tags"] == [{"Key": key, "Value": key}]


@pytest.mark.parametrize(
    ("operation", "request_", "told"),
    [
        ("TagResource", {"Tags": []}, "VE Atleast one Tag needs to be provided as Input."),
        ("UntagResource", {"TagKeys": []}, "VE Atleast one Tag Key needs to be provided as Input."),
        ("ListTagsOfResource", {"ResourceArn": "orders"}, "VE P: ARNs must start with 'arn:': orders"),
        (
            "ListTagsOfResource",
            {"ResourceArn": "arn:aws:s3:::bucket"},
            "VE P: Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket",
        ),
        (
            "ListTagsOfResource",
            {"ResourceArn": ARN.replace("eu-central-1", "us-east-1")},
            f"VE Invalid TableArn: Invalid ResourceArn provided as input {ARN.replace('eu-central-1', 'us-east-1')}",
        ),
        (
            "ListTagsOfResource",
            {"ResourceArn": f"{ARN}-other"},
            f"RNF Requested resource not found: ResourceArn: {ARN}-other not found",
        ),
    ],
)
def test_6_1_tags_and_arns(operation: str, request_: Part, told: str) -> None:
    """6.1, "Tags / ARNs / policy"; 6.4: tag APIs."""
    assert made({}).refused(operation, **request_) == in_full(told)


def test_6_1_protected() -> None:
    """6.1, DeleteTable."""
    protected = "Resource cannot be deleted as it is currently protected against deletion."
    told = ("ValidationException", f"{protected} Disable deletion protection first.")
    assert made({"DeletionProtectionEnabled": True}).refused("DeleteTable") == told


def test_6_1_period_of_recovery_that_is_off() -> None:
    """6.1, "TTL / PITR"."""
    told = "VE Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery."
    off = {"PointInTimeRecoveryEnabled": False, "RecoveryPeriodInDays": 7}
    refusal = made({}).refused("UpdateContinuousBackups", PointInTimeRecoverySpecification=off)
    assert refusal == in_full(told)


def test_1_3_pages_of_insights() -> None:
    """1.3: ListContributorInsights: of all tables, page by page; an index that there is not is RNF (6.4)."""
    desk = made({})
    desk.create(TableName="bills")
    for name in ("orders", "bills"):
        desk.send("UpdateContributorInsights", TableName=name, ContributorInsightsAction="ENABLE")
    page = desk.send("ListContributorInsights", bare=True, MaxResults=1)
    rest = desk.send("ListContributorInsights", bare=True, MaxResults=1, NextToken=page["NextToken"])
    listed = [*page["ContributorInsightsSummaries"], *rest["ContributorInsightsSummaries"]]
    assert [entry["TableName"] for entry in listed] == ["bills", "orders"] and "NextToken" not in rest
    told = in_full("RNF Requested resource not found: Index: byB not found for table: orders")
    assert desk.refused("DescribeContributorInsights", IndexName="byB") == told
    assert desk.refused("UpdateContributorInsights", IndexName="byB", ContributorInsightsAction="ENABLE") == told
