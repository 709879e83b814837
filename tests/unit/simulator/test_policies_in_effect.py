# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What resource policies deny, and when; principals that are deleted; the policies of streams (2, L-213, L-324)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.wire.control import principals
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, Desk, in_full, made

ROLE = "arn:aws:iam::210987654321:role/reader"
STREAM = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}


def document(*actions: str, **more: Any) -> str:
    """A document of one statement, which denies something to everybody unless told otherwise."""
    statement = {"Effect": "Deny", "Principal": "*", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **more}]})


def allowing(principal: str) -> str:
    return document("dynamodb:GetItem", Effect="Allow", Principal={"AWS": principal})


def denied(desk: Desk, operation: str, **request: Any) -> bool:
    """Whether a call is denied by a policy."""
    try:
        desk.send(operation, **request)
    except RefusedError as error:
        assert "with an explicit deny in a resource-based policy" in error.text
        return error.code == "AccessDeniedException"
    return False


def test_l_432_a_denial_of_updates() -> None:
    """From 4 s on, also of what changes nothing; other calls pass."""
    desk = made({})
    desk.send("PutResourcePolicy", Policy=document("dynamodb:UpdateTable"))
    assert not denied(desk, "UpdateTable", DeletionProtectionEnabled=False)
    desk.later(4.0)
    assert denied(desk, "UpdateTable", DeletionProtectionEnabled=False)
    assert denied(desk, "UpdateTable", TableName=ARN, DeletionProtectionEnabled=False)
    assert not denied(desk, "DescribeTable")
    assert not denied(desk, "TagResource", Tags=[{"Key": "a", "Value": "b"}])


def test_l_431_a_denial_of_the_deletion() -> None:
    """It outlives its removal by minutes."""
    desk = made({})
    desk.send("PutResourcePolicy", Policy=document("dynamodb:DeleteTable"))
    desk.later(60.0)
    assert denied(desk, "DeleteTable")
    desk.send("DeleteResourcePolicy")
    desk.later(229.0)
    assert denied(desk, "DeleteTable")
    desk.later(1.0)
    assert not denied(desk, "DeleteTable")


def test_l_324_the_first_policy_works_at_once() -> None:
    """Every later one minutes after it can be read."""
    desk = made({"ResourcePolicy": allowing(ROLE)})
    desk.send("PutResourcePolicy", Policy=document("dynamodb:DescribeTable"))
    desk.later(229.0)
    assert not denied(desk, "DescribeTable")
    desk.later(1.0)
    assert denied(desk, "DescribeTable")


def test_l_270_a_denial_of_the_removal() -> None:
    """It needs no confirmation, and a Put can still replace it."""
    desk = made({})
    desk.send("PutResourcePolicy", Policy=document("dynamodb:DeleteResourcePolicy"))
    desk.later(60.0)
    assert denied(desk, "DeleteResourcePolicy")
    assert not denied(desk, "PutResourcePolicy", Policy=allowing(ROLE))
    desk.later(16.0)
    assert denied(desk, "DeleteResourcePolicy")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"Principal": {"AWS": "123456789012"}}, True),
        ({"Principal": {"AWS": "arn:aws:iam::123456789012:user/test"}}, True),
        ({"Principal": {"AWS": ROLE}}, False),
        ({"Resource": ARN}, True),
        ({"Resource": f"{ARN}2"}, False),
        ({"Resource": "arn:aws:dynamodb:*:*:table/ord*"}, True),
        ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}, False),
        ({"Action": "dynamodb:updateTABLE"}, True),
        ({"Effect": "Allow", "Principal": {"AWS": ROLE}}, False),
    ],
)
def test_whom_and_what_a_policy_denies(more: dict[str, Any], expected: bool) -> None:
    """The grammar of IAM; what a Condition has to decide is not denied here."""
    desk = made({})
    desk.send("PutResourcePolicy", Policy=document("dynamodb:UpdateTable", **more))
    desk.later(10.0)
    assert denied(desk, "UpdateTable", DeletionProtectionEnabled=False) is expected


def test_what_is_not_among_the_exceptions_is_denied() -> None:
    """NotAction and NotResource."""
    desk = made({})
    statement = {"Effect": "Deny", "Principal": "*", "NotAction": "dynamodb:*Policy", "NotResource": f"{ARN}/index/*"}
    desk.send("PutResourcePolicy", Policy=json.dumps({"Statement": [statement]}))
    desk.later(10.0)
    assert denied(desk, "UpdateTable", DeletionProtectionEnabled=False)
    assert not denied(desk, "GetResourcePolicy")


def test_l_213_a_stream_has_a_window_of_its_own() -> None:
    """An independent slot: its own revision, its own 15 seconds; that of another stream begins with nothing."""
    desk = made(STREAM)
    arn = desk.table()["LatestStreamArn"]
    own = document("dynamodb:GetRecords", Effect="Allow", Principal={"AWS": "210987654321"})
    desk.send("PutResourcePolicy", Policy=allowing(ROLE))
    first = desk.send("PutResourcePolicy", ResourceArn=arn, Policy=own)["RevisionId"]
    assert desk.send("GetResourcePolicy", ResourceArn=arn)["RevisionId"] == first
    assert desk.refused("DeleteResourcePolicy", ResourceArn=arn)[0] == "ResourceInUseException"
    desk.later(20.0)
    desk.change(StreamSpecification={"StreamEnabled": False})
    desk.later(10.0)
    desk.change(**STREAM)
    new = desk.table()["LatestStreamArn"]
    assert new != arn
    assert desk.refused("GetResourcePolicy", ResourceArn=new)[0] == "PolicyNotFoundException"
    desk.send("PutResourcePolicy", ResourceArn=new, Policy=own, ExpectedRevisionId="NO_POLICY")


def test_l_356_a_principal_that_was_deleted() -> None:
    """Its id is shown instead, in every Region, and neither is taken; made again, it is another one."""
    desk = made({"ResourcePolicy": allowing(ROLE)})
    host = Host(desk.engine)
    unique = principals(host, {"deleted": [ROLE]})["ids"][ROLE]
    assert unique.startswith("AROA")
    assert unique in desk.send("GetResourcePolicy")["Policy"]
    refusal = in_full("VE P: Invalid principal in policy document.")
    assert desk.refused("PutResourcePolicy", Policy=allowing(ROLE)) == refusal
    assert desk.refused("PutResourcePolicy", Policy=allowing(unique)) == refusal
    assert desk.refused("CreateTable", **{**OTHER, "ResourcePolicy": allowing(ROLE)}) == refusal
    principals(host, {"made": [ROLE]})
    assert unique in desk.send("GetResourcePolicy")["Policy"]
    desk.send("PutResourcePolicy", Policy=allowing(ROLE))
    assert ROLE in desk.send("GetResourcePolicy")["Policy"]


OTHER = {
    "TableName": "other",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
}


def test_principals_of_another_account_and_wrong_fields() -> None:
    desk = made({"ResourcePolicy": allowing(ROLE)})
    assert principals(Host(desk.engine), {"account": "999999999999", "deleted": [ROLE]}) == {"ids": {}}
    with pytest.raises(ValueError, match="deleted"):
        principals(Host(desk.engine), {"deleted": ROLE})


def test_l_353_conditions_of_one_value_are_texts() -> None:
    desk = made({})
    condition = {"StringEquals": {"aws:PrincipalAccount": ["210987654321"]}}
    grant = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Condition": condition}
    desk.send("PutResourcePolicy", Policy=document("dynamodb:GetItem", **grant))
    shown = json.loads(desk.send("GetResourcePolicy")["Policy"])["Statement"][0]
    assert shown["Condition"] == {"StringEquals": {"aws:PrincipalAccount": "210987654321"}}
    assert shown["Action"] == "dynamodb:GetItem"
