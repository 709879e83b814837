# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of each kind: created with everything in as few calls as there can be, and read back as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import lacks, requires
from ansible_collections.planton.dynamodb.tests.integration.support.cases import DAY
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    INDEXED,
    ON_DEMAND,
    PROVISIONED,
    PROVISIONED_INDEXED,
    SORTED,
    Options,
    attributes,
    including,
    index,
    keys,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine


@dataclass
class Kind:
    """Options of a new table, and the calls that make it beside CreateTable."""

    name: str
    options: Options
    beside: list[str] = field(default_factory=list)
    needs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


LOCAL = index("by_date", "pk", "date", projection=including("total"))
EVERYTHING: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": attributes(customer="S", date="N", pk="S", sk="B"),
    "key_schema": keys("pk", "sk"),
    "global_secondary_indexes": [
        index("by_customer", "customer", "date", projection={"type": "KEYS_ONLY"}),
        index("by_sk", "sk", projection=including("name", "total")),
    ],
    "local_secondary_indexes": [LOCAL],
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "point_in_time_recovery_enabled": True,
    "server_side_encryption": {"enabled": False},
    "deletion_protection_enabled": True,
    "tags": {"team": "shop"},
}
KINDS = [
    Kind("on demand", ON_DEMAND),
    Kind("provisioned", PROVISIONED),
    Kind("sorted by a number", SORTED),
    Kind("binary keys", {**SORTED, "attribute_definitions": attributes(pk="B", sk="B")}),
    Kind("global index", INDEXED),
    Kind("provisioned global index", PROVISIONED_INDEXED),
    Kind(
        "local index",
        {
            **SORTED,
            "attribute_definitions": attributes(date="N", pk="S", sk="S"),
            "local_secondary_indexes": [LOCAL],
        },
        needs=("local_index",),
    ),
    Kind(
        "infrequent access",
        {**ON_DEMAND, "table_class": "STANDARD_INFREQUENT_ACCESS"},
        [],
        ("table_class_at_creation",),
    ),
    Kind("everything both engines hold", EVERYTHING, ["UpdateTimeToLive", "UpdateContinuousBackups"]),
    Kind(
        "insights of table and index",
        {**INDEXED, "contributor_insights_enabled": True, "contributor_insights_indexes": ["by_customer"]},
        ["UpdateContributorInsights", "UpdateContributorInsights"],
        ("contributor_insights", "contributor_insights_of_index"),
    ),
    Kind(
        "recovery for a week",
        {**ON_DEMAND, "point_in_time_recovery_enabled": True, "recovery_period_in_days": 7},
        ["UpdateContinuousBackups"],
        ("recovery_period",),
    ),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_created(kind: Kind, table: Tables, engine: Engine) -> None:
    requires(engine, *kind.needs)
    run = table.converge(**kind.options)
    assert sorted(run.writes) == sorted(["CreateTable", *kind.beside])
    assert run.statuses[0] == ("CreateTable", "done")
    assert run["diff"] == {"before": {"state": "absent"}, "after": {"state": "present", **_keyed(kind)}}
    assert run["table"]["table_name"] == run["outputs"]["table_name"] == NAME
    assert run["outputs"]["table_arn"].endswith(f":table/{NAME}")
    assert bool(run["outputs"]["table_id"]) != bool(lacks(engine.name, "table_id"))
    stream = run["outputs"]["stream_arn"]
    assert bool(stream) == bool(kind.options.get("stream_enabled"))
    assert stream.endswith(run["outputs"]["stream_label"])
    found = table.spec()
    assert {option: found.get(option) for option in kind.options} == kind.options
    table.unchanged(**found)


def _keyed(kind: Kind) -> Options:
    """The options as a diff shows them: what is known by a name keyed by it, and nothing that is empty."""
    words: dict[str, Any] = dict(kind.options)
    words["attribute_definitions"] = {item["name"]: item["type"] for item in words["attribute_definitions"]}
    for option in ("global_secondary_indexes", "local_secondary_indexes"):
        if words.get(option):
            words[option] = {item["name"]: {key: item[key] for key in item if key != "name"} for item in words[option]}
    return words


def test_both_spellings_of_every_enumeration(table: Tables) -> None:
    run = table.converge(
        billing_mode="BILLING_MODE_PAY_PER_REQUEST",
        attribute_definitions=[
            {"name": name, "type": f"ATTRIBUTE_TYPE_{kind}"} for name, kind in (("pk", "S"), ("c", "N"))
        ],
        key_schema=[{"attribute_name": "pk", "key_type": "KEY_TYPE_HASH"}],
        global_secondary_indexes=[index("by_c", "c", projection={"type": "PROJECTION_TYPE_KEYS_ONLY"})],
        stream_enabled=True,
        stream_view_type="STREAM_VIEW_TYPE_OLD_IMAGE",
        table_class="TABLE_CLASS_STANDARD",
    )
    spec = run["spec"]
    assert spec["billing_mode"] == "PAY_PER_REQUEST"
    assert spec["attribute_definitions"] == attributes(c="N", pk="S")
    assert spec["key_schema"] == keys("pk")
    assert spec["global_secondary_indexes"][0]["projection"] == {"type": "KEYS_ONLY"}
    assert (spec["stream_view_type"], spec["table_class"]) == ("OLD_IMAGE", "STANDARD")


def test_keys_in_any_order(table: Tables) -> None:
    table.converge(**{**SORTED, "key_schema": SORTED["key_schema"][::-1]})
    assert table.spec()["key_schema"] == SORTED["key_schema"]


def test_what_is_created_without_is_removed_again_with_nothing_left(table: Tables, client: Any, engine: Engine) -> None:
    """Everything on, then everything off: the table reads back as one that never had any of it."""
    plain = {**SORTED, "attribute_definitions": attributes(pk="S", sk="B")}
    table(name="plain", **plain)
    table(**{**EVERYTHING, "local_secondary_indexes": []})
    engine.later(DAY)
    table.converge(
        attribute_definitions=plain["attribute_definitions"],
        global_secondary_indexes=[],
        ttl={"enabled": False},
        stream_enabled=False,
        point_in_time_recovery_enabled=False,
        deletion_protection_enabled=False,
        tags={},
    )
    assert {**table.spec(), "name": "plain"} == table.spec("plain")
