# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""tag:GetResources on the strict engine: what had tags ever, in pages, late; nothing of it was measured."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.clock import VirtualClock
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from ansible_collections.planton.dynamodb.tests.simulator.wire.transport import client
from botocore.config import Config
from botocore.exceptions import ClientError

LAG = 40.0
ONCE = Config(retries={"max_attempts": 0})
TYPE = {"ResourceTypeFilters": ["dynamodb:table"]}
Tags = dict[str, str]


class Place:
    """An account in a Region, with clients of both services."""

    def __init__(self, host: Host, region: str = "eu-central-1") -> None:
        self.host, self._clock = host, host.engine.clock
        self.dynamodb, self.tagging = (
            client(host, service, ONCE, region=region) for service in ("dynamodb", "resourcegroupstaggingapi")
        )

    def create(self, name: str, tags: Tags | None = None) -> str:
        made = self.dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            Tags=[{"Key": key, "Value": value} for key, value in (tags or {}).items()],
        )
        return str(made["TableDescription"]["TableArn"])

    def later(self, seconds: float) -> None:
        self._clock.advance(seconds)

    def told(self, **request: Any) -> dict[str, Tags]:
        """The tags by the name of the table."""
        items = self.tagging.get_resources(**{**TYPE, **request})["ResourceTagMappingList"]
        return {
            item["ResourceARN"].rpartition("/")[2]: {tag["Key"]: tag["Value"] for tag in item["Tags"]} for item in items
        }


@pytest.fixture
def place() -> Place:
    return Place(Host(Engine(Behaviour(seconds={"tagging_lag": (LAG, LAG)}, limiter=False), VirtualClock())))


def test_tags_are_told_late_and_never_those_of_a_table_that_had_none(place: Place) -> None:
    place.create("bare")
    arn = place.create("orders", {"team": "shop"})
    place.later(LAG - 1)
    assert place.told() == {}
    place.later(1)
    assert place.told() == {"orders": {"team": "shop"}}
    place.dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "stock"}])
    place.later(LAG - 1)
    assert place.told() == {"orders": {"team": "shop"}}
    place.later(1)
    assert place.told() == {"orders": {"team": "stock"}}
    place.dynamodb.untag_resource(ResourceArn=arn, TagKeys=["team"])
    place.later(LAG)
    assert place.told() == {"orders": {}}, "documented: what had a tag once is listed without tags"
    place.dynamodb.delete_table(TableName="orders")
    place.later(LAG - 1)
    assert place.told() == {"orders": {}}
    place.later(1)
    assert place.told() == {}


def test_without_lags_it_tells_at_once(place: Place) -> None:
    place.host.engine.behaviour.lags = False
    place.create("orders", {"team": "shop"})
    assert place.told() == {"orders": {"team": "shop"}}


def test_pages_go_over_the_tables_of_one_region(place: Place) -> None:
    for number in range(5):
        place.create(f"table-{number}", {"number": str(number)})
    Place(place.host, "us-east-1").create("elsewhere", {"a": "b"})
    place.later(LAG)
    found, token = [], ""
    for _page in range(3):
        answer = place.tagging.get_resources(**TYPE, ResourcesPerPage=2, PaginationToken=token)
        found.append([item["ResourceARN"].rpartition("/")[2] for item in answer["ResourceTagMappingList"]])
        token = answer["PaginationToken"]
    assert found == [["table-0", "table-1"], ["table-2", "table-3"], ["table-4"]] and token == ""
    assert {*Place(place.host, "us-east-1").told()} == {"elsewhere"}
    assert place.told(ResourceTypeFilters=["s3"]) == {} != place.told(ResourceTypeFilters=["dynamodb"])


@pytest.mark.parametrize("request_", [{"ResourcesPerPage": 101}, {"ResourcesPerPage": 0}, {"TagFilters": []}])
def test_what_is_refused(place: Place, request_: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="InvalidParameterException"):
        place.told(**request_)


def test_a_denial_names_the_action_of_policies(place: Place) -> None:
    place.host.faults.add("deny", operation="GetResources")
    with pytest.raises(ClientError, match="not authorized to perform: tag:GetResources"):
        place.told()
