# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that jobs work on: an engine, asked and told things that the collection has no part in."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

import boto3
from ansible_collections.planton.dynamodb.tests.awx.support.setups import ACCESS_KEY, SECRET_KEY
from devkit.engines import Engine

# A minute of the engine in a second: fast, and a table still takes a while to be made.
SCALE = 60.0
TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}
READS = ("Describe", "List", "Get")


@dataclass
class Account:
    """What the strict engine holds, and its log."""

    engine: Engine

    @property
    def url(self) -> str:
        return self.engine.url

    def reset(self) -> None:
        """Forget tables, calls and faults, and whatever was changed of its behaviour."""
        self.engine.reset()
        self.tell("behaviour", {"seconds": {}})

    def tell(self, what: str, change: dict[str, Any] | None = None) -> Any:
        """Ask for something, or change it."""
        data = None if change is None else json.dumps(change).encode()
        with urllib.request.urlopen(f"{self.url}/_simulator/{what}", data, timeout=10) as answer:
            return json.load(answer)

    def tables(self) -> dict[str, list[str]]:
        """The names of all tables by region."""
        found: dict[str, list[str]] = {}
        for world in self.tell("state")["worlds"]:
            found.setdefault(world["region"], []).extend(sorted(world["tables"]))
        return {region: names for region, names in found.items() if names}

    def make(self, names: dict[str, list[str]]) -> None:
        """Make tables with a key of one attribute, by region, and wait for them."""
        for region, of_region in names.items():
            for name in of_region:
                self.client(region).create_table(TableName=name, **TABLE)
        self.tell("settle", {})

    def tags(self, region: str, name: str) -> dict[str, str]:
        """The tags of a table."""
        arn = self.client(region).describe_table(TableName=name)["Table"]["TableArn"]
        found = self.client(region).list_tags_of_resource(ResourceArn=arn)["Tags"]
        return {tag["Key"]: tag["Value"] for tag in found}

    def client(self, region: str) -> Any:
        """A client of the account that the jobs work in."""
        keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY}
        return boto3.client("dynamodb", endpoint_url=self.url, region_name=region, **keys)

    def writes(self) -> list[str]:
        """The operations that were to change something."""
        return [call["operation"] for call in self.tell("calls")["calls"] if not call["operation"].startswith(READS)]

    def callers(self) -> set[str]:
        """The numbers of the accounts that calls came from."""
        return {call["caller"]["account"] for call in self.tell("calls")["calls"]}
