#!/usr/bin/python
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dynamodb_table
short_description: Make a DynamoDB table match its specification
description:
  - Creates, changes and deletes one DynamoDB table with everything that belongs to it, from keys and indexes to
    streams, time to live, recovery, encryption, tags and contributor insights.
  - The module reads the table, plans the calls that make it match its specification, and makes them in an order that
    AWS accepts. The plan is part of the result, in check mode too.
  - If an option is left out, that setting of the table is left alone. If an option is given, the table has exactly
    that afterwards.
  - The specification is checked before any call. All broken rules are reported at once, each with its id, its place
    and what to do.
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
options:
  progress_file:
    description:
      - A file that the module writes once a second while it works, as JSON, with the call that takes effect at the
        moment and the one that comes next.
      - Left out, the action plugin of the collection gives one of its own, where the task runs on the controller, and
        shows the progress in the output. With C(async) it shows none.
    type: path
extends_documentation_fragment:
  - planton.dynamodb._run_options
  - planton.dynamodb._table_options
  - planton.dynamodb._attributes
  - planton.dynamodb._attributes.actiongroup_aws
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.tags
  - planton.dynamodb._requirements
attributes:
  check_mode:
    support: full
    details:
      - A run makes exactly the calls that check mode has planned, unless the table changes in between.
  diff_mode:
    support: full
  idempotent:
    support: full
seealso:
  - module: planton.dynamodb.dynamodb_tables
  - module: planton.dynamodb.dynamodb_table_info
"""

EXAMPLES = r"""
- name: Key-value store
  planton.dynamodb.dynamodb_table:
    name: sessions
    region: eu-central-1
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

- name: Orders with an index and a stream
  planton.dynamodb.dynamodb_table:
    name: orders
    region: eu-central-1
    billing_mode: PROVISIONED
    provisioned_throughput:
      read_capacity_units: 10
      write_capacity_units: 5
    attribute_definitions:
      - name: customer_id
        type: S
      - name: order_id
        type: S
      - name: status
        type: S
    key_schema:
      - attribute_name: customer_id
        key_type: HASH
      - attribute_name: order_id
        key_type: RANGE
    global_secondary_indexes:
      - name: by_status
        key_schema:
          - attribute_name: status
            key_type: HASH
        projection:
          type: INCLUDE
          non_key_attributes: [total]
        provisioned_throughput:
          read_capacity_units: 5
          write_capacity_units: 5
    stream_enabled: true
    stream_view_type: NEW_AND_OLD_IMAGES
    point_in_time_recovery_enabled: true
    deletion_protection_enabled: true
    tags:
      team: shop

- name: Remove all indexes and leave everything else alone
  planton.dynamodb.dynamodb_table:
    name: orders
    region: eu-central-1
    global_secondary_indexes: []

- name: Show what would be done, and keep the id of the plan
  planton.dynamodb.dynamodb_table:
    name: orders
    region: eu-central-1
    table_class: STANDARD_INFREQUENT_ACCESS
  check_mode: true
  register: planned

- name: Do that and nothing else
  planton.dynamodb.dynamodb_table:
    name: orders
    region: eu-central-1
    table_class: STANDARD_INFREQUENT_ACCESS
    expected_plan: "{{ planned.plan.id }}"

- name: Delete a protected table, with a backup
  planton.dynamodb.dynamodb_table:
    name: orders
    region: eu-central-1
    state: absent
    force: true
    backup_before_delete: true
"""

RETURN = r"""
converged:
  description: Whether the table is as specified. No call is pending, and no change is in progress.
  returned: always
  type: bool
  sample: true
plan:
  description: What was done, or what would be done in check mode.
  returned: always
  type: dict
  contains:
    id:
      description: The id of the plan, for O(expected_plan). It is the same for the same operations on the same state of
        the table.
      type: str
      sample: 33b365014b63d1ce
    summary:
      description: The plan in one line.
      type: str
      sample: "orders: 1 operation: change table class to STANDARD"
    text:
      description:
        - The plan as people read it, on several lines. It begins with what is destructive and ends with a line that
          begins with C(Plan:) and counts what is created, changed, replaced and deleted, the calls, and about how long
          they take.
        - No character of it acts on a terminal or opens a template.
      type: str
      sample: |-
        ~ orders: change
            ~ table_class: STANDARD_INFREQUENT_ACCESS -> STANDARD
            1. UpdateTable: change table class to STANDARD
            plan id: 33b365014b63d1ce
        Plan: 0 to create, 1 to change, 0 to replace, 0 to delete, 0 unchanged; 1 call, 0 destructive; about 6 s, an
        estimate from measured times.
    operations:
      description: The calls in their order.
      type: list
      elements: dict
      contains:
        operation:
          description: The name of the call in the API.
          type: str
          sample: UpdateTable
        target:
          description: The table, or the index.
          type: str
          sample: orders/index/by_status
        request:
          description: The parameters of the call.
          type: dict
        reason:
          description: What the call is for.
          type: str
          sample: build index by_status
        waits_for:
          description: What must be true before the call is made.
          type: list
          elements: str
          sample: [table ACTIVE]
        destructive:
          description: Whether the call removes data, an index or a protection.
          type: bool
        status:
          description:
            - V(planned) in check mode, V(done), V(skipped) if the call turned out not to be needed, V(pending) if a
              later run can make it, or V(failed).
          type: str
          sample: done
        error:
          description: What AWS answered, with V(code), V(message), and if there is one a V(hint) and V(retry_at).
          type: dict
          returned: when the call was refused
        retry_at:
          description: When AWS admits the call at the latest, as a date and time in UTC.
          type: str
          sample: '2026-03-01T12:31:12Z'
          returned: when AWS has put the call off until a time
    iam_actions:
      description: The IAM actions that the run needs.
      type: list
      elements: str
      sample: [dynamodb:DescribeTable, dynamodb:UpdateTable]
changes:
  description: What differs, one entry each.
  returned: always
  type: list
  elements: dict
  contains:
    path:
      description: Where in the options, with indexes and tags by their names.
      type: str
      sample: ttl.attribute_name
    before:
      description: The value of the table, null where it has none.
      type: raw
    after:
      description: The value of the specification, null where it has none.
      type: raw
seconds:
  description: How many seconds the run worked on the table after it was read, 0 in check mode.
  returned: always
  type: float
diff:
  description:
    - What differs, before and after, in the words of the options, with lists keyed by name.
    - In diff mode Ansible prints this. It has RV(plan.text) as V(prepared) then, and RV(changes) has what differs.
  returned: always
  type: dict
  sample:
    before:
      table_class: STANDARD_INFREQUENT_ACCESS
    after:
      table_class: STANDARD
outputs:
  description: The outputs of the resource. While there is no table, all but the name are empty. While the stream is
    off, its outputs are empty.
  returned: always
  type: dict
  contains:
    table_name:
      description: The name of the table.
      type: str
      sample: orders
    table_arn:
      description: The ARN of the table.
      type: str
      sample: arn:aws:dynamodb:eu-central-1:123456789012:table/orders
    table_id:
      description: The id that AWS assigned.
      type: str
      sample: 0a256f52-43b5-4b60-a5e7-c853a3cae252
    stream_arn:
      description: The ARN of the stream.
      type: str
      sample: arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000
    import_arn:
      description: The ARN of the last import into the table. Empty without O(import_from).
      type: str
      sample: arn:aws:dynamodb:eu-central-1:123456789012:table/orders/import/01506791506763707-476754e8
    stream_label:
      description: The label of the stream.
      type: str
      sample: "2026-01-01T00:00:00.000"
    kinesis_stream_arns:
      description:
        - The ARNs of the Kinesis streams that get the changes of items.
        - Empty if O(kinesis_streaming_destinations) is left out, because the destination is not read then.
      type: list
      elements: str
      sample: []
    policy_revision_id:
      description: The revision of the resource policy, if O(resource_policy) is given and there is one.
      type: str
      sample: "1767225600000"
    stream_policy_revision_id:
      description: The revision of the policy of the stream, if O(stream_resource_policy) is given and there is one.
      type: str
      sample: "1767225600000"
    replicas:
      description:
        - The replicas by their Regions, each with C(table_arn), C(status), C(stream_arn) and C(stream_label).
        - The stream is empty if O(replicas) names no setting of that Region, because the table there is not read then.
      type: dict
      sample:
        eu-west-1:
          table_arn: arn:aws:dynamodb:eu-west-1:123456789012:table/orders
          status: ACTIVE
          stream_arn: ""
          stream_label: ""
    index_arns:
      description: The ARNs of the indexes of all kinds, by the names of the indexes.
      type: dict
      sample:
        by_customer: arn:aws:dynamodb:eu-central-1:123456789012:table/orders/index/by_customer
table:
  description: Everything that was read, in snake case. Empty while there is no table.
  returned: always
  type: dict
spec:
  description:
    - The same as options, which can be given to the module again.
    - If nothing was read, as with O(validate_only=true), the specification as the module understood it.
  returned: always
  type: dict
backup_arn:
  description: The backup that was made before the table was deleted or replaced.
  returned: when a backup was made
  type: str
errors:
  description: Every rule that the specification breaks.
  returned: when the specification cannot be carried out
  type: list
  elements: dict
  contains:
    rule:
      description: The id of the rule.
      type: str
      sample: V29
    path:
      description: Where in the specification.
      type: str
      sample: provisioned_throughput
    message:
      description: What is wrong.
      type: str
    hint:
      description: What to do.
      type: str
error:
  description: What AWS answered, with V(operation), V(code), V(message), and if there is one a V(hint) and
    V(retry_at).
  returned: when a call failed
  type: dict
"""

from ..module_utils._python import require_python


def main() -> None:
    """Make one table match its specification."""
    require_python()
    # Only now, for an old Python cannot read these.
    from ..module_utils._argspec import one_table_argument_spec
    from ..module_utils._run.aws_module import make_module
    from ..module_utils._run.table import run_table

    module = make_module(argument_spec=one_table_argument_spec(), supports_check_mode=True)
    run_table(module)


if __name__ == "__main__":
    main()
