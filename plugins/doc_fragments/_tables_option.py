# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations

import re
import textwrap

from ansible_collections.planton.dynamodb.plugins.doc_fragments import _run_options, _table_options

TAGS = """
tags:
  description:
    - The tags of the table. They replace the existing tags, unless O(purge_tags=false).
    - If the option is left out, the tags are left alone.
  type: dict
  aliases: [resource_tags]
purge_tags:
  description: Whether tags that the specification does not name are removed, if it names any.
  type: bool
  default: true
"""


def _suboptions(text: str) -> str:
    """Return options as those of each item of ``tables``, with references to each other that say so."""
    options = re.sub(r"\bO\((?=[a-z])", "O(tables[].", text.replace("\noptions:\n", "\n"))
    return textwrap.indent(textwrap.dedent(options).strip("\n"), "      ")


class ModuleDocFragment:
    """The option ``tables``, whose items have all options of dynamodb_table."""

    # With a type, for the sanity tests take what has none for a plain text.
    DOCUMENTATION: str = f"""
options:
  tables:
    description:
      - The tables, each with the options of M(planton.dynamodb.dynamodb_table), O(tables[].state) included.
      - The options of the connection are options of the task, and hold for all tables.
      - All tables are checked before the first call. If the specification of a table cannot be carried out, only that
        table fails.
    type: list
    elements: dict
    required: true
    suboptions:
{_suboptions(_run_options.ModuleDocFragment.DOCUMENTATION)}
{_suboptions(_table_options.ModuleDocFragment.DOCUMENTATION)}
{_suboptions(TAGS)}
"""
