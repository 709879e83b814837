# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What dynamodb_table_info reads of the replicas of tables: each table in its Region, all Regions side by side."""

from __future__ import annotations

import concurrent.futures
import typing as t

from .._aws.errors import ServiceError
from .._aws.listing import HOME, share
from .._aws.reading import READS
from .._settings.catalog import BY_NAME
from .._settings.plannings import planning_of
from .._settings.states import DELETING
from .result import spec_options, table_facts

if t.TYPE_CHECKING:
    from .._aws.api import TableApi
    from .._aws.reading import Reading
    from .._settings.observed import Observed
    from .._texts.facts import Facts

# How many tables of a Region are read at the same time.
TABLES = 4
# The name of a whole table among what is unknown of it.
WHOLE = "table"
GONE = "it is not there"


def read_elsewhere(
    api: TableApi, tables: t.Sequence[Observed], read_one: t.Callable[[TableApi, str, frozenset[str]], Reading]
) -> dict[str, Facts]:
    """Return by table name its replicas by Region, each as a table and as the options that describe it there.

    ``read_one`` reads a table with these of its settings that have an API of their own.

    A Region that is denied or does not answer has nothing but the reason, so that the others are read all the same.
    """
    wanted = [(table.name, region) for table in tables for region in _regions(table)]
    found: dict[str, Facts] = {table.name: {"other_regions": {}} for table in tables}
    if not wanted:
        return found
    reads = frozenset(name for name in READS if not planning_of(BY_NAME[name].load()).shared)
    regions = sorted({region for _name, region in wanted})
    clients = {region: api.there(region) for region in regions}
    ways = [way for name in reads if (way := BY_NAME[name].read)]
    for region, there in clients.items():
        count = sum(each == region for _name, each in wanted)
        share(there, ((HOME, way) for way in ways * count), count)
    with concurrent.futures.ThreadPoolExecutor(TABLES * len(regions)) as threads:
        answers = threads.map(lambda each: _facts(lambda: read_one(clients[each[1]], each[0], reads)), wanted)
        for (name, region), answer in zip(wanted, answers, strict=True):
            found[name]["other_regions"][region] = answer
    return found


def _regions(table: Observed) -> list[str]:
    """Return the Regions that have a replica; a witness has no table, and a replica that is being deleted goes."""
    replicas = table.table.get("Replicas") or ()
    kept = {each.get("RegionName") for each in replicas if each.get("ReplicaStatus") != DELETING}
    return sorted(region for region in table.beside.replicas if region in kept)


def _facts(read: t.Callable[[], Reading]) -> Facts:
    try:
        reading = read()
    except ServiceError as error:
        return _unknown(str(error))
    if reading.observed is None:
        return _unknown(GONE)
    return {"table": table_facts(reading), "spec": spec_options(reading)}


def _unknown(reason: str) -> Facts:
    return {"table": {"unknown": {WHOLE: reason}}, "spec": {}}
