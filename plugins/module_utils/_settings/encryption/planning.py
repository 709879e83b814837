# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that changes the key of the table."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..conditions import TABLE_ACTIVE
from ..index_states import index_states
from ..planning import Planning
from ..setting import Unknown
from ..states import ACTIVE, CREATING, DELETING
from ..violations import Violation
from .conditions import CHANGING, ENCRYPTION_SETTLED, encryption_status
from .setting import ENCRYPTION, Encryption, same_encryption

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..conditions import Condition
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings

LANE = "encryption"
# The caller needs these actions because DynamoDB creates grants on a customer's key with the caller's permissions.
GRANTS = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey")


class EncryptionPlanning(Planning[Encryption]):
    """Plans the encryption. The table stays ACTIVE while its key changes.

    AWS takes the call at the same time as most others, but not as another change of the key.
    """

    setting = ENCRYPTION

    def cannot_keep(self, observed: Observed) -> Iterator[Violation]:
        status = encryption_status(observed.table)
        if status in CHANGING:
            message = f"the table must be replaced, and its key cannot be kept: encryption is {status}"
            hint = "run again in half a minute, or give server_side_encryption"
            yield Violation("unreadable", "replacement", message, hint)

    def shows(self, value: Encryption, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether ``observed`` has the key.

        If the caller may not look up the key's name, any key other than the one in ``planned`` counts.
        """
        there = observed.of(ENCRYPTION)
        verdict = same_encryption(value, there, observed)
        if isinstance(verdict, Unknown):
            return planned is not None and there != planned.of(ENCRYPTION)
        return verdict

    def creates(self, wanted: Encryption, table: Settings, replaced: Observed | None) -> Part:
        return {"SSESpecification": _request(wanted)} if wanted.enabled else {}

    def more_actions(self, wanted: Encryption) -> tuple[str, ...]:
        return GRANTS if wanted.enabled and wanted.kms_key else ()

    def updates(self, work: Work[Encryption]) -> Iterator[Update]:
        reason, destructive = _reason(work.wanted, work.there)
        needs: tuple[Condition, ...] = (ENCRYPTION_SETTLED,)
        if work.comparison.option("table_class") and _class_may_be_changing(work.observed):
            needs = (TABLE_ACTIVE, *needs)
        call = update_table(
            work.name,
            {"SSESpecification": _request(work.wanted)},
            reason,
            lane=LANE,
            key=LANE,
            needs=needs,
            settles=(ENCRYPTION_SETTLED,),
            destructive=destructive,
            blocks=False,
            effects=(Effect(PLANNING, work.wanted),),
            more_actions=self.more_actions(work.wanted),
        )
        yield Update("encryption beside replicas" if work.observed.beside.replicas else "encryption", call)


def _request(value: Encryption) -> Part:
    """Return SSESpecification; without a key AWS uses the AWS managed one."""
    if not value.enabled:
        return {"Enabled": False}
    return {"Enabled": True, "SSEType": "KMS", **({"KMSMasterKeyId": value.kms_key} if value.kms_key else {})}


def _reason(wanted: Encryption, before: Encryption | None) -> tuple[str, bool]:
    """Return the reason of the call, and whether it is destructive because it makes the protection weaker.

    It is if the table gets the AWS owned key, or if it has a customer's key and gets the AWS managed one. While an
    earlier change is in flight, the key is unknown (``None``); it may be a customer's key, so the call is destructive.
    """
    if not wanted.enabled:
        return f"encrypt with the AWS owned key{_instead(before)}", True
    if wanted.kms_key:
        return f"encrypt with {wanted.kms_key}", False
    # A plan has this call only if the table shows another key than the AWS managed one.
    return f"encrypt with the AWS managed key{_instead(before)}", before is None or before.kms_key is not None


def _instead(before: Encryption | None) -> str:
    if before is None:
        return " instead of the key that the table may have"
    return f" instead of {before.kms_key}" if before.kms_key else ""


def _class_may_be_changing(observed: Observed) -> bool:
    """Tell whether a change of the table class by an earlier run may be in flight; AWS shows it only when it is done.

    AWS takes no change of class while an index is created or deleted, so such an index explains why the table is not
    ACTIVE. The call must wait because a change of the key makes AWS lose a change of class that is in flight.
    """
    states = index_states(observed.table).values()
    explained = any(state.status in (CREATING, DELETING) for state in states)
    return observed.status != ACTIVE and not explained


PLANNING = EncryptionPlanning()
