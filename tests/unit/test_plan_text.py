# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan as people read it, screen by screen: each is a file of screens/, so that a change of wording is seen.

UPDATE_SCREENS=1 writes the files anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.durations import (
    duration,
    holds_nothing_up,
    usual_seconds,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.flat_changes import flat_changes
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.text import plain, plan_of, plan_text, shown
from ansible_collections.planton.dynamodb.plugins.module_utils._run.result import nothing_to_do
from ansible_collections.planton.dynamodb.plugins.plugin_utils._report_text import report_text
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import Overrides, planned
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from hypothesis import given
from hypothesis import strategies as st

SCREENS = Path(__file__).parent / "screens"
KEYS = {
    "attribute_definitions": [{"name": "customer_id", "type": "S"}, {"name": "order_id", "type": "S"}],
    "key_schema": [
        {"attribute_name": "customer_id", "key_type": "HASH"},
        {"attribute_name": "order_id", "key_type": "RANGE"},
    ],
}
FAR = "us-east-1"
STATUS = {"attribute_name": "status", "key_type": "HASH"}


def index(name: str, projection: str = "ALL") -> dict[str, Any]:
    return {"name": name, "key_schema": [STATUS], "projection": {"type": projection}}


WHOLE = {
    "billing_mode": "PAY_PER_REQUEST",
    **KEYS,
    "attribute_definitions": [*KEYS["attribute_definitions"], {"name": "status", "type": "S"}],
    "global_secondary_indexes": [index("by_status"), index("by_state", "KEYS_ONLY")],
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "stream_enabled": True,
    "stream_view_type": "NEW_AND_OLD_IMAGES",
    "point_in_time_recovery_enabled": True,
    "deletion_protection_enabled": True,
    "tags": {"team": "shop", "stage": "production"},
}


def result(name: str, spec: dict[str, Any], exists: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    """What a result holds of a plan, as the modules make it."""
    model = TableModel() if exists is None else make(TableModel(), name, exists)
    overrides = Overrides(empty=True, keys=model.keys)
    _desired, plan = planned(name, spec, model, overrides)
    operations = [{**step.facts(), "status": more.get("status", "planned")} for step in plan.operations]
    found = {"id": plan.id, "operations": operations}
    outputs = {"table_arn": "an ARN" if exists else ""}
    return {
        "plan": found,
        "changes": flat_changes(plan.before, plan.after),
        "outputs": outputs,
        "failed": False,
        **more,
    }


def text_of(results: dict[str, dict[str, Any]]) -> str:
    return plan_text([plan_of(name, each) for name, each in results.items()])


def changed() -> dict[str, Any]:
    """Another attribute of time to live, an index rebuilt and one gone, a tag more and one less."""
    spec = {
        **WHOLE,
        "ttl": {"enabled": True, "attribute_name": "expires_at"},
        "global_secondary_indexes": [index("by_status", "KEYS_ONLY")],
        "tags": {"team": "shop", "cost": "4711"},
        "deletion_protection_enabled": False,
    }
    return result("orders", spec, WHOLE)


def fifty() -> dict[str, dict[str, Any]]:
    """Fifty tables, of which four are not as specified."""
    plain_table = {"billing_mode": "PAY_PER_REQUEST", **KEYS}
    results = {f"table-{number:02}": result(f"table-{number:02}", plain_table, plain_table) for number in range(46)}
    results["orders"] = changed()
    results["carts"] = result("carts", {"state": "absent"}, plain_table)
    results["sessions"] = result("sessions", WHOLE | {"tags": {"team": "shop"}}, None)
    results["events"] = result("events", {"stream_enabled": True, "stream_view_type": "KEYS_ONLY"}, plain_table)
    return results


def refused() -> dict[str, Any]:
    told = "The specification of table carts cannot be carried out:\n- ttl: wrong [V45]; mend it"
    nothing = {"plan": {"id": "", "operations": []}, "changes": [], "outputs": {"table_arn": ""}}
    return {**nothing, "failed": True, "changed": False, "msg": told, "errors": [{"rule": "V45"}]}


def screens() -> dict[str, str]:
    """Every screen by its name."""
    plain_table = {"billing_mode": "PAY_PER_REQUEST", **KEYS}
    free = {**WHOLE, "deletion_protection_enabled": False}
    local = {"name": "by_day", "key_schema": [KEYS["key_schema"][0], STATUS | {"key_type": "RANGE"}]}
    replaced = {
        **WHOLE,
        "local_secondary_indexes": [{**local, "projection": {"type": "ALL"}}],
        "replacement": "when_empty",
    }
    outputs = {"table_name": "orders", "table_arn": "arn:aws:dynamodb:eu-central-1:1:table/orders", "table_id": "7"}
    streams = {"stream_arn": "arn:aws:dynamodb:eu-central-1:1:table/orders/stream/2026", "stream_label": "2026"}
    done = {"changed": True, "status": "done", "seconds": 551.4}
    same = {"changed": False, "outputs": {**outputs, "stream_arn": "", "stream_label": ""}}
    run = {
        "orders": {**changed(), "changed": True, "seconds": 551.4, "outputs": {**outputs, **streams}},
        "sessions": result("sessions", plain_table, None, **done) | {"outputs": same["outputs"]},
        "carts": refused(),
        **{f"table-{number}": result(f"table-{number}", plain_table, plain_table, **same) for number in range(3)},
    }
    everywhere = {**changed(), "outputs": {**outputs, "replicas": {FAR: {**outputs, "status": "ACTIVE"}}}, **done}
    everywhere["plan"] = {
        **everywhere["plan"],
        "operations": [
            {**step, "status": "done", **({"region": FAR} if number % 2 else {})}
            for number, step in enumerate(everywhere["plan"]["operations"])
        ],
    }
    run["orders"]["plan"]["operations"] = [
        {**step, "status": "pending" if "time to live" in step["reason"] else "done"}
        for step in run["orders"]["plan"]["operations"]
    ]
    return {
        "change": text_of({"orders": changed()}),
        "other_regions": text_of({"orders": everywhere}),
        "converged_in_other_regions": report_text({"orders": {**everywhere, "failed": False}}),
        "create": text_of({"orders": result("orders", WHOLE, None)}),
        "delete": text_of({"orders": result("orders", {"state": "absent"}, free)}),
        "replace": text_of({"orders": result("orders", replaced, free)}),
        "refused": text_of({"carts": refused(), "orders": result("orders", plain_table, plain_table)}),
        "absent": text_of(
            {"orders": result("orders", {"state": "absent"}, None), "carts": result("carts", plain_table, plain_table)}
        ),
        "refused_alike": text_of(
            {f"table-{number}": {**refused(), "msg": f"table-{number}: denied"} for number in range(3)}
        ),
        "unchanged": text_of({"orders": result("orders", plain_table, plain_table)}),
        "fifty": text_of(fifty()),
        "converged": report_text(run),
        "converged_with_all_outputs": report_text(run, all_outputs=True),
    }


@pytest.mark.parametrize("name", [*screens()])
def test_screen(name: str) -> None:
    path = SCREENS / f"{name}.txt"
    text = screens()[name] + "\n"
    if os.environ.get("UPDATE_SCREENS"):
        path.write_text(text)
    assert text == path.read_text()


def test_each_file_is_a_screen() -> None:
    assert {path.stem for path in SCREENS.glob("*.txt")} == screens().keys()


def test_fifty_tables_with_four_changes_are_one_screen() -> None:
    text = text_of(fifty())
    assert len(text.splitlines()) <= 60 and len(text_of({"orders": result("orders", WHOLE, None)}).splitlines()) <= 25
    # What is lost comes first, and what stays is one line.
    assert text.startswith("DESTRUCTIVE, ") and "table-07" not in text and "= 46 tables without changes" in text
    assert re.search(r"^Plan: 1 to create, 2 to change, 0 to replace, 1 to delete, 46 unchanged; ", text, re.M)


@pytest.mark.parametrize("names", [[], ["orders"], ["orders", "carts"]])
def test_the_short_way_to_say_nothing_says_the_same(names: list[str]) -> None:
    """A run with nothing to do does not load the code that makes texts."""
    plain_table = {"billing_mode": "PAY_PER_REQUEST", **KEYS}
    results = {name: result(name, plain_table, plain_table) for name in names}
    assert nothing_to_do(names) == text_of(results)


NASTY = st.text(st.sampled_from("a \x1b[31m\x00\r\n\t{}%#\u202e\u2028\x9b'\"é"), max_size=40)


@repeatable(100)
@given(NASTY, NASTY)
def test_no_name_and_no_value_acts_on_a_terminal_or_opens_a_template(name: str, value: str) -> None:
    operation = {"operation": "TagResource", "target": name, "request": {}, "reason": value, "destructive": True}
    change = {"path": f"tags.{name}", "before": None, "after": {value: [value, None, True]}}
    words = {"plan": {"id": "x", "operations": [operation]}, "changes": [change], "outputs": {}}
    text = text_of({name: words})
    assert all(char.isprintable() for char in text.replace("\n", ""))
    assert len(text.splitlines()) == 7
    assert not any(mark in text for mark in ("{{", "{%", "{#"))


def test_a_long_value_is_cut_and_its_length_told() -> None:
    text = shown("x" * 10_000)
    assert len(text) < 120 and text.endswith("... (10,000 characters)")
    assert plain("a\x1b[0m{{ 7 }}") == "a\\x1b[0m{\\{ 7 }}"


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"ttl": {"attribute_name": "a"}}, {"ttl": {"attribute_name": "b"}}, [("ttl.attribute_name", "a", "b")]),
        ({}, {"tags": {"a": "b"}}, [("tags", None, {"a": "b"})]),
        ({"tags": {"a": "b"}}, {"tags": {"c": "d"}}, [("tags.a", "b", None), ("tags.c", None, "d")]),
        (
            {},
            {"global_secondary_indexes": {"x": {"keys": 1}, "y": {"keys": 2}}},
            [("global_secondary_indexes.x", None, {"keys": 1}), ("global_secondary_indexes.y", None, {"keys": 2})],
        ),
        (
            {"global_secondary_indexes": {"x": {"keys": 1}}},
            {},
            [("global_secondary_indexes.x", {"keys": 1}, None)],
        ),
        ({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 2}}, []),
    ],
)
def test_changes_as_a_list(before: dict[str, Any], after: dict[str, Any], changes: list[tuple[Any, ...]]) -> None:
    assert [(each["path"], each["before"], each["after"]) for each in flat_changes(before, after)] == changes


@pytest.mark.parametrize(
    ("operation", "request_", "seconds"),
    [
        ("CreateTable", {}, 6),
        ("CreateTable", {"GlobalSecondaryIndexes": []}, 22),
        ("UpdateTable", {"GlobalSecondaryIndexUpdates": [{"Create": {}}]}, 539),
        ("UpdateTable", {"BillingMode": "PAY_PER_REQUEST", "StreamSpecification": {}}, 172),
        ("UpdateTable", {"DeletionProtectionEnabled": True}, 2),
        ("TagResource", {}, 2),
    ],
)
def test_usual_seconds(operation: str, request_: dict[str, Any], seconds: int) -> None:
    assert usual_seconds(operation, request_) == seconds
    assert holds_nothing_up(operation, request_) is (seconds == 539)


def test_a_region_is_named_where_a_text_covers_several() -> None:
    table = plan_of("orders", changed(), "us-east-1")
    assert "~ orders (us-east-1): change" in plan_text([table])
    assert duration(61) == "1 min 1 s"
