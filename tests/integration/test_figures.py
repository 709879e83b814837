# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many calls a run takes that has nothing to do, and one that makes everything.

The time that such a run takes is measured by tests/benchmark/noop_ratio.py.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import lacks
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    Options,
    attributes,
    including,
    index,
    keys,
)
from devkit.engines import Engine

ALIAS = "alias/shop"
TABLE_LEVEL: Options = {
    "name": "orders",
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": attributes(customer="S", date="N", pk="S", sk="S"),
    "key_schema": keys("pk", "sk"),
    "global_secondary_indexes": [index("by_customer", "customer", "date")],
    "local_secondary_indexes": [index("by_date", "pk", "date", projection=including("total"))],
    "stream_enabled": True,
    "stream_view_type": "NEW_AND_OLD_IMAGES",
    "deletion_protection_enabled": True,
    "table_class": "STANDARD",
}
EVERYTHING: Options = {
    **TABLE_LEVEL,
    "server_side_encryption": {"enabled": True, "kms_key_arn": ALIAS},
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "point_in_time_recovery_enabled": True,
    "contributor_insights_enabled": True,
    "contributor_insights_indexes": ["by_customer"],
    "kinesis_streaming_destinations": [{"stream_arn": "arn:aws:kinesis:eu-central-1:123456789012:stream/orders"}],
    "tags": {"team": "shop"},
}


def everything(engine: Engine) -> Options:
    """All that the engine holds."""
    features = {"contributor": "contributor_insights_of_index", "kinesis": "kinesis_destination"}
    lacking = tuple(prefix for prefix, feature in features.items() if lacks(engine.name, feature))
    spared = [option for option in EVERYTHING if option.startswith(lacking)] if lacking else []
    return {option: value for option, value in EVERYTHING.items() if option not in spared}


def task(options: Options) -> list[dict[str, Any]]:
    return [{"name": "Make it so", "planton.dynamodb.dynamodb_table": options}]


def test_one_call_for_a_table_with_table_level_options(playbook: PlaybookRunner) -> None:
    assert playbook(task(TABLE_LEVEL)).writes == ["CreateTable"]
    run = playbook(task(TABLE_LEVEL))
    assert run.changed == []
    assert run.operations == ["DescribeTable"]


def test_seven_calls_at_most_for_a_table_with_everything(playbook: PlaybookRunner, engine: Engine) -> None:
    kms = make_client(engine.url, "kms")
    kms.create_alias(AliasName=ALIAS, TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    options = everything(engine)
    made = playbook(task(options))
    assert len(made.writes) == (3 if "contributor_insights_enabled" not in options else 6)
    for check in (True, False):
        run = playbook(task(options), check=check)
        assert run.changed == run.writes == []
        assert len(run.operations) <= 7
        assert len(set(run.operations)) == len(run.operations)
        print(f"{engine.name}: {len(run.operations)} calls with everything set: {', '.join(sorted(run.operations))}")


def test_one_call_for_a_table_that_is_absent(playbook: PlaybookRunner) -> None:
    run = playbook(task({"name": "orders", "state": "absent"}))
    assert run.changed == []
    assert run.operations == ["DescribeTable"]
