# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written of a global table that was read in its Regions: the items of its replicas, manifests, comments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import DEFAULTS, adopted
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.manifest import manifest_of
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas import adopting
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas.adopting import ADOPTING
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas.replica import OF_THE_GROUP
from ansible_collections.planton.dynamodb.tests.unit.test_adoption import found
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

NEAR, FAR = "eu-west-1", "us-east-1"
KEY = "arn:aws:kms:{}:123456789012:key/11111111-1111-1111-1111-111111111111"
STREAM = {"stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}
OFF = {"point_in_time_recovery_enabled": False, "deletion_protection_enabled": False}
READ = {"min_capacity": 5, "max_capacity": 50, "target_value": 70}
OPTIONS = Path(adopting.__file__).with_name("options.yml")


def there(table: dict[str, Any] | None = None, **spec: Any) -> dict[str, Any]:
    """What was read of one Region."""
    return {"table": table or {}, "spec": {"name": "orders", **DEFAULTS, **OFF, **spec}}


def read(items: list[dict[str, Any]], regions: dict[str, Any] | None, **spec: Any) -> dict[str, Any]:
    """What dynamodb_table_info returns of a table with replicas."""
    more = {} if regions is None else {"other_regions": regions}
    return {**found(replicas=items, multi_region_consistency="EVENTUAL", **spec), **more}


def items(*args: Any, **spec: Any) -> list[dict[str, Any]]:
    return list(adopted(read(*args, **spec)).options["replicas"])


def test_each_option_of_a_replica_is_written_where_it_is_set() -> None:
    """Those of the group come with the table, tags and scaling in their own way, and all others as in any table."""
    described = read_yaml(OPTIONS)["options"]["replicas"]["suboptions"]
    own = {*adopting.OWN, "tags", "propagate_tags", "auto_scaling"}
    assert own | {*OF_THE_GROUP} == {*described}


def test_what_is_not_set_is_not_written() -> None:
    assert items([{"region_name": NEAR}], {NEAR: there()}) == [{"region_name": NEAR}]
    on = {"point_in_time_recovery_enabled": True, "recovery_period_in_days": 35, "contributor_insights_indexes": ["a"]}
    assert items([{"region_name": NEAR}], {NEAR: there(**on)}) == [
        {"region_name": NEAR, "point_in_time_recovery_enabled": True, "contributor_insights_indexes": ["a"]}
    ]


@pytest.mark.parametrize(
    ("own", "home", "written"),
    [
        ({"team": "shop"}, {"tags": {"team": "shop"}}, {"propagate_tags": True}),
        ({"team": "ship"}, {"tags": {"team": "shop"}}, {"tags": {"team": "ship"}}),
        ({"team": "shop"}, {}, {"tags": {"team": "shop"}}),
        ({}, {"tags": {"team": "shop"}}, {}),
        ({}, {"tags": {}}, {}),
    ],
)
def test_tags_are_those_of_the_table_or_its_own(own: Any, home: Any, written: Any) -> None:
    assert items([{"region_name": NEAR}], {NEAR: there(tags=own)}, **home) == [{"region_name": NEAR, **written}]


@pytest.mark.parametrize(
    ("encryption", "unmanaged", "written"),
    [
        ({"enabled": True, "kms_key_arn": KEY.format("eu-central-1")}, {}, {"kms_key_arn": KEY.format(NEAR)}),
        ({"enabled": True, "kms_key_arn": KEY.format("eu-central-1")}, {"managed_key": True}, {}),
        (None, {}, {"kms_key_arn": KEY.format(NEAR)}),
    ],
)
def test_a_key_is_named_where_that_of_the_table_is_or_is_not_known(
    encryption: Any, unmanaged: Any, written: Any
) -> None:
    spec = {"server_side_encryption": encryption} if encryption else {}
    one = read([{"region_name": NEAR, "kms_key_arn": KEY.format(NEAR)}], {NEAR: there()}, **spec)
    assert adopted({**one, "unmanaged": unmanaged}).options["replicas"] == [{"region_name": NEAR, **written}]


@pytest.mark.parametrize(
    ("own", "home", "written"),
    [
        ("STANDARD", {}, {}),
        ("STANDARD_INFREQUENT_ACCESS", {}, {"table_class": "STANDARD_INFREQUENT_ACCESS"}),
        ("STANDARD", {"table_class": "STANDARD_INFREQUENT_ACCESS"}, {"table_class": "STANDARD"}),
    ],
)
def test_a_class_is_named_where_it_is_not_that_of_the_table(own: str, home: Any, written: Any) -> None:
    assert items([{"region_name": NEAR, "table_class": own}], {NEAR: there()}, **home) == [
        {"region_name": NEAR, **written}
    ]


def test_reads_that_are_scaled_have_no_number_beside_them() -> None:
    """The writes there are those of the table."""
    item = {
        "region_name": NEAR,
        "read_capacity_units": 7,
        "global_secondary_indexes": [
            {"name": "by_day", "read_capacity_units": 7},
            {"name": "by_size", "read_capacity_units": 9},
        ],
    }
    scaled = {"read": READ, "write": READ}
    indexes = [
        {"name": "by_age", "auto_scaling": scaled},
        {"name": "by_day", "auto_scaling": scaled},
        {"name": "by_size", "auto_scaling": {"write": READ}},
        {"name": "by_year"},
    ]
    assert items([item], {NEAR: there(auto_scaling=scaled, global_secondary_indexes=indexes)}) == [
        {
            "region_name": NEAR,
            "auto_scaling": {"read": READ},
            "global_secondary_indexes": [
                {"name": "by_age", "auto_scaling": {"read": READ}},
                {"name": "by_day", "auto_scaling": {"read": READ}},
                {"name": "by_size", "read_capacity_units": 9},
            ],
        }
    ]


def test_what_was_not_read_is_told_and_left_out() -> None:
    denied = {"table": {"unknown": {"table": "DescribeTable is denied"}}, "spec": {}}
    partly = there({"unknown": {"tags": "ListTagsOfResource is denied"}})
    it = adopted(read([{"region_name": FAR}, {"region_name": NEAR}], {NEAR: partly, FAR: denied}))
    assert it.options["replicas"] == [{"region_name": FAR}, {"region_name": NEAR}]
    assert it.unread == (
        f"tags in {NEAR} could not be read: ListTagsOfResource is denied",
        f"table in {FAR} could not be read: DescribeTable is denied",
    )
    beyond = "what the tables in us-east-1 have of their own, such as recovery, deletion protection and tags"
    assert it.notes == (beyond,)


def test_what_was_moving_in_a_region_is_told() -> None:
    """What all Regions have alike is told once, of the table itself."""
    table = {
        "contributor_insights_summaries": [{"contributor_insights_status": "FAILED"}],
        "time_to_live_description": {"time_to_live_status": "ENABLING"},
    }
    mixed = {"contributor_insights_enabled": True, "contributor_insights_mode": None}
    it = adopted(read([{"region_name": NEAR}], {NEAR: there(table, **mixed)}))
    assert it.unsettled == (f"{NEAR}: contributor insights of the table had FAILED, and are told as off",)
    assert it.notes == (f"{NEAR}: contributor insights of the table and of its indexes have different modes",)


def test_replicas_that_come_or_go_are_told() -> None:
    entries = [
        {"region_name": NEAR, "replica_status": "CREATING"},
        {"region_name": FAR, "replica_status": "DELETING"},
        {"region_name": "eu-west-2", "replica_status": "ACTIVE"},
        {"region_name": "eu-west-3"},
    ]
    assert [each.what for each in ADOPTING.doubts({"replicas": entries})] == [
        f"the replica in {NEAR} was CREATING",
        f"the replica in {FAR} was DELETING, and is left out",
    ]


def test_a_manifest_of_the_newer_shape_has_the_replicas() -> None:
    on = {"point_in_time_recovery_enabled": True, "recovery_period_in_days": 7, "tags": {"team": "shop"}}
    one = read([{"region_name": NEAR}], {NEAR: there(**on)}, **STREAM, tags={"team": "shop"})
    made = manifest_of(adopted({**one, "spec": {**one["spec"], "global_table_witness": {"region_name": FAR}}}), 5)
    assert made.document and made.generation == 5
    assert made.document["spec"]["replicas"] == [
        {
            "regionName": NEAR,
            "pointInTimeRecovery": True,
            "propagateTags": True,
            "consistencyMode": "EVENTUAL",
        }
    ]
    assert made.document["spec"]["globalTableWitness"] == {"regionName": FAR}
    assert f"recovery_period_in_days of the replica in {NEAR}" in [each.what for each in made.untold]
    guarded = manifest_of(adopted(read([{"region_name": NEAR}], None, disassociation_protection_enabled=True)), 5)
    assert "the protection against disassociation" in [each.what for each in guarded.untold]
    older = manifest_of(adopted(one), 3)
    assert older.document and "replicas" not in older.document["spec"]
    assert ("the replicas", NEAR) in [(each.what, each.detail) for each in older.untold]


def test_a_consistency_that_is_not_told_is_not_written() -> None:
    one = read([{"region_name": NEAR}], {NEAR: there()}, **STREAM)
    del one["spec"]["multi_region_consistency"]
    made = manifest_of(adopted(one), 5)
    assert made.document and made.document["spec"]["replicas"] == [{"regionName": NEAR}]


@pytest.mark.parametrize(
    ("regions", "spec", "reasons"),
    [
        (None, STREAM, [f"recovery and deletion protection of its replicas in {NEAR} were not read"]),
        (
            {NEAR: there(point_in_time_recovery_enabled=None)},
            STREAM,
            [f"recovery and deletion protection of its replicas in {NEAR} were not read"],
        ),
        (
            {NEAR: there()},
            {},
            ["manifests want a stream with NEW_AND_OLD_IMAGES of a table with replicas, and it has none"],
        ),
    ],
)
def test_a_manifest_that_would_change_a_replica_is_not_written(regions: Any, spec: Any, reasons: list[str]) -> None:
    one = read([{"region_name": NEAR}], regions, **spec)
    for each in (regions or {}).values():
        each["spec"] = {name: value for name, value in each["spec"].items() if value is not None}
    made = manifest_of(adopted(one), 5)
    assert made.document and made.generation == 3 and [*made.refused] == reasons
