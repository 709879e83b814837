# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encryption: the owned key, the managed one, and a customer's by ARN, id and alias."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

ALIAS = "alias/shop"
OWNED: Options = {"server_side_encryption": {"enabled": False}}
MANAGED: Options = {"server_side_encryption": {"enabled": True}}


class Key(NamedTuple):
    id: str
    arn: str


def encrypted(key: str) -> Options:
    return {"server_side_encryption": {"enabled": True, "kms_key_arn": key}}


def only_key(key: str) -> Options:
    """What a diff shows where one key takes the place of another."""
    return {"server_side_encryption": {"kms_key_arn": key}}


@pytest.fixture
def kms(engine: Engine) -> Any:
    return make_client(engine.url, "kms")


def make_key(kms: Any) -> Key:
    made = kms.create_key()["KeyMetadata"]
    return Key(made["KeyId"], made["Arn"])


@pytest.fixture
def key(kms: Any) -> Key:
    """A customer's key, with the alias ALIAS."""
    made = make_key(kms)
    kms.create_alias(AliasName=ALIAS, TargetKeyId=made.id)
    return made


@pytest.mark.parametrize("name", ["arn", "id", "alias"])
def test_created_with_a_key_by(name: str, table: Tables, key: Key) -> None:
    given = {"arn": key.arn, "id": key.id, "alias": ALIAS}[name]
    run = table.converge(**ON_DEMAND, **encrypted(given))
    assert run.planned == ["create the table"]
    assert run["diff"]["after"]["server_side_encryption"] == encrypted(given)["server_side_encryption"]
    assert ("DescribeKey" in run.operations) == (name != "arn")
    assert {"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey"} <= set(run["plan"]["iam_actions"])


def test_a_key_is_the_same_by_any_of_its_names(table: Tables, key: Key) -> None:
    table(**ON_DEMAND, **encrypted(key.arn))
    for name in (key.arn, key.id, ALIAS):
        table.unchanged(**encrypted(name))
    assert table.spec()["server_side_encryption"] == {"enabled": True, "kms_key_arn": key.arn}


def test_an_alias_that_was_moved_means_another_key(table: Tables, key: Key, kms: Any) -> None:
    table(**ON_DEMAND, **encrypted(key.arn))
    kms.delete_alias(AliasName=ALIAS)
    kms.create_alias(AliasName=ALIAS, TargetKeyId=make_key(kms).id)
    run = table(check=True, **encrypted(ALIAS))
    assert run.planned == [f"encrypt with {ALIAS}"]
    assert run["diff"] == {"before": only_key(key.arn), "after": only_key(ALIAS)}


def test_changed_from_key_to_key(table: Tables, key: Key, kms: Any, engine: Engine) -> None:
    requires(engine, "encryption_update")
    table(**ON_DEMAND)
    other = make_key(kms)
    steps = [
        (encrypted(key.arn), f"encrypt with {key.arn}", OWNED, encrypted(key.arn)),
        (encrypted(other.arn), f"encrypt with {other.arn}", only_key(key.arn), only_key(other.arn)),
        (OWNED, f"encrypt with the AWS owned key instead of {other.arn}", encrypted(other.arn), OWNED),
        (MANAGED, "encrypt with the AWS managed key", OWNED, MANAGED),
    ]
    for options, reason, before, after in steps:
        run = table.converge(**options)
        assert run.planned == [reason]
        assert run["diff"] == {"before": before, "after": after}
    assert table.spec()["server_side_encryption"]["enabled"] is True
    run = table.converge(**OWNED)
    # AWS shows the key that it manages by its ARN, as it does a customer's.
    (reason,) = run.planned
    assert reason.startswith("encrypt with the AWS owned key instead of arn:aws:kms:")
    assert table.spec()["server_side_encryption"] == {"enabled": False}


def test_created_with_the_managed_key(table: Tables, key: Key) -> None:
    run = table.converge(**ON_DEMAND, **MANAGED)
    assert run["diff"]["after"]["server_side_encryption"] == {"enabled": True}
    table.unchanged(**encrypted("alias/aws/dynamodb"))
    assert table(check=True, **encrypted(key.arn)).planned == [f"encrypt with {key.arn}"]
    table.unchanged(**table.spec())


def test_left_alone_where_it_is_not_named(table: Tables, key: Key, recorder: Any) -> None:
    table(**ON_DEMAND, **encrypted(key.arn))
    assert table.unchanged(**ON_DEMAND).operations == ["DescribeTable"]


@pytest.mark.parametrize("name", ["alias/missing", "00000000-0000-0000-0000-000000000000"])
@pytest.mark.parametrize("exists", [False, True], ids=["new table", "old table"])
def test_a_key_that_does_not_exist(name: str, exists: bool, table: Tables) -> None:
    hint = "check kms_key_arn: no such key or alias in this account and region"
    if exists:
        table(**ON_DEMAND)
    for check in (True, False):
        run = table(fails=True, check=check, **ON_DEMAND, **encrypted(name))
        assert run["error"]["operation"] == "DescribeKey"
        assert run["error"]["code"] == "NotFoundException"
        assert run["error"]["hint"] == hint
        assert name in run["msg"] and hint in run["msg"]
        assert run.writes == []


def test_a_key_of_another_region(table: Tables) -> None:
    arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    run = table.refused("V43", **ON_DEMAND, **encrypted(arn))
    assert "us-east-1" in run["msg"] and "eu-central-1" in run["msg"]
    assert run.calls == []


def test_a_key_that_may_not_be_looked_up(table: Tables, key: Key, recorder: Any, client: Any) -> None:
    """Its ARN needs no lookup; its alias can be sent to a new table, and not be compared with an old one."""
    recorder.fail("DescribeKey", "AccessDeniedException", "not authorized to perform: kms:DescribeKey", times=99)
    table(**ON_DEMAND, **encrypted(key.arn))
    table.unchanged(**encrypted(key.arn))
    run = table.refused("unreadable", **encrypted(ALIAS))
    assert "kms:DescribeKey" in run["msg"]
    assert run["errors"][0]["path"] == "server_side_encryption.kms_key_arn"
    client.delete_table(TableName=NAME)
    assert table(**ON_DEMAND, **encrypted(ALIAS)).statuses == [("CreateTable", "done")]
