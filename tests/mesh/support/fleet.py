# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet as AWX knows it: thirty targets, each an account in a region, ten tables in each, and how AWX slices it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The strict engine takes an access key of twelve digits for the number of the account.
ACCOUNTS = {f"account-{number:02}": f"{number:02}".ljust(12, "0") for number in range(11, 21)}
REGIONS = ("ap-southeast-2", "eu-central-1", "us-east-1")


@dataclass(frozen=True, order=True)
class Target:
    """One host of the inventory: an account in a region."""

    alias: str
    region: str

    @property
    def host(self) -> str:
        return f"{self.alias}.{self.region}"

    @property
    def account(self) -> str:
        return ACCOUNTS[self.alias]


TARGETS = [Target(alias, region) for alias in ACCOUNTS for region in REGIONS]


def _key(name: str, kind: str) -> dict[str, str]:
    return {"attribute_name": name, "key_type": kind}


def _attributes(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "type": "S"} for name in names]


_SHAPES: dict[str, dict[str, Any]] = {
    "sessions": {
        "attribute_definitions": _attributes("id"),
        "key_schema": [_key("id", "HASH")],
        "ttl": {"enabled": True, "attribute_name": "expires_at"},
    },
    "products": {"attribute_definitions": _attributes("id"), "key_schema": [_key("id", "HASH")]},
    "orders": {
        "attribute_definitions": _attributes("customer", "placed", "status"),
        "key_schema": [_key("customer", "HASH"), _key("placed", "RANGE")],
        "global_secondary_indexes": [
            {"name": "by_status", "key_schema": [_key("status", "HASH")], "projection": {"type": "KEYS_ONLY"}}
        ],
    },
    "events": {
        "attribute_definitions": _attributes("order", "number"),
        "key_schema": [_key("order", "HASH"), _key("number", "RANGE")],
        "stream_enabled": True,
        "stream_view_type": "NEW_IMAGE",
    },
    "audit": {
        "attribute_definitions": _attributes("actor"),
        "key_schema": [_key("actor", "HASH")],
        "deletion_protection_enabled": True,
    },
}
TABLES = [{"name": f"{shop}-{kind}", **shape} for shop in ("north", "south") for kind, shape in _SHAPES.items()]

Place = tuple[str, str, str]  # account, region and name of a table
EVERY_TABLE: set[Place] = {(target.account, target.region, table["name"]) for target in TARGETS for table in TABLES}


def inventory(endpoint: str) -> dict[str, Any]:
    """The fleet in the form of an inventory script, which is how AWX writes an inventory down for a job."""
    accounts = {
        f"account_{alias.replace('-', '_')}": {
            "hosts": [target.host for target in TARGETS if target.alias == alias],
            "vars": {"aws_dynamodb_access_key": account},
        }
        for alias, account in ACCOUNTS.items()
    }
    regions = {
        f"region_{region.replace('-', '_')}": {
            "hosts": [target.host for target in TARGETS if target.region == region],
            "vars": {"aws_dynamodb_region": region},
        }
        for region in REGIONS
    }
    return {
        "all": {"children": [*accounts, *regions], "vars": _shared(endpoint)},
        **accounts,
        **regions,
        "_meta": {"hostvars": {target.host: {} for target in TARGETS}},
    }


def _shared(endpoint: str) -> dict[str, Any]:
    return {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "aws_dynamodb_endpoint_url": endpoint,
        "aws_dynamodb_secret_key": "not-a-real-secret-7f3a",
        "aws_dynamodb_table_defaults": {
            "billing_mode": "PAY_PER_REQUEST",
            "tags": {"target": "{{ inventory_hostname }}"},
        },
        "aws_dynamodb_tables": TABLES,
    }


def sliced(whole: dict[str, Any], number: int, count: int) -> dict[str, Any]:
    """Slice `number` of `count`, by the rule of AWX: in the order of their names, each count-th host from there on.

    The groups stay, with the hosts that are left in them.
    """
    kept = set(sorted(whole["_meta"]["hostvars"])[number - 1 :: count])
    groups = {
        name: {**group, "hosts": [host for host in group["hosts"] if host in kept]} if "hosts" in group else group
        for name, group in whole.items()
        if name != "_meta"
    }
    hostvars = {host: values for host, values in whole["_meta"]["hostvars"].items() if host in kept}
    return {**groups, "_meta": {"hostvars": hostvars}}
