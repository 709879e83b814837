# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Auto scaling through the module and the role, and the playbooks of docs/scaling.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import ADOPT, PLAN, failure
from devkit.engines import Engine

PAGE = (Path(__file__).parents[2] / "docs" / "scaling.md").read_text(encoding="utf-8")
SCALED, FIXED = (yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S))
TABLE = {
    "billing_mode": "PROVISIONED",
    "provisioned_throughput": {"read_capacity_units": 10, "write_capacity_units": 5},
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
READ = {"min_capacity": 5, "max_capacity": 50, "target_value": 70}
BEGIN = ["RegisterScalableTarget", "PutScalingPolicy"]
on = pytest.mark.parametrize("engine", ["strict", "moto"], indirect=True)
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)


def orders(**more: Any) -> dict[str, Any]:
    return prefixed(name="orders", **{**TABLE, **more})


def targets(engine: Engine) -> dict[str, tuple[int, int]]:
    """The bounds of all targets, by resource and unit."""
    found = make_client(engine.url, "application-autoscaling").describe_scalable_targets(ServiceNamespace="dynamodb")
    return {
        f"{each['ResourceId']}:{each['ScalableDimension'].rpartition(':')[2]}": (
            each["MinCapacity"],
            each["MaxCapacity"],
        )
        for each in found["ScalableTargets"]
    }


@on
def test_the_five_through_the_role(playbook: PlaybookRunner, engine: Engine) -> None:
    """Created, unchanged, changed, in check mode, and refused; then off, and gone."""
    wanted = orders(auto_scaling={"read": READ})
    planned = playbook(ROLE, wanted, check=True)
    assert planned.changed and not planned.writes
    made = playbook(ROLE, wanted)
    assert made.writes == ["CreateTable", *BEGIN]
    again = playbook(ROLE, wanted)
    assert not again.changed and not again.writes
    wider = orders(auto_scaling={"read": {**READ, "max_capacity": 80}})
    assert playbook(ROLE, wider, check=True).changed
    assert playbook(ROLE, wider).writes == ["RegisterScalableTarget"]
    assert targets(engine) == {"table/orders:ReadCapacityUnits": (5, 80)}
    wrong = playbook(ROLE, orders(auto_scaling={"read": {**READ, "min_capacity": 60}}), code=2)
    assert "- aws_dynamodb_auto_scaling.read.min_capacity: " in failure(wrong) and "[V54]" in failure(wrong)
    off = orders(auto_scaling={"read": {"enabled": False}})
    assert playbook(ROLE, off).writes == ["DeregisterScalableTarget"]
    playbook(ROLE, wanted)
    gone = playbook(ROLE, prefixed(name="orders", state="absent"))
    assert gone.writes == ["DeregisterScalableTarget", "DeleteTable"]
    assert targets(engine) == {}


@strict
def test_the_page(playbook: PlaybookRunner, engine: Engine, client: Any) -> None:
    made = playbook(SCALED)
    assert made.writes.count("RegisterScalableTarget") == 4 and made.writes.count("PutScheduledAction") == 2
    assert targets(engine)["table/orders/index/by_status:WriteCapacityUnits"] == (2, 20)
    units = {"ReadCapacityUnits": 37, "WriteCapacityUnits": 9}
    client.update_table(TableName="orders", ProvisionedThroughput=units)
    again = playbook(SCALED)
    assert not again.changed and not again.writes
    fixed = playbook(FIXED)
    assert fixed.writes == ["DeregisterScalableTarget", "DeregisterScalableTarget", "UpdateTable"]
    found = client.describe_table(TableName="orders")["Table"]["ProvisionedThroughput"]
    assert (found["ReadCapacityUnits"], found["WriteCapacityUnits"]) == (20, 8)
    assert not playbook(FIXED).changed


GIVEN: dict[str, Any] = {
    "json": json.dumps({"read": READ}),
    "yaml": "read: {min_capacity: 5, max_capacity: 50, target_value: 70, scale_in_cooldown: ''}\n",
    "template": "{{ scaling }}",
    "template_inside": {"read": {**READ, "max_capacity": "{{ most }}", "write": "{{ nothing | default(omit) }}"}},
    "text": {"read": {name: str(value) for name, value in READ.items()}},
}
del GIVEN["template_inside"]["read"]["write"]


@strict
def test_values_as_people_give_them(playbook: PlaybookRunner, engine: Engine) -> None:
    tables = [{"name": name, "auto_scaling": value} for name, value in GIVEN.items()]
    words = {"scaling": {"read": READ}, "most": 50}
    run = playbook(ROLE, {**prefixed(tables=tables, table_defaults=TABLE), **words})
    assert all(each["converged"] for each in facts(run)["results"].values())
    assert targets(engine) == {f"table/{name}:ReadCapacityUnits": (5, 50) for name in GIVEN}
    blanks = [
        {"name": name, "auto_scaling": blank} for name, blank in zip(GIVEN, ("", "  ", None, "{}", {}), strict=True)
    ]
    left = playbook(ROLE, prefixed(tables=blanks, table_defaults=TABLE))
    assert not left.writes and len(targets(engine)) == len(GIVEN)


WRONG: list[tuple[Any, str]] = [
    ("fast", "auto_scaling: this is to be a dictionary, not 'fast'"),
    ({"reads": READ}, "did you mean read?"),
    ({"read": {**READ, "min_capcity": 5}}, "auto_scaling.read.min_capcity: there is no such option"),
    ({"read": {**READ, "scheduled_actions": [{"schedule": "rate(1 day)"}]}}, "name"),
]


@strict
def test_what_is_wrong_is_told_where_it_was_written(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table_{number}", "auto_scaling": value} for number, (value, _told) in enumerate(WRONG)]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE), code=2)
    missing = [told for _value, told in WRONG if told not in failure(run)]
    assert missing == [] and run.calls == [], failure(run)


@strict
def test_the_loop_of_somebody(playbook: PlaybookRunner, engine: Engine) -> None:
    options = {"name": "{{ item.name }}", **TABLE, "auto_scaling": "{{ item.scaling }}"}
    loop = [{"name": "orders", "scaling": {"read": READ}}, {"name": "carts", "scaling": {"write": {"enabled": False}}}]
    task = {"name": "Make", "planton.dynamodb.dynamodb_table": options, "loop": loop}
    assert sorted(playbook([task]).writes) == sorted(["CreateTable", "CreateTable", *BEGIN])
    assert playbook([task]).writes == []


@strict
def test_a_fleet_reads_scaling_once(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table_{number}", "auto_scaling": {"read": READ}} for number in range(6)]
    playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE))
    again = playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE))
    assert not again.writes
    for operation in ("DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"):
        assert again.operations.count(operation) == 1


@strict
def test_adopting_writes_bounds_policy_and_actions(playbook: PlaybookRunner, tmp_path: Path) -> None:
    action = {"name": "night", "schedule": "cron(0 22 * * ? *)", "timezone": "Europe/Berlin", "min_capacity": 5}
    playbook(ROLE, orders(auto_scaling={"read": {**READ, "scheduled_actions": [action]}}))
    place = tmp_path / "found"
    playbook(ADOPT, prefixed(adopt_directory=str(place), adopt_formats=["variables"]))
    (file,) = [path for path in place.rglob("*") if path.is_file()]
    text = file.read_text()
    assert "# - the read capacity of the table is scaled: the number below is of the moment" in text
    found = yaml.safe_load(text)["aws_dynamodb_auto_scaling"]["read"]
    assert (found["min_capacity"], found["target_value"], found["scheduled_actions"]) == (5, 70, [action])
    assert not playbook("planton.dynamodb.converge", None, "-e", f"@{file}").writes


@strict
def test_a_plan_shows_it(playbook: PlaybookRunner) -> None:
    run = playbook(PLAN, orders(auto_scaling={"read": READ}))
    assert "scale the read capacity of the table from 5 to 50 units" in run.output and not run.writes


DENIED = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: iam:CreateServiceLinkedRole"


@strict
def test_what_is_denied_leaves_the_rest_done(playbook: PlaybookRunner) -> None:
    playbook.recorder.fail("RegisterScalableTarget", "AccessDeniedException", DENIED, times=1)
    wanted = orders(auto_scaling={"read": READ}, tags={"team": "shop"}, point_in_time_recovery_enabled=True)
    run = playbook(ROLE, wanted, code=2)
    told = " ".join(failure(run).split())
    assert "allow iam:CreateServiceLinkedRole for dynamodb.application-autoscaling.amazonaws.com" in told
    assert "UpdateContinuousBackups" in run.writes
    assert playbook(ROLE, wanted).writes == BEGIN


@pytest.mark.parametrize("engine", ["ministack"], indirect=True)
def test_an_endpoint_without_scaling(playbook: PlaybookRunner) -> None:
    """What is not wanted is not missed; what is wanted is told."""
    playbook(ROLE, orders())
    bigger = {"read_capacity_units": 12, "write_capacity_units": 6}
    assert playbook(ROLE, orders(provisioned_throughput=bigger)).writes == ["UpdateTable"]
    run = playbook(ROLE, orders(provisioned_throughput=bigger, auto_scaling={"read": READ}), code=2)
    assert "DescribeScalableTargets is not offered by the endpoint" in " ".join(failure(run).split())
    off = orders(provisioned_throughput=bigger, auto_scaling={"read": {"enabled": False}})
    assert not playbook(ROLE, off).writes
    assert playbook(ROLE, prefixed(name="orders", state="absent")).writes == ["DeleteTable"]
