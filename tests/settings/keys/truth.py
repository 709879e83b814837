# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of a table. It cannot be changed in place, so it has no part of the bound."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options, key_words, keys_of
from ansible_collections.planton.dynamodb.tests.simulator.state import Table


def facts(options: Options) -> Facts:
    types = {("attribute_definitions", item["name"]): item["type"] for item in options["attribute_definitions"]}
    return {("key_schema",): keys_of(options["key_schema"]), **types}


def of_table(table: Table) -> dict[str, Any]:
    definitions = [{"name": name, "type": kind} for name, kind in table.attributes.items()]
    return {"attribute_definitions": definitions, "key_schema": key_words(table.keys)}


IN_A_DIFF = {"key_schema": keys_of}
