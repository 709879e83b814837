# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/iam.md is made of: the runs of tests/settings/*/iam.yml, on the strict engine in this process."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.api import TableApi
from ansible_collections.planton.dynamodb.plugins.module_utils._run.info import read_tables
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import ENTRIES
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.plannings import planning_of
from ansible_collections.planton.dynamodb.tests.settings import folders
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE
from ansible_collections.planton.dynamodb.tests.simulator.operations.buckets import buckets_of
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import READS as READS_OF_APIS
from ansible_collections.planton.dynamodb.tests.walks import two_accounts
from ansible_collections.planton.dynamodb.tests.walks.account import DAY, LONG, NAME, WIRE, Account, libraries_sleep
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount
from ansible_collections.planton.dynamodb.tests.walks.runs import PLAIN, SHORT, encrypted
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

Options = dict[str, Any]
# The table that others come from.
SOURCE = "orders_old"
NAMES = (NAME, "invoices")
# Calls whose action has another name.
NAMED = {"s3:HeadBucket": "s3:ListBucket", "resourcegroupstaggingapi:GetResources": "tag:GetResources"}


@dataclasses.dataclass(frozen=True)
class Used:
    """The actions that the collection says it needs, and those of the calls that it made.

    ``streams`` are those of calls that were about a stream, ``role`` is the role that AWS makes, if it makes one.
    """

    named: frozenset[str]
    called: frozenset[str]
    streams: frozenset[str] = frozenset()
    role: str = ""

    @property
    def reads(self) -> list[str]:
        return sorted(action for action in self.named if is_read(action))

    @property
    def writes(self) -> list[str]:
        return sorted(action for action in self.named if not is_read(action))


@dataclasses.dataclass(frozen=True)
class Feature:
    """An option, or some that belong together: the table that is there, and runs one after the other.

    ``unseen`` are actions that AWS checks although the collection makes no such call. ``source`` are the options of a
    table that there is too, with a backup. ``role`` is the role that AWS makes for the first use in an account. One
    that ``joins`` makes its table in another account, from one that is there. With ``tagging``, it is a run over two
    tables that reads tags from the tagging API.
    """

    title: str
    about: str
    runs: tuple[Options, ...]
    before: Mapping[str, Any] | None = None
    unseen: frozenset[str] = frozenset()
    source: Mapping[str, Any] | None = None
    role: str = ""
    tagging: bool = False
    joins: bool = False

    @functools.cached_property
    def used(self) -> Used:
        """Make the runs: first in check mode, which names the actions, then in earnest, which makes the calls."""
        if self.tagging:
            return self._use_of_tables()
        # What only the documentation tells of is carried out too.
        account = Account(lengths=SHORT, documented=True)
        if self.joins:
            account = _joining(account)
        buckets_of(account.engine.world())["exports"] = {}
        if self.before is not None:
            account.arrange(self.before)
        backup = _backed_up(account, self.source) if self.source is not None else ""
        named: set[str] = set()
        for told in self.runs:
            account.later(DAY)
            options = {**told, "restore_from": {"backup_arn": backup}} if told.get("restore_from") == {} else told
            named |= {*account.result(options, apply=False)["plan"]["iam_actions"]}
            result = account.result(options)
            assert result.get("converged") and "msg" not in result, f"{self.title}: {result.get('msg')}"
        return Used(frozenset(named), called_of(account), called_of(account, streams=True), self.role)

    def _use_of_tables(self) -> Used:
        account, named = FleetAccount(lengths=SHORT), set[str]()
        for name in NAMES:
            account.arrange(self.before or PLAIN, name)
        for options in self.runs:
            account.later(DAY)
            tables = [{"name": name, **options} for name in NAMES]
            named |= {*account.fleet(tables, tagging=True, apply=False)["plan"]["iam_actions"]}
            assert account.fleet(tables, tagging=True)["converged"], self.title
        return Used(frozenset(named), called_of(account))


def _joining(account: Account) -> Account:
    """Make a table that another account may join, and return that account."""
    first = {**PLAIN, **two_accounts.MODE, **two_accounts.policy(two_accounts.SOURCE, two_accounts.THEIRS)}
    assert account.result(first)["converged"]
    account.host.calls.clear()
    return two_accounts.Theirs(account)


def _backed_up(account: Account, source: Mapping[str, Any]) -> str:
    """Make a table that another one can come from, and a backup of it; return the ARN of the backup."""
    account.arrange({**PLAIN, **source}, SOURCE)
    request = {"TableName": SOURCE, "BackupName": "backup"}
    return str(account.engine.call("dynamodb", "CreateBackup", request)["BackupDetails"]["BackupArn"])


@dataclasses.dataclass(frozen=True)
class Reading:
    """What ``dynamodb_table_info`` does: it makes no plan, so the actions are those of all reads, and these.

    With a ``region``, they are those for a replica in that Region.
    """

    title: str
    about: str
    names: tuple[str, ...] | None
    unmanaged: bool
    more: tuple[str, ...]
    unseen: frozenset[str] = frozenset()
    region: str = ""

    @functools.cached_property
    def used(self) -> Used:
        """Read a table that has much."""
        account = Account(lengths=SHORT)
        key = {} if self.region else encrypted(KEY_ONE)
        view = "NEW_AND_OLD_IMAGES" if self.region else "KEYS_ONLY"
        account.arrange({**PLAIN, **key, "stream_enabled": True, "stream_view_type": view})
        account.later(LONG)
        if self.region:
            assert account.result({"replicas": [{"region_name": self.region}]})["converged"]
            account.host.calls.clear()
        WIRE.host = account.host
        with libraries_sleep(account.clock):
            api, elsewhere = TableApi(account.connect), bool(self.region)
            tables, warnings = read_tables(api, self.names, None, self.unmanaged, elsewhere)
        assert len(tables) == 1 and not warnings, warnings
        if self.region:
            account.host.calls[:] = [call for call in account.host.calls if call.caller.region == self.region]
        asked = [entry for entry in ENTRIES if not (self.region and planning_of(entry.load()).shared)]
        reads = {entry.read.action for entry in asked if entry.read}
        named = frozenset({"dynamodb:DescribeTable", *reads, *self.more})
        return Used(named, called_of(account), called_of(account, streams=True))


def is_read(action: str) -> bool:
    """Tell an action that changes nothing."""
    return action.partition(":")[2].startswith(READS_OF_APIS)


def called_of(account: Account, *, streams: bool = False) -> frozenset[str]:
    """Return the actions of the calls that an engine has seen, or only of those that were about a stream."""
    calls = (call for call in account.host.calls if not streams or "/stream/" in call.request.get("ResourceArn", ""))
    called = (f"{entry.service}:{entry.operation}" for entry in calls)
    return frozenset(NAMED.get(call, call) for call in called)


def load(path: Path) -> Any:
    """The entries of a file iam.yml; nothing where a setting has none."""
    return read_yaml(path) if path.exists() else []


def feature(entry: Mapping[str, Any]) -> Feature:
    """An entry, with the smallest table below what it says."""
    before, joins = entry.get("before", {}), entry.get("joins", False)
    member = {"global_table_source_arn": two_accounts.SOURCE, **two_accounts.policy(two_accounts.REPLICA)}
    return Feature(
        entry["title"],
        entry["about"],
        tuple({**(member if joins else PLAIN), **options} for options in entry["runs"]),
        None if before is None else {**PLAIN, **before},
        frozenset(entry.get("unseen", ())),
        entry.get("source"),
        entry.get("role", ""),
        entry.get("tagging", False),
        joins,
    )


def features() -> Iterator[Feature]:
    """The table as a whole, then setting by setting in the order of the catalog, then what ends a table."""
    together = load(folders.HERE / folders.TOGETHER / "iam.yml")
    settings = (entry for setting in ENTRIES for entry in load(folders.HERE / setting.name / "iam.yml"))
    yield from (feature(entry) for entry in (*together["first"], *settings, *together["last"]))


UNMANAGED = (
    "dynamodb:DescribeKinesisStreamingDestination",
    "kms:DescribeKey",
)
FEATURES: tuple[Feature | Reading, ...] = (
    *features(),
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
    Reading(
        "`dynamodb_table_info` with `other_regions`",
        "Replicas are read too. These are the permissions for the table in the Region of a replica, `REGION`.",
        (NAME,),
        False,
        (),
        region="eu-west-1",
    ),
)
