# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table looks like now, as one document of which paths are compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

MISSING = object()
BUSY = ("ENABLING", "DISABLING", "UPDATING")


def described(client: Any, name: str) -> dict[str, Any] | None:
    """DescribeTable; none if there is no such table."""
    try:
        return dict(client.describe_table(TableName=name)["Table"])
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return None
        raise


def settled(client: Any, name: str) -> bool:
    """Whether nothing of the table is in flight; a table that is not there has settled."""
    table = described(client, name)
    if table is None:
        return True
    indexes = [*table.get("GlobalSecondaryIndexes", []), *table.get("VectorIndexes", [])]
    statuses = [table["TableStatus"], *(index["IndexStatus"] for index in indexes)]
    warm = [part.get("WarmThroughput", {}).get("Status") for part in (table, *indexes)]
    return (
        set(statuses) == {"ACTIVE"}
        and not any(index.get("Backfilling") for index in indexes)
        and table.get("SSEDescription", {}).get("Status") not in BUSY
        and not {*warm} & {*BUSY}
    )


def _tags(client: Any, name: str, arn: str) -> list[str]:
    pages = client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
    return sorted(f"{tag['Key']}={tag['Value']}" for page in pages for tag in page["Tags"])


def _recovery(client: Any, name: str, arn: str) -> Any:
    found = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    return found.get("PointInTimeRecoveryDescription", {})


def _listed(client: Any, name: str, arn: str) -> list[str]:
    found = client.list_contributor_insights(TableName=name)["ContributorInsightsSummaries"]
    return sorted(item.get("IndexName", "") for item in found)


def _destinations(client: Any, name: str, arn: str) -> Any:
    return client.describe_kinesis_streaming_destination(TableName=name)["KinesisDataStreamDestinations"]


def _names(client: Any, name: str, arn: str) -> list[str]:
    pages = client.get_paginator("list_tables").paginate()
    return [found for page in pages for found in page["TableNames"] if found.startswith(name)]


ASPECTS: dict[str, Callable[[Any, str, str], Any]] = {
    "table": lambda client, name, arn: described(client, name) or {},
    "ttl": lambda client, name, arn: client.describe_time_to_live(TableName=name)["TimeToLiveDescription"],
    "recovery": _recovery,
    "tags": _tags,
    "insights": lambda client, name, arn: client.describe_contributor_insights(TableName=name),
    "kinesis": _destinations,
    "listed": _listed,
    "names": _names,
}


def document(client: Any, name: str, arn: str, paths: list[str]) -> dict[str, Any]:
    """The aspects of a table that the paths speak of."""
    found: dict[str, Any] = {}
    for path in paths:
        aspect, _dot, rest = path.partition(".")
        if aspect == "insights_of":
            index = rest.partition(".")[0]
            of = client.describe_contributor_insights(TableName=name, IndexName=index)
            found.setdefault(aspect, {})[index] = of
        elif aspect not in found:
            found[aspect] = ASPECTS[aspect](client, name, arn)
    return found


def at(value: Any, path: str) -> Any:
    """What is at a path; an index is found by its name, or by its number."""
    for part in path.split("."):
        value = _member(value, part)
        if value is MISSING:
            return MISSING
    return value


def _member(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part, MISSING)
    if isinstance(value, list) and part.isdigit():
        return value[int(part)] if int(part) < len(value) else MISSING
    if isinstance(value, list):
        return next((item for item in value if item.get("IndexName") == part), MISSING)
    return MISSING


def agrees(path: str, expected: Any, found: Any, kept: dict[str, Any]) -> bool:
    """Whether something is as expected: equal, of a form, or the same as or another than what was kept."""
    if found is MISSING:
        return False
    if isinstance(expected, dict) and len(expected) == 1:
        ((word, argument),) = expected.items()
        if word == "matches":
            return re.search(argument, str(found)) is not None
        if word in ("same", "another"):
            return bool((found == kept[argument]) is (word == "same"))
    if path.endswith("AttributeDefinitions"):
        return bool(_in_order(found) == _in_order(expected))
    return bool(found == expected)


def _in_order(definitions: list[dict[str, str]]) -> list[dict[str, str]]:
    """Definitions are a set."""
    return sorted(definitions, key=lambda item: item["AttributeName"])
