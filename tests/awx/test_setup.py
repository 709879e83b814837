# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What awx_setup makes of an AWX, by the modules of awx.awx themselves."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.doc_fragments._adopted import ModuleDocFragment
from ansible_collections.planton.dynamodb.plugins.plugin_utils._variable_names import unknown_names
from ansible_collections.planton.dynamodb.tests.awx.conftest import Made
from ansible_collections.planton.dynamodb.tests.awx.server.app import PASSWORD, USER, Awx, serving
from ansible_collections.planton.dynamodb.tests.awx.server.rules import RefusedError, check_answers
from ansible_collections.planton.dynamodb.tests.awx.support.jobs import PLAYBOOKS
from ansible_collections.planton.dynamodb.tests.awx.support.setups import ACCESS_KEY, SECRET_KEY, Setup, set_up, survey
from dateutil.rrule import rrulestr
from devkit.environments import ROOT

VARIABLES = yaml.load((ROOT / "playbooks" / "vars" / "awx.yml").read_text().replace("!unsafe ", ""), yaml.SafeLoader)
WORKFLOW = VARIABLES["aws_dynamodb_awx_workflow"]


def template(awx: Awx, key: str) -> dict[str, Any]:
    """A job template by its key."""
    return awx.store.named("job_templates", VARIABLES["aws_dynamodb_awx_templates"][key]["name"])


def test_a_second_run_changes_nothing(made: Made, again: Setup) -> None:
    assert made.run.changed > 0 and made.run.writes
    assert again.changed == 0
    assert again.writes == []


def test_all_is_there(made: Made) -> None:
    store = made.awx.store
    assert {item["playbook"] for item in store.all("job_templates")} == set(PLAYBOOKS)
    project, inventory = store.named("projects", "DynamoDB"), store.named("inventories", "DynamoDB")
    (source,) = store.all("inventory_sources")
    assert (source["source_project"], source["inventory"]) == (project["id"], inventory["id"])
    for item in store.all("job_templates"):
        assert (item["project"], item["inventory"]) == (project["id"], inventory["id"])
        assert [tied["name"] for tied in store.tied(item, "credentials")] == ["DynamoDB"]
        assert json.loads(item["extra_vars"]).keys() >= {"aws_dynamodb_hosts"}
    assert store.all("execution_environments") == [] == store.all("hosts")


def test_the_workflow_converges_only_what_was_approved(made: Made) -> None:
    store = made.awx.store
    nodes = {node["identifier"]: node for node in store.all("workflow_job_template_nodes")}
    assert nodes.keys() == {"plan", "approve", "converge"}
    ties = {
        (name, when): [tied["identifier"] for tied in store.tied(node, f"{when}_nodes")]
        for name, node in nodes.items()
        for when in ("success", "failure", "always")
    }
    assert {key: found for key, found in ties.items() if found} == {
        ("plan", "success"): ["approve"],
        ("approve", "success"): ["converge"],
    }
    assert nodes["plan"]["unified_job_template"] == template(made.awx, "plan")["id"]
    assert nodes["converge"]["unified_job_template"] == template(made.awx, "converge")["id"]
    approval = store.get("workflow_approval_templates", nodes["approve"]["unified_job_template"])
    assert approval["timeout"] == VARIABLES["aws_dynamodb_awx_approval_timeout"]


def test_its_answers_are_those_of_both_jobs(made: Made) -> None:
    questions = survey(made.awx, "workflow_job_templates", WORKFLOW)
    assert [*questions] == VARIABLES["aws_dynamodb_awx_survey"]
    for key in ("plan", "converge"):
        assert survey(made.awx, "job_templates", template(made.awx, key)["name"]) == questions
    # An answer that nobody gave would take the place of what the inventory says.
    assert not any("default" in question or question["required"] for question in questions.values())


def test_drift_is_looked_for_each_night_without_further_questions(made: Made) -> None:
    (schedule,) = made.awx.store.all("schedules")
    drift = template(made.awx, "drift")
    assert schedule["unified_job_template"] == drift["id"] and schedule["enabled"]
    begins = datetime(2026, 6, 1, tzinfo=timezone.utc)
    assert len(rrulestr(schedule["rrule"]).between(begins, begins + timedelta(days=7))) == 7
    check_answers(made.awx.store.surveys[drift["id"]], schedule["extra_data"])
    assert schedule["extra_data"] == {"aws_dynamodb_report_fail_on_drift": "true"}


def test_destroy_does_not_begin_without_names_and_a_confirmation(made: Made) -> None:
    spec = made.awx.store.surveys[template(made.awx, "destroy")["id"]]
    answers = {"aws_dynamodb_name": "orders", "aws_dynamodb_hosts": "shop", "aws_dynamodb_destroy_confirm": "true"}
    check_answers(spec, answers)
    for variable in answers:
        with pytest.raises(RefusedError, match=variable):
            check_answers(spec, {key: value for key, value in answers.items() if key != variable})


def test_keys_are_kept_by_awx_alone(made: Made, again: Setup) -> None:
    credential = made.awx.store.named("credentials", "DynamoDB")
    assert made.awx.store.secret(credential) == {"username": ACCESS_KEY, "password": SECRET_KEY}
    assert "Create the credential" in made.run.output
    assert SECRET_KEY not in made.run.output + again.output


def test_single_settings_of_templates_can_be_others(made: Made) -> None:
    assert template(made.awx, "plan")["timeout"] == 1800
    assert template(made.awx, "converge")["timeout"] == VARIABLES["aws_dynamodb_awx_timeout"]


def test_what_is_left_empty_is_left_out(tmp_path: Path) -> None:
    """By user and password, in an organization of its own, without keys and without an inventory in the project."""
    variables = tmp_path / "awx.json"
    given = {
        "organization": "Platform",
        "create_organization": True,
        "project_url": "https://git.example.com/tables.git",
        "inventory_path": "",
        "credential": "",
        "execution_environment_image": "registry.example.com/dynamodb:1",
        "changes": {"adopt": None, "drift": None, "converge": None, "watch": {"name": "Watch", "playbook": "plan.yml"}},
    }
    variables.write_text(json.dumps({f"aws_dynamodb_awx_{name}": value for name, value in given.items()}))
    login = {"CONTROLLER_USERNAME": USER, "CONTROLLER_PASSWORD": PASSWORD}
    with serving([*PLAYBOOKS]) as awx:
        run = set_up(awx, variables, environ=login)
        assert run.code == 0, run.output
        store = awx.store
        organization = store.named("organizations", "Platform")["id"]
        environment = store.named("execution_environments", "DynamoDB")["id"]
        assert store.all("credentials") == [] == store.all("inventory_sources")
        assert len(store.all("job_templates")) == 3 and store.all("schedules") == []
        assert store.all("workflow_job_templates") == []
        for item in store.all("job_templates"):
            assert (item["organization"], item["execution_environment"]) == (organization, environment)
            assert store.tied(item, "credentials") == []
        host = json.loads(store.named("hosts", "localhost")["variables"])
        assert host == {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}


def test_questions_of_playbooks_are_variables_of_theirs() -> None:
    options = VARIABLES["aws_dynamodb_awx_playbook_options"]
    assert unknown_names(options) == []
    known = yaml.safe_load(ModuleDocFragment.MANIFESTS)["options"]["generation"]["choices"]
    assert options["aws_dynamodb_adopt_generation"]["choices"] == known


def test_every_variable_is_documented() -> None:
    page = (ROOT / "docs" / "awx.md").read_text()
    assert [name for name in VARIABLES if f"`{name}`" not in page] == []
