# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: to_manifest
short_description: Existing DynamoDB tables as AwsDynamodb manifests
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns what M(planton.dynamodb.dynamodb_table_info) read into YAML text with a manifest for each table.
  - If the manifests are applied, nothing changes. Settings that a generation of manifests cannot express, such as tags,
    are left alone. Comments and warnings name them.
  - If a manifest of the generation would change a table, the table gets a manifest of the other shape. An example is a
    table with several attributes in the HASH key of an index before O(generation=G4). If that shape would change the
    table too, it gets no manifest. Warnings report both.
  - If Ansible has masked a part of a table, because the secret of the connection occurs in it, the filter fails.
  - Tables that are being deleted are left out.
positional: _input
options:
  _input:
    description:
      - The RV(planton.dynamodb.dynamodb_table_info#module:tables) of the module, or one of them, or the whole result.
    type: raw
    required: true
extends_documentation_fragment:
  - planton.dynamodb._adopted
  - planton.dynamodb._adopted.manifests
seealso:
  - plugin: planton.dynamodb.from_manifest
    plugin_type: filter
  - plugin: planton.dynamodb.to_role_variables
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read a table
  planton.dynamodb.dynamodb_table_info:
    names: [orders]
    region: eu-central-1
  register: orders

- name: Write its manifest
  ansible.builtin.copy:
    content: "{{ orders.tables | planton.dynamodb.to_manifest(generation='G5') }}"
    dest: orders.yaml
    mode: "0644"
"""

RETURN = r"""
_value:
  description:
    - YAML text with a document for each table.
  type: str
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ..plugin_utils._adopting import Warnings, WrongInputError, found_tables, generation_of, manifest_text


def to_manifest(value: t.Any, generation: t.Any = "G3", tags: t.Any = None) -> str:
    """Return the manifests of one table, or of several."""
    warnings = Warnings()
    try:
        number = generation_of(generation)
        text = "".join(manifest_text(table, number, warnings) for table in found_tables(value, tags))
    except WrongInputError as error:
        raise AnsibleFilterError(f"to_manifest: {error}") from error
    for line in warnings.lines():
        Display().warning(line)
    return text


class FilterModule:
    """The filter to_manifest."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"to_manifest": to_manifest}
