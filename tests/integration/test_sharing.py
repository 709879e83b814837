# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/sharing.md: its example with the role, from nothing to a shared table; and policies as strangers write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "sharing" / "share.yml"
STRICT = pytest.mark.parametrize("engine", ["strict"], indirect=True)
PUT = ["PutResourcePolicy", "PutResourcePolicy"]
GRANT = """
Version: 2012-10-17
Statement:
  - Effect: Allow
    Principal: {AWS: "210987654321"}
    Action: dynamodb:GetItem
    Resource: __TABLE_ARN__
"""


def blocks(path: Path) -> list[str]:
    """The YAML of a page."""
    return [part.split("```")[0] for part in path.read_text(encoding="utf-8").split("```yaml\n")[1:]]


@STRICT
def test_the_example_shares_a_table(playbook: PlaybookRunner, client: Any) -> None:
    first = playbook(EXAMPLE)
    assert first.writes[0] == "CreateTable" and first.writes[1:] == PUT
    table = client.describe_table(TableName="orders")["Table"]
    for arn in (table["TableArn"], table["LatestStreamArn"]):
        policy = json.loads(client.get_resource_policy(ResourceArn=arn)["Policy"])
        assert policy["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::210987654321:root"}
    assert playbook(EXAMPLE).writes == []


@STRICT
def test_the_page_has_the_same_as_the_example(playbook: PlaybookRunner) -> None:
    playbook(EXAMPLE)
    (task,) = yaml.safe_load(blocks(ROOT / "docs" / "sharing.md")[0])
    assert playbook([task]).writes == []


@STRICT
@pytest.mark.parametrize(
    "given",
    [
        yaml.safe_load(GRANT.replace("2012-10-17", '"2012-10-17"')),
        '{{ lookup("ansible.builtin.file", place) }}',
        "{{ grant }}",
        "{{ grant | to_json }}",
    ],
    ids=["a dictionary", "a file", "a variable", "a variable as text"],
)
def test_a_policy_may_be_given_in_many_ways(playbook: PlaybookRunner, tmp_path: Path, given: Any) -> None:
    """Also with a version that YAML takes for a date, and in the list of tables of the role."""
    place = tmp_path / "policy.json"
    place.write_text(json.dumps(yaml.safe_load(GRANT.replace("2012-10-17", '"2012-10-17"'))), encoding="utf-8")
    items = [{"name": "orders", **ON_DEMAND, "resource_policy": given}]
    variables = {"aws_dynamodb_tables": items, "place": str(place), "grant": yaml.safe_load(GRANT)}
    variables["grant"]["Version"] = str(variables["grant"]["Version"])
    role = [{"ansible.builtin.include_role": {"name": "planton.dynamodb.aws_dynamodb"}}]
    assert playbook(role, variables).writes == ["CreateTable", "PutResourcePolicy"]
    loop = {"planton.dynamodb.dynamodb_table": {"name": "{{ item }}", "resource_policy": given}, "loop": ["orders"]}
    assert playbook([loop], variables).writes == []


@STRICT
def test_a_version_that_yaml_reads_as_a_date(playbook: PlaybookRunner, tmp_path: Path) -> None:
    play = tmp_path / "date.yml"
    spec = yaml.safe_dump(ON_DEMAND)
    lines = [f"          {line}" for line in spec.splitlines()]
    policy = [f"            {line}" for line in GRANT.strip().splitlines()]
    text = ["- hosts: localhost", "  gather_facts: false", "  tasks:", "    - planton.dynamodb.dynamodb_table:"]
    text += ["          name: orders", *lines, "          resource_policy:", *policy]
    play.write_text("\n".join(text) + "\n", encoding="utf-8")
    assert playbook(play).writes == ["CreateTable", "PutResourcePolicy"]
    assert playbook(play).writes == []


@STRICT
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("resource_policy", "{no", "this text is no JSON"),
        ("resource_policy", ["a"], "this is to be a dictionary or its JSON text, not a list"),
        ("resource_polcy", {}, "did you mean aws_dynamodb_resource_policy?"),
    ],
)
def test_what_a_stranger_gets_wrong(playbook: PlaybookRunner, name: str, value: Any, told: str) -> None:
    role = [{"ansible.builtin.include_role": {"name": "planton.dynamodb.aws_dynamodb"}}]
    variables = {"aws_dynamodb_name": "orders", f"aws_dynamodb_{name}": value}
    variables |= {f"aws_dynamodb_{option}": each for option, each in ON_DEMAND.items()}
    run = playbook(role, variables, code=2)
    assert told in run.output and run.writes == []
