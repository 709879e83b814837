# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: adoption_files
short_description: The files that describe existing DynamoDB tables
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns what M(planton.dynamodb.dynamodb_table_info) read into files with variables of the role and with manifests, as
    P(planton.dynamodb.to_role_variables#filter) and P(planton.dynamodb.to_manifest#filter) write them.
  - It writes no files. M(planton.dynamodb.write_files) writes them, as in the playbook C(planton.dynamodb.adopt).
  - If Ansible has masked a part of a table, because the secret of the connection occurs in it, the filter fails.
positional: _input
options:
  _input:
    description:
      - The RV(planton.dynamodb.dynamodb_table_info#module:tables) of the module, or the whole result.
    type: raw
    required: true
  formats:
    description:
      - What to write.
    type: list
    elements: str
    choices: [variables, manifests]
    default: [variables, manifests]
  one_file:
    description:
      - Whether all tables go into one file of each format.
    type: bool
    default: false
  by_region:
    description:
      - Whether each region has its own directory. With V(false) and O(one_file=true), all tables have to be in one
        region.
    type: bool
    default: false
extends_documentation_fragment:
  - planton.dynamodb._adopted
  - planton.dynamodb._adopted.manifests
seealso:
  - plugin: planton.dynamodb.to_role_variables
    plugin_type: filter
  - plugin: planton.dynamodb.to_manifest
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Write the variables of each table of the team into a file
  planton.dynamodb.write_files:
    directory: "{{ playbook_dir }}/adopted"
    files: "{{ found.tables | planton.dynamodb.adoption_files(formats=['variables'], tags={'team': 'shop'}) }}"
    mode: "0644"
"""

RETURN = r"""
_value:
  description:
    - The files.
  type: list
  elements: dict
  contains:
    path:
      description: The path of the file, relative to a directory of your choice.
      type: str
      sample: variables/orders.yml
    content:
      description: The text.
      type: str
    tables:
      description: The names of the tables in it.
      type: list
      elements: str
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.utils.display import Display

from ..plugin_utils._adopting import FORMATS, Layout, Warnings, WrongInputError, files, found_tables, generation_of


def adoption_files(
    value: t.Any,
    formats: t.Any = FORMATS,
    one_file: t.Any = False,
    by_region: t.Any = False,
    generation: t.Any = "G3",
    tags: t.Any = None,
) -> list[dict[str, t.Any]]:
    """Return the files that describe the tables."""
    warnings = Warnings()
    chosen = [formats] if isinstance(formats, str) else list(formats)
    try:
        layout = Layout(chosen, boolean(one_file), boolean(by_region), generation_of(generation))
        found = files(found_tables(value, tags), layout, warnings)
    except (WrongInputError, TypeError) as error:
        raise AnsibleFilterError(f"adoption_files: {error}") from error
    for line in warnings.lines():
        Display().warning(line)
    return [{"path": file.path, "content": file.content, "tables": file.tables} for file in found]


class FilterModule:
    """The filter adoption_files."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"adoption_files": adoption_files}
