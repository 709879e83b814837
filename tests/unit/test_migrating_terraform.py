# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""States of Terraform and what is to come of each: the files below migrating/terraform are the table."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.filter.from_terraform import from_terraform
from ansible_collections.planton.dynamodb.plugins.module_utils._argspec import table_argument_spec
from ansible_collections.planton.dynamodb.plugins.module_utils._migrating.notes import Book, Notes
from ansible_collections.planton.dynamodb.plugins.module_utils._migrating.options import ORDER
from ansible_collections.planton.dynamodb.plugins.module_utils._migrating.reading import Part, Unknown, is_null
from ansible_collections.planton.dynamodb.tests.unit.migrating.cases import REGION, Case, cases, compared, state

CASES = cases("terraform")


@pytest.mark.parametrize("case", [pytest.param(each, id=each.case) for each in CASES])
def test_a_state_becomes_these_options(case: Case) -> None:
    documents = [state(resources, case) for resources in case.documents or [case.resources]]
    found = from_terraform(documents if case.documents else documents[0])
    compared(case, found, REGION)


def test_text_and_data_are_the_same() -> None:
    for case in CASES:
        document = state(case.resources, case)
        assert from_terraform(json.dumps(document)) == from_terraform(document)
        assert from_terraform("\ufeff" + json.dumps(document)) == from_terraform([document])


def test_a_table_of_several_regions_is_found_by_region() -> None:
    (case,) = (each for each in CASES if each.case == "tables of two regions")
    found = from_terraform(state(case.resources, case))
    assert [each["region"] for each in found["by_region"]] == ["eu-central-1", "eu-west-1"]
    assert all("region" not in table for each in found["by_region"] for table in each["tables"])


# Options that no state says: they tell how a run goes about it, or how a table comes into being.
OF_RUNS = {"state", "wait", "wait_timeout", "replacement", "force", "backup_before_delete", "expected_plan"}
OF_RUNS |= {"validate_only", "replica_removal", "restore_from", "import_from"}


def test_each_option_of_a_table_has_its_place() -> None:
    """A new option has to be put into the order, with what the other tools call it, or among those that none says."""
    assert set(table_argument_spec()) - {*ORDER} <= OF_RUNS


def test_an_empty_state_has_no_tables() -> None:
    assert from_terraform({"format_version": "1.0"})["tables"] == []
    assert from_terraform([])["tables"] == []


STATE_FILE = {"version": 4, "serial": 3, "lineage": "0a1b", "resources": []}
REFUSED: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "this is no JSON, .*: give the output of terraform show -json"),
    "a list of numbers": ([1], "this is no state of Terraform: give the output"),
    "nothing": (None, "this is no state of Terraform: give the output"),
    "the state file": (STATE_FILE, "this is the state file itself"),
    "an old state file": ({"version": 3, "serial": 1}, "this is the state file itself"),
    "another dictionary": ({"tables": []}, "because it has no values"),
    "a format of the future": ({"format_version": "2.0", "values": {}}, "of format_version 2.0, and only 0 and 1"),
    "values that are a list": ({"format_version": "1.0", "values": []}, "because it has no values"),
    "text without an end": ("[" * 100_000, "this is nested too deeply"),
}


@pytest.mark.parametrize(("given", "told"), [pytest.param(*each, id=name) for name, each in REFUSED.items()])
def test_what_is_no_state_is_refused(given: Any, told: str) -> None:
    from ansible.errors import AnsibleFilterError

    with pytest.raises(AnsibleFilterError, match=f"^from_terraform: .*{told}"):
        from_terraform(given)


def test_odd_modules_and_resources_are_named() -> None:
    odd = {"resources": [1, {"values": 3}], "child_modules": [None, "x", {"resources": {}, "child_modules": 4}]}
    found = from_terraform({"format_version": "1.0", "values": {"root_module": odd}})
    places = [(note["path"], note["message"]) for note in found["left_out"]]
    assert places == [
        ("root_module.resources[0]", "is no resource"),
        ("root_module.resources[1]", "is no resource"),
        ("root_module.child_modules[1]", "is no module"),
    ]


READ: list[tuple[str, Any, Any, str]] = [
    ("whole", 3, 3, ""),
    ("whole", 3.0, 3, ""),
    ("whole", " 3 ", 3, ""),
    ("whole", 3.5, None, "is to be a whole number, not a number"),
    ("whole", float("nan"), None, "is to be a whole number, not a number"),
    ("whole", True, None, "is to be a whole number, not a boolean"),
    ("whole", "", None, ""),
    ("whole", (3,), None, "is to be a whole number, not nothing"),
    ("number", "3", 3, ""),
    ("number", "3.5", 3.5, ""),
    ("number", "", None, ""),
    ("number", "much", None, "is to be a number, not text"),
    ("number", float("inf"), None, "is to be a number, not a number"),
    ("flag", "True", True, ""),
    ("flag", "yes", None, "is to be a boolean, not text"),
    ("flag", "", None, ""),
    ("text", 3, "3", ""),
    ("text", True, "", "is to be text, not a boolean"),
    ("texts", ["a", Unknown("is not known", "ask")], ["a", ""], "is not known"),
    ("texts", "", [], ""),
    ("texts", {}, [], "is to be a list, not a dictionary"),
    ("pairs", "", {}, ""),
    ("pairs", {"a": 1}, {"a": "1"}, ""),
    ("part", "", None, ""),
    ("document", "", None, ""),
]


@pytest.mark.parametrize(("reader", "value", "wanted", "told"), READ)
def test_values_are_read_as_what_they_are_to_be(reader: str, value: Any, wanted: Any, told: str) -> None:
    notes = Notes(Book())
    part = Part({"name": value}, "here", notes, is_null)
    assert getattr(part, reader)("name") == wanted
    assert [note.message for note in notes.book.left_out] == ([told] if told else [])
    assert notes.book.faults == len(notes.book.left_out)


def test_a_part_that_is_none_is_told_and_empty() -> None:
    for value, told in ((Unknown("is not known", "ask"), "is not known"), ([1], "is to be a dictionary, not a list")):
        notes = Notes(Book())
        part = Part(value, "here", notes)
        assert part.text("name") == "" and not part.has("name")
        assert [note[1:3] for note in notes.book.left_out] == [("here", told)]


def test_a_user_is_told_what_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from ansible.utils.display import Display

    told: list[str] = []
    monkeypatch.setattr(Display, "warning", lambda _self, text, **_more: told.append(text))
    items = ["aws_dynamodb_table_item", "aws_dynamodb_table_export"]
    for count in (0, 1, 2):
        rest = [{"address": f"{kind}.a", "type": kind, "values": {}} for kind in items[:count]]
        from_terraform({"format_version": "1.0", "values": {"root_module": {"resources": rest}}})
    first = (
        "from_terraform: not carried over: aws_dynamodb_table_item.a: is an item, and this collection does not write"
    )
    assert len(told) == 2
    assert told[0].startswith(first) and told[0].endswith("items. See left_out of the result.")
    assert told[1].endswith("items, and 1 more. See left_out of the result.")
