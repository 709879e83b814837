#!/usr/bin/python
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a virtual module: the action plugin of the same name does all of it, on the controller.

from __future__ import annotations

DOCUMENTATION = r"""
---
module: variables
short_description: Carry out what the variables of the role and the playbooks say
description:
  - Does what the role P(planton.dynamodb.aws_dynamodb#role) and the playbooks of the collection do. It reads the
    variables C(aws_dynamodb_*) of the host and runs M(planton.dynamodb.dynamodb_tables) once for each region.
  - It reads each variable strictly. A template that cannot be resolved, a name that the collection does not have, a
    value of another type and variables that contradict each other are reported together, before the first call.
  - A blank variable counts as not given. Where an extra variable is blank, as an unanswered question of a survey is,
    the value of the play or of the inventory counts.
  - A table that fails does not make the task fail, so that the results of the others can be used. RV(failure) tells
    what went wrong. The role fails with that text after it has set its facts.
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
options:
  task:
    description:
      - What the variables are used for.
      - V(converge) makes the tables match. An approval that the playbook C(plan) has published holds.
      - V(plan) and V(compare) are for check mode, and no approval holds.
      - V(compare) reads all tables of the regions too. It never fails. What is wrong with the variables is in
        RV(faults).
      - V(destroy) deletes the tables, whatever their C(state), once C(aws_dynamodb_destroy_confirm) is true.
      - V(adopt) reads the tables that there are, and returns the files that describe them.
      - V(plan_file) writes what the playbook C(plan) has planned on all hosts to the file that
        C(aws_dynamodb_plan_file) names.
      - V(check_templates) only reports templates that cannot be resolved, V(check) also names of variables that the
        collection does not have.
      - V(show) shows O(lines) as they are.
    type: str
    choices: [converge, plan, compare, destroy, adopt, plan_file, check, check_templates, show]
    default: converge
  lines:
    description: The lines of text that O(task=show) shows, without quotes around them.
    type: list
    elements: str
  show:
    description:
      - Whether to show the text of the plan, or of what was done, in the output. The playbooks do so. Otherwise the
        text is shown in diff mode.
    type: bool
    default: false
extends_documentation_fragment:
  - planton.dynamodb._attributes
  - planton.dynamodb._attributes.actiongroup_aws
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - planton.dynamodb._requirements
notes:
  - The options of the connection are there for C(module_defaults). A variable such as C(aws_dynamodb_region) goes
    before them.
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
seealso:
  - module: planton.dynamodb.dynamodb_tables
  - module: planton.dynamodb.dynamodb_table_info
"""

EXAMPLES = r"""
- name: Make the tables of the inventory match, and go on where one failed
  planton.dynamodb.variables:
    task: converge
  register: made

- name: Say what went wrong
  ansible.builtin.debug:
    msg: "{{ made.failure }}"
  when: made.failure | length > 0
"""

RETURN = r"""
tables:
  description: The result of each table by its name, as M(planton.dynamodb.dynamodb_tables) returns it.
  returned: but for V(adopt) and V(check)
  type: dict
outputs:
  description: The outputs of the table where there is one alone, else empty.
  returned: but for V(adopt) and V(check)
  type: dict
failure:
  description: What went wrong with which table or region; empty where all went well.
  returned: when the variables could be read
  type: str
faults:
  description: What kept all tables of a region from an answer.
  returned: when the variables could be read
  type: list
  elements: str
diff:
  description: An entry for each table that differs, before and after.
  returned: when the variables could be read
  type: list
  elements: dict
text:
  description: The text of the plan in check mode, and of what was done otherwise.
  returned: when the variables could be read
  type: str
statistics:
  description: What the playbook C(plan) publishes, C(aws_dynamodb_plans) and C(aws_dynamodb_approval).
  returned: when the variables could be read
  type: dict
planned:
  description: What was planned, for the plan file.
  returned: for V(plan), where C(aws_dynamodb_plan_file) is set
  type: dict
lines:
  description: The lines that were shown.
  returned: for V(show)
  type: list
  elements: str
path:
  description: The path of the plan file.
  returned: for V(plan_file)
  type: str
reads:
  description: All tables of each region, as M(planton.dynamodb.dynamodb_table_info) returns them.
  returned: for V(compare)
  type: list
  elements: dict
files:
  description: The files that describe the tables, as M(planton.dynamodb.write_files) takes them.
  returned: for V(adopt)
  type: list
  elements: dict
directory:
  description: The directory of the controller that the files belong into.
  returned: for V(adopt)
  type: str
"""
