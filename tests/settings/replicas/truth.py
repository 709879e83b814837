# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas, which DescribeTable lists, and the witness and the consistency of their group."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OPTION = "replicas"
OFF: dict[str, Any] = {OPTION: []}


def facts(options: Options) -> Facts:
    return {(OPTION, item["region_name"]): True for item in options.get(OPTION, ())}


def of_table(table: Table) -> dict[str, Any]:
    members = table.group.members.values() if table.group else ()
    there = [each for each in members if each.table and each.region != table.region and each.gone_at is None]
    return {OPTION: [{"region_name": each.region} for each in sorted(there, key=lambda each: each.region)]}


def read(options: Options) -> tuple[str, ...]:
    return tuple(sorted(item["region_name"] for item in options[OPTION]))
