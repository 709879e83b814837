# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas, which DescribeTable lists, and the witness and the consistency of their group."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OPTION = "replicas"
OFF: dict[str, Any] = {OPTION: []}
# What an override is called in options, and in what the engine shows.
SHOWN = {
    "kms_key_arn": ("KMSMasterKeyId",),
    "table_class": ("ReplicaTableClassSummary", "TableClass"),
    "read_capacity_units": ("ProvisionedThroughputOverride", "ReadCapacityUnits"),
    "max_read_request_units": ("OnDemandThroughputOverride", "MaxReadRequestUnits"),
}


def facts(options: Options) -> Facts:
    return {
        (OPTION, item["region_name"], name): item.get(name)
        for item in options.get(OPTION, ())
        for name in ("region_name", *SHOWN)
    }


def of_table(table: Table) -> dict[str, Any]:
    there = {region: entry for region, entry in table.replicas.items() if not entry["witness"] and not entry["gone_at"]}
    return {OPTION: [{"region_name": region, **_words(entry["shows"])} for region, entry in sorted(there.items())]}


def _words(shows: Options) -> dict[str, Any]:
    found = {}
    for name, path in SHOWN.items():
        value: Any = shows
        for member in path:
            value = (value or {}).get(member)
        found[name] = value
    return {name: value for name, value in found.items() if value is not None}


def read(options: Options) -> tuple[str, ...]:
    return tuple(sorted(item["region_name"] for item in options[OPTION]))
