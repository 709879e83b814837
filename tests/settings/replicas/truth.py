# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas, each with what belongs to its Region, and the witness and the consistency of their group."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings import regional
from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options
from ansible_collections.planton.dynamodb.tests.simulator.group import Group
from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.settings.table_class import TableClass
from ansible_collections.planton.dynamodb.tests.simulator.state import Index, Table

OPTION, CONSISTENCY, WITNESS = "replicas", "multi_region_consistency", "global_table_witness"
OFF: dict[str, Any] = {OPTION: []}


def facts(options: Options) -> Facts:
    found: Facts = {}
    for item in options.get(OPTION, ()):
        here = (OPTION, item["region_name"])
        found |= {(*here, *path): value for path, value in regional.facts(options, item).items()}
    if options.get(OPTION):
        # The usual one is told by nobody.
        found |= {(CONSISTENCY,): "STRONG"} if options.get(CONSISTENCY) == "STRONG" else {}
        witness = options.get(WITNESS)
        found |= {(WITNESS, "region_name"): witness["region_name"]} if witness else {}
    return found


def of_table(table: Table) -> dict[str, Any]:
    members = table.group.members if table.group else {}
    there = {name: each for name, each in members.items() if name != table.region and each.gone_at is None}
    items = [_item(name, each.table) for name, each in sorted(there.items()) if each.table]
    witnesses = [name for name, each in there.items() if not each.table]
    return {
        OPTION: items,
        **({CONSISTENCY: _consistency(table.group)} if items else {}),
        **({WITNESS: {"region_name": witnesses[0]}} if witnesses else {}),
    }


def _consistency(group: Group | None) -> str:
    return "STRONG" if group and group.strong else "EVENTUAL"


def _item(region: str, there: Table) -> dict[str, Any]:
    """A replica that the engine holds, as an item says it whole."""
    own = {name: value for truth in regional.OWN.values() for name, value in truth.of_table(there).items()}
    key = there.of(Encryption).encryption_key
    named = {"kms_key_arn": key} if key and _is_of_a_customer(key) else {}
    scaled = regional.scaled_reads(there.scaled)
    reads = {"": _reads(there), **{name: _reads(index) for name, index in there.global_indexes.items()}}
    of_class = {"table_class": there.of(TableClass).table_class or "STANDARD"}
    return regional.with_numbers({"region_name": region, **own, **named, **of_class, **scaled}, reads)


def _is_of_a_customer(key: str) -> bool:
    """Keys of the walks have numbers that are easily told; the one that AWS manages has any."""
    return key.rpartition("/")[2].removeprefix("mrk-")[:8] in ("11111111", "22222222")


def _reads(place: Table | Index) -> dict[str, int]:
    units = (place.throughput or {}).get("ReadCapacityUnits")
    return {
        **({regional.UNITS: units} if units else {}),
        regional.MOST: place.on_demand_units.get("MaxReadRequestUnits", -1),
    }


def read(options: Options) -> tuple[str, ...]:
    """The Regions; what belongs to them is compared in bound_regions."""
    return tuple(sorted(item["region_name"] for item in options[OPTION]))
