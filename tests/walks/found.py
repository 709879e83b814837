# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scaling has made of a specification: the capacities that it has set, and what scales a replica."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings import regional
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL, Options
from ansible_collections.planton.dynamodb.tests.simulator.operations.targets import Id, targets_of
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks.account import NAME, Account
from ansible_collections.planton.dynamodb.tests.walks.check_diff import REPLICAS
from ansible_collections.planton.dynamodb.tests.walks.facts import options_of_table


def targets(account: Account, region: str) -> list[Id]:
    """What scales the table of a Region, and its indexes."""
    return [target for target in targets_of(account.engine.world().regions[region]) if target.table_name == NAME]


def with_capacities(account: Account, options: Options | None) -> Options | None:
    """The specification with the capacities that the table has, as scaling has set some of them."""
    table = account.table()
    if table is None or options is None:
        return options
    shown = options_of_table(table)
    indexes = {item["name"]: item for item in shown[GLOBAL]}
    listed = [_sized(item, indexes[item["name"]]) for item in options[GLOBAL]]
    there = account.elsewhere()
    items = [_scaled(account, item, there[item[regional.REGION]]) for item in options[REPLICAS]]
    return {**_sized(options, shown), GLOBAL: listed, REPLICAS: items}


def _sized(item: Options, shown: Options) -> Options:
    units = {name: value for name, value in shown.items() if name == "provisioned_throughput"}
    return {**item, **units}


def _scaled(account: Account, item: Options, there: Table) -> Options:
    """A replica with what scales it, also what AWS has set up by itself, and with the reads that scaling has set."""
    known = [each for each in targets(account, there.region) if each.index_name in ("", *there.global_indexes)]
    reads = {regional.UNITS: there.throughput["ReadCapacityUnits"]} if there.throughput else {}
    return {**item, regional.TARGETS: known, **(reads if regional.is_scaled(item) else {})}
