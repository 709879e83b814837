# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine holds of on-demand maximums, warm throughput and auto scaling, tried with the client alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3

NAME = "orders"
KEYS = {
    "TableName": NAME,
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
}
INDEX = {"IndexName": "by_pk", "KeySchema": KEYS["KeySchema"], "Projection": {"ProjectionType": "ALL"}}
MAXIMUM = {"MaxReadRequestUnits": 40, "MaxWriteRequestUnits": 20}
WARM = {"ReadUnitsPerSecond": 13_000, "WriteUnitsPerSecond": 5_000}
UNITS = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
SCALED = {
    "ServiceNamespace": "dynamodb",
    "ResourceId": f"table/{NAME}",
    "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
}


def create(client: Any, **members: Any) -> dict[str, Any]:
    client.create_table(**{**KEYS, "BillingMode": "PAY_PER_REQUEST", **members})
    return table(client)


def update(client: Any, **members: Any) -> dict[str, Any]:
    client.update_table(TableName=NAME, **members)
    return table(client)


def table(client: Any) -> dict[str, Any]:
    return dict(client.describe_table(TableName=NAME)["Table"])


def of_index(found: dict[str, Any], member: str) -> Any:
    return found["GlobalSecondaryIndexes"][0].get(member)


def has(found: Any, units: dict[str, int]) -> bool:
    """Tell whether an answer has these numbers."""
    return units.items() <= (found or {}).items()


def maximum_at_creation(client: Any) -> bool:
    return has(create(client, OnDemandThroughput=MAXIMUM).get("OnDemandThroughput"), MAXIMUM)


def maximum_update(client: Any) -> bool:
    create(client)
    return has(update(client, OnDemandThroughput=MAXIMUM).get("OnDemandThroughput"), MAXIMUM)


def maximum_keeps_what_is_not_named(client: Any) -> bool:
    held = has(create(client, OnDemandThroughput=MAXIMUM).get("OnDemandThroughput"), MAXIMUM)
    found = update(client, OnDemandThroughput={"MaxReadRequestUnits": 60})
    return held and has(found.get("OnDemandThroughput"), {**MAXIMUM, "MaxReadRequestUnits": 60})


def maximum_removal(client: Any) -> bool:
    held = has(create(client, OnDemandThroughput=MAXIMUM).get("OnDemandThroughput"), MAXIMUM)
    return held and "OnDemandThroughput" not in update(client, OnDemandThroughput=dict.fromkeys(MAXIMUM, -1))


def maximum_of_index_at_creation(client: Any) -> bool:
    found = create(client, GlobalSecondaryIndexes=[{**INDEX, "OnDemandThroughput": MAXIMUM}])
    return has(of_index(found, "OnDemandThroughput"), MAXIMUM)


def maximum_of_index_update(client: Any) -> bool:
    create(client, GlobalSecondaryIndexes=[INDEX])
    part = {"Update": {"IndexName": INDEX["IndexName"], "OnDemandThroughput": MAXIMUM}}
    return has(of_index(update(client, GlobalSecondaryIndexUpdates=[part]), "OnDemandThroughput"), MAXIMUM)


def maximum_goes_with_the_mode(client: Any) -> bool:
    found = create(client, OnDemandThroughput=MAXIMUM)
    held = has(found.get("OnDemandThroughput"), MAXIMUM)
    return held and "OnDemandThroughput" not in update(client, BillingMode="PROVISIONED", ProvisionedThroughput=UNITS)


def warm_throughput_is_shown(client: Any) -> bool:
    usual = {"ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 4_000}
    return has(create(client).get("WarmThroughput"), usual)


def provisioned_since_creation(client: Any) -> bool:
    client.create_table(**KEYS, ProvisionedThroughput=UNITS)
    return "BillingModeSummary" not in table(client)


def warm_throughput_at_creation(client: Any) -> bool:
    return has(create(client, WarmThroughput=WARM).get("WarmThroughput"), WARM)


def warm_throughput_update(client: Any) -> bool:
    create(client)
    return has(update(client, WarmThroughput=WARM).get("WarmThroughput"), WARM)


def warm_throughput_of_index_at_creation(client: Any) -> bool:
    found = create(client, GlobalSecondaryIndexes=[{**INDEX, "WarmThroughput": WARM}])
    return has(of_index(found, "WarmThroughput"), WARM)


def warm_throughput_of_index_update(client: Any) -> bool:
    create(client, GlobalSecondaryIndexes=[INDEX])
    part = {"Update": {"IndexName": INDEX["IndexName"], "WarmThroughput": WARM}}
    return has(of_index(update(client, GlobalSecondaryIndexUpdates=[part]), "WarmThroughput"), WARM)


def scaler_of(client: Any) -> Any:
    """A client of Application Auto Scaling at the same engine, and a provisioned table."""
    client.create_table(**KEYS, ProvisionedThroughput=UNITS)
    return boto3.client(
        "application-autoscaling",
        endpoint_url=client.meta.endpoint_url,
        region_name=client.meta.region_name,
        aws_access_key_id="123456789012",
        aws_secret_access_key="not-a-real-secret-7f3a",
    )


def auto_scaling(client: Any) -> bool:
    scaler = scaler_of(client)
    scaler.register_scalable_target(**SCALED, MinCapacity=5, MaxCapacity=50)
    found = scaler.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
    return bool(found[0]["ResourceId"] == SCALED["ResourceId"])


def auto_scaling_raises_to_the_minimum(client: Any) -> bool:
    scaler_of(client).register_scalable_target(**SCALED, MinCapacity=20, MaxCapacity=50)
    client.describe_table(TableName=NAME)
    return bool(table(client)["ProvisionedThroughput"]["ReadCapacityUnits"] == 20)


def auto_scaling_refuses_what_is_wrong(client: Any) -> bool:
    scaler = scaler_of(client)
    try:
        scaler.register_scalable_target(**SCALED, MinCapacity=50, MaxCapacity=5)
    except scaler.exceptions.ValidationException:
        return True
    return False


PROBES: tuple[Callable[[Any], bool], ...] = (
    auto_scaling,
    auto_scaling_raises_to_the_minimum,
    auto_scaling_refuses_what_is_wrong,
    maximum_at_creation,
    maximum_goes_with_the_mode,
    maximum_keeps_what_is_not_named,
    maximum_of_index_at_creation,
    maximum_of_index_update,
    maximum_removal,
    maximum_update,
    provisioned_since_creation,
    warm_throughput_at_creation,
    warm_throughput_is_shown,
    warm_throughput_of_index_at_creation,
    warm_throughput_of_index_update,
    warm_throughput_update,
)
