# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: from_manifest
short_description: Options of dynamodb_table from an AwsDynamodb manifest
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns manifests of the resource AwsDynamodb into options of M(planton.dynamodb.dynamodb_table).
  - It reads all shapes since August 2025, with fields in camelCase and snake_case, and with plain, prefixed and numeric
    enumerations. It refuses older shapes, and fields that are not supported yet.
  - A manifest describes the whole resource. A feature that it leaves out is off, so removing a line turns a feature
    off.
  - All faults of all manifests are reported at once, with file and line if the manifest is text.
positional: _input
options:
  _input:
    description:
      - One manifest as a dictionary, a list of them, or YAML text with one or more.
    type: raw
    required: true
  file:
    description:
      - The name of the file that the text comes from, for messages.
    type: str
    default: manifest
extends_documentation_fragment:
  - planton.dynamodb._manifests
seealso:
  - plugin: planton.dynamodb.manifests
    plugin_type: lookup
  - plugin: planton.dynamodb.with_outputs
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Make the table of a manifest
  planton.dynamodb.dynamodb_table: "{{ table }}"
  vars:
    table: "{{ lookup('ansible.builtin.file', 'orders.yaml') | planton.dynamodb.from_manifest(file='orders.yaml') }}"

- name: Take the key from the outputs of another tool
  planton.dynamodb.dynamodb_table: "{{ table }}"
  vars:
    table: "{{ orders_manifest | planton.dynamodb.from_manifest(values=made) }}"
    made:
      AwsKmsKey:
        orders-key:
          key_arn: arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111
"""

RETURN = r"""
_value:
  description:
    - The options of the table. For a list, and for text with several manifests, a list of options.
  type: raw
  sample:
    name: orders
    region: eu-central-1
    billing_mode: PAY_PER_REQUEST
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ..plugin_utils._manifests import ManifestsError, WrongArgumentError, from_value, make_context, module_options


def from_manifest(value: t.Any, file: str = "manifest", **arguments: t.Any) -> t.Any:
    """Return the options of dynamodb_table for one manifest, or for each of several manifests."""
    try:
        documents = from_value(value, file)
        options = module_options(documents, make_context(**arguments), Display().warning)
    except (ManifestsError, WrongArgumentError) as error:
        raise AnsibleFilterError(f"from_manifest: {error}") from error
    return options if isinstance(value, (list, tuple)) or len(options) > 1 else options[0]


class FilterModule:
    """The filter from_manifest."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"from_manifest": from_manifest}
