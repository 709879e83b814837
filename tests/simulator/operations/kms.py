# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key service as far as tables need it, and what DynamoDB says of the key that a request names.

control_plane.md gives the texts of DynamoDB (6.1, 6.6). Those of the key service itself are in no source of the page:
only their codes, which the service's own description has, are to be relied on.
"""

from __future__ import annotations

from ..clock import moment
from ..refusal import RefusedError, invalid
from ..settings.encryption import find_tables, lose_tables
from ..state import Part
from ..world import World
from .due import later
from .giving_up import give_up_by_key
from .keys import (
    DISABLED,
    ENABLED,
    MANAGED,
    PENDING,
    SYMMETRIC,
    Key,
    add_key,
    find_key,
    keys_of,
    kms_error,
    kms_told,
)

__all__ = ["HANDLERS", "MANAGED", "add_key", "resolve"]

DAY = 86_400.0
PAGE = 100
# 4.2: 13 to 75 minutes; L-331: the longest for a key that is about to be deleted.
LOST_AFTER, PENDING_AFTER = 755.0, 4504.0
# L-329: a replica; L-311: not within 25 minutes.
REPLICA_LOST_AFTER = 4783.0
# L-335: 18 to 57 minutes after the key is enabled again.
FOUND_AFTER = 1088.0
ASYMMETRIC = "EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key."


def resolve(world: World, name: str | None) -> str:
    """Return the ARN of the key that SSESpecification.KMSMasterKeyId names; None is the one AWS manages for DynamoDB.

    2, SSESpecification: "Key must be symmetric, enabled, same Region. Asymmetric/HMAC = deterministic HTTP 500."
    """
    if name is None:
        return _managed(world).arn
    try:
        key = find_key(world, name)
    except RefusedError as refused:
        if refused.code == "AccessDeniedException":
            # L-037 and L-139: whose key it is stays untold.
            raise _not_ours(world) from refused
        if refused.code != "NotFoundException":
            raise
        raise kms_error("KMS validation error", "NotFoundException", refused.text) from refused
    if key.state == DISABLED:
        raise kms_error("KMS key disabled error", "DisabledException", f"{key.arn} is disabled.")
    if key.state == PENDING:
        raise kms_error("KMS validation error", "KMSInvalidStateException", f"{key.arn} is pending deletion.")
    if key.spec != SYMMETRIC:
        text = kms_told("KMS internal error", "AWSKMSException", ASYMMETRIC, "ValidationException")
        raise RefusedError("InternalServerError", text, 500)
    return key.arn


def _not_ours(world: World) -> RefusedError:
    text = kms_told(
        "KMS key access denied error",
        "AWSKMSException",
        f"User: arn:{world.place.partition}:iam::{world.place.account}:user/simulator is not authorized to perform:"
        " kms:DescribeKey on this resource because the resource does not exist in this Region, no resource-based"
        " policies allow access, or a resource-based policy explicitly denies access",
        "AccessDeniedException",
    )
    return RefusedError("AccessDeniedException", text)


def _managed(world: World) -> Key:
    """The key behind alias/aws/dynamodb comes into being with its first use by a table."""
    keys = keys_of(world)
    if MANAGED not in keys.aliases:
        key = add_key(world, world.behaviour.identifier(), MANAGED, manager="AWS")
        key.description = "Default key that protects my DynamoDB data when no other key is defined"
    return keys.by_id[keys.aliases[MANAGED]]


def describe_key(world: World, request: Part) -> Part:
    """By id, ARN, alias or ARN of an alias."""
    return {"KeyMetadata": find_key(world, request["KeyId"]).described(world.place.account)}


def list_keys(world: World, request: Part) -> Part:
    """Every key, page by page."""
    found = sorted(keys_of(world).by_id.values(), key=lambda key: key.key_id)
    return _page(request, "Keys", [{"KeyId": key.key_id, "KeyArn": key.arn} for key in found])


def list_aliases(world: World, request: Part) -> Part:
    """Every alias, or those of one key; one that AWS keeps for DynamoDB is there without a key before its first use."""
    keys = keys_of(world)
    named = {MANAGED: None, **keys.aliases}
    if "KeyId" in request:
        wanted = find_key(world, request["KeyId"]).key_id
        named = {alias: key_id for alias, key_id in named.items() if key_id == wanted}
    return _page(request, "Aliases", [_alias(world, alias, key_id) for alias, key_id in sorted(named.items())])


def _alias(world: World, alias: str, key_id: str | None) -> Part:
    answer: Part = {"AliasName": alias, "AliasArn": world.place.arn("kms", alias)}
    if key_id is not None:
        made, changed = keys_of(world).alias_times[alias]
        answer |= {"TargetKeyId": key_id, "CreationDate": moment(made), "LastUpdatedDate": moment(changed)}
    return answer


def _page(request: Part, member: str, found: list[Part]) -> Part:
    start, limit = _marker(request.get("Marker", "0")), request.get("Limit", PAGE)
    rest = {"NextMarker": str(start + limit), "Truncated": True} if start + limit < len(found) else {"Truncated": False}
    return {member: found[start : start + limit], **rest}


def _marker(text: str) -> int:
    if not text.isdigit():
        raise RefusedError("InvalidMarkerException", "Invalid marker")
    return int(text)


def create_key(world: World, request: Part) -> Part:
    """A new key, enabled; one that is not symmetric says what it is for."""
    spec = request.get("KeySpec") or request.get("CustomerMasterKeySpec") or SYMMETRIC
    if spec != SYMMETRIC and "KeyUsage" not in request:
        raise invalid("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.")
    identifier = world.behaviour.identifier()
    key_id = f"mrk-{identifier.replace('-', '')}" if request.get("MultiRegion") else identifier
    key = add_key(world, key_id, spec=spec)
    key.usage = request.get("KeyUsage", key.usage)
    key.description = request.get("Description", "")
    return {"KeyMetadata": key.described(world.place.account)}


def create_alias(world: World, request: Part) -> Part:
    """A second name for a key of the account; those of AWS are not for us."""
    alias = _own_alias(request["AliasName"])
    key = _changeable(world, request["TargetKeyId"])
    keys = keys_of(world)
    if alias in keys.aliases:
        arn = world.place.arn("kms", alias)
        raise RefusedError("AlreadyExistsException", f"An alias with the name {arn} already exists")
    keys.alias_times.pop(alias, None)
    keys.point(alias, key.key_id, world.now())
    return {}


def update_alias(world: World, request: Part) -> Part:
    """2, SSESpecification: pointing an alias elsewhere does not move the tables."""
    alias = _own_alias(request["AliasName"])
    old = find_key(world, alias)
    new = _changeable(world, request["TargetKeyId"])
    if (old.spec == SYMMETRIC) != (new.spec == SYMMETRIC) or old.usage != new.usage:
        raise invalid(f"Alias {world.place.arn('kms', alias)} cannot be changed from {old.arn} to {new.arn}.")
    keys_of(world).point(alias, new.key_id, world.now())
    return {}


def delete_alias(world: World, request: Part) -> Part:
    """The key stays."""
    alias = _own_alias(request["AliasName"])
    find_key(world, alias)
    del keys_of(world).aliases[alias]
    return {}


def _own_alias(alias: str) -> str:
    if not alias.startswith("alias/") or alias.startswith("alias/aws/"):
        raise RefusedError("InvalidAliasNameException", f"Alias {alias} is not allowed")
    return alias


def _changeable(world: World, name: str) -> Key:
    """A key that may be changed: those that AWS manages may not, nor those that are about to go."""
    key = find_key(world, name)
    if key.manager != "CUSTOMER":
        raise RefusedError("AccessDeniedException", f"{key.arn} is managed by AWS")
    if key.state == PENDING:
        raise RefusedError("KMSInvalidStateException", f"{key.arn} is pending deletion.")
    return key


def enable_key(world: World, request: Part) -> Part:
    """L-335: tables that were lost for want of the key are found again, a long time later and without a call."""
    key = _changeable(world, request["KeyId"])
    key.state = ENABLED
    later(world, FOUND_AFTER, lambda then: _find_tables(then, key))
    return {}


def _find_tables(world: World, key: Key) -> None:
    if key.state == ENABLED:
        find_tables(world, key.arn)


def disable_key(world: World, request: Part) -> Part:
    """4.2: its tables become inaccessible some time later."""
    key = _changeable(world, request["KeyId"])
    key.state = DISABLED
    give_up_by_key(world, key.arn)
    later(world, LOST_AFTER, lambda then: _lose_tables(then, key))
    later(world, REPLICA_LOST_AFTER, lambda then: _lose_tables(then, key, replicas=True))
    return {}


def _lose_tables(world: World, key: Key, replicas: bool = False) -> None:
    if key.state != ENABLED:
        lose_tables(world, key.arn, replicas)


def schedule_key_deletion(world: World, request: Part) -> Part:
    """In 7 to 30 days; until then the key is as good as disabled."""
    key = _changeable(world, request["KeyId"])
    days = request.get("PendingWindowInDays", 30)
    if days not in range(7, 31):
        raise invalid("PendingWindowInDays must be between 7 and 30")
    key.state, key.deleted_at = PENDING, world.now() + days * DAY
    later(world, PENDING_AFTER, lambda then: _lose_tables(then, key))
    answer = {"KeyId": key.arn, "KeyState": PENDING, "PendingWindowInDays": days}
    return {**answer, "DeletionDate": moment(key.deleted_at)}


def cancel_key_deletion(world: World, request: Part) -> Part:
    """The key stays, disabled."""
    key = find_key(world, request["KeyId"])
    if key.state != PENDING:
        raise RefusedError("KMSInvalidStateException", f"{key.arn} is not pending deletion.")
    key.state, key.deleted_at = DISABLED, None
    return {"KeyId": key.arn}


HANDLERS = {
    "DescribeKey": describe_key,
    "ListKeys": list_keys,
    "ListAliases": list_aliases,
    "CreateKey": create_key,
    "CreateAlias": create_alias,
    "UpdateAlias": update_alias,
    "DeleteAlias": delete_alias,
    "EnableKey": enable_key,
    "DisableKey": disable_key,
    "ScheduleKeyDeletion": schedule_key_deletion,
    "CancelKeyDeletion": cancel_key_deletion,
}
