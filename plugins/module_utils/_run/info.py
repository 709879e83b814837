# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The module dynamodb_table_info: reads one, several or all tables, and returns them as specifications."""

from __future__ import annotations

import concurrent.futures
import functools
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.botocore import paginated_query_with_retries

from .._aws.api import TableApi
from .._aws.connecting import READ_RETRY, connector
from .._aws.errors import ServiceError
from .._aws.listing import HOME, share
from .._aws.reading import READS, Reading, Wanted, ask, read
from .._aws.verdicts import Verdict
from .._settings.catalog import BY_NAME
from .._settings.kms import MANAGED_KEY_ALIAS
from .._settings.observed import Answers
from .._settings.setting import Unknown
from .._settings.states import DELETING
from .aws_module import WORKERS, exit_with
from .failure import service_failure
from .result import outputs, spec_options, table_facts

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._settings.observed import Observed
    from .._texts.facts import Facts

# How many tables are read at a time. More would only wait for DescribeTimeToLive, the read with the lowest limit.
TABLES = 4


def read_tables(
    api: TableApi,
    names: t.Sequence[str] | None,
    prefix: str | None,
    unmanaged: bool = False,
    other_regions: bool = False,
) -> tuple[list[Facts], list[str]]:
    """Return the named tables, or those whose name starts with ``prefix``, or all, sorted by name; and warnings.

    A table that does not exist, or is deleted meanwhile, is left out. ``unmanaged`` also reads what no option describes
    and has its own API, ``other_regions`` the replicas of the tables, each in its Region. Raises ``ServiceError`` if a
    table cannot be read.
    """
    chosen = table_names(api) if names is None else sorted(set(names))
    chosen = [name for name in chosen if name.startswith(prefix or "")]
    share(api, ((HOME, way) for name in READS if (way := BY_NAME[name].read) for _table in chosen), len(chosen))
    # The thread of a table waits for the reads of that table, so the reads need their own pool.
    with (
        concurrent.futures.ThreadPoolExecutor(TABLES) as tables,
        concurrent.futures.ThreadPoolExecutor(WORKERS) as pool,
    ):
        readings = list(tables.map(lambda name: read_one(api, name, pool), chosen))
        observed = [reading.observed for reading in readings if reading.observed]
        more = read_unmanaged(api, observed, unmanaged)
        elsewhere = _elsewhere(api, observed, pool) if other_regions else {}
    found = [reading for reading in readings if reading.observed]
    warnings = [
        f"{reading.observed.name}: {aspect} is unknown: {reason}"
        for reading in found
        if reading.observed
        for aspect, reason in reading.observed.unknown.items()
    ]
    warnings += [
        f"{name} in {region}: {aspect} is unknown: {reason}"
        for name, facts in elsewhere.items()
        for region, there in facts["other_regions"].items()
        for aspect, reason in there["table"].get("unknown", {}).items()
    ]
    warnings += [
        f"{name}: {aspect} is unknown: {reason}"
        for name, facts in more.items()
        for aspect, reason in facts["unmanaged"].get("unknown", {}).items()
    ]
    tables_found = [
        _words(reading) | more.get(each.name, {}) | elsewhere.get(each.name, {})
        for reading, each in zip(found, observed, strict=True)
    ]
    return tables_found, warnings


def _elsewhere(api: TableApi, tables: t.Sequence[Observed], pool: concurrent.futures.Executor) -> dict[str, Facts]:
    from .info_elsewhere import read_elsewhere

    return read_elsewhere(api, tables, lambda there, name, reads: read_one(there, name, pool, reads))


def read_one(api: TableApi, name: str, pool: concurrent.futures.Executor, reads: frozenset[str] = READS) -> Reading:
    """Return what there is to read of a table; one that is deleted meanwhile is none."""
    try:
        return read(api, name, Wanted(reads), pool)
    except ServiceError as error:
        if error.verdict not in (Verdict.MISSING, Verdict.BUSY):
            raise
        table = api.describe_table(name)
        if table and table.get("TableStatus") != DELETING:
            raise
        return Reading.of(Answers(table)) if table else Reading()


def _words(reading: Reading) -> Facts:
    name = reading.observed.name if reading.observed else ""
    return {"table": table_facts(reading), "spec": spec_options(reading), "outputs": outputs(name, reading)}


def run_table_info(module: AnsibleAWSModule) -> None:
    """Carry out dynamodb_table_info."""
    exit_with(module, table_info_result(module))


def table_info_result(module: AnsibleAWSModule) -> Facts:
    """Return the result of dynamodb_table_info; it is a failure if it has a ``msg``."""
    chosen = (module.params[name] for name in ("names", "prefix", "unmanaged", "other_regions"))
    try:
        tables, warnings = read_tables(TableApi(connector(module)), *chosen)
    except ServiceError as error:
        return {"changed": False, "tables": [], **service_failure(error)}
    return {"changed": False, "tables": tables, "warnings": warnings}


def table_names(api: TableApi) -> list[str]:
    """Return the sorted names of all tables of the account in the Region."""
    ask = functools.partial(paginated_query_with_retries, api.dynamodb, "list_tables", READ_RETRY)
    return sorted(api.offered("ListTables", ask).get("TableNames", []))


def read_unmanaged(api: TableApi, tables: t.Sequence[Observed], wanted: bool) -> dict[str, Facts]:
    """Return by table name what no option describes; empty unless it is ``wanted``.

    That is whether the key of a table is the one that AWS manages: the table shows only an ARN, and KMS has to tell.
    """
    if not tables or not wanted:
        return {}
    key = _asked(lambda: api.describe_key(MANAGED_KEY_ALIAS)) if any(map(_key, tables)) else None
    unknown = {"unknown": {"managed_key": key.reason}} if isinstance(key, Unknown) else {}
    return {
        table.name: {"unmanaged": ({"managed_key": True} if _key(table) == key else unknown) if _key(table) else {}}
        for table in tables
    }


def _key(table: Observed) -> str:
    return str((table.table.get("SSEDescription") or {}).get("KMSMasterKeyArn") or "")


def _asked(call: t.Callable[[], t.Any]) -> t.Any:
    """Return the answer, ``()`` if there is no such key, or ``Unknown`` if the call is denied or not offered."""
    try:
        return ask(call)
    except ServiceError as error:
        if error.verdict is not Verdict.MISSING:
            raise
        return ()
