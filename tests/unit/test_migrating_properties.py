# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of every document of Terraform and CloudFormation, also of broken ones."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.planton.dynamodb.plugins.filter.from_cloudformation import from_cloudformation
from ansible_collections.planton.dynamodb.plugins.filter.from_terraform import from_terraform
from ansible_collections.planton.dynamodb.plugins.filter.to_role_variables import to_role_variables
from ansible_collections.planton.dynamodb.plugins.plugin_utils._template_yaml import read_template
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from ansible_collections.planton.dynamodb.tests.unit.migrating.cases import BASES, Words, cases, state
from hypothesis import given
from hypothesis import strategies as st

Path = tuple[str | int, ...]
NOTE = ["table", "path", "message", "hint"]
CASES = cases("terraform")
STATES = [state(case.resources, case) for case in CASES if case.resources]
TEMPLATES = [(read_template(case.template)[0].value, case.facts) for case in cases("cloudformation")]
# Words that mean something somewhere, so that wrong ones get further than noise does.
WORDS = [
    *("Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::If", "Fn::Select", "Fn::Split", "Fn::FindInMap", "Fn::Not"),
    *("Orders", "Orders.Arn", "${Orders}", "AWS::NoValue", "AWS::Region", "Condition", "Live", "table/orders"),
    *("root_module", "resources", "values", "child_modules", "type", "aws_dynamodb_table", "name", "orders"),
    *("Resources", "Type", "AWS::DynamoDB::Table", "Properties", "TableName", "dynamodb", "1", "-1", "true"),
]
scalars = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats() | st.text(max_size=6)
scalars |= st.sampled_from(WORDS)
names = st.sampled_from(WORDS) | st.text(max_size=6)
anything: st.SearchStrategy[Any] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=20
)


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all values below."""
    yield path
    if isinstance(value, dict):
        for name, each in value.items():
            yield from places(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*path, number))


def with_value(document: Any, path: Path, value: Any) -> Any:
    """The document with another value at a place."""
    if not path:
        return value
    changed = copy.deepcopy(document)
    inner = changed
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return changed


def is_whole(found: Words) -> bool:
    """A result has its keys, is plain data, and each note says where, why and what to do."""
    assert json.loads(json.dumps(found)) == found or "NaN" in json.dumps(found)
    assert [*found] == ["tables", "region", "by_region", "left_out", "warnings", "carried_over"]
    for note in (*found["left_out"], *found["warnings"]):
        assert [*note] == NOTE and note["path"] and note["message"] and note["hint"]
    for table in found["tables"]:
        assert table["name"] and isinstance(table["name"], str)
        assert not any(value is None or value == [None] for value in table.values())
    assert sum(len(each["tables"]) for each in found["by_region"]) == len(found["tables"])
    return True


def refused_or_whole(make: Callable[[], Words]) -> bool:
    try:
        found = make()
    except AnsibleFilterError as error:
        return str(error).startswith(("from_terraform: ", "from_cloudformation: "))
    return is_whole(found)


@repeatable(60)
@given(anything)
def test_any_json_is_read_or_refused(value: Any) -> None:
    for make in (from_terraform, from_cloudformation):
        assert refused_or_whole(lambda make=make: make(value))
        assert refused_or_whole(lambda make=make: make(json.dumps(value)))


@repeatable(60)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert refused_or_whole(lambda: from_terraform(text))
    assert refused_or_whole(lambda: from_cloudformation(text))


@repeatable(60)
@given(anything, anything, anything)
def test_any_arguments_are_read_or_refused(stack: Any, resources: Any, parameters: Any) -> None:
    for template, _facts in TEMPLATES[:3]:
        facts = {"stack": stack, "resources": resources, "parameters": parameters}
        assert refused_or_whole(lambda template=template, facts=facts: from_cloudformation(template, **facts))


@repeatable(60)
@given(st.data(), anything)
def test_a_state_with_anything_anywhere(data: st.DataObject, value: Any) -> None:
    document = data.draw(st.sampled_from(STATES))
    path = data.draw(st.sampled_from([*places(document)]))
    changed = with_value(document, path, value)
    assert refused_or_whole(lambda: from_terraform(changed))


@repeatable(60)
@given(st.data(), anything)
def test_a_template_with_anything_anywhere(data: st.DataObject, value: Any) -> None:
    document, facts = data.draw(st.sampled_from(TEMPLATES))
    path = data.draw(st.sampled_from([*places(document)]))
    changed = with_value(document, path, value)
    assert refused_or_whole(lambda: from_cloudformation(changed, **facts))


def dictionaries(document: Words) -> list[Path]:
    """The places of dictionaries in the values of resources, other than free ones such as tags."""
    free = {"tags", "tags_all", "policy", "item"}
    found = [path for path in places(document) if "values" in path[1:] and not free & {*path}]
    return [path for path in found if isinstance(inner(document, path), dict) and path[-1] != "root_module"]


def inner(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document


WHOLE = [state(case.resources, case) for case in CASES if case.resources and not case.left_out]


@repeatable(60)
@given(st.data(), st.sampled_from(["blue", 7, True, ["a"], {"a": 1}]))
def test_what_is_not_known_is_named_wherever_it_stands(data: st.DataObject, value: Any) -> None:
    document = data.draw(st.sampled_from(WHOLE))
    resources = [path for path in dictionaries(document) if _is_managed(document, path)]
    path = data.draw(st.sampled_from(resources))
    found = from_terraform(with_value(document, (*path, "novelty"), value))
    assert [note["path"].rpartition(".")[2] for note in found["left_out"]] == ["novelty"]
    assert found["tables"] == from_terraform(document)["tables"]


def _is_managed(document: Words, path: Path) -> bool:
    """Whether a place is in the values of a resource that is read, and not in what is no option anyway."""
    place = path.index("values", 1)
    resource = inner(document, path[:place])
    skipped = {"suspended_state", "import_table", "timeouts"}
    nothing = all(not each for each in inner(document, path).values()) and len(path) > place + 1
    return resource.get("mode") == "managed" and not skipped & {*path} and not nothing


@repeatable(60)
@given(st.data())
def test_the_order_of_resources_makes_no_difference(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from([each for each in CASES if each.resources and not each.left_out]))
    mixed = data.draw(st.permutations(case.resources))
    first, second = (from_terraform(state(each, case)) for each in (case.resources, mixed))
    assert sorted(first["tables"], key=repr) == sorted(second["tables"], key=repr)
    assert sorted(first["carried_over"]) == sorted(second["carried_over"])


@repeatable(60)
@given(st.data())
def test_nothing_said_gives_no_option(data: st.DataObject) -> None:
    """Whatever of a table says nothing in its state, is left alone, however it says so."""
    name = data.draw(st.sampled_from([each for each in BASES["aws_dynamodb_table"] if each not in KEPT]))
    nothing = data.draw(st.sampled_from([None, [], "", 0, False, {}]))
    (case,) = (each for each in CASES if each.case == "a table of which nothing was said")
    found = from_terraform(state([{"values": {name: nothing}}], case))
    assert found["by_region"][0]["tables"] == [*case.tables]


KEPT = ("name", "billing_mode", "attribute", "hash_key")


@pytest.mark.parametrize("found", [from_terraform(each) for each in STATES])
def test_variables_of_the_role_say_the_same(found: Words) -> None:
    if len(found["by_region"]) > 1:
        with pytest.raises(AnsibleFilterError, match="the tables are of several regions, eu-central-1, eu-west-1, and"):
            to_role_variables(found)
        return
    text = to_role_variables(found)
    written = yaml.safe_load(text)
    assert written["aws_dynamodb_tables"] == found["tables"]
    assert written.get("aws_dynamodb_region", "") == found["region"]
    for note in (*found["left_out"], *found["warnings"]):
        if not note["table"] or any(table["name"] == note["table"] for table in found["tables"]):
            assert f"# - {note['path']}: {note['message']}; {note['hint']}" in text
