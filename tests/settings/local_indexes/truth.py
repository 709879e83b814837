# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Local indexes. They cannot be changed in place, so they have no part of the bound."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import LOCAL
from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options, index_facts, index_words
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OFF = {LOCAL: []}


def facts(options: Options) -> Facts:
    return index_facts(LOCAL, options[LOCAL])


def of_table(table: Table) -> dict[str, Any]:
    return {LOCAL: [index_words(index) for index in table.local_indexes.values()]}
