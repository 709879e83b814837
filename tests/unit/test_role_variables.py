# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role names its variables in four places; all of them must say what the module says, whoever has written them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec
from ansible_collections.planton.dynamodb.plugins.module_utils._argspec import table_argument_spec
from ansible_collections.planton.dynamodb.plugins.plugin_utils._variable_names import AWX, unknown_names
from ansible_collections.planton.dynamodb.plugins.plugin_utils._variable_names import ROLE as ROLE_TYPES
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

ROOT = Path(__file__).parents[2]
ROLE = ROOT / "roles" / "aws_dynamodb"
PREFIX = "aws_dynamodb_"
LISTS = {
    *("tables", "table_defaults", "concurrency", "detail", "tags_from", "expected_plans", "accumulate_results"),
    *("manifests", "manifest_values", "manifest_outputs", "manifest_names", "manifest_tags"),
}
FACTS = {"outputs", "results"}
# Resources of Terraform.
TERRAFORM = (
    *("table", "table_item", "table_export", "table_replica", "global_table", "global_secondary_index", "tag"),
    *("contributor_insights", "kinesis_streaming_destination"),
)
# Names that the documentation shows as wrong, and those of Terraform.
MISSPELT = {"aws_dynamodb_deletion_protection", *(f"aws_dynamodb_{name}" for name in TERRAFORM)}

SPEC = read_yaml(ROLE / "meta" / "argument_specs.yml")["argument_specs"]["variables"]["options"]
VARIABLES = {name.removeprefix(PREFIX): option for name, option in SPEC.items()}
MODULE = table_argument_spec()
CONNECTION = {name: option for name, option in aws_argument_spec().items() if name != "debug_botocore_endpoint_logs"}


def types(options: dict[str, Any]) -> dict[str, Any]:
    """The types of options, of their elements and of what is nested in them."""
    return {
        name: (option.get("type", "str"), option.get("elements"), types(option.get("options") or {}))
        for name, option in options.items()
    }


def test_variables_of_one_table_are_the_options_of_the_module() -> None:
    ours = {name: option for name, option in VARIABLES.items() if name not in LISTS | CONNECTION.keys()}
    assert types(ours) == types(MODULE)


def test_items_of_the_list_are_the_options_of_the_module() -> None:
    assert types(VARIABLES["tables"]["options"]) == types(MODULE)


def test_defaults_are_what_tables_can_share() -> None:
    shared = {name: option for name, option in MODULE.items() if name not in ("name", "expected_plan")}
    assert types(VARIABLES["table_defaults"]["options"]) == types(shared)


def test_variables_of_awx_setup_are_those_of_its_file() -> None:
    text = (ROOT / "playbooks" / "vars" / "awx.yml").read_text()
    assert set(re.findall(r"^(?:# )?aws_dynamodb_(awx_\w+):", text, re.MULTILINE)) == set(AWX)


def test_connection_variables_are_those_of_every_aws_module() -> None:
    ours = {name: option for name, option in VARIABLES.items() if name in CONNECTION}
    assert types(ours) == types(CONNECTION)
    secret = {name for name, option in CONNECTION.items() if option.get("no_log")}
    assert {name for name, option in ours.items() if option.get("no_log")} == secret


def test_the_role_reads_every_variable_as_what_it_is() -> None:
    assert {name: option.get("type", "str") for name, option in VARIABLES.items()} == ROLE_TYPES


def test_the_tasks_of_the_role_decide_nothing() -> None:
    """They pass variables on. What a template may do is to name one, with a default where it may be missing."""
    text = (ROLE / "tasks" / "main.yml").read_text()
    templates = re.findall(r"\{\{ (.*?) \}\}", text)
    assert (
        templates and [each for each in templates if not re.fullmatch(r"[\w.]+( \| default\([^()|]*\))?", each)] == []
    )


def test_every_variable_that_is_written_anywhere_is_known() -> None:
    """In the role, the playbooks, the examples and the documentation; a part of a name may end in an asterisk."""
    places = ["roles", "playbooks", "examples", "docs", "plugins"]
    files = [
        path for place in places for path in (ROOT / place).rglob("*") if path.suffix in (".yml", ".md", ".py", ".j2")
    ]
    written = {
        name
        for path in [*files, ROOT / "README.md"]
        for name in re.findall(r"(?<![\w.])aws_dynamodb_\w*[a-z](?![\w*])", path.read_text())
    }
    assert len(written) > 60
    assert unknown_names(written - MISSPELT) == []


def _defaults() -> str:
    return (ROLE / "defaults" / "main.yml").read_text()


def test_defaults_list_every_variable() -> None:
    assert re.findall(r"^(?:# )?(aws_dynamodb_\w+):", _defaults(), re.MULTILINE) == list(SPEC)
    set_there = yaml.safe_load(_defaults())
    assert set_there == {name: option["default"] for name, option in SPEC.items() if "default" in option}


def test_examples_in_the_defaults_have_the_right_types() -> None:
    from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

    values = yaml.safe_load(re.sub(r"^# (?=aws_dynamodb_| )", "", _defaults(), flags=re.MULTILINE))
    assert values.keys() == SPEC.keys()
    assert ArgumentSpecValidator(SPEC).validate(values, validate_role_argument_spec=True).error_messages == []


def test_readme_describes_every_variable_and_fact() -> None:
    text = (ROLE / "README.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| [\w ]+ \| .*\w.* \| `.+` \|$", text, re.MULTILINE)
    assert rows == [*SPEC]
    assert re.findall(rf"^### ({PREFIX}\w+)$", text, re.MULTILINE) == [PREFIX + fact for fact in sorted(FACTS)]


@pytest.mark.parametrize("name", [name for name in MODULE if MODULE[name].get("default") is not None])
def test_descriptions_and_defaults_tell_what_the_module_does_when_left_out(name: str) -> None:
    default = str(MODULE[name]["default"]).lower()
    assert f"V({default})" in "".join(VARIABLES[name]["description"])
    assert re.search(rf"^# {PREFIX}{name}: {default} +# default$", _defaults(), re.MULTILINE)


USE_CASES = ("key_value_store", "time_series_ttl", "event_sourcing", "access_patterns", "cost_optimisation")


def _example(name: str) -> dict[str, Any]:
    return dict(read_yaml(ROOT / "examples" / "use_cases" / f"{name}.yml"))


def test_the_use_cases_in_one_file_are_those_of_the_others() -> None:
    together = _example("all")
    merged = [{**together["aws_dynamodb_table_defaults"], **table} for table in together["aws_dynamodb_tables"]]
    apart = [{name.removeprefix(PREFIX): value for name, value in _example(use_case).items()} for use_case in USE_CASES]
    for table in [*merged, *apart]:
        table["billing_mode"] = table["billing_mode"].removeprefix("BILLING_MODE_")
    assert merged == apart
