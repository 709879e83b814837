# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource policies (control_plane.md, 2 "ResourcePolicy", 4.2, 4.3, 5, 6.1)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.settings.policy import PENDING, SETTING, Policy
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import label
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    ACCOUNT,
    ARN,
    add_table,
    creating,
    deleting,
    made_world,
    refusal,
)

ROOT = f"arn:aws:iam::{ACCOUNT}:root"
SECONDS = {"policy_pending": (1.0, 1.0), "policy_lag": (2.0, 2.0), "unknown_while_creating": (2.6, 2.6)}
GONE = "Resource-based policy not found for the provided ResourceArn: "
IN_USE = "Attempt to change a resource which is still in use: "
P = "One or more parameter values were invalid: "


def statement(**more: Any) -> Part:
    """A statement in canonical form."""
    plain = {"Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "dynamodb:GetItem", "Resource": ARN}
    return {"Sid": "one", **plain, **more}


def policy(*statements: Part, version: str | None = "2012-10-17") -> str:
    """A document."""
    head = {} if version is None else {"Version": version}
    return json.dumps({**head, "Statement": list(statements) or [statement()]}, separators=(",", ":"))


@pytest.fixture
def world() -> World:
    """An account with a table."""
    world = made_world(seconds=SECONDS)
    add_table(world, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    return world


def put(world: World, text: str, **more: Any) -> str:
    """Put a policy; return its revision."""
    request = {"ResourceArn": ARN, "Policy": text, **more}
    return str(SETTING.handlers["PutResourcePolicy"](world, request)["RevisionId"])


def read(world: World) -> Part:
    """Get the policy."""
    return SETTING.handlers["GetResourcePolicy"](world, {"ResourceArn": ARN})


def refused(world: World, operation: str, **request: Any) -> tuple[str, str]:
    """The refusal of a call about the table."""
    return refusal(SETTING.handlers[operation], world, {"ResourceArn": ARN, **request})


def test_2_policy_reads_lag(world: World) -> None:
    """2: "Lag 1-2.7 s": at first no policy, later the old one with its revision."""
    first = put(world, policy())
    assert refused(world, "GetResourcePolicy") == ("PolicyNotFoundException", GONE + ARN)
    world.clock.advance(2.0)
    assert read(world) == {"Policy": policy(), "RevisionId": first}
    world.clock.advance(13.0)
    second = put(world, policy(statement(Sid="two")))
    assert read(world)["RevisionId"] == first
    world.clock.advance(2.0)
    assert read(world)["RevisionId"] == second > first


def test_4_3_policy_writes_wait(world: World) -> None:
    """4.3, "Policy write": "Put/Delete policy: RIU then TE until 15 s; DeleteTable: RIU for 1-2 s"."""
    put(world, policy())
    other = policy(statement(Sid="two"))
    pending = (
        "Attempt to change a resource which is still in use: Table is pending previous resource-based policy update: t1"
    )
    assert refused(world, "PutResourcePolicy", Policy=other) == ("ResourceInUseException", pending)
    assert world.tables["t1"].flights.find(world.now(), PENDING)
    world.clock.advance(1.0)
    assert not world.tables["t1"].flights.find(world.now(), PENDING)
    code, text = refused(world, "DeleteResourcePolicy")
    assert code == "ThrottlingException"
    told = "Resource-based policy for table t1 modified within the previous 15000 milliseconds. Please try again after "
    assert text == told + "2026-03-01T12:00:15.000Z."
    world.clock.advance(14.0)
    put(world, other)


EQUIVALENT = [
    policy(),
    json.dumps(json.loads(policy()), indent=2),
    policy(statement(Action=["dynamodb:GetItem"], Resource=[ARN])),
    policy(statement(Principal={"AWS": ACCOUNT})),
    policy(statement(Principal={"AWS": [ACCOUNT, ROOT]})),
    policy(statement(Effect="allow")),
    json.dumps({"Statement": statement(), "Version": "2012-10-17"}),
]


@pytest.mark.parametrize("text", EQUIVALENT)
def test_2_policy_equivalent_documents(world: World, text: str) -> None:
    """3.4: "equivalent policy (same RevisionId)", at any time; 2: read back "minified, 1-element lists to strings"."""
    first = put(world, text)
    assert put(world, policy()) == first
    world.clock.advance(20.0)
    assert read(world)["Policy"] == policy()


def test_2_policy_without_a_version(world: World) -> None:
    """2: "missing Version reads back 2008-10-17"; the two are not equivalent (DDB-TABLE-354)."""
    first = put(world, policy(version=None))
    assert put(world, policy(version=None)) == first
    world.clock.advance(20.0)
    shown = read(world)["Policy"]
    assert shown == policy(version="2008-10-17")
    assert put(world, shown) != first


BAD_DOCUMENTS = [
    ("{not json", P + "Invalid policy document: This policy contains invalid Json"),
    ("[]", P + "Invalid policy document: This policy contains invalid Json"),
    ('{"Statement": []}', P + "Invalid policy document: Could not parse the policy: Statement is empty!"),
    (
        policy({key: value for key, value in statement().items() if key != "Resource"}),
        P + "Invalid policy document: Missing required field Resource",
    ),
    (policy(statement(), statement()), P + "Invalid policy document: The Statement Ids in the policy are not unique"),
    (policy(statement(Principal=ACCOUNT)), P + "Invalid policy document: Syntax error at position (1,1)"),
    (
        policy(statement(Action="dynamodb:GetRecords")),
        P + 'Invalid policy document: The following action names are invalid: "dynamodb:GetRecords"',
    ),
    (policy(statement(Principal={"AWS": ""})), P + "Invalid principal in policy document."),
    (
        policy(statement(Principal="*")),
        "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to ensure"
        " least-privilege form of access",
    ),
    (policy() + " " * 20_480, P + "Maximum policy size of 20480 bytes exceeded"),
]


@pytest.mark.parametrize(("text", "told"), BAD_DOCUMENTS)
def test_6_1_policy_documents(world: World, text: str, told: str) -> None:
    """6.1, "Tags / ARNs / policy"; 5: 20,480 bytes with the white space."""
    assert refused(world, "PutResourcePolicy", Policy=text) == ("ValidationException", told)
    assert world.tables["t1"].of(Policy).policy is None


def test_6_1_a_policy_may_name_other_tables(world: World) -> None:
    """DDB-TABLE-211: "Resource naming a different table is accepted"; white space up to the limit too."""
    put(world, policy(statement(Resource=ARN + "2")) + " " * 15_000)


def test_a_policy_that_locks_everybody_out_is_confirmed(world: World) -> None:
    """1.3, ConfirmRemoveSelfResourceAccess; the text is of DDB-TABLE-210."""
    text = policy(statement(Effect="Deny", Principal="*", Action="dynamodb:PutResourcePolicy"))
    code, told = refused(world, "PutResourcePolicy", Policy=text)
    assert code == "AccessDeniedException"
    assert told == "The new resource policy will not allow you to update the resource policy in the future."
    put(world, text, ConfirmRemoveSelfResourceAccess=True)


def test_1_1_expected_revisions(world: World) -> None:
    """1.1: ``NO_POLICY`` is "only if there is none"; 6.4 and DDB-TABLE-209: PolicyNotFoundException."""
    code, text = refused(world, "PutResourcePolicy", Policy=policy(), ExpectedRevisionId="123")
    assert code == "PolicyNotFoundException"
    assert text.endswith("but table t1 has no associated policy")
    first = put(world, policy(), ExpectedRevisionId="NO_POLICY")
    other = policy(statement(Sid="two"))
    assert "did not match" in refused(world, "PutResourcePolicy", Policy=other, ExpectedRevisionId="NO_POLICY")[1]
    assert refused(world, "DeleteResourcePolicy", ExpectedRevisionId="123")[0] == "PolicyNotFoundException"
    assert refused(world, "PutResourcePolicy", Policy=other, ExpectedRevisionId=first)[0] == "ResourceInUseException"


def test_2_policy_removal(world: World) -> None:
    """2: "DeleteResourcePolicy (no policy: 200 empty, L)"; reads lag; a repetition has the removal's revision."""
    delete = SETTING.handlers["DeleteResourcePolicy"]
    assert delete(world, {"ResourceArn": ARN}) == {}
    first = put(world, policy())
    world.clock.advance(15.0)
    assert delete(world, {"ResourceArn": ARN}) == {"RevisionId": first}
    assert read(world)["RevisionId"] == first
    assert delete(world, {"ResourceArn": ARN})["RevisionId"] > first
    world.clock.advance(2.0)
    assert refused(world, "GetResourcePolicy")[0] == "PolicyNotFoundException"
    assert refused(world, "PutResourcePolicy", Policy=policy())[0] == "ThrottlingException"


def test_4_3_policies_while_a_table_comes_and_goes(world: World) -> None:
    """4.3: CREATING "first RNF, from about 2.6 s RIU"; DELETING "PutResourcePolicy (changed): RIU"."""
    table = creating(world)
    table.of(Policy).policy, table.of(Policy).policy_revision = policy(), "1"
    for operation in SETTING.handlers:
        assert refused(world, operation, Policy=policy()) == (
            "ResourceNotFoundException",
            "Requested resource not found: Table: t1 not found",
        )
    world.clock.advance(2.7)
    assert read(world)["RevisionId"] == "1"
    for operation in ("PutResourcePolicy", "DeleteResourcePolicy"):
        code, text = refused(world, operation, Policy=policy())
        assert code == "ResourceInUseException"
        assert text.endswith("Table is being created: t1")
    table = deleting(world)
    table.of(Policy).policy, table.of(Policy).policy_revision = policy(), "1"
    assert put(world, policy()) == "1"
    assert refused(world, "PutResourcePolicy", Policy=policy(statement(Sid="two")))[1].endswith("being deleted: t1")
    assert refused(world, "DeleteResourcePolicy")[0] == "ResourceInUseException"


BAD_ARNS = [
    ("t1", "ValidationException", P + "ARNs must start with 'arn:': t1"),
    (
        f"{ARN}/backup/1",
        "ValidationException",
        f"{P}Provided Arn is not a DynamoDB resource arn: {ARN}/backup/1",
    ),
    (
        f"{ARN}/index/i",
        "ValidationException",
        f"{P}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {ARN}/index/i",
    ),
    (
        ARN.replace("eu-central-1", "us-east-1"),
        "ValidationException",
        f"{P}Invalid resource Arn: {ARN.replace('eu-central-1', 'us-east-1')}",
    ),
    (
        ARN.replace(ACCOUNT, "210987654321"),
        "ValidationException",
        "This action is only supported by accounts that match the resource owner\u2019s account.",
    ),
    (f"{ARN}0", "ResourceNotFoundException", "Requested resource not found: Table: t10 not found"),
    (
        f"{ARN}/stream/2000-01-01T00:00:00.000",
        "ResourceNotFoundException",
        "Requested resource not found: Stream: 2000-01-01T00:00:00.000 not found for Table: t1",
    ),
]


@pytest.mark.parametrize(("arn", "code", "text"), BAD_ARNS)
@pytest.mark.parametrize("operation", sorted(SETTING.handlers))
def test_6_1_policy_arns(world: World, operation: str, arn: str, code: str, text: str) -> None:
    """6.1, "Tags / ARNs / policy"; DDB-TABLE-212."""
    assert refused(world, operation, ResourceArn=arn, Policy=policy()) == (code, text)


def test_2_a_stream_has_a_policy_of_its_own(world: World) -> None:
    """2: "ResourcePolicy (table, stream)"."""
    arn = f"{ARN}/stream/{label(world.tables['t1'])}"
    text = policy(statement(Action="dynamodb:GetRecords", Resource=arn))
    SETTING.handlers["PutResourcePolicy"](world, {"ResourceArn": arn, "Policy": text})
    world.clock.advance(20.0)
    assert SETTING.handlers["GetResourcePolicy"](world, {"ResourceArn": arn})["Policy"] == text
    assert refused(world, "GetResourcePolicy")[0] == "PolicyNotFoundException"
    SETTING.handlers["DeleteResourcePolicy"](world, {"ResourceArn": arn})
    world.clock.advance(2.0)
    assert refused(world, "GetResourcePolicy", ResourceArn=arn)[0] == "PolicyNotFoundException"


def test_lags_and_budgets_can_be_turned_off() -> None:
    """Behaviour: without lags a write is read at once, without budgets there is no cooldown."""
    world = made_world(lags=False, budgets=False, seconds=SECONDS)
    add_table(world)
    put(world, policy())
    assert read(world)["Policy"] == policy()
    world.clock.advance(1.0)
    put(world, policy(statement(Sid="two")))
