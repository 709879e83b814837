# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: to_role_variables
short_description: Existing DynamoDB tables as variables of the role
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns what M(planton.dynamodb.dynamodb_table_info) read into the text of a YAML file with variables of the role
    P(planton.dynamodb.aws_dynamodb#role), sorted and commented, without what a table has by default.
  - If the variables are applied, nothing changes. Comments list what no option describes.
  - If Ansible has masked a part of a table, because the secret of the connection occurs in it, the filter fails.
  - Tables that are being deleted are left out.
positional: _input
options:
  _input:
    description:
      - The RV(planton.dynamodb.dynamodb_table_info#module:tables) of the module, or one of them, or the whole result.
      - Or what P(planton.dynamodb.from_terraform#filter) or P(planton.dynamodb.from_cloudformation#filter) returns.
        Comments tell what these have left out.
      - The tables have to be of one region.
    type: raw
    required: true
extends_documentation_fragment:
  - planton.dynamodb._adopted
seealso:
  - plugin: planton.dynamodb.from_terraform
    plugin_type: filter
  - plugin: planton.dynamodb.from_cloudformation
    plugin_type: filter
  - plugin: planton.dynamodb.to_manifest
    plugin_type: filter
  - module: planton.dynamodb.dynamodb_table_info
"""

EXAMPLES = r"""
- name: Read the tables
  planton.dynamodb.dynamodb_table_info:
    prefix: shop-
    region: eu-central-1
  register: shop

- name: Write them down
  ansible.builtin.copy:
    content: "{{ shop.tables | planton.dynamodb.to_role_variables }}"
    dest: shop.yml
    mode: "0644"
"""

RETURN = r"""
_value:
  description:
    - YAML text with C(aws_dynamodb_tables) for a list or a whole result, and with the variables of one table, such as
      C(aws_dynamodb_name), for an item of it.
  type: str
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ..plugin_utils._adopting import WrongInputError, found_tables, table_variables, tables_variables
from ..plugin_utils._migrating import NoTablesError, is_migrated, migrated_variables


def to_role_variables(value: t.Any, tags: t.Any = None) -> str:
    """Return the variables that describe one table, or several."""
    one = isinstance(value, t.Mapping) and "tables" not in value
    try:
        if is_migrated(value):
            return migrated_variables(value, tags)
        tables = found_tables(value, tags)
        return table_variables(tables[0]) if one and tables else tables_variables(tables)
    except (NoTablesError, WrongInputError) as error:
        raise AnsibleFilterError(f"to_role_variables: {error}") from error


class FilterModule:
    """The filter to_role_variables."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"to_role_variables": to_role_variables}
