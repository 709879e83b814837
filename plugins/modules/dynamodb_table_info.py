#!/usr/bin/python
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dynamodb_table_info
short_description: Read DynamoDB tables as the options that describe them
description:
  - Reads one, several or all DynamoDB tables of an account and region with everything that belongs to them.
  - The V(spec) of a table contains options of M(planton.dynamodb.dynamodb_table). If they are given to that module, it
    plans no change, unless the table has changed since or is being deleted. For a table that is being deleted, it plans
    to create the table anew.
  - If an API is denied, or the endpoint lacks it, that part is left out, with a warning. The same holds for encryption
    while the key changes and AWS shows none.
  - What is being changed is returned as AWS shows it at that moment. An index that is being deleted is left out of
    V(spec), and contributor insights that have failed count as off there.
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
options:
  names:
    description:
      - The tables to read. Tables that do not exist are left out.
      - If the option is left out, all tables are read, or those of O(prefix).
    type: list
    elements: str
    aliases: [name]
  prefix:
    description: Read all tables whose names begin with this text. Not together with O(names).
    type: str
  unmanaged:
    description:
      - Whether to read also what no option of M(planton.dynamodb.dynamodb_table) describes, which is whether the key of
        the table is the one that AWS manages.
      - This takes one more call for all tables together, and only if one of them has a key.
    type: bool
    default: false
  other_regions:
    description:
      - Whether to read also the replicas of the tables, each in its Region, which shows what it has of its own, such as
        recovery, deletion protection and tags.
      - Each replica takes one C(DescribeTable), and one call for each setting with an API of its own. A Region that is
        denied or does not answer is told in a warning.
    type: bool
    default: false
extends_documentation_fragment:
  - planton.dynamodb._attributes
  - planton.dynamodb._attributes.actiongroup_aws
  - planton.dynamodb._attributes.info_module
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - planton.dynamodb._requirements
seealso:
  - module: planton.dynamodb.dynamodb_table
"""

EXAMPLES = r"""
- name: Read one table
  planton.dynamodb.dynamodb_table_info:
    names: [orders]
    region: eu-central-1
  register: orders

- name: Show its stream
  ansible.builtin.debug:
    msg: "{{ orders.tables[0].outputs.stream_arn }}"

- name: Read all tables of a stage
  planton.dynamodb.dynamodb_table_info:
    prefix: staging-
    region: eu-central-1
"""

RETURN = r"""
tables:
  description: The tables, sorted by name. Empty if there are none.
  returned: always
  type: list
  elements: dict
  contains:
    table:
      description:
        - Everything that was read, in snake case.
        - The key V(unknown) names what could not be read, with the reason.
      type: dict
    spec:
      description: The same as options of M(planton.dynamodb.dynamodb_table).
      type: dict
    outputs:
      description: The outputs of the resource.
      type: dict
      sample:
        table_name: orders
        table_arn: arn:aws:dynamodb:eu-central-1:123456789012:table/orders
        table_id: 0a256f52-43b5-4b60-a5e7-c853a3cae252
        stream_arn: ""
        stream_label: ""
        kinesis_stream_arns: []
        policy_revision_id: ""
        stream_policy_revision_id: ""
        index_arns: {}
        replicas: {}
    unmanaged:
      description:
        - What no option describes. The key V(unknown) names what could not be read, with the reason.
      returned: if O(unmanaged=true)
      type: dict
      contains:
        managed_key:
          description: The key of the table is the one that AWS manages for DynamoDB.
          returned: if it is
          type: bool
    other_regions:
      description:
        - The replicas by Region. Witnesses, and replicas that are being deleted, are left out.
        - What they have of their own belongs into items of O(planton.dynamodb.dynamodb_table#module:replicas). The
          filters of this collection write it so.
      returned: if O(other_regions=true)
      type: dict
      contains:
        table:
          description:
            - Everything that was read there, as for the table.
            - The key V(unknown) names what could not be read, with the reason, and V(table) means all of it.
          type: dict
        spec:
          description: The same as options of M(planton.dynamodb.dynamodb_table) for the table of that Region.
          type: dict
error:
  description: What AWS answered, with V(operation), V(code), V(message), and if there is one a V(hint).
  returned: when a call failed
  type: dict
"""

from ..module_utils._python import require_python


def main() -> None:
    """Read tables in the words of the specification."""
    require_python()
    # Only now, for an old Python cannot read these.
    from ..module_utils._other_argspecs import table_info_argument_spec
    from ..module_utils._run.aws_module import make_module
    from ..module_utils._run.info import run_table_info

    module = make_module(
        argument_spec=table_info_argument_spec(),
        mutually_exclusive=[("names", "prefix")],
        supports_check_mode=True,
    )
    run_table_info(module)


if __name__ == "__main__":
    main()
