#!/usr/bin/python
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: write_files
short_description: Write many files in one task
description:
  - Writes what P(planton.dynamodb.adoption_files#filter) returns. The playbook C(planton.dynamodb.adopt) uses it.
  - A loop over M(ansible.builtin.copy) starts several processes for each file, which takes a quarter of an hour for the
    files of a thousand tables.
  - A file that cannot be written leaves the others to be written. The task then fails and names each that could not.
  - Calls nothing in AWS.
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
options:
  directory:
    description:
      - Where the files go. It is made where there is none, and so are directories below it.
    type: path
    required: true
  files:
    description:
      - The files. Others in the directory stay as they are.
    type: list
    elements: dict
    required: true
    suboptions:
      path:
        description:
          - Its path from O(directory).
        type: str
        required: true
      content:
        description:
          - Its text, which is written as UTF-8.
        type: str
        required: true
      tables:
        description:
          - The names of the tables in it. Nothing is done with them; the filter returns them.
        type: list
        elements: str
extends_documentation_fragment:
  - planton.dynamodb._attributes
  - planton.dynamodb._requirements.python
  - ansible.builtin.files
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - One entry for each file that differs.
  idempotent:
    support: full
seealso:
  - module: planton.dynamodb.dynamodb_table_info
  - plugin: planton.dynamodb.adoption_files
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read the tables
  planton.dynamodb.dynamodb_table_info:
    region: eu-central-1
    unmanaged: true
  register: found

- name: Write the variables of each table of the team into a file
  planton.dynamodb.write_files:
    directory: "{{ playbook_dir }}/adopted"
    files: "{{ found.tables | planton.dynamodb.adoption_files(formats=['variables'], tags={'team': 'shop'}) }}"
    mode: "0644"
  delegate_to: localhost
"""

RETURN = r"""
written:
  description: The paths of the files that were written, or in check mode would be.
  returned: always
  type: list
  elements: str
  sample:
    - variables/orders.yml
"""

from ..module_utils._python import require_python


def main() -> None:
    """Write many files."""
    require_python()
    # Only now, for an old Python cannot read these.
    from ansible.module_utils.basic import AnsibleModule

    from ..module_utils._argspec import files_argument_spec
    from ..module_utils._run.module_files import run_files

    module = AnsibleModule(argument_spec=files_argument_spec(), add_file_common_args=True, supports_check_mode=True)
    run_files(module)


if __name__ == "__main__":
    main()
