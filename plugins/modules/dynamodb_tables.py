#!/usr/bin/python
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dynamodb_tables
short_description: Make many DynamoDB tables match their specifications
description:
  - Does for each item of O(tables) what M(planton.dynamodb.dynamodb_table) does for one table, for all of them in one
    process and at the same time.
  - No table waits for another. AWS admits about one change a second in an account and few reads of some kinds; the
    module learns that pace from the first refusal and keeps it.
  - Where a table fails, the others are done nevertheless. The task then fails, names each table that did, and returns
    the results of all.
  - The tables of a task are those of one account and region. See the role P(planton.dynamodb.aws_dynamodb#role)
    and L(the example of a fleet,https://github.com/plantonhq/ansible-collection-dynamodb/tree/main/examples/fleet)
    for more.
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
options:
  concurrency:
    description:
      - How many calls are made at a time, over all tables. Tables that wait for AWS, or for their turn, count for
        nothing.
    type: int
    default: 32
  expected_plans:
    description:
      - The id of the plan that was approved for each table, by the table's name. A table acts only on the plan with
        that id, and one that is not named only if there is nothing to do.
      - O(tables[].expected_plan) goes before it. Left out, any plan will do.
    type: dict
  progress_file:
    description:
      - A file that the module writes once a second while it runs, as JSON, with the tables that are done and what the
        others wait for.
      - Left out, the action plugin of the collection gives one of its own, where the task runs on the controller, and
        shows in the output how far the tables are.
    type: path
extends_documentation_fragment:
  - planton.dynamodb._tables_option
  - planton.dynamodb._attributes
  - planton.dynamodb._attributes.actiongroup_aws
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - planton.dynamodb._requirements
attributes:
  check_mode:
    support: full
    details:
      - The plan of check mode is the one that is carried out, call by call, unless a table changes in between.
  diff_mode:
    support: full
    details:
      - One entry for each table that changes, and a line for the others.
  idempotent:
    support: full
seealso:
  - module: planton.dynamodb.dynamodb_table
  - module: planton.dynamodb.dynamodb_table_info
"""

EXAMPLES = r"""
- name: Keep the tables of the shop
  planton.dynamodb.dynamodb_tables:
    region: eu-central-1
    tables:
      - name: sessions
        billing_mode: PAY_PER_REQUEST
        attribute_definitions:
          - name: session_id
            type: S
        key_schema:
          - attribute_name: session_id
            key_type: HASH
        ttl:
          enabled: true
          attribute_name: expires_at
      - name: orders
        deletion_protection_enabled: true
        tags:
          team: shop
      - name: carts-of-last-year
        state: absent
        backup_before_delete: true
  register: shop

- name: Use what came out
  ansible.builtin.debug:
    var: shop.tables.orders.outputs.stream_arn
"""

RETURN = r"""
converged:
  description: Whether all tables are as specified, with nothing pending and nothing in flight.
  returned: always
  type: bool
  sample: true
tables:
  description:
    - The result of each table by its name, with all that M(planton.dynamodb.dynamodb_table) returns, and with
      V(failed) and where there are any V(warnings).
  returned: always
  type: dict
  sample:
    orders:
      changed: true
      converged: true
      failed: false
plan:
  description: What was done to all tables, or in check mode would be.
  returned: always
  type: dict
  contains:
    id:
      description: The same for the same operations from the same starts.
      type: str
      sample: 33b365014b63d1ce
    summary:
      description: The plan in one line.
      type: str
      sample: "2 of 100 tables: 3 operations (1 destructive)"
    text:
      description:
        - The plans of all tables as people read them. What is destructive comes first, then what changes, then what is
          new. Tables that stay as they are, are one count. See V(plan.text) of M(planton.dynamodb.dynamodb_table).
      type: str
    operations:
      description: The operations of all tables, as in V(plan.operations) of each.
      type: list
      elements: dict
    iam_actions:
      description: The IAM actions that the run needs.
      type: list
      elements: str
      sample: [dynamodb:DescribeTable, dynamodb:UpdateTable]
diff:
  description:
    - An entry for each table that differs, before and after, and a line that counts the others.
    - In diff mode it has RV(plan.text) as V(prepared), and RV(tables) has what differs.
  returned: always
  type: list
  elements: dict
errors:
  description: Every rule that a specification breaks.
  returned: when a specification cannot be carried out
  type: list
  elements: dict
  contains:
    table:
      description: The name of the table, or where it has none its place in O(tables).
      type: str
    rule:
      description: The id of the rule.
      type: str
      sample: V29
    path:
      description: Where in O(tables).
      type: str
      sample: tables[3].provisioned_throughput
    message:
      description: What is wrong.
      type: str
    hint:
      description: What to do.
      type: str
"""

from ..module_utils._python import require_python


def main() -> None:
    """Make many tables match their specifications."""
    require_python()
    # Only now, for an old Python cannot read these.
    from ..module_utils._argspec import tables_argument_spec
    from ..module_utils._run.module_fleet import run_tables
    from ..module_utils._run.starts import make_module

    module = make_module(argument_spec=tables_argument_spec(), supports_check_mode=True)
    run_tables(module)


if __name__ == "__main__":
    main()
