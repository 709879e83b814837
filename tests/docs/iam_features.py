# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/iam.md is made of: for each option the runs that use all of it, on the strict engine in this process."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.api import TableApi
from ansible_collections.planton.dynamodb.plugins.module_utils._run.info import read_tables
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import ENTRIES
from ansible_collections.planton.dynamodb.tests.integration.support.specs import index
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import READS as READS_OF_APIS
from ansible_collections.planton.dynamodb.tests.unit.strategies import KEY_ONE
from ansible_collections.planton.dynamodb.tests.walks.account import DAY, LONG, NAME, WIRE, Account, libraries_sleep
from ansible_collections.planton.dynamodb.tests.walks.runs import (
    CUSTOMERS,
    DATED,
    DAYS,
    NO_RECOVERY,
    PLAIN,
    PROTECTED,
    RECOVERY,
    SHORT,
    SIZED,
    STREAM,
    encrypted,
    indexed,
    lives,
    tagged,
    watched,
)

Options = dict[str, Any]
GRANTS = frozenset({"kms:CreateGrant", "kms:Decrypt"})


@dataclasses.dataclass(frozen=True)
class Used:
    """The actions that the collection says it needs, and those of the calls that it made."""

    named: frozenset[str]
    called: frozenset[str]

    @property
    def reads(self) -> list[str]:
        return sorted(action for action in self.named if is_read(action))

    @property
    def writes(self) -> list[str]:
        return sorted(action for action in self.named if not is_read(action))


@dataclasses.dataclass(frozen=True)
class Feature:
    """An option, or some that belong together: the table that is there, and runs one after the other.

    ``unseen`` are actions that AWS checks although the collection makes no such call.
    """

    title: str
    about: str
    runs: tuple[Options, ...]
    before: Mapping[str, Any] | None = None
    unseen: frozenset[str] = frozenset()

    def use(self) -> Used:
        """Make the runs: first in check mode, which names the actions, then in earnest, which makes the calls."""
        account = Account(lengths=SHORT)
        if self.before is not None:
            account.arrange(self.before)
        named: set[str] = set()
        for options in self.runs:
            account.later(DAY)
            named |= {*account.result(options, apply=False)["plan"]["iam_actions"]}
            result = account.result(options)
            assert result.get("converged") and "msg" not in result, f"{self.title}: {result.get('msg')}"
        return Used(frozenset(named), called_of(account))


@dataclasses.dataclass(frozen=True)
class Reading:
    """What ``dynamodb_table_info`` does: it makes no plan, so the actions are those of all reads, and these."""

    title: str
    about: str
    names: tuple[str, ...] | None
    unmanaged: bool
    more: tuple[str, ...]
    unseen: frozenset[str] = frozenset()

    def use(self) -> Used:
        account = Account(lengths=SHORT)
        account.arrange({**PLAIN, **encrypted(KEY_ONE)})
        account.later(LONG)
        WIRE.host = account.host
        with libraries_sleep(account.clock):
            tables, warnings = read_tables(TableApi(account.connect), self.names, None, self.unmanaged)
        assert len(tables) == 1 and not warnings, warnings
        reads = {entry.read.action for entry in ENTRIES if entry.read}
        return Used(frozenset({"dynamodb:DescribeTable", *reads, *self.more}), called_of(account))


def is_read(action: str) -> bool:
    """Tell an action that changes nothing."""
    return action.partition(":")[2].startswith(READS_OF_APIS)


def called_of(account: Account) -> frozenset[str]:
    """Return the actions of the calls that an engine has seen."""
    return frozenset(f"{entry.service}:{entry.operation}" for entry in account.host.calls)


# What is there before, unless told otherwise; as a default it must not be changed.
THERE: Mapping[str, Any] = types.MappingProxyType(PLAIN)


def _feature(
    title: str, about: str, *runs: Options, before: Mapping[str, Any] | None = THERE, unseen: Iterable[str] = ()
) -> Feature:
    return Feature(title, about, tuple({**PLAIN, **options} for options in runs), before, frozenset(unseen))


UNMANAGED = (
    "application-autoscaling:DescribeScalableTargets",
    "dynamodb:DescribeKinesisStreamingDestination",
    "dynamodb:GetResourcePolicy",
    "kms:DescribeKey",
)
OFF = {"enabled": False}
FEATURES: tuple[Feature | Reading, ...] = (
    _feature("A table", "Keys, billing mode, indexes and the rest of `CreateTable`.", indexed(DAYS), before=None),
    _feature(
        "`billing_mode`, `provisioned_throughput`, `global_secondary_indexes`, `stream_enabled`, `table_class`, "
        "`deletion_protection_enabled`",
        "Changes of a table that exists.",
        {**SIZED},
        {**indexed(CUSTOMERS), **STREAM, "table_class": "STANDARD_INFREQUENT_ACCESS", **PROTECTED},
        {"global_secondary_indexes": [], "stream_enabled": False, "deletion_protection_enabled": False},
    ),
    _feature(
        "An index that is built anew",
        "The keys or the projection of the index changed. Insights of the index are turned on again.",
        {**indexed(index("by_day", "day", projection={"type": "KEYS_ONLY"}))},
        before={**PLAIN, **indexed(DAYS)},
    ),
    _feature("`ttl`", "Time to live.", lives("expires"), {"ttl": OFF}),
    _feature("`point_in_time_recovery_enabled`, `recovery_period_in_days`", "Recovery.", RECOVERY, NO_RECOVERY),
    _feature(
        "`contributor_insights_enabled`, `contributor_insights_indexes`",
        "Insights of the table and of its indexes.",
        {**indexed(DAYS), **watched("by_day")},
        {**indexed(DAYS), "contributor_insights_enabled": False, "contributor_insights_indexes": []},
        before={**PLAIN, **indexed(DAYS)},
    ),
    _feature("`tags`", "Tags of a table that exists.", tagged(0, 3), tagged(1, 2, "y")),
    _feature(
        "`tags` of a new table",
        "AWS checks `TagResource` where `CreateTable` has tags.",
        tagged(0, 3),
        before=None,
        unseen=["dynamodb:TagResource"],
    ),
    _feature(
        "`server_side_encryption` with the key that AWS manages",
        "No key is named.",
        encrypted(),
        {"server_side_encryption": OFF},
    ),
    _feature(
        "`server_side_encryption` with the ARN of a key",
        "DynamoDB creates grants of the key in the name of the caller.",
        encrypted(KEY_ONE),
        unseen=[*GRANTS, "kms:DescribeKey"],
    ),
    _feature(
        "`server_side_encryption` with an alias or a key id",
        "The collection looks up which key is meant, in check mode too.",
        encrypted("alias/one"),
        unseen=GRANTS,
    ),
    _feature(
        "`state: absent`",
        "Deletion; with `force`, also of a protected table.",
        {"state": "absent", "force": True},
        before={**PLAIN, **PROTECTED},
    ),
    _feature(
        "`state: absent` with `backup_before_delete`",
        "A backup, and then the deletion.",
        {"state": "absent", "backup_before_delete": True},
    ),
    _feature(
        "`replacement: when_empty`",
        "An empty table is replaced by one with other keys. The new table also gets the settings that the "
        "specification leaves out, so add the writes of the settings that the old table has.",
        {**DATED, "replacement": "when_empty"},
    ),
    _feature(
        "`replacement: backup_and_replace`",
        "The same for any table, after a backup. Add the writes of the settings that the old table has.",
        {**DATED, "replacement": "backup_and_replace"},
    ),
    Reading("`dynamodb_table_info` with `names`", "Tables are read.", (NAME,), False, ()),
    Reading(
        "`dynamodb_table_info` of all tables, or with `prefix`",
        "The names are listed first.",
        None,
        False,
        ("dynamodb:ListTables",),
    ),
    Reading(
        "`dynamodb_table_info` with `unmanaged`", "What no option describes is read too.", (NAME,), True, UNMANAGED
    ),
)
