# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model itself: what it refuses, with which words, and how it reads back. refusals.yml has the requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

DATA: dict[str, list[dict[str, Any]]] = read_yaml(Path(__file__).parent / "refusals.yml")
KEYS = {"alias/one": "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"}
HASH, RANGE = "HASH", "RANGE"


def index(name: str, *attributes: str, **more: Any) -> dict[str, Any]:
    kinds = zip(attributes, (HASH, RANGE), strict=False)
    key = [{"attribute_name": attribute, "key_type": kind} for attribute, kind in kinds]
    return {"name": name, "key_schema": key, "projection": {"type": "ALL"}, **more}


UNITS = {"provisioned_throughput": {"read_capacity_units": 2, "write_capacity_units": 2}}
TABLE: dict[str, Any] = {
    "billing_mode": "PROVISIONED",
    **UNITS,
    "attribute_definitions": [{"name": name, "type": "S"} for name in ("id", "at", "total", "state")],
    "key_schema": [{"attribute_name": "id", "key_type": HASH}, {"attribute_name": "at", "key_type": RANGE}],
    "global_secondary_indexes": [index("by_total", "total", **UNITS), index("by_state", "state", **UNITS)],
    "local_secondary_indexes": [index("near_total", "id", "total")],
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "server_side_encryption": {"enabled": True},
    "tags": {"team": "payments"},
}


def units(number: int) -> dict[str, Any]:
    return {"ProvisionedThroughput": {"ReadCapacityUnits": number, "WriteCapacityUnits": number}}


def creation(name: str, attribute: str, kind: str = "S", **more: Any) -> dict[str, Any]:
    part = {"IndexName": name, "KeySchema": [{"AttributeName": attribute, "KeyType": HASH}], **more}
    definitions = [{"AttributeName": attribute, "AttributeType": kind}]
    create = {"Create": {**part, "Projection": {"ProjectionType": "ALL"}}}
    return {"AttributeDefinitions": definitions, "GlobalSecondaryIndexUpdates": [create]}


def action(kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {"GlobalSecondaryIndexUpdates": [{kind: {"IndexName": name, **more}}]}


PARTS: dict[str, dict[str, Any]] = {
    "units": units(5),
    "units_again": units(2),
    "to_provisioned": {"BillingMode": "PROVISIONED", **units(5)},
    "to_on_demand": {"BillingMode": "PAY_PER_REQUEST"},
    "stream_off": {"StreamSpecification": {"StreamEnabled": False}},
    "stream_on": {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}},
    "encryption": {"SSESpecification": {"Enabled": True, "SSEType": "KMS"}},
    "encryption_off": {"SSESpecification": {"Enabled": False}},
    "key": {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEYS["alias/one"]}},
    "class": {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
    "protection": {"DeletionProtectionEnabled": True},
    "warm": {"WarmThroughput": {"ReadUnitsPerSecond": 13000}},
    "on_demand_units": {"OnDemandThroughput": {"MaxReadRequestUnits": 5}},
    "create": creation("by_other", "other", **units(1)),
    "create_other": creation("by_another", "other", **units(1)),
    "create_again": creation("by_total", "total", **units(1)),
    "create_without_units": creation("by_other", "other"),
    "create_other_type": creation("by_other", "total", "N", **units(1)),
    "create_undefined": {**creation("by_other", "other", **units(1)), "AttributeDefinitions": []},
    "resize": action("Update", "by_total", **units(9)),
    "resize_again": action("Update", "by_total", **units(2)),
    "resize_other": action("Update", "by_state", **units(9)),
    "delete": action("Delete", "by_state"),
    "delete_same": action("Delete", "by_total"),
}


def joined(names: list[str]) -> dict[str, Any]:
    """Several parts in one request; their lists are put together."""
    request: dict[str, Any] = {}
    for name in names:
        for member, value in PARTS[name].items():
            request[member] = request[member] + value if isinstance(request.get(member), list) else value
    return request


def table(entry: dict[str, Any]) -> TableModel:
    options = {name: value for name, value in TABLE.items() if not (entry.get("on_demand") and name in UNITS)}
    if entry.get("on_demand"):
        options["billing_mode"] = "PAY_PER_REQUEST"
        options["global_secondary_indexes"] = [index("by_total", "total"), index("by_state", "state")]
    model = make(TableModel(keys=KEYS), "orders", options)
    for name in entry.get("after", ()):
        model.send("UpdateTable", {"TableName": "orders", **PARTS[name]})
    return model


def request_of(entry: dict[str, Any], model: TableModel) -> dict[str, Any]:
    assert model.table is not None
    name = {"ResourceArn": model.table.arn} if entry.get("arn") else {"TableName": "orders"}
    if entry.get("operation") == "CreateTable":
        definitions = [{"AttributeName": "id", "AttributeType": "S"}]
        key = {"KeySchema": [{"AttributeName": "id", "KeyType": HASH}], "BillingMode": "PAY_PER_REQUEST"}
        return {**name, "AttributeDefinitions": definitions, **key}
    updates = {"GlobalSecondaryIndexUpdates": entry["updates"]} if "updates" in entry else {}
    request = {**name, **joined(entry.get("with", [])), **updates, **entry.get("request", {})}
    return {member: value for member, value in request.items() if member != "TableName" or "ResourceArn" not in request}


def ids(entry: dict[str, Any]) -> str:
    return str(entry["id"])


@pytest.mark.parametrize("entry", DATA["refused"], ids=ids)
def test_refused(entry: dict[str, Any]) -> None:
    model = table(entry)
    before = model.describe()
    with pytest.raises(RefusedError) as refused:
        model.send(entry.get("operation", "UpdateTable"), request_of(entry, model))
    assert refused.value.code == entry.get("code", "ValidationException")
    assert entry["text"] in refused.value.text
    assert model.describe() == before


@pytest.mark.parametrize("entry", DATA["accepted"], ids=ids)
def test_accepted(entry: dict[str, Any]) -> None:
    model = table(entry)
    before = model.describe()
    model.send("UpdateTable", request_of(entry, model))
    assert model.describe() != before or entry.get("after")


def test_on_demand_reads_back_as_nothing() -> None:
    described = table({"on_demand": True}).describe()
    assert described is not None
    assert described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    for part in (described, *described["GlobalSecondaryIndexes"]):
        assert part["ProvisionedThroughput"]["ReadCapacityUnits"] == 0


def test_never_on_demand_shows_no_mode() -> None:
    model = table({})
    described = model.describe()
    assert described is not None and "BillingModeSummary" not in described
    model.send("UpdateTable", {"TableName": "orders", **PARTS["to_on_demand"]})
    model.send("UpdateTable", {"TableName": "orders", **joined(["to_provisioned", "resize", "resize_other"])})
    described = model.describe()
    assert described is not None and described["BillingModeSummary"]["BillingMode"] == "PROVISIONED"


def test_what_was_never_set_is_absent() -> None:
    plain = {name: TABLE[name] for name in ("billing_mode", "provisioned_throughput")}
    key = {"attribute_definitions": TABLE["attribute_definitions"][:1], "key_schema": TABLE["key_schema"][:1]}
    described = make(TableModel(), "orders", {**plain, **key}).describe()
    blocks = {"GlobalSecondaryIndexes", "LocalSecondaryIndexes", "StreamSpecification", "LatestStreamArn"}
    assert described is not None
    assert not {*described} & {*blocks, "SSEDescription", "TableClassSummary", "BillingModeSummary"}


def test_definitions_go_with_their_last_index() -> None:
    model = table({})
    model.send("UpdateTable", {"TableName": "orders", **PARTS["delete"]})
    described = model.describe()
    assert described is not None
    assert [item["AttributeName"] for item in described["AttributeDefinitions"]] == ["at", "id", "total"]


def test_what_is_accepted_in_vain_is_noted() -> None:
    model = table({})
    model.idle.clear()
    model.send("UpdateTable", {"TableName": "orders", **PARTS["encryption"]})
    model.send(
        "TagResource",
        {"ResourceArn": model.table.arn if model.table else "", "Tags": [{"Key": "team", "Value": "payments"}]},
    )
    assert len(model.idle) == 2
