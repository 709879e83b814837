# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drift report: what was seen of hosts and what it says of that; the files below drift/ are the cases."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.planton.dynamodb.plugins.filter.drift_report import FilterModule
from ansible_collections.planton.dynamodb.plugins.plugin_utils._drift import SECTIONS
from ansible_collections.planton.dynamodb.tests.unit.drift.seen import fleet, seen
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

CASES = sorted((Path(__file__).parent / "drift").glob("*.yml"))
drift_report = FilterModule().filters()["drift_report"]
Words = dict[str, Any]


def part(whole: Words, wanted: Words) -> Words:
    return {key: whole[key] for key in wanted}


def with_rows(entry: Words) -> Words:
    """An entry with its differences as the page shows them."""
    rows = [[difference[name] for name in ("setting", "in_aws", "specified")] for difference in entry["differences"]]
    return {**entry, "rows": rows}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = read_yaml(path)
    report = drift_report(seen(case["seen"]), "now")
    shown = [{name: entry} for wanted, entry in zip(case["tables"], report["tables"], strict=True) for name in wanted]
    assert [entry["name"] for entry in report["tables"]] == [name for wanted in case["tables"] for name in wanted]
    for wanted, entry in zip(case["tables"], shown, strict=True):
        for name, fields in wanted.items():
            fields = {"section": fields} if isinstance(fields, str) else fields
            assert part(with_rows(entry[name]), fields) == fields, name
    assert (report["level"], report["headline"]) == (case["level"], case["headline"])
    assert report["remarks"] == case.get("remarks", report["remarks"])
    assert part(report["counts"], case.get("counts", {})) == case.get("counts", {})
    assert report["faults"] == case.get("faults", report["faults"])
    targets = case.get("targets", [])
    assert [part(*both) for both in zip(report["targets"], targets, strict=False)] == targets


def test_numbers_agree_with_the_tables() -> None:
    report = drift_report(fleet(1200), "now")
    assert [section["name"] for section in report["sections"]] == list(SECTIONS)
    assert sum(section["count"] for section in report["sections"]) == report["counts"]["tables"] == 1200
    ranks = [SECTIONS.index(entry["section"]) for entry in report["tables"]]
    assert ranks == sorted(ranks) and len({*ranks}) == 8
    for states in report["coverage"].values():
        assert sum(states.values()) == 1200
    assert sum(target["tables"] for target in report["targets"]) == 1200


def test_the_same_facts_in_any_order_give_the_same_report() -> None:
    hosts = fleet(80)
    other = copy.deepcopy(hosts)
    random.Random(1).shuffle(other)
    for host in other:
        host["results"] = dict(reversed(host["results"].items()))
        host["reads"][0]["tables"].reverse()
    first, second = (json.dumps(drift_report(each, "now")) for each in (hosts, other))
    assert first == second != json.dumps(drift_report(hosts, "later"))


def test_a_host_of_which_nothing_was_heard_is_not_well() -> None:
    hosts = fleet(8)
    names = [host["host"] for host in hosts]
    calm = drift_report(hosts, "now", names)
    assert calm == drift_report(hosts, "now")
    report = drift_report(hosts, "now", [*names, "lost"])
    assert report["level"] == "bad"
    assert [fault["host"] for fault in report["faults"]] == [*(fault["host"] for fault in calm["faults"]), "lost"]
    assert {"host": "lost", "region": "", "account": "", "tables": 0, "read": False} in report["targets"]


def test_neither_keys_nor_requests_are_reported() -> None:
    hosts = fleet(8)
    for host in hosts:
        host["reads"][0]["invocation"] = {"module_args": {"secret_key": "hidden", "access_key": "hidden"}}
        for result in host["results"].values():
            result["plan"]["request"] = "hidden"
    assert "hidden" not in json.dumps(drift_report(hosts, "now"))


def test_a_word_of_the_text_of_a_plan_is_no_reason_to_leave_a_host_out() -> None:
    """A secret such as "create" is masked in that text, which the report does not show."""
    [host] = seen([{"host": "a", "results": {"orders": {}}}])
    host["results"]["orders"]["plan"]["text"] = "Plan: 0 to ********, 1 unchanged."
    report = drift_report([host], "now")
    assert report["faults"] == [] and [entry["name"] for entry in report["tables"]] == ["orders"]


@pytest.mark.parametrize("value", [None, {}, "text", [1], [{"results": {}}]])
def test_other_input_is_refused(value: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="list of dictionaries with the key host"):
        drift_report(value, "now")
