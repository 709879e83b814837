# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that come into being by a restore or an import: whole runs, kills, and others who do the same."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE
from ansible_collections.planton.dynamodb.tests.simulator.engine import Caller
from ansible_collections.planton.dynamodb.tests.simulator.operations.buckets import buckets_of
from ansible_collections.planton.dynamodb.tests.simulator.operations.imports import imports_of
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import DROP_AFTER
from ansible_collections.planton.dynamodb.tests.unit.literal import create_table
from ansible_collections.planton.dynamodb.tests.walks.account import DAY, LONG, NAME, Account
from ansible_collections.planton.dynamodb.tests.walks.runs import (
    CLASS,
    CUSTOMERS,
    DAYS,
    PLAIN,
    PROTECTED,
    RECOVERY,
    SHORT,
    STREAM,
    Case,
    encrypted,
    feeding,
    indexed,
    lives,
    shared,
    tagged,
    watched,
)
from ansible_collections.planton.dynamodb.tests.walks.test_kills import check, chosen

Options = dict[str, Any]
SOURCE = "orders_old"
DROPPED: Options = {
    **STREAM,
    **RECOVERY,
    **PROTECTED,
    **CLASS,
    **lives("expires"),
    **tagged(0, 3),
    **watched(),
    **feeding("orders"),
    "on_demand_throughput": {"max_read_request_units": 100},
    "resource_policy": shared("dynamodb:GetItem", resource="__TABLE_ARN__"),
    "stream_resource_policy": shared("dynamodb:GetRecords", resource="__STREAM_ARN__"),
}
LATEST: Options = {"restore_from": {"source_table_name": SOURCE, "to_latest_time": True}}
IMPORT: Options = {"import_from": {"s3_bucket": "shop", "s3_key_prefix": "orders/", "input_format": "DYNAMODB_JSON"}}
IMPORTED: Options = {**IMPORT, **PLAIN, **indexed(CUSTOMERS), **DROPPED}
RESTORED: Options = {**LATEST, **indexed(CUSTOMERS, DAYS), **DROPPED}
LINES = [json.dumps({"Item": {"pk": {"S": letter}}}) for letter in "abc"]
# As short as their order allows, so that a run looks few times.
QUICK = {**SHORT, "restore": 0.9, "import_visible": 0.6, "import": 1.2, "import_gap": 0.5, "import_no_bucket": 0.3}


def with_source(account: Account) -> Account:
    """Arrange a table that can be restored, with an item in it."""
    account.arrange({**PLAIN, **indexed(DAYS), **RECOVERY}, SOURCE)
    account.engine.call("dynamodb", "PutItem", {"TableName": SOURCE, "Item": {"pk": {"S": "a"}}})
    return account


def with_bucket(account: Account, lines: list[str] = LINES) -> Account:
    """Arrange a bucket with items of the table."""
    buckets_of(account.engine.world())["shop"] = {"orders/1.json": "\n".join(lines)}
    return account


def backup_of(account: Account) -> str:
    """Make a backup of the source."""
    request = {"TableName": SOURCE, "BackupName": "before"}
    return str(account.engine.call("dynamodb", "CreateBackup", request)["BackupDetails"]["BackupArn"])


def calls(result: Options) -> list[str]:
    return [step["operation"] for step in result["plan"]["operations"]]


def sent(account: Account, operation: str) -> list[Any]:
    """The calls of that name that the engine has seen."""
    return [call for call in account.host.calls if call.operation == operation and call.carried_out]


def done(account: Account, options: Options, **rules: Any) -> Options:
    """A run that ends well; a second one finds nothing to do."""
    result = account.result(options, **rules)
    assert "msg" not in result, result["msg"]
    assert result["converged"] and result["changed"]
    again = account.result(options)
    assert (calls(again), again["converged"], again["changed"]) == ([], True, False)
    return result


def items(account: Account) -> int:
    table = account.table()
    assert table is not None
    return table.items


@pytest.mark.parametrize("seed", range(6))
def test_a_restore_with_all_that_it_drops(seed: int) -> None:
    account = with_source(Account(seed))
    checked = account.result(RESTORED, apply=False)
    result = done(account, RESTORED)
    assert calls(result)[0] == "RestoreTableToPointInTime"
    assert checked["plan"]["id"] == result["plan"]["id"]
    assert not result["warnings"] and items(account) == 1


@pytest.mark.parametrize("seed", range(6))
def test_an_import_with_all_that_it_cannot_set(seed: int) -> None:
    account = with_bucket(Account(seed))
    checked = account.result(IMPORTED, apply=False)
    result = done(account, IMPORTED)
    assert calls(result)[0] == "ImportTable"
    assert checked["plan"]["id"] == result["plan"]["id"]
    assert checked["outputs"]["import_arn"] == ""
    assert result["outputs"]["import_arn"].startswith(result["outputs"]["table_arn"] + "/import/")
    assert account.result(IMPORTED)["outputs"]["import_arn"] == result["outputs"]["import_arn"]
    assert items(account) == 3


def test_a_backup_of_another_region() -> None:
    """L-274: the encryption is named, and the source is read where it is."""
    account, there = Account(), Caller(region="us-west-2")
    account.engine.call("dynamodb", "CreateTable", create_table(SOURCE, PLAIN), there)
    account.later(LONG)
    account.engine.call("dynamodb", "PutItem", {"TableName": SOURCE, "Item": {"pk": {"S": "a"}}}, there)
    request = {"TableName": SOURCE, "BackupName": "before"}
    arn = account.engine.call("dynamodb", "CreateBackup", request, there)["BackupDetails"]["BackupArn"]
    account.later(DAY)
    result = done(account, {"restore_from": {"backup_arn": arn}, **tagged(0, 1)})
    assert result["plan"]["operations"][0]["request"]["SSESpecificationOverride"] == {"Enabled": False}
    assert ":eu-central-1:" in result["outputs"]["table_arn"] and items(account) == 1


def test_a_restore_of_another_run_is_joined() -> None:
    account = with_source(Account(1))
    first = account.result(RESTORED, wait=False)
    assert (first["converged"], calls(first)[0]) == (False, "RestoreTableToPointInTime")
    assert "msg" not in first
    result = done(account, RESTORED)
    assert "RestoreTableToPointInTime" not in calls(result)
    assert len(sent(account, "RestoreTableToPointInTime")) == 1


@pytest.mark.parametrize("seconds", [0.0, 20.0, 60.0, 119.0])
def test_an_import_of_another_run_is_joined(seconds: float) -> None:
    """While its table is not shown, while it is CREATING, and while it is ACTIVE and the import has not ended."""
    lengths = {"import_visible": 30.7, "import": 110.0, "import_gap": 12.0}
    account = with_bucket(Account(2, lengths=lengths))
    first = account.result(IMPORTED, wait=False)
    assert first["outputs"]["import_arn"] and not first["converged"] and "msg" not in first
    account.later(seconds)
    result = done(account, IMPORTED)
    assert "ImportTable" not in calls(result)
    assert result["outputs"]["import_arn"] == first["outputs"]["import_arn"]
    assert len(imports_of(account.engine.world())) == 1


def test_items_that_cannot_be_imported_fail_the_run_and_not_the_next() -> None:
    account = with_bucket(Account(3), [*LINES, json.dumps({"Item": {"id": {"S": "x"}}})])
    failed = account.result(IMPORTED)
    assert "ItemValidationError" in failed["msg"] and "3 of 4 items were imported, with 1 error(s)" in failed["msg"]
    assert "log-group:/aws-dynamodb/imports" in failed["msg"] and "the table is kept" in failed["msg"]
    assert "Run again to go on from here." in failed["msg"]
    assert failed["outputs"]["import_arn"] in failed["msg"] and failed["outputs"]["table_arn"]
    result = account.result(IMPORTED)
    assert result["converged"] and "TagResource" in calls(result)
    assert "its import failed: ItemValidationError" in " ".join(result["warnings"])
    assert items(account) == 3 and len(imports_of(account.engine.world())) == 1
    # A table that somebody makes anew has not failed.
    account.later(DAY)
    account.engine.call("dynamodb", "UpdateTable", {"TableName": NAME, "DeletionProtectionEnabled": False})
    account.later(DAY)
    account.engine.call("dynamodb", "DeleteTable", {"TableName": NAME})
    account.later(DAY)
    account.arrange(PLAIN)
    assert not account.result({**IMPORT, **PLAIN})["warnings"]


def test_a_bucket_that_is_not_there_is_refused_before_the_call() -> None:
    account = Account()
    refused = account.result(IMPORTED)
    assert [(error["rule"], error["path"]) for error in refused["errors"]] == [("V87", "import_from.s3_bucket")]
    assert not sent(account, "ImportTable")


def test_a_bucket_that_goes_meanwhile_fails_and_leaves_no_table() -> None:
    account = with_bucket(Account(4))
    run = account.result

    def gone(entry: Any, _carried_out: bool) -> None:
        if entry.operation == "ImportTable":
            buckets_of(account.engine.world()).clear()

    account.host.watch = gone
    failed = run(IMPORTED)
    account.host.watch = lambda _entry, _carried_out: None
    assert "S3NoSuchBucket" in failed["msg"] and "Another run meets the same" in failed["msg"]
    assert account.table() is None
    with_bucket(account)
    done(account, IMPORTED)


@pytest.mark.parametrize("options", [IMPORTED, RESTORED], ids=["import", "restore"])
def test_a_lost_answer_begins_nothing_twice(options: Options) -> None:
    """The token of an import, and the target of a restore, tell what the first attempt did."""
    account = with_bucket(with_source(Account(5)))
    operation = calls(account.result(options, apply=False))[0]
    account.host.faults.add(kind=DROP_AFTER, operation=operation, times=1)
    done(account, options)
    assert len(imports_of(account.engine.world())) == int(operation == "ImportTable")
    made = {call.request.get("ClientToken") for call in account.host.calls if call.operation == operation}
    assert len(made) == 1


def test_an_import_that_is_overtaken_waits_for_the_other() -> None:
    """DDB-IMPORT-018: both are accepted, and one fails."""
    account = with_bucket(Account(6))
    other = {
        "S3BucketSource": {"S3Bucket": "shop", "S3KeyPrefix": "orders/"},
        "InputFormat": "DYNAMODB_JSON",
        "TableCreationParameters": {
            "TableName": NAME,
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    }

    def before(entry: Any, carried_out: bool) -> None:
        if entry.operation == "ImportTable" and not carried_out:
            account.engine.call("dynamodb", "ImportTable", other)

    account.host.watch = before
    options = {**IMPORT, **PLAIN, **tagged(0, 2)}
    result = account.result(options)
    account.host.watch = lambda _entry, _carried_out: None
    first, second = imports_of(account.engine.world())
    assert (first.code, second.code) == ("", "TableAlreadyExists")
    assert result["converged"], result
    assert result["outputs"]["import_arn"] == first.arn


def test_a_backup_that_feeds_another_restore_is_waited_for() -> None:
    account = with_source(Account(7))
    arn = backup_of(account)
    account.later(DAY)
    account.engine.call("dynamodb", "RestoreTableFromBackup", {"TargetTableName": "other", "BackupArn": arn})
    result = done(account, {"restore_from": {"backup_arn": arn}})
    refused = [call.code for call in account.host.calls if call.operation == "RestoreTableFromBackup" and call.code]
    assert {*refused} == {"BackupInUseException"} and result["seconds"] > 80


def test_fifty_restores_at_a_time_are_waited_for() -> None:
    account = with_source(Account(8))
    point = {"SourceTableName": SOURCE, "UseLatestRestorableTime": True}
    for number in range(50):
        request = {"TargetTableName": f"copy{number}", **point}
        account.engine.call("dynamodb", "RestoreTableToPointInTime", request)
    done(account, LATEST)
    refused = [call.text for call in account.host.calls if call.operation == "RestoreTableToPointInTime" and call.code]
    assert "simultaneously" in refused[0]


def test_a_customer_key_is_kept_without_being_named() -> None:
    account = Account()
    account.arrange({**PLAIN, **RECOVERY, **encrypted(KEY_ONE)}, SOURCE)
    result = done(account, LATEST)
    assert result["spec"]["server_side_encryption"] == {"enabled": True, "kms_key_arn": KEY_ONE}
    actions = result["plan"]["iam_actions"]
    assert {"kms:CreateGrant", "kms:DescribeKey", "dynamodb:DescribeContinuousBackups"} <= {*actions}


def test_a_backup_that_does_not_tell_its_indexes() -> None:
    """The one that AWS makes of a deleted table: what it turns out to have otherwise is set right afterwards."""
    account = with_source(Account(9))
    account.engine.call("dynamodb", "DeleteTable", {"TableName": SOURCE})
    account.later(60.0)
    backups = account.engine.call("dynamodb", "ListBackups", {"BackupType": "SYSTEM"})["BackupSummaries"]
    wanted = {**PLAIN, **indexed(CUSTOMERS), "restore_from": {"backup_arn": backups[0]["BackupArn"]}}
    result = account.result(wanted)
    assert result["converged"], result.get("msg")
    assert [index["name"] for index in result["spec"]["global_secondary_indexes"]] == ["by_customer"]
    assert "does not tell its indexes" in result["warnings"][0]


def test_an_index_that_such_a_backup_has_is_not_built_again() -> None:
    account = with_source(Account(9))
    account.engine.call("dynamodb", "DeleteTable", {"TableName": SOURCE})
    account.later(60.0)
    backups = account.engine.call("dynamodb", "ListBackups", {"BackupType": "SYSTEM"})["BackupSummaries"]
    wanted = {**PLAIN, **indexed(DAYS), "restore_from": {"backup_arn": backups[0]["BackupArn"]}}
    result = account.result(wanted)
    assert result["converged"], result.get("msg")
    assert [step["status"] for step in result["plan"]["operations"]] == ["done", "skipped"]
    assert not sent(account, "UpdateTable")


@dataclasses.dataclass(frozen=True, eq=False)
class Born(Case):
    """A run of a table that comes into being, in an account that has what from."""

    arranged: Callable[[Account], Account] = with_source

    def account(self, seed: int = 0) -> Account:
        account = self.arranged(Account(seed, lengths=QUICK))
        account.later(LONG)
        return account


KILLED = (
    Born("restored", None, RESTORED, with_source),
    Born("imported", None, IMPORTED, with_bucket),
)


@pytest.mark.parametrize("case", KILLED, ids=str)
def test_killed_at_any_call(case: Born) -> None:
    breaches = []
    for point in chosen(case):
        try:
            check(case, point)
        except AssertionError as error:
            breaches.append(f"{point}: {error}")
    assert not breaches, "\n".join([f"{len(breaches)} of {len(chosen(case))} kills:", *breaches])
    assert len(chosen(case)) >= 30
