# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates of CloudFormation and what is to come of each: the files below migrating/cloudformation are the table."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.planton.dynamodb.plugins.filter.from_cloudformation import from_cloudformation
from ansible_collections.planton.dynamodb.plugins.plugin_utils._template_yaml import read_template
from ansible_collections.planton.dynamodb.tests.unit.migrating.cases import Case, cases, compared

CASES = cases("cloudformation")
PROPERTIES = "{TableName: orders, KeySchema: [], AttributeDefinitions: []}"
LEAST = f"{{Resources: {{Orders: {{Type: 'AWS::DynamoDB::Table', Properties: {PROPERTIES}}}}}}}"


@pytest.mark.parametrize("case", [pytest.param(each, id=each.case) for each in CASES])
def test_a_template_becomes_these_options(case: Case) -> None:
    compared(case, from_cloudformation(case.template, **case.facts), "")


def test_text_in_yaml_and_json_and_data_are_the_same() -> None:
    for case in CASES:
        data = read_template(case.template)[0].value
        found = from_cloudformation(case.template, **case.facts)
        assert from_cloudformation(data, **case.facts) == found
        assert from_cloudformation("\ufeff" + json.dumps(data), **case.facts) == found


NESTED: dict[str, Any] = {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}}
NESTED = {
    "Orders": {
        **NESTED,
        "Properties": {**NESTED["Properties"], "Tags": functools.reduce(lambda a, _: [a], range(9000), [])},
    }
}


REFUSED: dict[str, tuple[Any, str]] = {
    "no YAML": ("a: [", "line 2: this is not YAML"),
    "no JSON": ('{"a": ', "line 2: this is not YAML"),
    "nothing": ("", "this is to be one template, not 0"),
    "two documents": ("a: 1\n---\nb: 2\n", "this is to be one template, not 2"),
    "a key twice": ("Resources: {}\nResources: {}\n", "line 2: the key 'Resources' is there twice"),
    "no resources": ("Resources: []\n", "this is no template of CloudFormation, because it has no Resources"),
    "a number": (7, "this is no template of CloudFormation"),
    "text without an end": ("[" * 100_000, "line 1: this is nested more than 200 levels deep"),
    "data without an end": ({"Resources": NESTED}, "this is nested too deeply"),
}


@pytest.mark.parametrize(("given", "told"), [pytest.param(*each, id=name) for name, each in REFUSED.items()])
def test_what_is_no_template_is_refused(given: Any, told: str) -> None:
    with pytest.raises(AnsibleFilterError, match=f"^from_cloudformation: {told}"):
        from_cloudformation(given)


FACTS: dict[str, tuple[dict[str, Any], str]] = {
    "two stacks": ({"stack": {"Stacks": [{}, {}]}}, "stack is to be the output of aws cloudformation describe-stacks"),
    "a stack as text": ({"stack": "shop"}, "stack is to be the output of"),
    "resources as text": ({"resources": "orders"}, "resources is to be a dictionary, or what the AWS CLI prints"),
    "parameters as text": (
        {"parameters": "Stage=live"},
        "parameters is to be a dictionary, or what the AWS CLI prints",
    ),
}


@pytest.mark.parametrize(("facts", "told"), [pytest.param(*each, id=name) for name, each in FACTS.items()])
def test_arguments_of_the_wrong_kind_are_refused(facts: dict[str, Any], told: str) -> None:
    with pytest.raises(AnsibleFilterError, match=f"^from_cloudformation: {told}"):
        from_cloudformation(LEAST, **facts)


def test_blank_arguments_say_nothing() -> None:
    blank = dict.fromkeys(("stack", "resources", "parameters", "region", "account_id"), "")
    assert from_cloudformation(LEAST, **blank) == from_cloudformation(LEAST)
    assert from_cloudformation(LEAST, resources={}, parameters={}, stack={}) == from_cloudformation(LEAST)


def test_lists_of_the_aws_cli_below_their_names_or_without_them() -> None:
    listed = [{"LogicalResourceId": "Orders", "PhysicalResourceId": "shop-orders-1"}, {"LogicalResourceId": "Topic"}]
    for given in (listed, {"StackResources": listed}, {"StackResourceSummaries": listed}):
        assert from_cloudformation(LEAST, resources=given)["tables"][0]["name"] == "shop-orders-1"
    named = LEAST.replace("TableName: orders", "TableName: {Ref: Name}")
    named = named[:-1] + ", Parameters: {Name: {Type: String}}}"
    values = [{"ParameterKey": "Name", "ParameterValue": "carts"}, {"ParameterKey": "Old", "UsePreviousValue": True}]
    for found in (values, {"Parameters": values}):
        assert from_cloudformation(named, parameters=found)["tables"][0]["name"] == "carts"


def test_a_given_parameter_goes_before_that_of_the_stack() -> None:
    text = LEAST.replace("TableName: orders", "TableName: {Ref: Name}")[:-1] + ", Parameters: {Name: {Type: String}}}"
    stack = {"Parameters": [{"ParameterKey": "Name", "ParameterValue": "old"}]}
    assert from_cloudformation(text, stack=stack)["tables"][0]["name"] == "old"
    assert from_cloudformation(text, stack=stack, parameters={"Name": "new"})["tables"][0]["name"] == "new"
