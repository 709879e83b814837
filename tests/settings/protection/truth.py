# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protection against deletion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference, Facts, Options, told
from ansible_collections.planton.dynamodb.tests.simulator.settings.protection import Protection
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules

OFF = {"deletion_protection_enabled": False}


def facts(options: Options) -> Facts:
    return told(options, "deletion_protection_enabled")


def of_table(table: Table) -> dict[str, Any]:
    return {"deletion_protection_enabled": table.of(Protection).protected}


def read(options: Options) -> bool:
    return bool(options["deletion_protection_enabled"])


def before_deletion(protected: bool) -> dict[str, int]:
    """Page 8.4, "Delete: (DP off) + DeleteTable": nothing else has to go first."""
    return {"UpdateTable": int(protected)}


def atoms(difference: Difference) -> Iterator[Atom]:
    before, after = difference.of("protection")
    if before != after:
        yield Atom(rules.PROTECTION)
