# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The class of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference, Facts, Options, told
from ansible_collections.planton.dynamodb.tests.simulator.settings.table_class import TableClass
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules

OFF = {"table_class": "STANDARD"}


def facts(options: Options) -> Facts:
    return told(options, "table_class")


def of_table(table: Table) -> dict[str, Any]:
    return {"table_class": table.of(TableClass).table_class or "STANDARD"}


def read(options: Options) -> str:
    return str(options["table_class"])


def atoms(difference: Difference) -> Iterator[Atom]:
    before, after = difference.of("table_class")
    if before != after:
        yield Atom(rules.CLASS)
