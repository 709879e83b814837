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
  - If a file cannot be written, the others are still written. The task then fails, and names each file that could not
    be written.
  - If a text holds something that Ansible has masked, such as a tag that contains the secret of the connection, no file
    is written, and the task fails.
  - Makes no call to AWS.
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
options:
  directory:
    description:
      - The directory to write to. The module makes it, and directories below it, if they do not exist.
    type: path
    required: true
  files:
    description:
      - The files to write. The module does not change other files in the directory.
    type: list
    elements: dict
    required: true
    suboptions:
      path:
        description:
          - The path of the file, relative to O(directory).
        type: str
        required: true
      content:
        description:
          - The text of the file. It is written as UTF-8.
        type: str
        required: true
      tables:
        description:
          - The names of the tables in the file. The filter returns them, and the module does not use them.
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
  description: The paths of the files that were written, or would be written in check mode.
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

    from ..module_utils._other_argspecs import files_argument_spec
    from ..module_utils._run.files import run_files

    module = AnsibleModule(argument_spec=files_argument_spec(), add_file_common_args=True, supports_check_mode=True)
    run_files(module)


if __name__ == "__main__":
    main()
