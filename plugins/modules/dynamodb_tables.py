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
  - Does for each item of O(tables) what M(planton.dynamodb.dynamodb_table) does for one table. It works on all tables
    at the same time, in one process.
  - No table waits for another. AWS admits about one change a second in an account, and only a few calls of some reads.
    When AWS first refuses a call as too fast, the module slows down to the pace that AWS admits.
  - If a table fails, the others are still done. The task then fails, names each table that failed, and returns the
    results of all.
  - All tables of a task are in one account and region. See the role P(planton.dynamodb.aws_dynamodb#role)
    and L(the example of a fleet,https://github.com/plantonhq/ansible-collection-dynamodb/tree/main/examples/fleet)
    for more.
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
options:
  progress_file:
    description:
      - A JSON file that the module writes once a second while it runs. It lists the tables that are done, and says what
        the others wait for.
      - If the option is left out and the task runs on the controller, the action plugin of the collection uses a
        temporary file and shows the progress in the output. With C(async) it shows none.
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
      - A run makes exactly the calls that check mode has planned, unless a table changes in between.
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
  description: Whether all tables are as specified. No call is pending, and no change is in progress.
  returned: always
  type: bool
  sample: true
tables:
  description:
    - The result of each table by its name, with all that M(planton.dynamodb.dynamodb_table) returns, and with
      V(failed) and where there are any V(warnings).
    - Of several tables, those that stay as they are have no V(table), V(spec) and V(plan.iam_actions), unless
      O(detail=all).
  returned: always
  type: dict
  sample:
    orders:
      changed: true
      converged: true
      failed: false
plan:
  description: What was done to all tables, or what would be done in check mode.
  returned: always
  type: dict
  contains:
    id:
      description: The id of the plan. It is the same for the same operations on the same state of the tables.
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
      description: The name of the table, or its place in O(tables) if it has no name.
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
    from ..module_utils._run.aws_module import make_module
    from ..module_utils._run.fleet import run_tables

    module = make_module(argument_spec=tables_argument_spec(), supports_check_mode=True)
    run_tables(module)


if __name__ == "__main__":
    main()
