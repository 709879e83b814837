# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook drift_report: what it writes of tables as they are, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRun, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.unit.drift.page import Parsed

REPORT, CONVERGE = "planton.dynamodb.drift_report", "planton.dynamodb.converge"
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)
# Where items are counted at once.
counting = pytest.mark.parametrize("engine", ["ministack"], indirect=True)
ID = {"name": "id", "type": "S"}
TABLE = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [ID],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
OWNER = {
    "attribute_definitions": [ID, {"name": "owner", "type": "S"}],
    "global_secondary_indexes": [
        {
            "name": "by_owner",
            "key_schema": [{"attribute_name": "owner", "key_type": "HASH"}],
            "projection": {"type": "ALL"},
        }
    ],
}
EARLY, LATE = "2026-01-05 04:30 UTC", "2026-01-06 04:30 UTC"


def variables(*tables: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"aws_dynamodb_table_defaults": TABLE, "aws_dynamodb_tables": list(tables), **more}


class Reporter:
    """Runs the playbook, and reads what it has written."""

    def __init__(self, playbook: PlaybookRunner, place: Path) -> None:
        self.playbook = playbook
        self.page_path, self.json_path = place / "drift.html", place / "drift.json"

    def __call__(self, given: dict[str, Any], *arguments: str, date: str = EARLY, **how: Any) -> PlaybookRun:
        paths = {"aws_dynamodb_report_path": str(self.page_path), "aws_dynamodb_report_json": str(self.json_path)}
        run = self.playbook(REPORT, {**given, **paths, "aws_dynamodb_report_date": date}, *arguments, **how)
        assert run.writes == []
        assert Parsed(self.page).facts == self.facts
        return run

    @property
    def page(self) -> str:
        return self.page_path.read_text(encoding="utf-8")

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.json_path.read_text(encoding="utf-8"))
        return facts

    @property
    def sections(self) -> list[tuple[str, str]]:
        return [(entry["name"], entry["section"]) for entry in self.facts["tables"]]

    def table(self, name: str) -> dict[str, Any]:
        [entry] = [entry for entry in self.facts["tables"] if entry["name"] == name]
        return entry


@pytest.fixture
def report(playbook: PlaybookRunner, tmp_path: Path) -> Reporter:
    return Reporter(playbook, tmp_path)


@strict
def test_the_page_is_written_where_one_is(playbook: PlaybookRunner) -> None:
    """And not in the installed collection, in which the playbook lies."""
    playbook(REPORT, {**variables({"name": "orders"}), "aws_dynamodb_report_path": "page.html"})
    [place] = playbook.directory.glob("run-*")
    assert {path.name for path in place.iterdir()} >= {"page.html", "page.json"}


@strict
def test_a_host_that_is_not_reached_and_one_that_only_validates(report: Reporter, tmp_path: Path) -> None:
    """Neither is to be taken for all being well."""
    ssh = tmp_path / "ssh"
    ssh.write_text("#!/bin/sh\nexit 255\n")
    ssh.chmod(0o755)
    lost = tmp_path / "lost"
    lost.write_text(f"lost ansible_connection=ssh ansible_ssh_executable={ssh} ansible_ssh_retries=0\n")
    given = variables({"name": "orders"}, aws_dynamodb_hosts="all")
    given["aws_dynamodb_table_defaults"] = {**TABLE, "validate_only": True}
    report(given, "-i", str(lost), code=None)
    assert report.facts["level"] == "bad"
    assert [fault["host"] for fault in report.facts["faults"]] == ["lost"]
    assert [(entry["name"], entry["section"], entry["exists"]) for entry in report.facts["tables"]] == [
        ("orders", "missing", False)
    ]


@strict
def test_tables_that_are_masked_are_told_and_not_confused(playbook: PlaybookRunner, report: Reporter) -> None:
    """With a secret that occurs in two names, both tables would be called the same."""
    playbook(CONVERGE, variables({"name": "test-orders"}, {"name": "orders-test"}))
    given = variables({"name": "orders-test"})
    run = report(given, environ={"AWS_SECRET_ACCESS_KEY": "test"}, code=2)
    assert not run.writes and report.facts["level"] == "bad" and report.facts["tables"] == []
    [fault] = report.facts["faults"]
    assert "masked values at" in fault["text"] and "Use credentials whose secret occurs in no table" in fault["text"]
    assert "Ansible hides a secret of a task" in report.page
    report(given)
    assert report.facts["faults"] == [] and len(report.facts["tables"]) == 2


@strict
def test_what_differs_is_missing_is_refused_or_has_no_specification(playbook: PlaybookRunner, report: Reporter) -> None:
    there = [{"name": "orders", **OWNER}, {"name": "carts"}, {"name": "guarded"}, {"name": "stray"}, {"name": "fine"}]
    playbook(CONVERGE, variables(*there))
    wanted = variables(
        {"name": "orders", "global_secondary_indexes": []},
        {"name": "carts", "tags": {"team": "shop"}, "ttl": {"enabled": True, "attribute_name": "at"}},
        {"name": "missing"},
        {"name": "guarded", "deletion_protection_enabled": True, "point_in_time_recovery_enabled": True},
        {"name": "refused", "ttl": {"enabled": True}},
        {"name": "fine"},
    )
    run = report(wanted, code=2)
    assert report.sections == [
        ("missing", "missing"),
        ("guarded", "lost_protection"),
        ("refused", "failed"),
        ("orders", "destructive"),
        ("carts", "drifted"),
        ("stray", "unspecified"),
        ("fine", "in_order"),
    ]
    facts = report.facts
    assert facts["headline"] == (
        "1 of 7 tables is missing, 1 lacks a specified protection, 1 could not be checked, 2 others differ"
    )
    assert facts["targets"] == [
        {"host": "localhost", "region": "eu-central-1", "account": "123456789012", "tables": 5, "read": True}
    ]
    assert report.table("refused")["failure"]["errors"][0]["rule"] == "V45"
    assert report.table("orders")["operations"][0] == {
        "operation": "UpdateTable",
        "target": "orders/index/by_owner",
        "reason": "delete index by_owner",
        "region": "",
        "destructive": True,
        "waits_for": ["table ACTIVE", "no other index being built or deleted"],
    }
    paths = [difference["path"] for difference in report.table("carts")["differences"]]
    assert sorted(paths) == ["tags.team", "ttl.attribute_name", "ttl.enabled"]
    assert report.table("missing")["exists"] is False
    assert [loss["kind"] for loss in report.table("guarded")["lost"]] == ["deletion", "recovery"]
    [lost_index] = [row for row in report.table("orders")["differences"] if row["setting"] == "global index by_owner"]
    assert (lost_index["in_aws"], lost_index["specified"]) == ("owner HASH; projects all attributes", "not specified")

    page = Parsed(report.page)
    assert {"delete index by_owner", "tags.team", "stray", "V45"} <= {*page.text("bdi")}
    assert run.result("Publish the counts")["ansible_stats"]["data"]["aws_dynamodb_drift"] == facts["counts"]

    first = [report.page_path.read_bytes(), report.json_path.read_bytes()]
    report(wanted, date=LATE, code=2)
    second = [report.page_path.read_bytes(), report.json_path.read_bytes()]
    assert first != second
    assert first == [content.replace(LATE.encode(), EARLY.encode()) for content in second]


@counting
def test_what_is_not_protected_and_what_costs(playbook: PlaybookRunner, report: Reporter, client: Any) -> None:
    capacity = {
        "billing_mode": "PROVISIONED",
        "provisioned_throughput": {"read_capacity_units": 7, "write_capacity_units": 2},
    }
    safe = {"point_in_time_recovery_enabled": True, "deletion_protection_enabled": True}
    tables = variables({"name": "bare"}, {"name": "empty"}, {"name": "idle", **capacity}, {"name": "safe", **safe})
    playbook(CONVERGE, tables)
    for name in ("bare", "safe"):
        client.put_item(TableName=name, Item={"id": {"S": "1"}})
    run = report(tables)
    assert report.sections == [
        ("bare", "unprotected"),
        ("idle", "costly"),
        ("empty", "in_order"),
        ("safe", "in_order"),
    ]
    assert [gap["kind"] for gap in report.table("bare")["gaps"]] == ["recovery", "deletion"]
    assert (
        report.table("idle")["costs"][0]["text"]
        == "7 read and 2 write units are provisioned, and the table holds no items"
    )
    assert report.facts["coverage"]["recovery"] == {"on": 1, "off": 3, "unknown": 0}
    assert run.result("Show the summary")["lines"][0] == report.facts["headline"]
    assert report.facts["headline"] == "Every table matches its specification"


@strict
def test_drift_is_no_failure_unless_it_is_asked_to_be(report: Reporter) -> None:
    missing = variables({"name": "missing"})
    run = report(missing, check=True)
    assert run.changed  # check mode writes the report as well
    assert report.facts["level"] == "bad"
    failed = report({**missing, "aws_dynamodb_report_fail_on_drift": "true"}, code=2)
    assert failed.result("Fail on drift")["msg"].startswith(
        "1 of 1 table is missing. The run fails because aws_dynamodb_report_fail_on_drift is true."
    )


@strict
def test_tables_that_nobody_may_list(playbook: PlaybookRunner, report: Reporter, recorder: Recorder) -> None:
    orders = variables({"name": "orders"})
    playbook(CONVERGE, orders)
    recorder.fail("ListTables", "AccessDeniedException", "not authorized to perform: dynamodb:ListTables", times=9)
    report(orders, code=2)
    assert report.sections == [("orders", "in_order")]
    [fault] = report.facts["faults"]
    assert "ListTables" in fault["text"] and report.facts["headline"] == "Not everything could be checked"
    assert any("dynamodb:ListTables" in text for text in Parsed(report.page).text("bdi"))

    recorder.fail("ListTables", "AccessDeniedException", "not authorized to perform: dynamodb:ListTables", times=9)
    report({**orders, "aws_dynamodb_report_fail_on_errors": False})


@strict
def test_variables_that_make_no_sense(report: Reporter) -> None:
    report({"aws_dynamodb_name": "orders", **variables({"name": "orders"})}, code=2)
    assert report.facts["tables"] == []
    assert "would not be read" in report.facts["faults"][0]["text"]
    assert report.facts["level"] == "bad"


@strict
def test_hosts_and_the_regions_of_manifests(playbook: PlaybookRunner, report: Reporter, tmp_path: Path) -> None:
    lines = ["[fleet:vars]", "ansible_connection=local", "[fleet]"]
    lines += ["shop aws_dynamodb_region=eu-central-1", "ledger aws_dynamodb_region=us-east-1"]
    (tmp_path / "fleet").write_text("\n".join(lines) + "\n")
    fleet = ("-i", str(tmp_path / "fleet"), "-e", "aws_dynamodb_hosts=fleet")
    python = {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    playbook(CONVERGE, {**variables({"name": "orders"}), **python}, *fleet)

    manifest = {
        "apiVersion": "aws.planton.dev/v1",
        "kind": "AwsDynamodb",
        "metadata": {"name": "orders"},
        "spec": {
            "region": "us-east-1",
            "billingMode": "PAY_PER_REQUEST",
            "attributeDefinitions": [ID],
            "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
        },
    }
    report({"aws_dynamodb_manifests": [manifest], **python}, *fleet)
    assert [(target["host"], target["region"]) for target in report.facts["targets"]] == [
        ("ledger", "us-east-1"),
        ("shop", "us-east-1"),
    ]
    assert {entry["region"] for entry in report.facts["tables"]} == {"us-east-1"}

    report({**variables({"name": "orders"}), **python}, *fleet)
    assert [(entry["host"], entry["region"]) for entry in report.facts["tables"]] == [
        ("shop", "eu-central-1"),
        ("ledger", "us-east-1"),
    ]
