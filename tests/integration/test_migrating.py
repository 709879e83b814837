# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that Terraform and CloudFormation have made, taken over: nothing changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.filter.from_cloudformation import from_cloudformation
from ansible_collections.planton.dynamodb.plugins.filter.from_terraform import from_terraform
from ansible_collections.planton.dynamodb.plugins.module_utils._argspec import table_argument_spec
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.terraform import apply
from ansible_collections.planton.dynamodb.tests.unit.migrating.cases import cases
from botocore import xform_name
from devkit.engines import Engine

Words = dict[str, Any]
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)
ON_DEMAND: Words = {"billing_mode": "PAY_PER_REQUEST", "hash_key": "id", "attributes": {"id": "S"}}
UNITS = {"read_capacity": 5, "write_capacity": 3}
BY_CUSTOMER: Words = {"name": "by_customer", "hash_key": "customer", "projection_type": "ALL"}
INDEXED: Words = {**ON_DEMAND, "attributes": {"id": "S", "customer": "S"}, "global_secondary_index": [BY_CUSTOMER]}
SORTED: Words = {**ON_DEMAND, "range_key": "at", "attributes": {"id": "S", "at": "N", "total": "N"}}
STATEMENT = {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": "*"}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{**STATEMENT, "Principal": {"AWS": "arn:aws:iam::123456789012:role/shop"}}],
}
PLACES = [("country", "HASH"), ("city", "HASH"), ("at", "RANGE")]
SHAPES: dict[str, Words] = {
    "fewest": ON_DEMAND,
    "provisioned": {**ON_DEMAND, "billing_mode": "PROVISIONED", **UNITS},
    "billing-mode-by-default": {"hash_key": "id", "attributes": {"id": "B"}, **UNITS},
    "indexed": {**INDEXED, "global_secondary_index": [{**BY_CUSTOMER, "projection_type": "KEYS_ONLY"}]},
    "provisioned-indexed": {
        **INDEXED,
        "billing_mode": "PROVISIONED",
        **UNITS,
        "global_secondary_index": [
            {
                **BY_CUSTOMER,
                "range_key": "id",
                "projection_type": "INCLUDE",
                "non_key_attributes": ["note", "carrier"],
                "read_capacity": 2,
                "write_capacity": 1,
            }
        ],
    },
    "several-attributes": {
        **ON_DEMAND,
        "attributes": {"id": "S", "country": "S", "city": "S", "at": "N"},
        "global_secondary_index": [
            {
                "name": "by_place",
                "projection_type": "ALL",
                "key_schema": [{"attribute_name": name, "key_type": kind} for name, kind in PLACES],
            }
        ],
    },
    "local": {
        **SORTED,
        "local_secondary_index": [
            {"name": "by_total", "range_key": "total", "projection_type": "INCLUDE", "non_key_attributes": ["note"]}
        ],
    },
    "stream": {**ON_DEMAND, "stream_view_type": "OLD_IMAGE"},
    "infrequent": {**ON_DEMAND, "table_class": "STANDARD_INFREQUENT_ACCESS", "deletion_protection_enabled": True},
    "encrypted": {**ON_DEMAND, "server_side_encryption": {}},
    "with-time-to-live": {**ON_DEMAND, "ttl": "expires_at"},
    "recovery": {**ON_DEMAND, "recovery": 7},
    "recovery-by-default": {**ON_DEMAND, "recovery": None},
    "tags": {**ON_DEMAND, "tags": {"team": "shop", "size": "5", "live": "true"}, "more_tags": {"owner": "yes"}},
    "insights": {**INDEXED, "insights": ["", "by_customer"], "insights_mode": "THROTTLED_KEYS"},
    "insights-of-an-index": {**INDEXED, "insights": ["by_customer"]},
    "destination": {**ON_DEMAND, "kinesis": f"arn:aws:kinesis:{REGION}:123456789012:stream/changes"},
    "policy": {**ON_DEMAND, "policy": json.dumps(POLICY)},
    "scaled": {**ON_DEMAND, "billing_mode": "PROVISIONED", **UNITS, "scaling": (2, 20, 70.0)},
    "limited": {**ON_DEMAND, "on_demand_throughput": 500},
    "warmed": {**ON_DEMAND, "warm_throughput": 20000},
    "large": {**ON_DEMAND, "billing_mode": "PROVISIONED", "read_capacity": 15000, "write_capacity": 10},
    "limited-and-warmed-index": {
        **INDEXED,
        "global_secondary_index": [{**BY_CUSTOMER, "on_demand_throughput": 40, "warm_throughput": 30000}],
    },
}
CONFIGURATIONS = [{"name": name, **shape} for name, shape in SHAPES.items()]


def existing(options: Words, spec: Words | None = None, path: str = "") -> tuple[Words, list[str]]:
    """The options that this checkout has, by its argument specification, and the names of the others."""
    known: Words = table_argument_spec() if spec is None else spec
    kept, missing = {}, []
    for name, value in options.items():
        place = f"{path}.{name}".strip(".")
        inner = known.get(name, {}).get("options")
        if name not in known:
            missing.append(place)
        elif inner and isinstance(value, list):
            found = [existing(each, inner, place) for each in value]
            kept[name] = [each for each, _names in found]
            missing += [each for _each, names in found for each in names]
        elif inner and isinstance(value, dict):
            kept[name], more = existing(value, inner, place)
            missing += more
        else:
            kept[name] = value
    return kept, missing


def planned_nothing(playbook: PlaybookRunner, tables: list[Words]) -> None:
    """In check mode the tables are as they are to be, in each setting that this checkout has an option for.

    What is compared here grows with the options: their names come from the argument specification.
    """
    known, missing = zip(*(existing(each) for each in tables), strict=True)
    yet = sorted({name for names in missing for name in names})
    print(f"options that this checkout does not have yet: {', '.join(yet) or 'none'}")
    run = playbook([{"planton.dynamodb.dynamodb_tables": {"tables": [*known]}}], check=True, diff=True)
    found = run.result("dynamodb_tables")["tables"]
    assert {name: table["plan"]["operations"] for name, table in found.items()} == {each["name"]: [] for each in tables}
    assert not run.changed and not run.writes


@strict
def test_tables_that_terraform_has_made_stay_as_they_are(playbook: PlaybookRunner, engine: Engine, client: Any) -> None:
    state = apply(client, CONFIGURATIONS, make_client(engine.url, SCALING))
    found = from_terraform(json.dumps(state))
    assert not found["left_out"] and not found["warnings"]
    assert found["region"] == REGION and [each["name"] for each in found["tables"]] == [*SHAPES]
    assert len(found["carried_over"]) == len(state["values"]["root_module"]["resources"])
    planned_nothing(playbook, found["tables"])


SCALING = "application-autoscaling"


def _call(engine: Engine, client: Any, operation: str, request: Words) -> None:
    """Make a call as CloudFormation does; a policy of a stream goes to the stream that the table got."""
    if request.get("ResourceArn") == "STREAM_ARN":
        request = {**request, "ResourceArn": client.describe_table(TableName="orders")["Table"]["LatestStreamArn"]}
    chosen = client if hasattr(client, xform_name(operation)) else make_client(engine.url, SCALING)
    getattr(chosen, xform_name(operation))(**request)
    engine.later(60)


MADE = [case for case in cases("cloudformation") if case.made]


@strict
@pytest.mark.parametrize("case", [pytest.param(case, id=case.case) for case in MADE])
def test_tables_that_cloudformation_has_made_stay_as_they_are(
    playbook: PlaybookRunner, engine: Engine, client: Any, case: Any
) -> None:
    for call in case.made:
        for operation, request in call.items():
            _call(engine, client, operation, request)
    found = from_cloudformation(case.template, **case.facts)
    planned_nothing(playbook, found["tables"])


@strict
def test_the_whole_way_of_a_stranger(playbook: PlaybookRunner, client: Any, tmp_path: Path) -> None:
    """The state as a file, the filter and the file of variables in one play, then plan, converge and plan again."""
    names = ("indexed", "tags", "recovery")
    state = tmp_path / "state.json"
    configurations = [each for each in CONFIGURATIONS if each["name"] in names]
    document = apply(client, configurations)
    item = {"address": "aws_dynamodb_table_item.seed", "mode": "managed", "type": "aws_dynamodb_table_item"}
    document["values"]["root_module"]["resources"].append({**item, "values": {"table_name": "tags", "item": "{}"}})
    state.write_text(json.dumps(document))
    written = tmp_path / "tables.yml"
    found = "{{ lookup('ansible.builtin.file', state) | planton.dynamodb.from_terraform }}"
    tasks = [
        {
            "ansible.builtin.copy": {
                "content": "{{ found | planton.dynamodb.to_role_variables }}",
                "dest": str(written),
                "mode": "0644",
            },
            "vars": {"found": found},
        },
        {"ansible.builtin.debug": {"msg": "{{ found.carried_over | join(' ') }}"}, "vars": {"found": found}},
    ]
    run = playbook(tasks, {"state": str(state)})
    told = " ".join(run.output.split())
    assert "not carried over: aws_dynamodb_table_item.seed: is an item" in told
    assert (
        "aws_dynamodb_table.indexed aws_dynamodb_table.recovery aws_dynamodb_table.tags aws_dynamodb_tag.tags_owner"
        in told
    )

    variables = yaml.safe_load(written.read_text())
    assert variables["aws_dynamodb_region"] == REGION
    assert "# - aws_dynamodb_table_item.seed: is an item" in written.read_text()
    for name, check in (("plan", False), ("converge", False), ("plan", False)):
        played = playbook(f"planton.dynamodb.{name}", variables, check=check, diff=True)
        assert not played.writes and not played.changed


@strict
def test_a_change_that_terraform_does_not_know_is_shown(playbook: PlaybookRunner, client: Any) -> None:
    """What somebody has changed since the state was written is in the plan, and comes back with it."""
    state = apply(client, [each for each in CONFIGURATIONS if each["name"] == "stream"])
    client.update_table(TableName="stream", DeletionProtectionEnabled=True)
    client.update_table(TableName="stream", StreamSpecification={"StreamEnabled": False})
    (table,) = from_terraform(state)["tables"]
    run = playbook([{"planton.dynamodb.dynamodb_tables": {"tables": [table]}}], check=True)
    found = run.result("dynamodb_tables")["tables"]["stream"]
    assert [each["request"] for each in found["plan"]["operations"]] == [
        {"TableName": "stream", "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"}}
    ]


@strict
def test_what_is_no_state_fails_before_any_call(playbook: PlaybookRunner) -> None:
    tables = "{{ (state | planton.dynamodb.from_terraform).tables }}"
    run = playbook([{"planton.dynamodb.dynamodb_tables": {"tables": tables}}], {"state": '{"lineage": "x"}'}, code=2)
    assert "this is the state file itself" in " ".join(run.output.split())
    assert not run.calls


def test_the_specification_tells_which_options_there_are() -> None:
    """Options that are to come are left out of the plan, and stay in what the filter returns."""
    options = {
        "name": "orders",
        "provisioned_throughput": {"read_capacity_units": 1, "novelty": 2},
        "global_secondary_indexes": [{"name": "by_one", "novelty": 3}],
        "novelty": 4,
    }
    kept, missing = existing(options)
    assert missing == ["provisioned_throughput.novelty", "global_secondary_indexes.novelty", "novelty"]
    assert kept == {
        "name": "orders",
        "provisioned_throughput": {"read_capacity_units": 1},
        "global_secondary_indexes": [{"name": "by_one"}],
    }
