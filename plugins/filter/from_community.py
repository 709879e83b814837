# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: from_community
short_description: Options of dynamodb_table from arguments of community.aws.dynamodb_table
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns the arguments of a task with M(community.aws.dynamodb_table), or with M(community.aws.dynamodb_ttl), into
    options of M(planton.dynamodb.dynamodb_table).
  - A table that the task has made matches these options.
  - Arguments that cannot be translated are refused. The message names all of them at once.
positional: _input
options:
  _input:
    description:
      - The arguments of one task, or a list with those of several. If several are about the same table, they become
        one.
    type: raw
    required: true
  defaults:
    description:
      - Whether to add what M(community.aws.dynamodb_table) assumes when it makes a table or an index, which is
        provisioned capacity of one unit.
      - With V(false), an existing table keeps its capacity, and a new table cannot be made unless the arguments have a
        capacity.
    type: bool
    default: true
notes:
  - M(planton.dynamodb.dynamodb_table) removes indexes that are not listed, if any of their kind is listed. Look at the
    plan first.
seealso:
  - module: planton.dynamodb.dynamodb_table
"""

EXAMPLES = r"""
- name: Manage a table that community.aws has made
  planton.dynamodb.dynamodb_table: "{{ table }}"
  vars:
    arguments:
      name: orders
      hash_key_name: order_id
      range_key_name: placed_at
      range_key_type: NUMBER
      read_capacity: 5
      write_capacity: 5
      indexes:
        - name: by_customer
          type: global_keys_only
          hash_key_name: customer_id
          read_capacity: 2
          write_capacity: 2
    ttl:
      table_name: orders
      attribute_name: expires_at
      state: enable
    table: "{{ [arguments, ttl] | planton.dynamodb.from_community | first }}"
"""

RETURN = r"""
_value:
  description:
    - The options of the table. For a list, a list with the options of each table.
  type: raw
  sample:
    name: orders
    billing_mode: PAY_PER_REQUEST
    attribute_definitions: [{name: order_id, type: S}]
    key_schema: [{attribute_name: order_id, key_type: HASH}]
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.module_utils.parsing.convert_bool import boolean

from ..module_utils._adopting.community import translated


def from_community(value: t.Any, defaults: t.Any = True) -> t.Any:
    """Return the options of dynamodb_table for the arguments of one task, or of several tasks."""
    several = list(value) if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(each, t.Mapping) for each in several):
        raise AnsibleFilterError("from_community: give the arguments of a task as a dictionary, or several in a list")
    found = [translated(each, boolean(defaults)) for each in several]
    refusals = [
        f"{each.options.get('name') or 'without a name'}: {refusal}" for each in found for refusal in each.refusals
    ]
    if refusals:
        raise AnsibleFilterError("\n".join(["from_community:", *refusals]))
    tables: dict[str, dict[str, t.Any]] = {}
    for each in found:
        tables.setdefault(each.options["name"], {}).update(each.options)
    options = list(tables.values())
    return options if isinstance(value, (list, tuple)) else options[0]


class FilterModule:
    """The filter from_community."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"from_community": from_community}
