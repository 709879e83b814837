# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What failures look like as text, and that their places and options are those of what the user wrote."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._argspec import table_argument_spec
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import Violation
from ansible_collections.planton.dynamodb.plugins.module_utils._texts.failures import (
    failures_text,
    violations_text,
)
from ansible_collections.planton.dynamodb.plugins.plugin_utils._table_calls import ONE_TABLE, Call, Place
from ansible_collections.planton.dynamodb.plugins.plugin_utils._table_outcome import accumulated, outcome, placed
from ansible_collections.planton.dynamodb.tests.unit.test_rules import ENTRIES

FAULT = Violation("V45", "ttl.attribute_name", "an enabled time to live needs an attribute", "name the attribute")


def test_tables_with_the_same_reason_are_told_together() -> None:
    denied = {name: {"msg": f"Table {name}: access to {name} is denied"} for name in ("orders", "carts")}
    lone = {"users": {"msg": "Table users: gone"}, "events": {"msg": "the Region does not answer"}}
    assert failures_text({**denied, **lone}, 9).splitlines() == [
        "4 of 9 tables failed.",
        "orders, carts: Table the table: access to the table is denied",
        "Table users: gone",
        "events: the Region does not answer",
    ]


def test_every_violation_has_a_line() -> None:
    assert violations_text("orders", [FAULT, FAULT]).count("\n- ttl.attribute_name: ") == 2


@pytest.mark.parametrize(
    ("place", "path", "where"),
    [
        (ONE_TABLE, "ttl.attribute_name", "aws_dynamodb_ttl.attribute_name"),
        (ONE_TABLE, "", "aws_dynamodb_name"),
        (Place("aws_dynamodb_tables[3]"), "ttl", "aws_dynamodb_tables[3].ttl"),
        (Place("aws_dynamodb_tables[3]"), "", "aws_dynamodb_tables[3]"),
        (Place("x", defaults=frozenset({"ttl"})), "ttl.enabled", "aws_dynamodb_table_defaults.ttl.enabled"),
        (Place("the manifest of orders", ": ", manifest=True), "ttl", "the manifest of orders: ttl"),
    ],
)
def test_places(place: Place, path: str, where: str) -> None:
    assert placed(FAULT._replace(path=path), place).path == where


def test_errors_of_one_table_speak_of_variables() -> None:
    """Every text of every rule: where it speaks of an option to set, it is the variable."""
    names = [name for name in table_argument_spec() if "_" in name]
    bare = re.compile(rf"(?<![\w.'])(?<!its )(?:{'|'.join(names)})\b")
    found = 0
    for entry in ENTRIES:
        wrong = {"name": "orders", **entry.options(entry.wrong)}
        for fault in violations(desired_from_options(wrong), "eu-central-1"):
            told = placed(fault, ONE_TABLE)
            found += f"{told.message} {told.hint}".count("aws_dynamodb_")
            assert not bare.search(f"{told.message} {told.hint}"), told
    assert found > 3


def table(name: str, **more: Any) -> dict[str, Any]:
    nothing = {"plan": {"id": "", "operations": []}, "changes": []}
    return {"changed": False, "failed": False, "outputs": {"table_name": name}, **nothing, **more}


def test_regions_are_put_together() -> None:
    calls = [
        Call(region, [{"name": name}], [ONE_TABLE]) for region, name in (("eu-west-1", "a"), ("", "b"), ("x", "c"))
    ]
    broken = table("b", failed=True, msg="x", errors=[FAULT._asdict()])
    answers = [
        {"changed": True, "tables": {"a": table("a")}, "warnings": ["w"]},
        {"tables": {"b": broken}, "warnings": ["w"]},
        {"failed": True, "msg": "no such Region"},
    ]
    found = outcome([*zip(calls, answers, strict=True)])
    assert found["changed"] and list(found["tables"]) == ["a", "b"] and found["outputs"] == {}
    assert found["tables"]["b"]["errors"][0]["path"] == "aws_dynamodb_ttl.attribute_name"
    assert found["failure"].splitlines()[0] == "1 of 2 tables failed." and found["warnings"] == ["w"]
    assert found["faults"] == ["Region x: no such Region"] and found["failure"].endswith("Region x: no such Region")
    assert list(accumulated(found, {"z": table("z"), "a": {}})["tables"]) == ["z", "a", "b"]


def test_a_table_that_is_named_twice_is_told_by_both_places() -> None:
    places = [Place(f"aws_dynamodb_tables[{number}]") for number in (4, 7)]
    call = Call("", [{"name": "orders"}, {"name": "orders"}], places)
    errors = [
        Violation("unique_names", f"tables[{one}].name", f"the table orders is named by tables[{other}] too", "x")
        for one, other in ((0, 1), (1, 0))
    ]
    broken = table("orders", failed=True, msg="x", errors=[error._asdict() for error in errors])
    found = outcome([(call, {"tables": {"orders": broken}})])["tables"]["orders"]
    assert [(error["path"], error["message"]) for error in found["errors"]] == [
        ("aws_dynamodb_tables[4].name", "the table orders is named by aws_dynamodb_tables[7] too"),
        ("aws_dynamodb_tables[7].name", "the table orders is named by aws_dynamodb_tables[4] too"),
    ]
    assert "aws_dynamodb_tables[4].name" in found["plan"]["text"]


def test_what_a_manifest_cannot_have_is_set_in_the_defaults() -> None:
    fault = Violation("V4", "state", "the table is protected", "set force: true to lift the protection")
    told = placed(fault, Place("the manifest of orders", ": ", manifest=True))
    assert told.hint == "set aws_dynamodb_table_defaults.force: true to lift the protection"


def test_hints_of_the_connection_name_variables() -> None:
    call = Call("", [{"name": "orders"}], [ONE_TABLE])
    told = "DescribeTable: NoRegionError: You must specify a region. (give region, or set AWS_REGION)"
    found = outcome([(call, {"tables": {"orders": table("orders", failed=True, msg=told, error={})}})])
    assert "(give aws_dynamodb_region, or set AWS_REGION)" in found["failure"]
    lost = outcome(
        [(call, {"failed": True, "msg": "no answer", "module_stderr": "Traceback\nsudo: a password is required"})]
    )
    assert lost["faults"] == ["no answer (sudo: a password is required)"]
