# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that restores a table, and the table that comes out of it."""

from __future__ import annotations

import typing as t

from ...encryption.setting import OPTION as ENCRYPTION_OPTION
from ...setting import Unknown
from ...violations import Violation
from ..described import described
from ..origin import First, Missing, OriginPlanning
from .answers import BACKUP, KEY, OPTION, TABLE, WINDOW, answer_of, encryption_of
from .overrides import ENCRYPTION, LISTS, OVERRIDES, OWNED_KEY, overrides
from .source import INDEXES, LOCAL, definitions, request_of_backup, request_of_table

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...setting import Answer, Part
    from ..origin import Own, Place, Sources
    from .origin import RestoreFrom

# AWS checks that the caller may do with the new table what the restore does.
ON_ITEMS = ("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem")
# With a customer key, DynamoDB makes grants with the permissions of the caller.
GRANTS = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey")
# Backups of this type, which AWS makes of deleted tables, do not tell their indexes and their encryption.
SILENT = "SYSTEM"
WORDS = {"BillingMode": "billing mode", "ProvisionedThroughput": "capacity", "OnDemandThroughput": "on-demand maximum"}
SAME_ACCOUNT = "a restore stays in its account: for a source of another one, use AWS Backup or an export to S3"


class RestorePlanning(OriginPlanning):
    """Plans a restore. What the specification leaves out is as in the source, as far as a restore takes it over."""

    rule = "V81"

    def __init__(self, origin: RestoreFrom, place: Place, found: Sources, own: Own) -> None:
        self._origin = origin
        self._place = place
        self._found = found
        self._own = own
        self._backup = answer_of(found, BACKUP)
        self._table = answer_of(found, TABLE)
        self._silent = (self._backup.get("BackupDetails") or {}).get("BackupType") == SILENT
        self._elsewhere = origin.region not in ("", place.region)

    def refusals(self) -> Iterator[Violation]:
        """Judge by V82, and by V81 about encryption: the source is there, and can be restored here."""
        yield from self._unread()
        window = answer_of(self._found, WINDOW).get("PointInTimeRecoveryDescription")
        if window is not None:
            yield from self._window(window)
        if self._elsewhere and ENCRYPTION_OPTION not in self._own.options:
            yield from self._key()

    def _key(self) -> Iterator[Violation]:
        """Judge a source in another Region, whose key is of no use here, beside a specification that names no key."""
        key = encryption_of(self._found).get("KMSMasterKeyArn")
        if self._silent or (key and not self._managed):
            has = "has" if answer_of(self._found, KEY) else "may have"
            message = f"the source is in {self._origin.region} and {has} a KMS key of that Region"
            hint = "say which key the new table gets, or enabled: false"
            yield Violation(self.rule, ENCRYPTION_OPTION, message, hint)

    def _unread(self) -> Iterator[Violation]:
        for name in (BACKUP,) if self._origin.backup_arn else (TABLE, WINDOW):
            answer = self._found.get(name)
            if isinstance(answer, Unknown):
                hint = f"allow the action in the Region of the source; {SAME_ACCOUNT}"
                yield Violation("unreadable", OPTION, f"{name} cannot be read: {answer.reason}", hint)
            elif isinstance(answer, Missing):
                where = self._origin.region or self._place.region
                message = f"{name} is not there in {where}: {answer.reason}"
                yield Violation("V82", OPTION, message, "check the source and its Region")
                return

    def _window(self, window: Mapping[str, t.Any]) -> Iterator[Violation]:
        earliest, latest = window.get("EarliestRestorableDateTime"), window.get("LatestRestorableDateTime")
        moment = self._origin.moment
        if window.get("PointInTimeRecoveryStatus") != "ENABLED":
            hint = "restore a backup instead; turning it on now does not bring back the past"
            yield Violation("V82", OPTION, "the source table has no point-in-time recovery", hint)
        elif moment and earliest and latest and not earliest <= moment <= latest:
            message = f"the source can be restored from {earliest.isoformat()} to {latest.isoformat()}"
            yield Violation("V82", f"{OPTION}.date_time", message, "give a time in between, or to_latest_time: true")

    @property
    def _managed(self) -> bool:
        """Whether the key of the source is the one that AWS manages, which every Region has."""
        return answer_of(self._found, KEY).get("KeyManager") == "AWS"

    @property
    def _arn(self) -> str:
        """The ARN of the new table: that of the source, with its own Region and name."""
        source = str(self._table.get("TableArn") or self._origin.arn)
        partition, account = source.split(":")[1], source.split(":")[4]
        return f"arn:{partition}:dynamodb:{self._place.region}:{account}:table/{self._place.name}"

    def source(self) -> Answer:
        request = self._of_backup() if self._backup else request_of_table(self._table)
        return described(self._place.name, self._arn, {**request, **self._encryption()})

    def _of_backup(self) -> Part:
        """Return what the backup tells, with the types of attributes from elsewhere: a backup does not tell them."""
        own = self._own.request
        # No later call makes a local index. A global one is planned to be built, which is skipped if it is there.
        request = request_of_backup(self._backup, {LOCAL: own.get(LOCAL, ())} if self._silent else {})
        same = self._table.get("TableId") == self._backup["SourceTableDetails"].get("TableId")
        request["AttributeDefinitions"] = definitions(request, (own, self._table if same else {}))
        return request

    def _encryption(self) -> Part:
        """Return the encryption that the table gets if the restore says nothing, or what it is asked for instead."""
        if self._silent:
            return {ENCRYPTION: self._own.request.get(ENCRYPTION)}
        key = encryption_of(self._found).get("KMSMasterKeyArn")
        if not key or encryption_of(self._found).get("Status") == "DISABLED":
            return {}
        named = {} if self._managed or self._elsewhere else {"KMSMasterKeyId": key}
        return {ENCRYPTION: {"Enabled": True, "SSEType": "KMS", **named}}

    def first(self, wanted: Part, source: Part) -> First:
        changed = overrides(wanted, source)
        if self._elsewhere:
            # AWS wants it named in another Region, whatever it is (L-274).
            changed[ENCRYPTION] = wanted.get(ENCRYPTION, OWNED_KEY)
        if self._silent:
            changed |= {member: [] for member, option in INDEXES.items() if self._own.options.get(option) == []}
        restored = {**source, **changed}
        key = (restored.get(ENCRYPTION) or {}).get("KMSMasterKeyId")
        return First(
            "RestoreTableFromBackup" if self._backup else "RestoreTableToPointInTime",
            {**self._request(), **{OVERRIDES[member]: value for member, value in changed.items()}},
            self._reason(changed, source),
            described(self._place.name, self._arn, restored),
            (*(f"dynamodb:{name}" for name in ON_ITEMS), *(GRANTS if key else ())),
        )

    def _request(self) -> Part:
        target, origin = {"TargetTableName": self._place.name}, self._origin
        if origin.backup_arn:
            return {**target, "BackupArn": origin.backup_arn}
        named = ("SourceTableArn", origin.source_table_arn) if origin.source_table_arn else None
        member, value = named or ("SourceTableName", origin.source_table_name)
        point: Part = {"UseLatestRestorableTime": True}
        if origin.moment:
            point = {"RestoreDateTime": origin.moment.isoformat()}
        return {**target, member: value, **point}

    def _reason(self, changed: Part, source: Part) -> str:
        told = [f"restore the table from {self._origin.told}"]
        words = [WORDS[member] for member in WORDS if member in changed]
        after = {**source, **changed}
        words += ["encryption"] if (after.get(ENCRYPTION) or OWNED_KEY) != (source.get(ENCRYPTION) or OWNED_KEY) else []
        told += [f"with another {' and '.join(words)}"] if words else []
        there, kept = (
            [index["IndexName"] for member in LISTS for index in side.get(member) or ()] for side in (source, after)
        )
        gone, named = ([name for name in one if name not in other] for one, other in ((there, kept), (kept, there)))
        told += [f"without index(es) {', '.join(gone)}"] if gone else []
        told += [f"with index(es) {', '.join(named)} of that key and projection"] if named else []
        return ", ".join(told)

    def only_another(self, path: str, message: str) -> Violation:
        hint = "restore it as its source has it, or make the table without restore_from"
        return Violation(self.rule, path, message, hint)

    def warnings(self) -> Iterator[str]:
        if self._silent:
            told = "AWS made this backup when it deleted the table, and does not tell its indexes and its encryption"
            yield f"{self._place.name}: {told}; they are compared when the table is restored"
