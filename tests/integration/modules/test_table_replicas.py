# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas through the module: added, changed, removed, refused; one Region fails while the others are done."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.modules import ModuleRun
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION as HOME
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, PROVISIONED
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

NEAR, FAR = "eu-west-1", "us-east-1"
DELETED = {"replica_removal": "delete"}
KEY = "arn:aws:kms:{}:123456789012:key/11111111-1111-1111-1111-111111111111"
OWN = {
    "deletion_protection_enabled": True,
    "point_in_time_recovery_enabled": True,
    "tags": {"stage": "near"},
}


def replicas(*regions: str, **own: Any) -> dict[str, Any]:
    return {"replicas": [{"region_name": region, **own} for region in regions]}


def where(run: ModuleRun) -> list[tuple[str, str]]:
    """Each call of the plan with its Region."""
    return [(step["operation"], step.get("region", HOME)) for step in run["plan"]["operations"]]


def sent(run: ModuleRun) -> list[tuple[str, str]]:
    """Each write that was sent, with its Region."""
    return [(call.operation, call.region) for call in run.calls if call.writes]


def fault(engine: Engine, **fault: Any) -> None:
    request = urllib.request.Request(f"{engine.url}/_simulator/faults", json.dumps(fault).encode())
    urllib.request.urlopen(request).close()


def test_created_with_a_replica(table: Tables) -> None:
    run = table.converge(**ON_DEMAND, **replicas(NEAR))
    assert sent(run) == [("CreateTable", HOME), ("UpdateTable", HOME)]
    assert run.planned[1] == f"add the replica in {NEAR}"
    assert run["outputs"]["replicas"][NEAR]["status"] == "ACTIVE"
    assert {"dynamodb:CreateTableReplica", "dynamodb:Scan"} <= {*run["plan"]["iam_actions"]}


def test_a_second_replica_and_settings_of_one_region(table: Tables) -> None:
    table(**ON_DEMAND, **replicas(NEAR))
    wanted = {"replicas": [{"region_name": NEAR, **OWN}, {"region_name": FAR}]}
    run = table.converge(**wanted)
    away = [("UpdateTable", NEAR), ("TagResource", NEAR), ("UpdateContinuousBackups", NEAR)]
    assert where(run)[0] == ("UpdateTable", HOME) and sorted(where(run)[1:]) == sorted(away)
    assert sorted(sent(run)) == sorted(where(run))
    after = run["diff"]["after"]["replicas"]
    assert after[NEAR]["point_in_time_recovery_enabled"] is True and after[FAR] == {}
    assert {change["path"] for change in run["changes"]} == {
        f"replicas.{FAR}",
        *(f"replicas.{NEAR}.{name}" for name in ("tags", *OWN) if name != "tags"),
        f"replicas.{NEAR}.tags",
    }
    outputs = run["outputs"]["replicas"]
    assert {*outputs} == {NEAR, FAR} and f":{NEAR}:" in outputs[NEAR]["stream_arn"]


def test_a_plan_names_the_region_of_each_call(table: Tables) -> None:
    table(**ON_DEMAND, **replicas(NEAR))
    run = table(check=True, **replicas(NEAR, deletion_protection_enabled=True), deletion_protection_enabled=True)
    text = run["plan"]["text"]
    assert "1. UpdateTable: enable deletion protection\n" in text
    assert f"2. UpdateTable: enable deletion protection in {NEAR}\n" in text
    assert "2 calls, 1 of them in other Regions, 0 destructive" in text
    assert run["plan"]["summary"].endswith(f"enable deletion protection in {NEAR}")


def test_an_index_and_an_override_of_one_region(table: Tables) -> None:
    table(**ON_DEMAND, **replicas(NEAR))
    run = table.converge(**replicas(NEAR, max_read_request_units=100))
    assert run.planned == [f"change the replica in {NEAR}"]
    assert table.spec()["replicas"] == [{"region_name": NEAR, "max_read_request_units": 100}]


def test_removed_only_where_that_is_allowed(table: Tables, engine: Engine) -> None:
    table(**ON_DEMAND, **replicas(NEAR, FAR))
    run = table.refused("V83", **replicas(NEAR))
    assert FAR in run["msg"] and "replica_removal: delete" in run["msg"]
    table.refused("V83", state="absent")
    run = table.converge(**replicas(NEAR), **DELETED)
    (step,) = run["plan"]["operations"]
    assert step["destructive"] and step["reason"] == f"remove the replica in {FAR}, and delete its items"
    gone = table(state="absent", **DELETED)
    assert gone["converged"] and sent(gone) == [("UpdateTable", HOME), ("DeleteTable", HOME)]


def test_a_table_of_somebody_else_is_never_taken(table: Tables) -> None:
    table(**ON_DEMAND)
    table(**ON_DEMAND, region=NEAR)
    run = table.refused("V84", **replicas(NEAR))
    assert run["errors"][0]["path"] == "replicas[0].region_name"


def test_a_key_of_the_customer_is_wanted_for_each_replica(table: Tables) -> None:
    encrypted = {"server_side_encryption": {"enabled": True, "kms_key_arn": KEY.format(HOME)}}
    run = table.refused("V58", **ON_DEMAND, **encrypted, **replicas(NEAR))
    assert run["errors"][0]["path"] == "replicas[0].kms_key_arn"
    table.refused("V58", **ON_DEMAND, **replicas(NEAR, kms_key_arn=KEY.format(NEAR)))


def test_a_provisioned_table_must_be_scaled(table: Tables) -> None:
    table.refused("V59", **PROVISIONED, **replicas(NEAR))
    scaled = {"auto_scaling": {"write": {"min_capacity": 3, "max_capacity": 30, "target_value": 70}}}
    run = table.converge(**PROVISIONED, **scaled, **replicas(NEAR))
    assert [step for step, _region in sent(run)][-1] == "UpdateTable"


@pytest.mark.parametrize(
    ("wrong", "rule", "path"),
    [
        ([{"region_name": HOME}], "V57", "[0].region_name"),
        ([{"region_name": NEAR}, {"region_name": NEAR}], "V57", "[1].region_name"),
        ([{"region_name": "Ireland"}], "V57", "[0].region_name"),
        ([{"region_name": NEAR, "table_class": "CHEAP"}], "V90", "[0].table_class"),
        ([{"region_name": NEAR, "tags": {"a": "b"}, "propagate_tags": True}], "V90", "[0].propagate_tags"),
        ([{"region_name": NEAR, "read_capacity_units": 5}], "V90", "[0].read_capacity_units"),
    ],
)
def test_wrong_input_is_told_before_any_call(wrong: Any, rule: str, path: str, table: Tables) -> None:
    run = table(fails=True, **ON_DEMAND, replicas=wrong)
    assert [(error["rule"], error["path"]) for error in run["errors"]] == [(rule, f"replicas{path}")]
    assert run.calls == []


@pytest.mark.parametrize("kind", ["deny", "unreachable"])
def test_a_region_that_fails_leaves_the_others_done(kind: str, table: Tables, engine: Engine) -> None:
    table(**ON_DEMAND, **replicas(NEAR, FAR))
    fault(engine, kind=kind, region=FAR)
    wanted = {**replicas(NEAR, FAR, **OWN), "deletion_protection_enabled": True}
    run = table(fails=True, **wanted)
    assert f"{FAR}: " in run["msg"] and run["changed"] and not run["converged"]
    assert {step.get("region", HOME) for step in run["plan"]["operations"] if step["status"] == "done"} == {HOME, NEAR}
    fault(engine, clear=True)
    again = table(**wanted)
    assert again["converged"] and {region for _call, region in sent(again)} == {FAR}


def test_one_approval_is_for_all_regions(table: Tables) -> None:
    table(**ON_DEMAND)
    wanted = replicas(NEAR, **OWN)
    approved = table(check=True, **wanted)["plan"]["id"]
    table.refused("expected_plan", **replicas(NEAR), expected_plan=approved)
    assert table(**wanted, expected_plan=approved)["converged"]


def test_strong_consistency_is_one_call(table: Tables) -> None:
    strong = {"multi_region_consistency": "STRONG", "global_table_witness": {"region_name": "eu-west-3"}}
    run = table.converge(**ON_DEMAND, **replicas(NEAR), **strong)
    assert sent(run) == [("CreateTable", HOME), ("UpdateTable", HOME)]
    table.refused("V78", **replicas(NEAR, FAR))


def test_at_rest_other_regions_are_asked_only_for_what_is_wanted_there(table: Tables) -> None:
    table(**ON_DEMAND, **replicas(NEAR, FAR, deletion_protection_enabled=False))
    run = table.unchanged(**replicas(NEAR, FAR))
    assert [(call.operation, call.region) for call in run.calls] == [("DescribeTable", HOME)]
    run = table.unchanged(**replicas(NEAR, FAR, deletion_protection_enabled=False))
    assert sorted({call.region for call in run.calls}) == sorted({HOME, NEAR, FAR})


def test_what_the_info_module_tells(table: Tables) -> None:
    table(**ON_DEMAND, **replicas(NEAR, FAR, tags={"stage": "far"}))
    (found,) = table.info(names=[NAME])["tables"]
    assert {*found["outputs"]["replicas"]} == {NEAR, FAR}
    assert found["spec"]["replicas"] == [{"region_name": NEAR}, {"region_name": FAR}]
    assert found["spec"]["multi_region_consistency"] == "EVENTUAL"
    (there,) = table.info(names=[NAME], region=FAR)["tables"]
    assert there["spec"]["tags"] == {"stage": "far"}
    assert {each["region_name"] for each in there["spec"]["replicas"]} == {HOME, NEAR}


def test_the_old_home_is_given_up_a_day_later(table: Tables, engine: Engine) -> None:
    table(**ON_DEMAND, **replicas(NEAR, FAR))
    table.unchanged(**replicas(HOME, FAR), region=NEAR)
    early = table(fails=True, **replicas(FAR), **DELETED, region=NEAR)
    assert early.statuses == [("UpdateTable", "pending")]
    assert "acted as a source region" in early["msg"] and "a day after the last replica was added" in early["msg"]
    engine.later(86_400.0)
    assert table(**replicas(FAR), **DELETED, region=NEAR)["converged"]
    assert table.info(names=[NAME])["tables"] == []
