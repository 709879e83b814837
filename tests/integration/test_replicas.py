# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas through the ways in: the role, its list, text, loops, playbooks, the report, the example."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION as HOME
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRun, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import (
    ADOPT,
    CONVERGE,
    DESTROY,
    PLAN,
    REPORT,
    TABLE,
    failure,
)
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

NEAR, FAR = "eu-west-1", "us-east-1"
UNITS = ("read_capacity_units", "write_capacity_units")
EXAMPLE = Path(__file__).parents[2] / "examples" / "global_tables" / "regions.yml"


def orders(**more: Any) -> dict[str, Any]:
    return prefixed(name="orders", **TABLE, **more)


def items(*regions: str, **own: Any) -> list[dict[str, Any]]:
    return [{"region_name": region, **own} for region in regions]


def sent(run: PlaybookRun) -> list[tuple[str, str]]:
    """Each write with its Region."""
    return [(call.operation, call.region) for call in run.calls if call.writes]


def told(run: PlaybookRun) -> str:
    """The output without the line breaks that Ansible makes."""
    return " ".join(run.output.split())


def test_the_five_through_the_role(playbook: PlaybookRunner) -> None:
    """Created, unchanged, changed, in check mode, and refused; then without replicas."""
    wanted = orders(replicas=items(NEAR))
    planned = playbook(ROLE, wanted, check=True)
    assert planned.changed and not planned.writes
    made = playbook(ROLE, wanted)
    assert sent(made) == [("CreateTable", HOME), ("UpdateTable", HOME)]
    assert facts(made)["outputs"]["replicas"][NEAR]["status"] == "ACTIVE"
    assert facts(made)["results"]["orders"]["plan"]["id"] == facts(planned)["results"]["orders"]["plan"]["id"]
    again = playbook(ROLE, wanted)
    assert not again.changed and not again.writes
    more = orders(replicas=[*items(NEAR, point_in_time_recovery_enabled=True), *items(FAR)])
    assert playbook(ROLE, more, check=True).writes == []
    assert sent(playbook(ROLE, more)) == [("UpdateTable", HOME), ("UpdateContinuousBackups", NEAR)]
    kept = playbook(ROLE, orders(replicas=items(NEAR)), code=2)
    assert "- aws_dynamodb_replicas: " in failure(kept) and "[V83]" in failure(kept) and not kept.writes
    assert "aws_dynamodb_replica_removal: delete" in failure(kept)
    wrong = playbook(ROLE, orders(replicas=items(HOME)), code=2)
    assert "- aws_dynamodb_replicas[0].region_name: " in failure(wrong) and "[V57]" in failure(wrong)
    none = orders(replicas=[], replica_removal="delete")
    assert playbook(ROLE, none).writes == ["UpdateTable", "UpdateTable"]
    assert not playbook(ROLE, none).writes


ONE = {"region_name": NEAR, "point_in_time_recovery_enabled": True, "max_read_request_units": 100}
GIVEN: dict[str, Any] = {
    "json": json.dumps([ONE]),
    "yaml": f"- region_name: {NEAR}\n  point_in_time_recovery_enabled: 'true'\n  max_read_request_units: '100'\n",
    "template": "{{ words }}",
    "template_inside": [{**ONE, "region_name": "{{ near }}", "table_class": "{{ nothing | default(omit) }}"}],
    "text": [{name: str(value).lower() for name, value in ONE.items()}],
    "blank_members": [{**ONE, "table_class": "", "kms_key_arn": " ", "tags": None, "propagate_tags": ""}],
}


def test_values_as_people_give_them(playbook: PlaybookRunner) -> None:
    tables = [{"name": name, "replicas": value} for name, value in GIVEN.items()]
    variables = {**prefixed(tables=tables, table_defaults=TABLE), "words": [ONE], "near": NEAR}
    run = playbook(ROLE, variables)
    assert all(each["converged"] for each in facts(run)["results"].values())
    assert sent(run).count(("UpdateContinuousBackups", NEAR)) == len(GIVEN)
    creates = [call.body["ReplicaUpdates"][0]["Create"] for call in run.calls if "ReplicaUpdates" in call.body]
    assert creates == [
        {"RegionName": NEAR, "OnDemandThroughputOverride": {"MaxReadRequestUnits": 100}},
    ] * len(GIVEN)
    assert playbook(ROLE, variables).writes == []


def test_a_blank_is_left_out(playbook: PlaybookRunner) -> None:
    blanks = {"empty": "", "blanks": "  ", "null": None}
    tables = [{"name": f"with_{name}"} for name in blanks]
    playbook(ROLE, prefixed(tables=tables, table_defaults={**TABLE, "replicas": items(NEAR)}))
    tables = [{"name": f"with_{name}", "replicas": blank} for name, blank in blanks.items()]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE))
    assert not run.writes and all(each["converged"] for each in facts(run)["results"].values())


WRONG: list[tuple[Any, str]] = [
    ("eu-west-1", "replicas[0]: this is to be a dictionary, not eu-west-1"),
    (items(NEAR)[0], "replicas: this is to be a list of dictionaries"),
    ([{"region": NEAR}], "did you mean region_name?"),
    (items(NEAR, point_in_time_recovery=True), "did you mean point_in_time_recovery_enabled?"),
    (items(NEAR, deletion_protected=True), "did you mean deletion_protection_enabled?"),
    ([{"table_class": "STANDARD"}], "region_name"),
    (items(NEAR, propagate_tags="perhaps"), "propagate_tags"),
]


def test_what_is_wrong_is_told_where_it_was_written(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table_{number}", "replicas": value} for number, (value, _told) in enumerate(WRONG)]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE), code=2)
    missing = [words for _value, words in WRONG if words not in failure(run)]
    assert missing == [] and run.calls == [], failure(run)
    run = playbook(ROLE, orders(replica=items(NEAR)), code=2)
    assert "did you mean aws_dynamodb_replicas?" in failure(run) and run.calls == []


def test_a_fleet_of_global_tables(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table_{number}", **TABLE, "replicas": items(NEAR, FAR)} for number in range(4)]
    task = {"name": "Make", "planton.dynamodb.dynamodb_tables": {"tables": tables}}
    made = playbook([task])
    assert made.result("Make")["converged"] and made.writes.count("UpdateTable") == 8
    again = playbook([task])
    assert again.operations == ["DescribeTable"] * 4 and {call.region for call in again.calls} == {HOME}


def test_a_fleet_ends_what_scales_its_replicas(playbook: PlaybookRunner) -> None:
    """Before a replica goes, and once for each table."""
    target = {"min_capacity": 5, "max_capacity": 50, "target_value": 70}
    sized = {"billing_mode": "PROVISIONED", "provisioned_throughput": dict.fromkeys(UNITS, 5)}
    own = {**TABLE, **sized, "auto_scaling": {"write": target}}
    replica = items(NEAR, auto_scaling={"read": target})
    tables = [{"name": f"table_{number}", **own, "replicas": replica} for number in range(2)]
    task = {"name": "Make", "planton.dynamodb.dynamodb_tables": {"tables": tables}}
    assert playbook([task]).result("Make")["converged"]
    gone = [{**each, "replicas": [], "replica_removal": "delete"} for each in tables]
    run = playbook([{"name": "Make", "planton.dynamodb.dynamodb_tables": {"tables": gone}}])
    assert run.result("Make")["converged"]
    assert sorted(sent(run)) == sorted([("DeregisterScalableTarget", NEAR)] * 4 + [("UpdateTable", HOME)] * 2)


def test_the_loop_of_somebody(playbook: PlaybookRunner) -> None:
    options = {"name": "{{ item.name }}", **TABLE, "replicas": "{{ item.replicas }}"}
    loop = [{"name": "orders", "replicas": items(NEAR)}, {"name": "carts", "replicas": []}]
    task = {"name": "Make", "planton.dynamodb.dynamodb_table": options, "loop": loop}
    assert sorted(playbook([task]).writes) == ["CreateTable", "CreateTable", "UpdateTable"]
    assert playbook([task]).writes == []


OWN = {"deletion_protection_enabled": True, "tags": {"stage": "near"}}


def test_the_playbooks_on_a_global_table(playbook: PlaybookRunner, tmp_path: Path) -> None:
    """Planned, approved, made, and destroyed only where that is allowed."""
    wanted = orders(replicas=items(NEAR, FAR))
    playbook(CONVERGE, wanted)
    more = orders(replicas=[*items(NEAR, **OWN), *items(FAR)], deletion_protection_enabled=True)
    plan = tmp_path / "plan.json"
    planned = playbook(PLAN, {**more, **prefixed(plan_file=str(plan))})
    assert f"set tag(s) stage in {NEAR}" in planned.output and planned.writes == []
    assert "3 calls, 2 of them in other Regions, 0 destructive" in told(planned)
    done = playbook(CONVERGE, None, "-e", f"@{plan}")
    assert sorted(sent(done)) == sorted([("UpdateTable", HOME), ("UpdateTable", NEAR), ("TagResource", NEAR)])
    assert f"enable deletion protection in {NEAR}" in told(done)
    assert f" {NEAR}: table_arn: arn:aws:dynamodb:{NEAR}:" in told(done)
    kept = playbook(DESTROY, {**more, **prefixed(destroy_confirm=True)}, code=2)
    assert "V83" in told(kept) and kept.writes == []


def test_the_report_has_the_regions(playbook: PlaybookRunner, tmp_path: Path) -> None:
    playbook(CONVERGE, orders(replicas=items(NEAR)))
    wanted = orders(replicas=[*items(NEAR, **OWN), *items(FAR)])
    page, data = tmp_path / "drift.html", tmp_path / "drift.json"
    playbook(REPORT, {**wanted, **prefixed(report_path=str(page), report_json=str(data))})
    (entry,) = json.loads(data.read_text())["tables"]
    assert {step["region"] for step in entry["operations"]} == {"", NEAR}
    assert f"There is no replica in {FAR}. The specification names it." in page.read_text()
    assert f"enable deletion protection</bdi> in <bdi>{NEAR}</bdi>" in page.read_text()


def test_the_example_goes_from_one_region_to_three(playbook: PlaybookRunner, client: Any) -> None:
    one = playbook(EXAMPLE, {"regions": []})
    assert sent(one) == [("CreateTable", HOME), ("UpdateContinuousBackups", HOME)]
    three = playbook(EXAMPLE)
    assert sent(three)[:2] == [("UpdateTable", HOME)] * 2
    assert {region for _call, region in sent(three)[2:]} == {NEAR, FAR}
    listed = client.describe_table(TableName="orders")["Table"]["Replicas"]
    assert {each["RegionName"] for each in listed} - {HOME} == {NEAR, FAR}
    assert playbook(EXAMPLE).writes == []
    back = playbook(EXAMPLE, {"regions": []}, code=2)
    assert "[V83]" in failure(back) and back.writes == []


def test_a_region_leaves_through_the_role(playbook: PlaybookRunner, engine: Engine, tmp_path: Path) -> None:
    """Planned, refused without force, done, unchanged; before, the report and adopting tell of the protection."""
    request = urllib.request.Request(f"{engine.url}/_simulator/behaviour", json.dumps({"documented": True}).encode())
    urllib.request.urlopen(request).close()
    guard = {"disassociation_protection_enabled": False}
    playbook(ROLE, orders(replicas=items(NEAR, FAR), **guard))
    data = tmp_path / "drift.json"
    place = prefixed(report_path=str(tmp_path / "drift.html"), report_json=str(data))
    wanted = orders(replicas=items(NEAR, FAR), disassociation_protection_enabled=True)
    playbook(REPORT, {**wanted, **place})
    (entry,) = json.loads(data.read_text())["tables"]
    assert "disassociation" in {each["kind"] for each in entry["lost"]}
    playbook(ADOPT, prefixed(adopt_directory=str(tmp_path / "found"), adopt_formats=["variables"]))
    (file,) = [path for path in (tmp_path / "found").rglob("*") if path.is_file()]
    assert yaml.safe_load(file.read_text())["aws_dynamodb_disassociation_protection_enabled"] is False
    less = orders(replicas=items(FAR), replica_removal="disassociate")
    kept = playbook(ROLE, less, code=2)
    assert "[V91]" in failure(kept) and "aws_dynamodb_force: true" in failure(kept) and not kept.writes
    planned = playbook(PLAN, {**less, **prefixed(force=True)})
    assert f"leave the global table, with its items kept in {NEAR}" in planned.output and planned.writes == []
    assert sent(playbook(ROLE, {**less, **prefixed(force=True)})) == [("UpdateTable", NEAR)] * 2
    again = playbook(ROLE, less)
    assert not again.changed and not again.writes
