# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role and the playbooks as people use them: loops, slips, templates, blank answers, facts handed on.

Nothing that a user writes may be dropped, and what cannot be meant is refused before the first call, by its name.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import FACTS, INCLUDE, ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import (
    ADOPT,
    CONVERGE,
    DESTROY,
    ORDERS,
    OTHER_REGION,
    PLAN,
    REPORT,
    TABLE,
    failure,
    included,
    inventory,
    region_of,
)
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)


@pytest.mark.parametrize("loop_variable", ["item", "each", "__aws_dynamodb_each"])
def test_a_loop_around_the_role_keeps_its_variable(
    playbook: PlaybookRunner, engine: Engine, loop_variable: str
) -> None:
    """Two regions, an approval and defaults, all of them from the items of the caller's loop."""
    turn = {
        **included(
            name="{{ LOOP.name }}",
            region="{{ LOOP.region }}",
            endpoint_url="{{ LOOP.url }}",
            table_defaults="{{ LOOP.shared }}",
            expected_plans="{{ LOOP.approved | default(omit) }}",
            accumulate_results=True,
        ),
        "loop": [
            {"name": "orders", "region": REGION, "url": engine.url, "shared": {**TABLE, "tags": {"turn": "1"}}},
            {"name": "carts", "region": OTHER_REGION, "url": engine.url, "shared": {**TABLE, "tags": {"turn": "2"}}},
        ],
        "loop_control": {"loop_var": loop_variable},
    }
    task = json.loads(json.dumps(turn).replace("LOOP", loop_variable))
    run = playbook([task, FACTS])
    results = facts(run)["results"]
    arns = {name: result["outputs"]["table_arn"].split(":")[3] for name, result in results.items()}
    assert arns == {"orders": REGION, "carts": OTHER_REGION}
    assert [results[name]["spec"]["tags"] for name in ("orders", "carts")] == [{"turn": "1"}, {"turn": "2"}]
    # The endpoint of the item was asked, and not that of the environment, which is the recorder.
    assert run.calls == []


def test_an_approval_from_a_loop_holds(playbook: PlaybookRunner, client: Any) -> None:
    turn = {**included(name="{{ item.name }}", expected_plans="{{ item.approved }}", **TABLE)}
    run = playbook([{**turn, "loop": [{"name": "orders", "approved": {"orders": "0" * 16}}]}], code=2)
    assert "expected_plan" in failure(run) and run.writes == []
    assert client.list_tables()["TableNames"] == []


def test_the_result_of_the_last_turn_is_what_is_left_without_accumulation(playbook: PlaybookRunner) -> None:
    turn = {**included(name="{{ item }}", **TABLE), "loop": ["orders", "carts"]}
    assert list(facts(playbook([turn, FACTS]))["results"]) == ["carts"]


@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("profile", "{{ item.profile }}", ""),
        ("endpoint_url", "{{ nowhere }}", ""),
        ("table_defaults", {"tags": {"team": "{{ team_of_the_shop }}"}}, ".tags.team"),
        ("expected_plan", "{{ hostvars['nobody'].plan }}", ""),
        ("ttl", {"enabled": True, "attribute_name": "{{ names.expiry }}"}, ".attribute_name"),
    ],
)
def test_a_variable_that_cannot_be_resolved_fails_by_its_name(
    playbook: PlaybookRunner, name: str, value: Any, place: str, validate: bool
) -> None:
    include = {"name": "planton.dynamodb.aws_dynamodb", "rolespec_validate": validate}
    task = {"name": "Include", "include_role": include, "vars": prefixed(**{"name": "orders", **TABLE, name: value})}
    run = playbook([task], {"names": {}}, code=2)
    assert f"aws_dynamodb_{name}{place}: its template cannot be resolved: " in failure(run)
    assert run.calls == []


@pytest.mark.parametrize("how", [PLAN, CONVERGE, DESTROY, ADOPT, "role"])
def test_unknown_names_are_refused_with_what_was_meant(playbook: PlaybookRunner, how: str) -> None:
    slips = {
        "aws_dynamodb_deletion_protection": True,
        "aws_dynamodb_expect_plan": "0" * 16,
        "aws_dynamodb_table_name": "orders",
        "aws_dynamodb_billingMode": "PROVISIONED",
        "aws_dynamodb_colour": "red",
    }
    run = playbook(ROLE if how == "role" else how, {**ORDERS, **slips}, code=2)
    told = failure(run)
    for line in (
        "aws_dynamodb_deletion_protection: no variable of the collection has this name; "
        "did you mean aws_dynamodb_deletion_protection_enabled?",
        "did you mean aws_dynamodb_expected_plan?",
        "aws_dynamodb_table_name: no variable of the collection has this name; did you mean aws_dynamodb_name?",
        "did you mean aws_dynamodb_billing_mode?",
        "aws_dynamodb_colour: no variable of the collection has this name; names that begin with aws_dynamodb_ belong",
    ):
        assert line in told
    assert run.calls == []


def test_a_report_tells_unknown_names_too(playbook: PlaybookRunner, tmp_path: Any) -> None:
    page = {"aws_dynamodb_report_path": str(tmp_path / "page.html")}
    run = playbook(REPORT, {**ORDERS, **page, "aws_dynamodb_expect_plan": "x"}, code=2)
    assert "did you mean aws_dynamodb_expected_plan?" in (tmp_path / "page.json").read_text()
    assert "Fail where something could not be checked" in run.output and run.calls == []


def test_variables_of_all_playbooks_are_known(playbook: PlaybookRunner) -> None:
    """An inventory has the variables of every playbook, and a workflow hands statistics on."""
    others = prefixed(
        hosts="localhost",
        destroy_confirm=False,
        adopt_prefix="a",
        report_path="x.html",
        awx_project_url="https://git.example.com/tables.git",
        plans={"orders": "x"},
        drift={},
    )
    assert playbook(PLAN, {**ORDERS, **others}).changed


@pytest.mark.parametrize("blank", ["", " ", None])
@pytest.mark.parametrize("how", [CONVERGE, "role"])
def test_a_blank_answer_means_what_the_inventory_says(
    playbook: PlaybookRunner, monkeypatch: pytest.MonkeyPatch, engine: Engine, how: str, blank: str | None
) -> None:
    inventory(playbook, monkeypatch, region=OTHER_REGION, concurrency=4, tags={"from": "inventory"}, **TABLE)
    answers = prefixed(
        name="orders", region=blank, profile=blank, concurrency=blank, access_key=blank, tags=blank, endpoint_url=blank
    )
    playbook(ROLE if how == "role" else how, answers)
    there = make_client(engine.url)
    assert there.list_tables()["TableNames"] == []
    elsewhere = playbook([included(name="orders", region=OTHER_REGION), FACTS], check=True)
    assert region_of(elsewhere) == OTHER_REGION
    assert facts(elsewhere)["results"]["orders"]["table"]["table_name"] == "orders"


def test_a_blank_variable_of_the_play_means_what_the_inventory_says(
    playbook: PlaybookRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    inventory(playbook, monkeypatch, region=OTHER_REGION)
    task = included(name="orders", region="{{ answer }}", **TABLE)
    assert region_of(playbook([task, FACTS], {"answer": ""})) == OTHER_REGION


def test_a_blank_answer_to_adopt_means_what_the_inventory_says(
    playbook: PlaybookRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    playbook([included(name="orders", region=OTHER_REGION, **TABLE)])
    inventory(playbook, monkeypatch, region=OTHER_REGION, adopt_directory=str(tmp_path / "adopted"))
    answers = prefixed(region="", adopt_prefix="", adopt_generation="", adopt_one_file="", adopt_directory="")
    playbook(ADOPT, answers)
    assert (tmp_path / "adopted" / "variables" / "orders.yml").is_file()


@pytest.mark.parametrize("playbook_name", [PLAN, CONVERGE, DESTROY, ADOPT, REPORT])
def test_blank_hosts_are_refused(playbook: PlaybookRunner, playbook_name: str) -> None:
    run = playbook(playbook_name, {**ORDERS, "aws_dynamodb_hosts": ""}, code=None)
    assert run.code != 0 and "aws_dynamodb_hosts is blank" in run.output
    assert run.calls == []


@pytest.mark.parametrize(
    ("playbook_name", "variable"),
    [
        (PLAN, "hosts"),
        (REPORT, "hosts"),
        (REPORT, "report_path"),
        (ADOPT, "adopt_prefix"),
        (PLAN, "plan_file"),
        (CONVERGE, "approval"),
        (DESTROY, "destroy_confirm"),
        ("planton.dynamodb.awx_setup", "awx_project_url"),
    ],
)
def test_a_variable_of_a_playbook_that_cannot_be_resolved_fails(
    playbook: PlaybookRunner, playbook_name: str, variable: str
) -> None:
    """A default would take its place, and nobody would know."""
    extra = f"aws_dynamodb_{variable}={{{{ nowhere }}}}"
    run = playbook(playbook_name, ORDERS, "-e", json.dumps(dict([extra.split("=")])), code=None)
    assert run.code != 0 and "'nowhere' is undefined" in run.output and run.writes == []


@pytest.mark.parametrize("how", [PLAN, CONVERGE, DESTROY, "role"])
@pytest.mark.parametrize("fact", ["outputs", "results"])
def test_facts_that_are_handed_on_as_extra_variables_are_refused(playbook: PlaybookRunner, how: str, fact: str) -> None:
    """Else the role could not set them, and a playbook would print, and publish, another table's."""
    stale = {"carts": {"plan": {"id": "stale"}, "outputs": {"table_arn": "stale"}}}
    run = playbook([INCLUDE] if how == "role" else how, {**ORDERS, f"aws_dynamodb_{fact}": stale}, code=2)
    assert f"aws_dynamodb_{fact}: the role sets this fact" in failure(run)
    assert run.calls == []
    assert all("ansible_stats" not in task.result for task in run.tasks)


@pytest.mark.parametrize(
    "wrong",
    [
        prefixed(name="carts", wait_timeout="soon"),
        prefixed(name="carts", tables=[{"name": "wishes"}]),
        prefixed(manifests="nowhere/"),
        prefixed(name="carts", profile="{{ nowhere }}"),
    ],
)
def test_a_refused_call_leaves_no_facts_of_the_call_before(playbook: PlaybookRunner, wrong: dict[str, Any]) -> None:
    tasks = [
        included(name="orders", **TABLE),
        {"name": "Try", "block": [{**INCLUDE, "vars": wrong}], "rescue": [FACTS]},
    ]
    assert facts(playbook(tasks)) == {"outputs": {}, "results": {}}


def test_a_refused_playbook_leaves_no_facts_of_the_one_before(playbook: PlaybookRunner) -> None:
    """Two playbooks in one run, and the second one is given names that do not exist."""
    plays = [
        {"name": "First", "import_playbook": CONVERGE, "vars": ORDERS},
        {"name": "Second", "import_playbook": CONVERGE, "vars": prefixed(nmae="carts")},
    ]
    run = playbook(plays, code=2)
    assert [task.result["ansible_facts"] for task in run.tasks if task.task == "Set the facts"][-1] == {
        "aws_dynamodb_outputs": {},
        "aws_dynamodb_results": {},
    }
