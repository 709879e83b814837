# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option replicas as requests, word for word; see ``literal.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Part = dict[str, Any]
Options = Mapping[str, Any]
Request = tuple[str, Part]


def replicas(name: str, options: Options) -> Iterator[Request]:
    """A call for each replica, or one for all members of a group with strong consistency."""
    actions = [{"Create": _part(item)} for item in options.get("replicas") or ()]
    if options.get("multi_region_consistency") == "STRONG":
        witness = options.get("global_table_witness")
        asked = {"GlobalTableWitnessUpdates": [{"Create": {"RegionName": witness["region_name"]}}]} if witness else {}
        request = {"ReplicaUpdates": actions, "MultiRegionConsistency": "STRONG", **asked}
        yield "UpdateTable", {"TableName": name, **request}
    else:
        for action in actions:
            yield "UpdateTable", {"TableName": name, "ReplicaUpdates": [action]}
    if options.get("replicas") and options.get("disassociation_protection_enabled") is False:
        yield "UpdateTable", {"TableName": name, "DisassociationProtectionEnabled": False}


def _part(item: Options) -> Part:
    part: Part = {"RegionName": item["region_name"], **_reads(item)}
    if item.get("kms_key_arn"):
        part["KMSMasterKeyId"] = item["kms_key_arn"]
    if item.get("table_class"):
        part["TableClassOverride"] = item["table_class"].removeprefix("TABLE_CLASS_")
    indexes = [{"IndexName": each["name"], **_reads(each)} for each in item.get("global_secondary_indexes") or ()]
    return {**part, **({"GlobalSecondaryIndexes": indexes} if indexes else {})}


def _reads(item: Options) -> Part:
    found: Part = {}
    if item.get("read_capacity_units"):
        found["ProvisionedThroughputOverride"] = {"ReadCapacityUnits": item["read_capacity_units"]}
    if item.get("max_read_request_units"):
        found["OnDemandThroughputOverride"] = {"MaxReadRequestUnits": item["max_read_request_units"]}
    return found
