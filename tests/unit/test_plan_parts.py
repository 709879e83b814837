# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans as values: id, summary, permissions, what they rest on; and looking back."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.compare import comparable, compare
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan, settled_when
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.remaining import remaining
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import advice
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.conditions import TABLE_ACTIVE, TABLE_GONE
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import Desired, desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.encryption.conditions import ENCRYPTION_SETTLED
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.index_states import IndexBuilt
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.settings import Settings
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import KEY_OF, apply_in_order, planned
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from ansible_collections.planton.dynamodb.tests.unit.test_cases import Case, accepted
from ansible_collections.planton.dynamodb.tests.unit.test_conditions import seen

CREATE = Operation(
    "CreateTable", "orders", {"TableName": "orders"}, "create the table", key="create", settles=(TABLE_ACTIVE,)
)
DELETE = Operation("DeleteTable", "orders", {}, "delete the table", settles=(TABLE_GONE,), destructive=True)
BUILD = Operation("UpdateTable", "orders/index/by_id", {}, "build index by_id", settles=(IndexBuilt("by_id"),))
ENCRYPT = Operation("UpdateTable", "orders", {}, "encrypt", settles=(ENCRYPTION_SETTLED,))


# ---------------------------------------------------------------- plans


def test_a_plan_without_operations_says_so() -> None:
    plan = Plan("orders")
    assert plan.summary == "orders: no changes"


def test_a_summary_is_one_line() -> None:
    assert Plan("orders", (CREATE,)).summary == "orders: 1 operation: create the table"
    both = Plan("orders", (DELETE, CREATE)).summary
    assert both == "orders: 2 operations (1 destructive): delete the table; create the table"


def test_an_id_tells_of_operations_start_and_name() -> None:
    plan = Plan("orders", (CREATE,), start={"region": "eu-central-1"})
    others = [
        Plan("bills", (CREATE,), start={"region": "eu-central-1"}),
        Plan("orders", (CREATE,), start={"region": "eu-west-1"}),
        Plan("orders", (DELETE,), start={"region": "eu-central-1"}),
        Plan("orders", (CREATE, BUILD), start={"region": "eu-central-1"}),
        Plan("orders", (BUILD, CREATE), start={"region": "eu-central-1"}),
        Plan("orders", (dataclasses.replace(CREATE, request={"TableName": "x"}),), start={"region": "eu-central-1"}),
    ]
    assert len({plan.id, *(other.id for other in others)}) == 7
    assert len(plan.id) == 16 and int(plan.id, 16) >= 0


def test_an_id_does_not_depend_on_words() -> None:
    plan = Plan("orders", (CREATE,))
    told = dataclasses.replace(CREATE, reason="make it")
    assert plan.id == Plan("orders", (told,), warnings=("careful",), before={"a": 1}).id


def test_a_plan_rests_on_the_last_state_of_each_target() -> None:
    plan = Plan("orders", (CREATE, BUILD, ENCRYPT), settles=(TABLE_ACTIVE, ENCRYPTION_SETTLED))
    assert plan.final_conditions() == (ENCRYPTION_SETTLED, IndexBuilt("by_id"), TABLE_ACTIVE)


NOTHING = {"billing_mode": "PAY_PER_REQUEST"}
KEYED = {
    **NOTHING,
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
NAMED_KEY = {"server_side_encryption": {"enabled": True, "kms_key_arn": "alias/orders"}}
GRANTS = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey"]


@pytest.mark.parametrize(
    ("there", "options", "actions"),
    [
        (True, {"table_class": "STANDARD_INFREQUENT_ACCESS"}, ["dynamodb:UpdateTable"]),
        (False, KEYED, ["dynamodb:CreateTable"]),
        (False, {**KEYED, "tags": {"a": "b"}}, ["dynamodb:CreateTable", "dynamodb:TagResource"]),
        (False, {**KEYED, **NAMED_KEY}, ["dynamodb:CreateTable", *GRANTS]),
        (True, {"server_side_encryption": {"enabled": True}}, ["dynamodb:UpdateTable"]),
        (True, NAMED_KEY, ["dynamodb:UpdateTable", *GRANTS]),
        (
            True,
            {"state": "absent", "backup_before_delete": True},
            ["dynamodb:CreateBackup", "dynamodb:DescribeBackup", "dynamodb:DeleteTable"],
        ),
    ],
)
def test_a_call_needs_these_permissions(there: bool, options: dict[str, Any], actions: list[str]) -> None:
    plan = make_plan(desired_from_options({"name": "orders", **options}), seen() if there else None)
    assert [action for step in plan.operations for action in step.actions] == actions


# ---------------------------------------------------------------- looking back


def test_what_is_left_of_absent_is_the_table() -> None:
    absent = Desired("orders", state="absent")
    assert remaining(absent, None) == []
    assert [change.path for change in remaining(absent, seen())] == [("state",)]
    assert settled_when(absent) == (TABLE_GONE,)


def test_what_is_left_of_a_missing_table_is_all() -> None:
    assert [change.after for change in remaining(Desired("orders"), None)] == ["present"]


def streaming(view: str | None) -> Observed:
    """A table with or without a stream."""
    stream = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": view}} if view else {}
    return observe(Answers({"TableName": "orders", **stream}))


def test_what_is_left_of_a_table_are_its_differences() -> None:
    wanted = desired_from_options({"name": "orders", "stream_enabled": True, "stream_view_type": "NEW_IMAGE"})
    changed = [change.path for change in remaining(wanted, streaming(None))]
    assert changed == [("stream_enabled",), ("stream_view_type",)]
    assert remaining(wanted, streaming("NEW_IMAGE")) == []


@pytest.mark.parametrize("observed", [None, seen("DELETING")])
def test_a_table_that_goes_is_not_compared(observed: Observed | None) -> None:
    assert comparable(Desired("orders"), observed) is None
    assert comparable(Desired("orders", state="absent"), seen()) is None
    there = seen()
    assert comparable(Desired("orders"), there) is there


def test_what_was_not_read_is_not_compared() -> None:
    whole = desired_from_options(
        {
            "name": "orders",
            "ttl": {"enabled": True, "attribute_name": "expires"},
            "point_in_time_recovery_enabled": True,
            "contributor_insights_enabled": True,
            "tags": {"team": "payments"},
            "stream_enabled": False,
        }
    )
    assert compare(whole, streaming(None)).changes == ()


def test_absent_needs_no_advice() -> None:
    above = {"provisioned_throughput": {"read_capacity_units": 50000, "write_capacity_units": 1}}
    assert advice(desired_from_options({"name": "orders", **above}))
    assert advice(desired_from_options({"name": "orders", "state": "absent", **above})) == []


# ---------------------------------------------------------------- lost answers


@pytest.mark.parametrize("case", accepted())
def test_effects_can_be_told(case: Case) -> None:
    """A call of the chain shows its effect when it was made, and not before."""
    model = case.model()
    model.idle.clear()
    for step in planned(case.name, case.spec, model, case.overrides)[1].operations:
        if not step.creates and step.operation not in ("UpdateTable", "DeleteTable"):
            continue
        keys = {KEY_OF: model.resolve(None), **case.overrides.keys}
        before = model.describe()
        was = step.took_effect(observe(Answers(before, keys=keys)) if before else None)
        if case.overrides.table.get("TableStatus") == "DELETING" or case.overrides.indexes:
            continue
        apply_in_order(Plan(case.name, (step,)), model)
        after = model.describe()
        assert step.took_effect(observe(Answers(after, keys=keys)) if after else None)
        # What a replica has now it may lose by the call before, so it is asked for though it shows.
        assert not was or step.again


def test_a_table_on_its_way_out_shows_no_effect() -> None:
    assert not CREATE.took_effect(seen("DELETING"))
    assert not CREATE.took_effect(None)
    assert CREATE.took_effect(seen("CREATING"))
    assert DELETE.took_effect(seen("DELETING"))
    assert DELETE.took_effect(None)
    assert not DELETE.took_effect(seen())
    assert not Operation("TagResource", "orders", {}, "").took_effect(seen())


# ---------------------------------------------------------------- words


def test_what_is_left_out_has_no_options() -> None:
    assert Settings().to_options() == {}


def test_outputs_of_a_stream_that_is_off_are_empty() -> None:
    arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
    observed = observe(Answers({"TableName": "orders", "TableArn": arn, "TableId": "1"}))
    assert observed.outputs() == {
        "table_name": "orders",
        "table_arn": "arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
        "table_id": "1",
        "stream_arn": "",
        "stream_label": "",
        "kinesis_stream_arns": [],
        "import_arn": "",
        "policy_revision_id": "",
        "stream_policy_revision_id": "",
        "replicas": {},
        "index_arns": {},
    }


def test_outputs_follow_the_stream() -> None:
    """On, off and on again: the second stream has an ARN of its own, and the first one's lingers in between."""
    model = TableModel()
    plain = {"billing_mode": "PAY_PER_REQUEST", "attribute_definitions": [{"name": "id", "type": "S"}]}
    make(model, "orders", {**plain, "key_schema": [{"attribute_name": "id", "key_type": "HASH"}]})
    found = []
    for stream in ({"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}, {"StreamEnabled": False}) * 2:
        model.send("UpdateTable", {"TableName": "orders", "StreamSpecification": stream})
        description = model.describe()
        assert description is not None and description["LatestStreamArn"]
        found.append(observe(Answers(description)).outputs()["stream_arn"])
    assert found[1] == found[3] == ""
    assert found[0] and found[2] and found[0] != found[2]
