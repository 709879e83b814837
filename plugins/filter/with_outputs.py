# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: with_outputs
short_description: An AwsDynamodb manifest with the outputs of its table
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Returns manifests with C(status.outputs), spelled as Planton's own tool spells them.
  - Empty outputs are left out, such as those of the stream while there is no stream. If a table has no outputs, because
    it failed or does not exist, its manifest stays as it is.
positional: _input, results, names
options:
  _input:
    description:
      - One manifest as a dictionary, a list of them, or YAML text with one or more.
    type: raw
    required: true
  results:
    description:
      - The result of M(planton.dynamodb.dynamodb_table) or its RV(planton.dynamodb.dynamodb_table#module:outputs), or
        either by the name of the table, such as the fact C(aws_dynamodb_results) of the role
        P(planton.dynamodb.aws_dynamodb#role).
    type: dict
    required: true
  names:
    description:
      - The names of tables by the names of their manifests, if the two differ. The lookup
        P(planton.dynamodb.manifests#lookup) and the variable C(aws_dynamodb_manifest_names) of the role take the same.
    type: dict
    default: {}
seealso:
  - plugin: planton.dynamodb.from_manifest
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Write the outputs back
  ansible.builtin.copy:
    content: "{{ manifest | planton.dynamodb.with_outputs(aws_dynamodb_results) | ansible.builtin.to_nice_yaml }}"
    dest: orders.yaml
    mode: "0644"
  vars:
    manifest: "{{ lookup('ansible.builtin.file', 'orders.yaml') | ansible.builtin.from_yaml }}"
"""

RETURN = r"""
_value:
  description:
    - The manifest. For a list, and for text with several manifests, a list of manifests.
  type: raw
  sample:
    apiVersion: aws.planton.dev/v1
    kind: AwsDynamodb
    metadata:
      name: orders
    status:
      outputs:
        tableName: orders
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils._manifests.status import with_outputs as _with_outputs
from ..module_utils._texts.masks import masked_paths, refusal
from ..plugin_utils._manifests import from_value, yaml_lines


def with_outputs(value: t.Any, results: t.Any, names: t.Any = None) -> t.Any:
    """Return one manifest, or each of several, with its outputs."""
    if not isinstance(results, t.Mapping):
        raise AnsibleFilterError(f"with_outputs: results is to be a dictionary, not {results.__class__.__name__}")
    if not isinstance(names or {}, t.Mapping):
        raise AnsibleFilterError(f"with_outputs: names is to be a dictionary, not {names.__class__.__name__}")
    documents = from_value(value, "manifest")
    faults = [fault for document in documents for fault in yaml_lines(document)]
    if faults:
        raise AnsibleFilterError("with_outputs: " + "\n".join(faults))
    found = [_with_outputs(document.value, results, names) for document in documents]
    status = [each.get("status") if isinstance(each, t.Mapping) else None for each in found]
    if places := [place for number, each in enumerate(status) for place in masked_paths(each, f"[{number}].status")]:
        raise AnsibleFilterError(f"with_outputs: {refusal(places, 'The manifest would not name its table')}")
    return found if isinstance(value, (list, tuple)) or len(found) > 1 else found[0]


class FilterModule:
    """The filter with_outputs."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"with_outputs": with_outputs}
