# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys: what DynamoDB says of the one that a request names (control_plane.md, 2, 6.1, 6.6), and the service itself."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.clock import VirtualClock
from ansible_collections.planton.dynamodb.tests.simulator.operations.due import run_due
from ansible_collections.planton.dynamodb.tests.simulator.operations.kms import HANDLERS, MANAGED, add_key, resolve
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.state import Part, Place, Table
from ansible_collections.planton.dynamodb.tests.simulator.world import World

KEY = "11111111-2222-3333-4444-555555555555"
ARN = f"arn:aws:kms:eu-central-1:123456789012:key/{KEY}"
MODEL = "com.amazonaws.services.kms.model"
ALIAS_ARN = "arn:aws:kms:eu-central-1:123456789012:alias/mine"


@pytest.fixture
def world() -> World:
    """An account with one key."""
    world = World(Place(), VirtualClock(), Behaviour(seed=1))
    add_key(world, KEY, "alias/mine")
    return world


def send(world: World, operation: str, **request: object) -> Part:
    """One call of the key service."""
    return HANDLERS[operation](world, dict(request))


def refusal(world: World, name: str) -> RefusedError:
    """What DynamoDB says of a key."""
    with pytest.raises(RefusedError) as refused:
        resolve(world, name)
    return refused.value


@pytest.mark.parametrize("name", [KEY, ARN, "alias/mine", ALIAS_ARN])
def test_2_encryption_every_name_of_a_key_is_read_back_as_its_arn(world: World, name: str) -> None:
    """2, SSESpecification: "KMSMasterKeyArn is always the resolved key ARN"."""
    assert resolve(world, name) == ARN
    assert send(world, "DescribeKey", KeyId=name)["KeyMetadata"]["Arn"] == ARN


UNUSABLE = [
    (
        "DisableKey",
        KEY,
        f"KMS key disabled error: com.amazonaws.services.kms.model.DisabledException: {ARN} is disabled.",
    ),
    (
        "ScheduleKeyDeletion",
        KEY,
        f"KMS validation error: com.amazonaws.services.kms.model.KMSInvalidStateException: {ARN} is pending deletion.",
    ),
    (None, "alias/none", "Alias arn:aws:kms:eu-central-1:123456789012:alias/none is not found."),
    (None, KEY.replace("1", "7"), f"Key '{ARN.replace('1111', '7777')}' does not exist"),
    (None, ARN.replace("eu-central-1", "us-east-1"), "Invalid arn us-east-1"),
]


@pytest.mark.parametrize(("before", "name", "text"), UNUSABLE)
def test_6_1_unusable_keys(world: World, before: str | None, name: str, text: str) -> None:
    """6.1, "Stream, SSE, class, DP": a ValidationException with what the key service said in it."""
    if before is not None:
        send(world, before, KeyId=KEY)
    refused = refusal(world, name)
    assert (refused.code, refused.status) == ("ValidationException", 400)
    assert text in refused.text


@pytest.mark.parametrize(("spec", "usage"), [("RSA_2048", "ENCRYPT_DECRYPT"), ("HMAC_256", "GENERATE_VERIFY_MAC")])
def test_6_6_a_key_that_is_not_symmetric_is_a_server_error(world: World, spec: str, usage: str) -> None:
    """6.6: `InternalServerError` for an asymmetric or HMAC key, with HTTP status 500."""
    made = send(world, "CreateKey", KeySpec=spec, KeyUsage=usage)["KeyMetadata"]
    refused = refusal(world, made["KeyId"])
    assert (refused.code, refused.status) == ("InternalServerError", 500)
    assert refused.text.startswith("KMS internal error: ")
    assert (
        "EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key" in refused.text
    )


def test_2_encryption_the_managed_key_comes_with_its_first_use(world: World) -> None:
    """2, SSESpecification: `{Enabled:true}` = alias/aws/dynamodb."""
    with pytest.raises(RefusedError, match="NotFoundException"):
        send(world, "DescribeKey", KeyId=MANAGED)
    aliases = {alias["AliasName"]: alias.get("TargetKeyId") for alias in send(world, "ListAliases")["Aliases"]}
    assert aliases == {MANAGED: None, "alias/mine": KEY}
    arn = resolve(world, None)
    assert send(world, "DescribeKey", KeyId=MANAGED)["KeyMetadata"]["KeyManager"] == "AWS"
    assert resolve(world, None) == resolve(world, MANAGED) == arn


def test_2_encryption_an_alias_that_moves_names_another_key(world: World) -> None:
    """2, SSESpecification: "alias/key-id resolved at write time"."""
    other = send(world, "CreateKey")["KeyMetadata"]
    send(world, "UpdateAlias", AliasName="alias/mine", TargetKeyId=other["KeyId"])
    assert resolve(world, "alias/mine") == other["Arn"]
    send(world, "DeleteAlias", AliasName="alias/mine")
    assert "is not found." in refusal(world, "alias/mine").text


def test_states_of_a_key(world: World) -> None:
    """Pending deletion is undone to disabled; a key whose time is over is gone, with its alias."""
    send(world, "ScheduleKeyDeletion", KeyId=KEY, PendingWindowInDays=7)
    send(world, "CancelKeyDeletion", KeyId=KEY)
    assert send(world, "DescribeKey", KeyId=KEY)["KeyMetadata"]["KeyState"] == "Disabled"
    send(world, "EnableKey", KeyId=KEY)
    assert resolve(world, KEY) == ARN
    send(world, "ScheduleKeyDeletion", KeyId=KEY, PendingWindowInDays=7)
    world.clock.advance(7 * 86_400)
    assert send(world, "ListKeys")["Keys"] == []
    assert "is not found." in refusal(world, "alias/mine").text


def test_4_2_a_disabled_key_makes_its_tables_inaccessible(world: World) -> None:
    """4.2: "CMK disabled to INACCESSIBLE", 13 to 75 minutes."""
    table = Table("t", world.table_arn("t"), "id", {"a": "S"}, [], "PAY_PER_REQUEST", True, {})
    table.of(Encryption).encryption_key = ARN
    world.tables["t"] = table
    send(world, "DisableKey", KeyId=KEY)
    world.clock.advance(754)
    run_due(world)
    assert table.status(world.now()) == "ACTIVE"
    world.clock.advance(1)
    run_due(world)
    assert table.status(world.now()) == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    send(world, "EnableKey", KeyId=KEY)
    world.clock.advance(1087)
    run_due(world)
    assert table.status(world.now()) == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    world.clock.advance(1)
    run_due(world)
    assert table.status(world.now()) == "ACTIVE"


REFUSED = [
    ("CreateAlias", {"AliasName": "alias/mine", "TargetKeyId": KEY}, "AlreadyExistsException"),
    ("CreateAlias", {"AliasName": "alias/aws/mine", "TargetKeyId": KEY}, "InvalidAliasNameException"),
    ("UpdateAlias", {"AliasName": "alias/none", "TargetKeyId": KEY}, "NotFoundException"),
    ("DescribeKey", {"KeyId": "none"}, "NotFoundException"),
    ("DescribeKey", {"KeyId": ARN.replace("123456789012", "210987654321")}, "AccessDeniedException"),
    ("DescribeKey", {"KeyId": "arn:aws:s3:::bucket"}, "NotFoundException"),
    ("CancelKeyDeletion", {"KeyId": KEY}, "KMSInvalidStateException"),
    ("ScheduleKeyDeletion", {"KeyId": KEY, "PendingWindowInDays": 1}, "ValidationException"),
    ("CreateKey", {"KeySpec": "RSA_2048"}, "ValidationException"),
    ("ListKeys", {"Marker": "x"}, "InvalidMarkerException"),
]


@pytest.mark.parametrize(("operation", "request_", "code"), REFUSED)
def test_codes_of_the_key_service(world: World, operation: str, request_: Part, code: str) -> None:
    """The codes are those of the service's own description."""
    with pytest.raises(RefusedError) as refused:
        HANDLERS[operation](world, request_)
    assert refused.value.code == code


def test_pages_and_aliases_of_one_key(world: World) -> None:
    """The lists come in pages; aliases may be asked for by key."""
    send(world, "CreateKey", MultiRegion=True)
    first = send(world, "ListKeys", Limit=1)
    second = send(world, "ListKeys", Limit=1, Marker=first["NextMarker"])
    assert (first["Truncated"], second["Truncated"]) == (True, False)
    assert second["Keys"][0]["KeyId"].startswith("mrk-")
    send(world, "CreateAlias", AliasName="alias/second", TargetKeyId=ARN)
    named = send(world, "ListAliases", KeyId=KEY)["Aliases"]
    assert [alias["AliasName"] for alias in named] == ["alias/mine", "alias/second"]


def test_managed_keys_and_keys_about_to_go_cannot_be_changed(world: World) -> None:
    """What AWS manages is not ours to disable; a key that is about to go gets no alias."""
    resolve(world, None)
    with pytest.raises(RefusedError, match="managed by AWS"):
        send(world, "DisableKey", KeyId=MANAGED)
    send(world, "ScheduleKeyDeletion", KeyId=KEY)
    with pytest.raises(RefusedError, match="pending deletion"):
        send(world, "CreateAlias", AliasName="alias/late", TargetKeyId=KEY)
