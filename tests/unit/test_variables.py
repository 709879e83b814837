# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How variables are read: names, templates, levels and types, without a playbook around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from ansible.errors import AnsibleError, AnsibleValueOmittedError
from ansible_collections.planton.dynamodb.plugins.module_utils._texts.meant import meant_by
from ansible_collections.planton.dynamodb.plugins.plugin_utils._variable_names import KNOWN, unknown_names
from ansible_collections.planton.dynamodb.plugins.plugin_utils._variables import Level, Variables, typed
from hypothesis import given
from hypothesis import strategies as st

PREFIX = "aws_dynamodb_"


class Source:
    """Variables of levels, the highest first; a value may be a function that stands for a template."""

    def __init__(self, *levels: Mapping[str, Any], known: bool = True) -> None:
        self.levels = [{PREFIX + name: value for name, value in level.items()} for level in levels]
        self.known = known
        self.extra: Mapping[str, Any] = self.levels[0]
        merged: dict[str, Any] = {}
        for level in reversed(self.levels):
            merged |= level
        self.top = Level(merged, resolve)

    def beneath(self, blank: Any) -> list[Level]:
        if not self.known:
            raise LookupError("nobody knows")
        return [Level(level, resolve) for level in self.levels[1:]]


def resolve(value: Any) -> Any:
    """Stand for the templates of Ansible: also those inside of a value are resolved."""
    if isinstance(value, dict):
        return {name: resolve(part) for name, part in value.items()}
    if isinstance(value, list):
        return [resolve(part) for part in value]
    return value() if callable(value) else value


def undefined() -> Any:
    raise AnsibleError("'item' is undefined")


def omitted() -> Any:
    raise AnsibleValueOmittedError


@pytest.mark.parametrize("blank", ["", "  \n", None, lambda: "", omitted])
def test_a_blank_value_lets_the_next_level_count(blank: Any) -> None:
    variables = Variables(Source({"region": blank}, {"region": " "}, {"region": "eu-west-1"}))
    assert variables.read({"region": "str", "profile": "str"}) == {"region": "eu-west-1"}
    assert variables.faults == []


def test_what_is_blank_everywhere_is_not_given() -> None:
    assert Variables(Source({"region": ""}, {"region": None})).read({"region": "str"}) == {}


def test_values_that_are_empty_are_no_blanks() -> None:
    given_values = {"tags": {}, "global_secondary_indexes": [], "force": False, "wait_timeout": 0}
    lower = {"tags": {"a": "b"}, "global_secondary_indexes": [{}], "force": True, "wait_timeout": 5}
    types: Any = {"tags": "dict", "global_secondary_indexes": "list", "force": "bool", "wait_timeout": "int"}
    assert Variables(Source(given_values, lower)).read(types) == given_values


def test_what_cannot_be_known_of_a_blank_variable_is_refused() -> None:
    variables = Variables(Source({"region": "", "name": "orders"}, known=False))
    assert variables.read({"region": "str", "name": "str"}) == {"name": "orders"}
    assert variables.faults == ["aws_dynamodb_region: it is blank, and nobody knows; leave it out"]


def test_a_template_that_fails_is_reported_once_and_by_name() -> None:
    variables = Variables(Source({"profile": undefined, "region": ""}, {"profile": "shop", "region": undefined}))
    assert variables.read({"profile": "str", "region": "str"}) == {}
    assert variables.faults == [
        "aws_dynamodb_profile: its template cannot be resolved: 'item' is undefined",
        "aws_dynamodb_region: its template cannot be resolved: 'item' is undefined",
    ]


def test_a_value_that_fails_as_a_whole_is_reported_as_a_whole() -> None:
    def template(value: Any) -> Any:
        if isinstance(value, dict):
            raise AnsibleError("a key is no text")
        return value

    source = Source({"tags": {"a": "b"}})
    source.top = Level(source.top.values, template)
    variables = Variables(source)
    assert variables.read({"tags": "dict"}) == {}
    assert variables.faults == ["aws_dynamodb_tags: its template cannot be resolved: a key is no text"]


def test_each_template_that_fails_is_reported_with_its_place() -> None:
    tables = [{"name": "orders", "tags": {"owner": undefined, "team": "shop"}}, {"name": undefined, "ttl": omitted}]
    variables = Variables(Source({"tables": tables}))
    assert variables.read({"tables": "list"}) == {}
    assert variables.faults == [
        "aws_dynamodb_tables[0].tags.owner: its template cannot be resolved: 'item' is undefined",
        "aws_dynamodb_tables[1].name: its template cannot be resolved: 'item' is undefined",
    ]


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        ("{a: 1}", "dict", {"a": 1}),
        ('{"a": [1]}', "dict", {"a": [1]}),
        ("a=1, b=2", "dict", {"a": "1", "b": "2"}),
        ("a,b , c", "list", ["a", "b", "c"]),
        ("[a, b]", "list", ["a", "b"]),
        ("- a\n- b", "list", ["a", "b"]),
        ("8", "int", 8),
        (8, "int", 8),
        ("Yes", "bool", True),
        (0, "bool", False),
        (False, "bool", False),
        (7, "str", 7),
        ("x", "raw", "x"),
    ],
)
def test_text_becomes_what_it_says(value: Any, kind: Any, read: Any) -> None:
    assert typed(value, kind) == read


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [
        ("orders", "dict", "this is to be a dictionary, not 'orders'"),
        ([], "dict", "this is to be a dictionary, not a list"),
        ({}, "list", "this is to be a list, not a dictionary"),
        ("5", "list", "this is to be a list, not '5'"),
        ("{", "dict", "this text cannot be read as a dictionary: "),
        (True, "int", "this is to be a whole number, not 'true'"),
        ("5.5", "int", "this is to be a whole number, not '5.5'"),
        ("maybe", "bool", "this is to be true or false, not 'maybe'"),
        ({}, "bool", "this is to be true or false, not a dictionary"),
        ({}, "path", "this is to be text, not a dictionary"),
        ("x" * 41, "int", "this is to be a whole number, not text of 41 characters"),
    ],
)
def test_other_values_are_told_as_what_they_are(value: Any, kind: Any, told: str) -> None:
    with pytest.raises(ValueError, match="^" + told.replace("[", r"\[")):
        typed(value, kind)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("deletion_protection", "deletion_protection_enabled"),
        ("expect_plan", "expected_plan"),
        ("table_name", "name"),
        ("resource_tags", "tags"),
        ("billingMode", "billing_mode"),
        ("tag", "tags"),
        ("gobal_secondary_indexes", "global_secondary_indexes"),
        ("hash_key", "key_schema"),
        ("awx_projekt", "awx_project"),
        ("adopt_formt", "adopt_formats"),
        ("report_fail_on_drfit", "report_fail_on_drift"),
    ],
)
def test_what_a_slip_was_meant_to_be(name: str, meant: str) -> None:
    assert unknown_names([PREFIX + name, "my_" + name]) == [
        f"{PREFIX}{name}: no variable of the collection has this name; did you mean {PREFIX}{meant}?"
    ]


def test_names_that_resemble_nothing_are_to_be_renamed() -> None:
    (told,) = unknown_names([f"{PREFIX}colour_of_the_shop"])
    assert told.endswith("so rename or remove it")


@given(st.sampled_from(sorted(KNOWN)), st.data())
def test_a_name_with_one_slip_is_never_taken_for_nothing(name: str, data: st.DataObject) -> None:
    """Whatever letter is left out of a name of some length, it is known, or a name that exists is suggested."""
    place = data.draw(st.integers(0, len(name) - 1))
    slip = name[:place] + name[place + 1 :]
    if len(name) < 6 or slip in KNOWN:
        return
    (told,) = unknown_names([PREFIX + slip])
    assert "did you mean" in told


def test_known_names_are_silent() -> None:
    assert unknown_names(PREFIX + name for name in KNOWN) == []
    assert meant_by("tags", ["tags", "tag"]) == "tags"
