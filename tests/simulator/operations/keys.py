# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys and aliases of the account, and how one is found by any of its names."""

from __future__ import annotations

import dataclasses
import re

from ..clock import moment
from ..refusal import RefusedError, invalid
from ..state import Part
from ..world import World

MANAGED = "alias/aws/dynamodb"
SYMMETRIC = "SYMMETRIC_DEFAULT"
ENABLED, DISABLED, PENDING = "Enabled", "Disabled", "PendingDeletion"
KEY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}")


@dataclasses.dataclass
class Key:
    """One key; ``deleted_at`` is when one that is pending deletion goes."""

    key_id: str
    arn: str
    made_at: float
    spec: str = SYMMETRIC
    usage: str = "ENCRYPT_DECRYPT"
    manager: str = "CUSTOMER"
    state: str = ENABLED
    description: str = ""
    deleted_at: float | None = None

    def described(self, account: str) -> Part:
        """KeyMetadata, the parts of it that tell keys apart."""
        answer: Part = {
            "AWSAccountId": account,
            "KeyId": self.key_id,
            "Arn": self.arn,
            "CreationDate": moment(self.made_at),
            "Enabled": self.state == ENABLED,
            "Description": self.description,
            "KeyUsage": self.usage,
            "KeyState": self.state,
            "Origin": "AWS_KMS",
            "KeyManager": self.manager,
            "CustomerMasterKeySpec": self.spec,
            "KeySpec": self.spec,
            "MultiRegion": self.key_id.startswith("mrk-"),
        }
        if self.spec == SYMMETRIC:
            answer["EncryptionAlgorithms"] = [SYMMETRIC]
        if self.deleted_at is not None:
            answer["DeletionDate"] = moment(self.deleted_at)
        return answer


@dataclasses.dataclass
class Keys:
    """The keys by their id, and the id that each alias stands for."""

    by_id: dict[str, Key] = dataclasses.field(default_factory=dict)
    aliases: dict[str, str] = dataclasses.field(default_factory=dict)
    alias_times: dict[str, tuple[float, float]] = dataclasses.field(default_factory=dict)

    def forget_deleted(self, now: float) -> None:
        """A key whose time has run out goes, and its aliases with it."""
        gone = {key.key_id for key in self.by_id.values() if key.deleted_at is not None and key.deleted_at <= now}
        self.by_id = {name: key for name, key in self.by_id.items() if name not in gone}
        self.aliases = {alias: key_id for alias, key_id in self.aliases.items() if key_id not in gone}

    def point(self, alias: str, key_id: str, now: float) -> None:
        """Let an alias stand for a key."""
        made, _changed = self.alias_times.get(alias, (now, now))
        self.aliases[alias] = key_id
        self.alias_times[alias] = (made, now)


def keys_of(world: World) -> Keys:
    """The keys of the account as of now."""
    keys: Keys = world.stores.setdefault("kms", Keys())
    keys.forget_deleted(world.now())
    return keys


def add_key(
    world: World, key_id: str, alias: str | None = None, spec: str = SYMMETRIC, manager: str = "CUSTOMER"
) -> Key:
    """Put a key there, with an alias where told: for set-up, and for the keys that calls make."""
    keys = keys_of(world)
    key = Key(key_id, world.place.arn("kms", f"key/{key_id}"), world.now(), spec, manager=manager)
    keys.by_id[key_id] = key
    if alias is not None:
        keys.point(alias, key_id, world.now())
    return key


def is_disabled(world: World, arn: str | None) -> bool:
    """Whether a key, told by its ARN, is disabled."""
    return any(key.arn == arn and key.state == DISABLED for key in keys_of(world).by_id.values())


def find_key(world: World, name: str) -> Key:
    """Return a key by its id, its ARN, an alias or the ARN of an alias, in whatever state it is.

    The texts stand in 6.1 of control_plane.md, behind "NotFoundException: ".
    """
    bare = _bare(world, name)
    keys = keys_of(world)
    key_id = keys.aliases.get(bare) if bare.startswith("alias/") else bare
    if key_id is None:
        raise not_found(f"Alias {world.place.arn('kms', bare)} is not found.")
    if key_id not in keys.by_id:
        if not KEY_ID.fullmatch(key_id):
            raise not_found(f"Invalid keyId '{name}'")
        raise not_found(f"Key '{world.place.arn('kms', f'key/{key_id}')}' does not exist")
    return keys.by_id[key_id]


def _bare(world: World, name: str) -> str:
    """The id or the alias, from an ARN too; another Region is none of ours, another account neither."""
    if not name.startswith("arn:"):
        return name
    parts = name.split(":", 5)
    if len(parts) < 6 or parts[2] != "kms":
        raise not_found(f"Invalid arn {name}")
    if parts[3] != world.place.region:
        raise not_found(f"Invalid arn {parts[3]}")
    if parts[4] != world.place.account:
        raise RefusedError("AccessDeniedException", f"No access to the keys of account {parts[4]}")
    return parts[5].removeprefix("key/")


MODEL = "com.amazonaws.services.kms.model"


def kms_error(what: str, code: str, text: str) -> RefusedError:
    """6.1, "Stream, SSE, class, DP": what the key service said, inside a refusal of DynamoDB."""
    return invalid(kms_told(what, code, text))


def kms_told(what: str, code: str, text: str, inner: str | None = None) -> str:
    """The text of such a refusal; ``inner`` is the code that it names, where that is another one."""
    known = f"Service: AWSKMS; Status Code: 400; Error Code: {inner or code}; Request ID: simulated; Proxy: null"
    return f"{what}: {MODEL}.{code}: {text} ({known})"


def not_found(text: str) -> RefusedError:
    """A name that no key has."""
    return RefusedError("NotFoundException", text)
