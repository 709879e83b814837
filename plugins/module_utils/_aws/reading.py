# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads a table with as few calls as possible: DescribeTable, then in parallel only what the specification names."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import functools
import typing as t

from .._settings.catalog import BY_NAME, ENTRIES
from .._settings.kms import MANAGED_KEY, MANAGED_KEY_ALIAS
from .._settings.observed import Answers, Observed, observe
from .._settings.setting import Unknown
from .._settings.states import CREATING, DELETING
from .api import explain
from .errors import ServiceError
from .verdicts import Verdict

if t.TYPE_CHECKING:
    from .._settings.entry import Entry
    from .._settings.read import Read
    from .._settings.settings import Settings
    from .api import TableApi
    from .sources import Source

    Rest = t.Callable[["dict[str, t.Any] | None", "dict[str, str | Unknown]"], "Reading"]

# The names of the settings that have their own read.
READS = frozenset(entry.name for entry in ENTRIES if entry.has_read)
# Those of them that outlive the table, so that they are read before it is deleted.
OUTLIVING = frozenset(entry.name for entry in ENTRIES if entry.outlives)


@dataclasses.dataclass(frozen=True)
class Reading:
    """One look at a table: the unchanged answers, and the table that they describe; both ``None`` if it is missing.

    ``keys`` are the KMS aliases and key ids of the specification with their ARNs, ``source`` is what is known of what
    the table comes into being from.
    """

    answers: Answers | None = None
    observed: Observed | None = None
    keys: t.Mapping[str, str | Unknown] = dataclasses.field(default_factory=dict)
    source: Source | None = None

    @property
    def sources(self) -> t.Mapping[str, t.Any]:
        """The answers about what the table comes into being from."""
        return self.source.answers if self.source else {}

    @classmethod
    def of(cls, answers: Answers) -> Reading:
        """Return the reading that these answers make."""
        return cls(answers, observe(answers), answers.keys)


class Wanted(t.NamedTuple):
    """What to read in addition to DescribeTable.

    ``reads`` are names of settings that have their own read, ``keys`` are aliases and ids of KMS keys, ``emptiness`` is
    whether the table has no items. ``again`` means that the table may have changed, so that an answer that was read for
    several tables does not do.
    """

    reads: frozenset[str] = frozenset()
    keys: tuple[str, ...] = ()
    emptiness: bool = False
    again: bool = False


def wanted_by(settings: Settings) -> Wanted:
    """Return what must be read to compare a specification."""
    names = dict.fromkeys(name for setting, value in settings.items() for name in setting.names(value))
    return Wanted(READS & settings.values.keys(), tuple(names))


def read(
    api: TableApi, name: str, wanted: Wanted, pool: concurrent.futures.Executor, rest: Rest | None = None
) -> Reading:
    """Read a table. A KMS alias or key id that the user named is looked up even if the table does not exist.

    ``rest`` reads on from DescribeTable's answer and the keys, if that is not as usual.
    """
    named = [key for key in wanted.keys if key != MANAGED_KEY_ALIAS]
    keys = {key: pool.submit(key_arn, api, key) for key in named}
    table = api.describe_table(name)
    found = {key: future.result() for key, future in keys.items()}
    if rest:
        return rest(table, found)
    return complete_if_there(api, Answers(table, keys=found), wanted, pool) if table else Reading(keys=found)


def complete_if_there(api: TableApi, answers: Answers, wanted: Wanted, pool: concurrent.futures.Executor) -> Reading:
    """Read the rest of a table; if another process begins to delete the table meanwhile, return what is left of it."""
    try:
        return complete(api, answers, wanted, pool)
    except ServiceError as error:
        if error.verdict not in (Verdict.BUSY, Verdict.MISSING):
            raise
        table = api.describe_table(answers.table["TableName"])
        if table is not None and table.get("TableStatus") != DELETING:
            raise
    return Reading.of(Answers(table, keys=answers.keys)) if table else Reading(keys=answers.keys)


def complete(api: TableApi, answers: Answers, wanted: Wanted, pool: concurrent.futures.Executor) -> Reading:
    """Read the rest of a table that exists, with all calls in parallel; what was read already is read anew."""
    table = answers.table
    if table.get("TableStatus") == DELETING:
        return Reading.of(answers)
    known = {name: before_asking(BY_NAME[name], answers) for name in wanted.reads}
    calls = {
        name: _asking(api, way, table, again=wanted.again or name in answers.reads)
        for name in known
        if known[name] is None and (way := BY_NAME[name].read)
    }
    futures = {name: pool.submit(ask, calls[name]) for name in sorted(calls)}
    empty = pool.submit(ask, lambda: api.sender.is_empty(table["TableName"])) if wanted.emptiness else None
    keys = dict(answers.keys)
    if MANAGED_KEY_ALIAS in wanted.keys and has_named_key(table):
        keys[MANAGED_KEY_ALIAS] = key_arn(api, MANAGED_KEY_ALIAS)
    answered = {name: futures[name].result() if name in futures else known[name] for name in known}
    found = dataclasses.replace(
        answers,
        reads={**answers.reads, **answered},
        keys=keys,
        empty=empty.result() if empty else answers.empty,
    )
    return Reading.of(found)


def _asking(api: TableApi, way: Read, table: t.Mapping[str, t.Any], *, again: bool) -> t.Callable[[], t.Any]:
    if way.form == "resources":
        return functools.partial(api.resources.read, way, table, again=again)
    if api.listing and not again:
        return functools.partial(api.listing.read, way, table)
    return functools.partial(api.read, way, table)


def before_asking(entry: Entry, answers: Answers) -> t.Any:
    """Return the answer to assume for a table that is being created, or lacks the part; ``None`` to make the call.

    While a table is made from a source, or as a replica, only DynamoDB itself knows it.
    """
    read = entry.read
    if read is None:
        return None
    if read.part and not (answers.table.get(read.part) and answers.table.get(read.arn)):
        return {}
    if answers.table.get("TableStatus") != CREATING:
        return None
    made_from = answers.making or answers.table.get("RestoreSummary") or answers.table.get("Replicas")
    return read.nothing if made_from else read.new


def has_named_key(table: t.Mapping[str, t.Any]) -> bool:
    """Tell whether the table shows a key ARN; only KMS can tell whether that is the AWS managed key."""
    arn = (table.get("SSEDescription") or {}).get("KMSMasterKeyArn", "")
    return bool(arn) and not MANAGED_KEY.fullmatch(arn)


_T = t.TypeVar("_T")


def ask(call: t.Callable[[], _T]) -> _T | Unknown:
    """Return the answer, or ``Unknown`` if the call is denied or not offered; raises all other errors."""
    try:
        return call()
    except ServiceError as error:
        if error.verdict in (Verdict.DENIED, Verdict.UNSUPPORTED):
            return Unknown(explain(error), offered=error.verdict is not Verdict.UNSUPPORTED)
        raise


def key_arn(api: TableApi, key: str) -> str | Unknown:
    """Return the ARN of a key. AWS creates the managed key on first use; until then its alias is returned."""
    try:
        return ask(lambda: api.describe_key(key))
    except ServiceError as error:
        if error.verdict is Verdict.MISSING and key == MANAGED_KEY_ALIAS:
            return MANAGED_KEY_ALIAS
        raise
