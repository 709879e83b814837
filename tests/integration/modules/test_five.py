# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same five of each module, in playbooks: creation, no change, a change, check mode, an error."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    Options,
    attributes,
    capacity,
    index,
    keys,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import KEYS, NAME

CUSTOMER = {"key_schema": keys("customer"), "projection": {"type": "KEYS_ONLY"}}
SPEC: Options = {
    "name": NAME,
    "billing_mode": "PROVISIONED",
    "attribute_definitions": attributes(customer="S", pk="S"),
    "key_schema": keys("pk"),
    "provisioned_throughput": capacity(5, 3),
    "global_secondary_indexes": [{"name": "by_customer", **CUSTOMER, "provisioned_throughput": capacity(2, 1)}],
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "deletion_protection_enabled": True,
    "tags": {"team": "shop"},
}
CHANGED: Options = {
    **SPEC,
    "attribute_definitions": attributes(pk="S", region="N"),
    "provisioned_throughput": capacity(9, 9),
    "global_secondary_indexes": [index("by_region", "region", provisioned_throughput=capacity(1, 1))],
    "ttl": {"enabled": False},
    "tags": {"owner": "ann"},
}
CREATED = {
    "before": {"state": "absent"},
    "after": {
        "state": "present",
        **{option: value for option, value in SPEC.items() if option != "name"},
        "attribute_definitions": {"customer": "S", "pk": "S"},
        "global_secondary_indexes": {"by_customer": {**CUSTOMER, "provisioned_throughput": capacity(2, 1)}},
    },
}
CHANGES = {
    "before": {
        "attribute_definitions": {"customer": "S"},
        "provisioned_throughput": capacity(5, 3),
        "global_secondary_indexes": {"by_customer": {**CUSTOMER, "provisioned_throughput": capacity(2, 1)}},
        "ttl": {"enabled": True, "attribute_name": "expires"},
        "tags": {"team": "shop"},
    },
    "after": {
        "attribute_definitions": {"region": "N"},
        "provisioned_throughput": capacity(9, 9),
        "global_secondary_indexes": {
            "by_region": {
                "key_schema": keys("region"),
                "projection": {"type": "ALL"},
                "provisioned_throughput": capacity(1, 1),
            }
        },
        "ttl": {"enabled": False},
        "tags": {"owner": "ann"},
    },
}


def task(name: str, options: Options, module: str = "dynamodb_table") -> dict[str, Any]:
    return {"name": name, f"planton.dynamodb.{module}": options}


def info(name: str, **options: Any) -> dict[str, Any]:
    return task(name, options, "dynamodb_table_info")


# --- dynamodb_table ----------------------------------------------------------


def test_table_created(playbook: PlaybookRunner) -> None:
    run = playbook([task("Create", SPEC)], diff=True)
    result = run.result("Create")
    assert run.changed == ["Create"]
    assert run.writes == ["CreateTable", "UpdateTimeToLive"]
    assert result["converged"] and result["diff"] == {"prepared": result["plan"]["text"] + "\n"}
    assert [step["status"] for step in result["plan"]["operations"]] == ["done", "done"]
    assert {option: result["spec"][option] for option in SPEC} == SPEC
    assert result["outputs"]["table_arn"].endswith(f":table/{NAME}")
    assert result["outputs"]["stream_arn"].endswith(result["outputs"]["stream_label"])
    # Diff mode shows the text of the plan, once, and no JSON.
    assert run.output.count("    + billing_mode: PROVISIONED\n") == 1 and '"billing_mode"' not in run.output
    assert {"path": "billing_mode", "before": None, "after": "PROVISIONED"} in result["changes"]


def test_table_unchanged(playbook: PlaybookRunner) -> None:
    run = playbook([task("Create", SPEC), task("Again", SPEC)])
    again = run.result("Again")
    assert run.changed == ["Create"]
    assert again["diff"] == {"before": {}, "after": {}}
    assert again["plan"]["operations"] == [] and again["plan"]["summary"] == f"{NAME}: no changes"
    assert run.writes == ["CreateTable", "UpdateTimeToLive"]
    assert again["outputs"] == run.result("Create")["outputs"]


def test_table_changed(playbook: PlaybookRunner) -> None:
    run = playbook([task("Create", SPEC), task("Change", CHANGED), task("Again", CHANGED)])
    result = run.result("Change")
    assert run.changed == ["Create", "Change"]
    assert result["diff"] == CHANGES
    assert [step["operation"] for step in result["plan"]["operations"]] == [
        "UpdateTable",
        "UpdateTable",
        "UpdateTable",
        "UpdateTimeToLive",
        "TagResource",
        "UntagResource",
    ]
    assert {option: result["spec"][option] for option in CHANGED} == CHANGED


def test_table_in_check_mode(playbook: PlaybookRunner) -> None:
    """The same answer as the run in earnest, for a new table and for an old one, and nothing written."""
    for options in (SPEC, CHANGED):
        planned = playbook([task("Make", options)], check=True)
        assert planned.writes == []
        run = playbook([task("Make", options)])
        expected, result = planned.result("Make"), run.result("Make")
        assert expected.keys() == result.keys() and result.keys() >= KEYS
        assert expected["changed"] and result["changed"]
        assert expected["diff"] == result["diff"] == (CREATED if options is SPEC else CHANGES)
        assert expected["changes"] == result["changes"] and expected["plan"]["text"] == result["plan"]["text"]
        assert expected["plan"]["id"] == result["plan"]["id"]
        assert {step["status"] for step in expected["plan"]["operations"]} == {"planned"}
        for step in [*expected["plan"]["operations"], *result["plan"]["operations"]]:
            del step["status"]
        assert expected["plan"] == result["plan"]


def test_table_error(playbook: PlaybookRunner) -> None:
    wrong = {**SPEC, "table_class": "COLD", "stream_view_type": "EVERYTHING"}
    for check in (True, False):
        run = playbook([task("Create", wrong)], check=check, code=2)
        result = run.result("Create")
        assert [error["rule"] for error in result["errors"]] == ["V40", "V44"]
        assert [error["path"] for error in result["errors"]] == ["stream_view_type", "table_class"]
        assert result["msg"].splitlines() == [
            f"The specification of table {NAME} cannot be carried out:",
            "- stream_view_type: 'EVERYTHING' is no view type [V40];"
            " use one of KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES",
            "- table_class: 'COLD' is no table class [V44]; use STANDARD or STANDARD_INFREQUENT_ACCESS",
        ]
        assert run.calls == [] and "Traceback" not in run.output


# --- dynamodb_table_info -----------------------------------------------------


def test_info_of_a_created_table(playbook: PlaybookRunner) -> None:
    run = playbook([info("Before", names=[NAME]), task("Create", SPEC), info("After", names=[NAME])])
    assert run.result("Before")["tables"] == []
    found = run.result("After")["tables"]
    assert [table["outputs"] for table in found] == [run.result("Create")["outputs"]]
    assert {option: found[0]["spec"][option] for option in SPEC} == SPEC
    assert run.changed == ["Create"]


def test_info_twice(playbook: PlaybookRunner) -> None:
    run = playbook([task("Create", SPEC), info("One", names=[NAME]), info("Two", prefix="ord")])
    one, two = (run.result(name)["tables"] for name in ("One", "Two"))
    assert [table["spec"] for table in one] == [table["spec"] for table in two]
    assert run.changed == ["Create"]


def test_info_of_a_changed_table_is_its_specification(playbook: PlaybookRunner) -> None:
    given = {"name": "Give it back", "planton.dynamodb.dynamodb_table": "{{ found.tables[0].spec }}"}
    tasks = [
        task("Create", SPEC),
        task("Change", CHANGED),
        {**info("Read", names=[NAME]), "register": "found"},
        given,
    ]
    run = playbook(tasks)
    assert run.changed == ["Create", "Change"]
    assert run.result("Give it back")["plan"]["operations"] == []


def test_info_in_check_mode(playbook: PlaybookRunner) -> None:
    playbook([task("Create", SPEC)])
    planned, run = (playbook([info("Read")], check=check) for check in (True, False))
    assert planned.result("Read")["tables"][0]["spec"] == run.result("Read")["tables"][0]["spec"]
    assert planned.result("Read").keys() == run.result("Read").keys()
    assert planned.writes == run.writes == []


def test_info_error(playbook: PlaybookRunner) -> None:
    text = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: dynamodb:ListTables"
    playbook.recorder.fail("ListTables", "AccessDeniedException", text, times=99)
    run = playbook([info("Read")], code=2)
    result = run.result("Read")
    assert result["msg"] == f"ListTables: AccessDeniedException: {text} (allow the action to the caller, on this table)"
    assert result["error"]["code"] == "AccessDeniedException" and result["tables"] == []
    assert "Traceback" not in run.output
