# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    """What is known beside manifests, wherever they are read."""

    DOCUMENTATION = r"""
options:
  outputs:
    description:
      - Outputs of tables by name, such as the fact C(aws_dynamodb_results) of the role
        P(planton.dynamodb.aws_dynamodb#role). References to tables get their values from there.
    type: dict
    default: {}
  values:
    description:
      - Outputs of other resources by kind and name. References get their values from there.
    type: dict
    default: {}
  names:
    description:
      - Names of tables by the names of their manifests, where the two differ.
    type: dict
    default: {}
  region:
    description:
      - The region of tables whose manifests name none.
    type: str
  upstream_tags:
    description:
      - Whether the tags that Planton's own modules set are set here too. Other tags are left alone.
      - V(pulumi) and V(terraform) are those of the modules for the older shape of manifests, V(planton) those of the
        modules for the newer one. With V(true) it is V(pulumi) or V(planton), by the shape.
    type: raw
    default: false
"""
