# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role and the playbooks as people use them: in loops, with slips, blank answers, text, and facts handed on.

Nothing that a user writes may be dropped, and what cannot be meant is refused before the first call, by its name.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION, PlaybookRun, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.role import FACTS, INCLUDE, ROLE, facts, prefixed
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)
PLAN, CONVERGE, DESTROY = "planton.dynamodb.plan", "planton.dynamodb.converge", "planton.dynamodb.destroy"
ADOPT, REPORT = "planton.dynamodb.adopt", "planton.dynamodb.drift_report"
TABLE = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
ORDERS = prefixed(name="orders", **TABLE)
OTHER_REGION = "us-east-1"
# Ansible masks a secret wherever it occurs in a result.
UNLIKELY = "no-secret-of-anybody-7f3a"


def failure(run: PlaybookRun) -> str:
    """The message of the task that failed."""
    return next(str(task.result["msg"]) for task in run.tasks if task.status == "failed")


def included(**variables: Any) -> dict[str, Any]:
    """The role with variables of this call alone."""
    return {**INCLUDE, "vars": prefixed(**variables)}


def inventory(playbook: PlaybookRunner, monkeypatch: pytest.MonkeyPatch, **variables: Any) -> None:
    """Give the host of the inventory variables of its own."""
    usual = playbook._inventory

    def with_variables(place: Any) -> Any:
        host_vars = place / "host_vars"
        host_vars.mkdir()
        (host_vars / "localhost.json").write_text(json.dumps(prefixed(**variables)))
        return usual(place)

    monkeypatch.setattr(playbook, "_inventory", with_variables)


def region_of(run: PlaybookRun, name: str = "orders") -> str:
    return str(facts(run)["results"][name]["outputs"]["table_arn"]).split(":")[3]


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
        "aws_dynamodb_replicas": [{"region_name": "eu-west-1"}],
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
        "this version of the collection cannot set replicas yet",
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


@pytest.mark.parametrize("as_text", [json.dumps, lambda value: f"# as somebody wrote it\n{json.dumps(value)}\n"])
def test_text_is_read_as_what_it_says(playbook: PlaybookRunner, as_text: Any) -> None:
    """What ``lookup('file')`` and the text area of a survey give."""
    tables = [
        {"name": "orders", "ttl": as_text({"enabled": True, "attribute_name": "until"})},
        as_text({"name": "carts"}),
    ]
    run = playbook(
        ROLE,
        prefixed(
            tables=as_text(tables),
            table_defaults=as_text({**TABLE, "key_schema": as_text(TABLE["key_schema"])}),
            concurrency="8",
            aws_config=as_text({"read_timeout": 20}),
        ),
    )
    assert facts(run)["results"]["orders"]["spec"]["ttl"] == {"enabled": True, "attribute_name": "until"}
    assert facts(run)["results"]["carts"]["converged"]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        (prefixed(tables="orders, carts"), ["aws_dynamodb_tables[0]: this is to be a dictionary, not 'orders'"]),
        (prefixed(tables={"name": "orders"}), ["aws_dynamodb_tables: this is to be a list, not a dictionary"]),
        (prefixed(tables="[{name: orders"), ["aws_dynamodb_tables: this text cannot be read as a list: "]),
        (
            prefixed(tables=[{"name": "orders"}, ["carts"]]),
            ["aws_dynamodb_tables[1]: this is to be a dictionary, not a l"],
        ),
        (prefixed(name="orders", ttl="expires_at"), ["aws_dynamodb_ttl: this is to be a dictionary, not 'expires_at'"]),
        (prefixed(name="orders", tags=["a"]), ["aws_dynamodb_tags: this is to be a dictionary, not a list"]),
        (prefixed(name=["orders"]), ["aws_dynamodb_name: this is to be text, not a list"]),
        (
            prefixed(name="orders", concurrency="many"),
            ["aws_dynamodb_concurrency: this is to be a whole number, not 'many'"],
        ),
        (prefixed(name="orders", wait="maybe"), ["aws_dynamodb_wait: this is to be true or false, not 'maybe'"]),
        (
            prefixed(
                tables=[{"name": "orders", "biling_mode": "PAY_PER_REQUEST", "wait_timeout": "soon"}, {"nmae": "x"}]
            ),
            [
                "aws_dynamodb_tables[0].wait_timeout: this is to be a whole number, not 'soon'",
                "aws_dynamodb_tables[0].biling_mode: there is no such option; did you mean billing_mode?",
                "aws_dynamodb_tables[1].nmae: there is no such option; did you mean name?",
            ],
        ),
    ],
)
def test_other_text_is_refused_by_variable_and_item(
    playbook: PlaybookRunner, variables: dict[str, Any], told: list[str]
) -> None:
    run = playbook(ROLE, variables, code=2)
    assert [each for each in told if each not in failure(run)] == []
    assert run.calls == []


def test_errors_name_what_the_user_wrote(playbook: PlaybookRunner) -> None:
    """Variables of one table, items of a list, and the defaults of the list."""
    one = playbook(
        ROLE, prefixed(name="orders", **{**TABLE, "ttl": {"enabled": True}}, recovery_period_in_days=3), code=2
    )
    assert "- aws_dynamodb_ttl.attribute_name: " in failure(one)
    assert "- aws_dynamodb_recovery_period_in_days: " in failure(one)
    assert "set aws_dynamodb_point_in_time_recovery_enabled: true" in failure(one)
    several = prefixed(
        table_defaults={**TABLE, "ttl": {"enabled": True}}, tables=[{"name": "orders", "tags": {"aws:x": "y"}}]
    )
    told = failure(playbook(ROLE, several, code=2))
    assert "- aws_dynamodb_table_defaults.ttl.attribute_name: " in told
    assert "- aws_dynamodb_tables[0].tags." in told
    protected = prefixed(name="orders", **TABLE, deletion_protection_enabled=True)
    playbook(ROLE, protected)
    told = failure(playbook(DESTROY, {**protected, "aws_dynamodb_destroy_confirm": True}, code=2))
    assert "aws_dynamodb_force: true" in told and "set force" not in told


def test_defaults_count_for_one_table_too(playbook: PlaybookRunner) -> None:
    run = playbook(
        ROLE, prefixed(name="orders", table_defaults={**TABLE, "tags": {"team": "shop"}}, tags={"team": "cart"})
    )
    assert facts(run)["results"]["orders"]["spec"]["tags"] == {"team": "cart"}


def test_variables_that_have_no_effect_are_told(playbook: PlaybookRunner) -> None:
    run = playbook(ROLE, {**ORDERS, **prefixed(manifest_tags=True, manifest_names={"orders": "x"})})
    assert "aws_dynamodb_manifest_tags has no effect without aws_dynamodb_manifests" in run.output
    assert "aws_dynamodb_manifest_names has no effect without aws_dynamodb_manifests" in run.output


@pytest.mark.parametrize("name", ["group/planton.dynamodb.aws", "planton.dynamodb.dynamodb_tables"])
def test_module_defaults_reach_the_role(playbook: PlaybookRunner, engine: Engine, name: str) -> None:
    play = {
        "name": "Play",
        "hosts": "localhost",
        "gather_facts": False,
        "module_defaults": {name: {"region": "{{ theirs }}", "aws_endpoint_url": engine.url, "profile": "nobody"}},
        "vars": {"theirs": OTHER_REGION},
        "tasks": [
            included(name="orders", access_key="123456789012", secret_key="none-of-yours", **TABLE),
            FACTS,
        ],
    }
    run = playbook([play])
    assert region_of(run) == OTHER_REGION and run.calls == []
    own = {
        **play,
        "tasks": [
            included(name="carts", region=REGION, access_key="123456789012", secret_key=UNLIKELY, **TABLE),
            FACTS,
        ],
    }
    assert region_of(playbook([own]), "carts") == REGION


def test_a_failure_of_one_of_fifty_is_short(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table-{number:02}"} for number in range(50)]
    broken = {"name": "broken", "key_schema": [{"attribute_name": "nowhere", "key_type": "HASH"}]}
    for how in (ROLE, CONVERGE, PLAN):
        run = playbook(how, prefixed(table_defaults=TABLE, tables=[*tables, broken]), code=2)
        printed = run.output.partition("FAILED!")[2].partition("\n")[0]
        assert "1 of 51 tables failed" in printed and len(printed) < 600


@pytest.mark.parametrize("register", [False, True])
def test_a_failed_task_of_the_module_is_short_where_nobody_can_read_it(
    playbook: PlaybookRunner, register: bool
) -> None:
    tables = [{"name": f"table-{number:02}", **TABLE} for number in range(20)]
    task = {"name": "Make", "planton.dynamodb.dynamodb_tables": {"tables": [*tables, {"name": "x"}]}}
    more = {"register": "made"} if register else {}
    run = playbook([{**task, **more}], code=2)
    assert "1 of 21 tables failed" in run.result("Make")["msg"]
    assert ("tables" in run.result("Make")) is register
    rescued = playbook(
        [
            {
                "name": "Try",
                "block": [task],
                "rescue": [{"name": "Use", "debug": {"msg": "{{ ansible_failed_result.tables | length }}"}}],
            }
        ]
    )
    assert rescued.result("Use")["msg"] == 21


def test_a_fleet_in_the_background(playbook: PlaybookRunner, recorder: Recorder) -> None:
    task = {"name": "Make", "planton.dynamodb.dynamodb_tables": {"tables": [{"name": "orders", **TABLE}]}}
    waited = playbook([{**task, "async": 60, "poll": 1}])
    assert waited.result("Make")["tables"]["orders"]["converged"]
    tasks = [
        {**task, "async": 60, "poll": 0, "register": "job"},
        {
            "name": "Wait",
            "async_status": {"jid": "{{ job.ansible_job_id }}"},
            "register": "done",
            "until": "done is finished",
            "retries": 60,
            "delay": 1,
        },
    ]
    assert playbook(tasks).result("Wait")["tables"]["orders"]["converged"]
    refused = playbook([{**task, "async": 60, "poll": 1}], check=True, code=2)
    assert "check mode" in failure(refused).lower() and "async" in failure(refused)
