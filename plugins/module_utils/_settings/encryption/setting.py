# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The encryption of the table with a KMS key."""

from __future__ import annotations

import re
import typing as t

from ..kms import LOOK_UP, MANAGED_KEY, MANAGED_KEY_ALIAS
from ..setting import Change, Moving, Setting, Unknown
from ..violations import Violation, denied, wanted_only_while_on
from .conditions import CHANGING, ENCRYPTION_SETTLED, encryption_status

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..conditions import Condition
    from ..observed import Observed
    from ..setting import Answer, Options
    from ..settings import Settings

OPTION = "server_side_encryption"
KEY_ID = r"(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32})"
ALIAS = r"alias/[a-zA-Z0-9/_-]{1,250}"
KEY_ARN = re.compile(rf"arn:[a-z-]+:kms:(?P<region>[a-z0-9-]+):\d{{12}}:(?:key/{KEY_ID}|{ALIAS})")
KEY_NAME = re.compile(rf"{KEY_ID}|{ALIAS}")


class Encryption(t.NamedTuple):
    """Encryption with a KMS key; enabled without a key means the AWS managed key, disabled the AWS owned key."""

    enabled: bool
    kms_key: str | None = None

    @classmethod
    def with_key(cls, enabled: bool, key: str | None) -> Encryption:
        """Build from a key as users write it or AWS shows it; the alias or ARN of the managed key counts as no key."""
        return cls(enabled, None if enabled and MANAGED_KEY.fullmatch(key or "") else key or None)


class EncryptionSetting(Setting[Encryption]):
    """Encryption as a setting. AWS shows every key by its ARN, so an alias or key id is looked up to be compared."""

    name = "encryption"

    def from_options(self, options: Mapping[str, t.Any]) -> Encryption:
        given = options[OPTION]
        return Encryption.with_key(bool(given.get("enabled")), given.get("kms_key_arn"))

    def to_options(self, value: Encryption) -> Options:
        """Return the options; ``kms_key_arn`` is included only if a key is named."""
        named = {"kms_key_arn": value.kms_key} if value.kms_key else {}
        return {OPTION: {"enabled": value.enabled, **named}}

    def from_aws(self, answer: t.Any, table: Answer) -> Encryption | Unknown:
        """Return the key from SSEDescription, which shows it by its ARN and is absent with the AWS owned key.

        While the key changes, AWS shows the old key. If the old or the new one is the AWS owned key, AWS then shows no
        key for about ten seconds (L-065, L-079, L-140), and the value is unknown.
        """
        description = table.get("SSEDescription") or {}
        key, status = description.get("KMSMasterKeyArn"), description.get("Status")
        if not (key or status) or status == "DISABLED":
            return Encryption(False)
        if key or status == "ENABLED":
            return Encryption.with_key(True, key)
        return Unknown(f"it is {status}, and AWS shows no key meanwhile")

    def rules(self, value: Encryption, own: Settings) -> Iterator[Violation]:
        """Judge by V42 and V43."""
        path, key = f"{OPTION}.kms_key_arn", value.kms_key
        if key is None:
            return
        if not value.enabled:
            hint = "set enabled: true, or leave it out; " + wanted_only_while_on("kms_key_arn", "'alias/orders'")
            yield Violation("V42", path, "a key is named and encryption with it is off", hint)
        arn = KEY_ARN.fullmatch(key)
        if not arn and not KEY_NAME.fullmatch(key):
            hint = "give a key ARN, a key id, alias/NAME or an alias ARN"
            yield Violation("V43", path, f"'{key}' is no KMS key", hint)
        elif arn and own.region and arn["region"] != own.region:
            message = f"the key is in {arn['region']}, the table in {own.region}"
            yield Violation("V43", path, message, "use a key of the table's region")

    def unreadable(self, own: Encryption, observed: Observed) -> Iterator[Violation]:
        verdict = same_encryption(own, observed.of(self), observed)
        if isinstance(verdict, Unknown):
            yield denied(f"{OPTION}.kms_key_arn", verdict.reason, LOOK_UP)

    def changes(self, there: Encryption | None, wanted: Encryption, observed: Observed) -> Iterator[Change]:
        """Return the change; a key that is unknown yet counts as one, and the executor skips the call if it is not."""
        if same_encryption(wanted, there, observed) is False:
            yield Change((OPTION,), self.to_options(there)[OPTION] if there else None, self.to_options(wanted)[OPTION])

    def names(self, value: Encryption) -> tuple[str, ...]:
        """Return the alias or id to look up, of the AWS managed key if none is named; ARNs are compared as they are."""
        key = value.kms_key or MANAGED_KEY_ALIAS
        return (key,) if value.enabled and ":key/" not in key else ()

    def settled(self, value: Encryption) -> tuple[Condition, ...]:
        return (ENCRYPTION_SETTLED,)

    def moving(self, table: Answer) -> Iterator[Moving]:
        if encryption_status(table) in CHANGING:
            yield Moving(f"encryption {encryption_status(table)}")

    def warning(self, own: Encryption, observed: Observed) -> str:
        status = encryption_status(observed.table)
        if status not in CHANGING:
            return ""
        told = f"{observed.name}: {OPTION}: it is {status}"
        if observed.of(self) is None:
            return (
                f"{told}, and AWS shows no key meanwhile; if it is as wanted when that is done, no call is made for it"
            )
        return f"{told}, and the key that AWS shows may be the one before; when that is done, it is compared again"


def same_encryption(wanted: Encryption, there: Encryption | None, observed: Observed) -> bool | Unknown:
    """Tell whether the table has the wanted encryption; ``Unknown`` says why its key could not be looked up."""
    if there is None or not (wanted.enabled and there.enabled):
        return there is not None and wanted.enabled == there.enabled
    shown = there.kms_key or MANAGED_KEY_ALIAS
    name = wanted.kms_key or MANAGED_KEY_ALIAS
    if shown == name:
        return True
    meant = observed.keys.get(name, name)
    return meant if isinstance(meant, Unknown) else meant == shown


ENCRYPTION = EncryptionSetting()
