# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job templates that awx_setup has made, launched with answers and run by ansible-runner on the strict engine."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.planton.dynamodb.tests.awx.conftest import REGIONS, Made
from ansible_collections.planton.dynamodb.tests.awx.support.engines import Account
from ansible_collections.planton.dynamodb.tests.awx.support.jobs import Job, Launcher
from ansible_collections.planton.dynamodb.tests.awx.support.setups import ACCESS_KEY, SECRET_KEY

PLAN, CONVERGE, DESTROY = "DynamoDB plan", "DynamoDB converge", "DynamoDB destroy"
ADOPT, DRIFT = "DynamoDB adopt", "DynamoDB drift report"
BOTH = {region: ["carts", "orders"] for region in REGIONS.values()}
MANIFEST = """\
apiVersion: aws.planton.dev/v1
kind: AwsDynamodb
metadata:
  name: invoices
spec:
  region: eu-west-1
  billing_mode: PAY_PER_REQUEST
  attribute_definitions: [{name: id, type: S}]
  key_schema: [{attribute_name: id, key_type: HASH}]
"""


def succeeded(job: Job) -> Job:
    assert job.status == "successful", job.output
    return job


def test_plan_approval_converge(launch: Launcher, account: Account) -> None:
    planned = succeeded(launch(PLAN))
    assert account.writes() == [] and account.tables() == {}
    approval = planned.artifacts["aws_dynamodb_approval"]
    assert {host: sorted(tables) for host, tables in approval.items()} == {
        host: ["carts", "orders"] for host in REGIONS
    }

    converged = succeeded(launch(CONVERGE, artifacts=planned.artifacts))
    assert account.tables() == BOTH
    assert converged.changed().keys() == REGIONS.keys()
    for host, results in converged.facts("aws_dynamodb_results").items():
        arn = results["orders"]["outputs"]["table_arn"]
        assert arn == f"arn:aws:dynamodb:{REGIONS[host]}:{ACCESS_KEY}:table/orders"
    # The keys are those of the credential, and nobody is shown the secret one.
    assert account.callers() == {ACCESS_KEY}
    for job in (planned, converged):
        assert SECRET_KEY not in job.output
        assert all(SECRET_KEY not in event.get("stdout", "") for event in job.events)


def test_what_was_not_approved_is_not_done(launch: Launcher, account: Account) -> None:
    planned = succeeded(launch(PLAN))
    for variables in launch.inventory["_meta"]["hostvars"].values():
        variables["aws_dynamodb_table_defaults"] = {
            **variables["aws_dynamodb_table_defaults"],
            "deletion_protection_enabled": True,
        }
    refused = launch(CONVERGE, artifacts=planned.artifacts)
    assert refused.status == "failed"
    assert "expected_plan" in refused.output
    assert account.writes() == [] and account.tables() == {}


def test_answers_are_text(launch: Launcher, account: Account) -> None:
    """A manifest pasted into the form, and what a choice and a number give."""
    answers: dict[str, Any] = {
        "aws_dynamodb_manifests": MANIFEST,
        "aws_dynamodb_manifest_tags": "true",
        "aws_dynamodb_concurrency": 4,
    }
    for variables in launch.inventory["_meta"]["hostvars"].values():
        del variables["aws_dynamodb_tables"]
    succeeded(launch(CONVERGE, answers, limit="shop.eu-central-1"))
    assert account.tables() == {"eu-west-1": ["invoices"]}
    # The answer "true" to the tags that Planton sets.
    assert account.tags("eu-west-1", "invoices")


def test_blank_answers_mean_what_the_inventory_says(launch: Launcher, account: Account) -> None:
    """AWX sends the empty text for a question that was left empty: for the region, and for the manifests."""
    blank = {"aws_dynamodb_region": "", "aws_dynamodb_manifests": ""}
    succeeded(launch(CONVERGE, blank))
    assert account.tables() == BOTH


def test_a_form_of_ones_own_for_one_table(launch: Launcher, account: Account) -> None:
    """The lists of the inventory do not stand in the way, their defaults count, an unanswered question has its own."""
    account.make({"us-east-1": BOTH["us-east-1"]})
    succeeded(launch("Protect a table", {"aws_dynamodb_name": "orders"}, limit="shop.us-east-1"))
    client = account.client("us-east-1")
    protected = [
        client.describe_table(TableName=name)["Table"]["DeletionProtectionEnabled"] for name in BOTH["us-east-1"]
    ]
    assert protected == [False, True]


def test_destroy_deletes_the_one_table_that_was_named(launch: Launcher, account: Account) -> None:
    account.make(BOTH)
    answers = {"aws_dynamodb_name": "orders", "aws_dynamodb_hosts": "shop.us-east-1"}

    refused = launch(DESTROY, {**answers, "aws_dynamodb_destroy_confirm": "false"})
    assert refused.status == "failed" and "This would delete orders with all data" in refused.output
    assert account.tables() == BOTH

    confirmed = {**answers, "aws_dynamodb_destroy_confirm": "true", "aws_dynamodb_backup_before_delete": "true"}
    succeeded(launch(DESTROY, confirmed))
    account.tell("settle", {})
    assert account.tables() == {"eu-central-1": ["carts", "orders"], "us-east-1": ["carts"]}
    assert account.writes()[-2:] == ["CreateBackup", "DeleteTable"]


def test_adopt_writes_where_awx_keeps_it(launch: Launcher, account: Account, made: Made) -> None:
    account.make(BOTH)
    answers = {"aws_dynamodb_adopt_prefix": "ord", "aws_dynamodb_adopt_one_file": "true"}
    adopted = succeeded(launch(ADOPT, answers, limit="shop.eu-central-1"))
    files = [path for path in (made.directory / "adopted").rglob("*") if path.is_file()]
    texts = [path.read_text() for path in files]
    assert files and all("orders" in text and "carts" not in text for text in texts)
    assert {path.relative_to(made.directory / "adopted").parts[0] for path in files} == {"shop.eu-central-1"}
    # Without such a place the output of the job is what there is to copy from.
    assert "PAY_PER_REQUEST" in adopted.output
    assert set(account.writes()) == {"CreateTable"}


def test_the_report_fails_for_drift_if_asked_to(launch: Launcher, account: Account, made: Made) -> None:
    account.make({"eu-central-1": BOTH["eu-central-1"]})
    so_far = account.writes()
    (schedule,) = made.awx.store.all("schedules")
    nightly = launch(DRIFT, schedule["extra_data"])
    assert nightly.status == "failed"
    counts = nightly.artifacts["aws_dynamodb_drift"]
    assert counts["drifted"] == 2
    facts = json.loads((made.directory / "drift_report.json").read_text())
    assert facts["counts"] == counts
    assert "<html" in (made.directory / "drift_report.html").read_text()

    succeeded(launch(DRIFT, {"aws_dynamodb_hosts": "shop.eu-central-1"}))
    assert account.writes() == so_far


def test_a_long_job_tells_how_far_it_is(launch: Launcher, account: Account) -> None:
    """Lines that are no result of a task reach the events of the job while it runs."""
    # Nine seconds here, and a refusal before.
    account.tell("behaviour", {"seconds": {"create": [540, 540]}})
    throttled = {"kind": "error", "operation": "CreateTable", "times": 2, "status": 400}
    account.tell("faults", {**throttled, "code": "ThrottlingException", "text": "Rate exceeded"})
    job = succeeded(launch(CONVERGE, limit="shop.eu-central-1"))
    told = [event for event in job.events if "progress: [shop.eu-central-1]" in event.get("stdout", "")]
    assert told and "tables done" in told[0]["stdout"]
    results = [event for event in job.events if event["event"] == "runner_on_ok"]
    assert told[0]["counter"] < results[-1]["counter"]
    assert account.writes().count("CreateTable") == 4
