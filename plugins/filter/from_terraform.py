# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: from_terraform
short_description: Options of dynamodb_tables from a state of Terraform
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns what C(terraform show -json) writes, or C(tofu show -json), into options of
    M(planton.dynamodb.dynamodb_tables). A table that Terraform has made matches these options.
  - It reads C(aws_dynamodb_table), and C(aws_dynamodb_global_secondary_index), C(aws_dynamodb_table_replica),
    C(aws_dynamodb_tag), C(aws_dynamodb_contributor_insights), C(aws_dynamodb_resource_policy),
    C(aws_dynamodb_kinesis_streaming_destination), C(aws_appautoscaling_target), C(aws_appautoscaling_policy) and
    C(aws_appautoscaling_scheduled_action) beside it, in all modules.
  - It makes no calls. What it cannot carry over, it names in C(left_out), with the reason and what to do.
  - What a table has by default, and what is off, gives no option, because a state does not tell it from what nobody has
    said. So it is left alone.
positional: _input
options:
  _input:
    description:
      - The text that C(terraform show -json) has written, or its data.
      - A list of several, if what belongs to a table is in another state, such as its auto scaling.
      - Of a plan, the planned values count. Values that Terraform will know only later are missing.
    type: raw
    required: true
notes:
  - The file C(terraform.tfstate) is refused, because its form may change with each version of Terraform.
seealso:
  - plugin: planton.dynamodb.from_cloudformation
    plugin_type: filter
  - plugin: planton.dynamodb.to_role_variables
    plugin_type: filter
  - module: planton.dynamodb.dynamodb_tables
"""

EXAMPLES = r"""
- name: Look at what would change, if these tables were managed from here
  planton.dynamodb.dynamodb_tables:
    tables: "{{ found.tables }}"
    region: "{{ found.region | default(omit, true) }}"
  check_mode: true
  vars:
    found: "{{ lookup('ansible.builtin.file', 'state.json') | planton.dynamodb.from_terraform }}"

- name: Write the tables down as variables of the role
  ansible.builtin.copy:
    content: "{{ found | planton.dynamodb.to_role_variables }}"
    dest: tables.yml
    mode: "0644"
  vars:
    found: "{{ lookup('ansible.builtin.file', 'state.json') | planton.dynamodb.from_terraform }}"
"""

RETURN = r"""
_value:
  description:
    - The tables, and what is to be known of them.
  type: dict
  contains:
    tables:
      description:
        - The options of each table. If the tables are of several regions, each has its C(region), which
          M(planton.dynamodb.dynamodb_tables) refuses; then take C(by_region).
      type: list
      elements: dict
      sample:
        - name: orders
          billing_mode: PAY_PER_REQUEST
    region:
      description: The region of all tables, empty if it is not known or there are several.
      type: str
      sample: eu-central-1
    by_region:
      description:
        - A dictionary for each region, with C(region) and C(tables), as M(planton.dynamodb.dynamodb_tables) takes them.
      type: list
      elements: dict
    left_out:
      description: What is not carried over. Each has C(table), C(path), C(message) and C(hint).
      type: list
      elements: dict
      sample:
        - table: orders
          path: aws_dynamodb_table_item.first
          message: is an item, and this collection does not write items
          hint: keep it where it is
    warnings:
      description: What is carried over, and what somebody should look at. Each has the same keys.
      type: list
      elements: dict
    carried_over:
      description: The addresses of the resources that are in the options, as C(terraform state rm) takes them.
      type: list
      elements: str
      sample: [aws_dynamodb_table.orders]
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ..plugin_utils._migrating import NoTablesError, summary
from ..plugin_utils._migrating import from_terraform as _from_terraform


def from_terraform(value: t.Any) -> dict[str, t.Any]:
    """Return the tables of a state or a plan."""
    try:
        found = _from_terraform(value)
    except NoTablesError as error:
        raise AnsibleFilterError(f"from_terraform: {error}") from error
    if told := summary(found):
        Display().warning(f"from_terraform: {told}")
    return found


class FilterModule:
    """The filter from_terraform."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"from_terraform": from_terraform}
