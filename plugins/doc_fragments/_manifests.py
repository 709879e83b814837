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
        P(planton.dynamodb.aws_dynamodb#role). They are the values of references to tables.
    type: dict
    default: {}
  values:
    description:
      - Outputs of other resources by kind and name. They are the values of references to these resources.
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
      - Whether to set the tags that Planton's own modules set. Other tags are left alone.
      - V(pulumi) and V(terraform) set the tags of the modules for the older shape of manifests, V(planton) those of the
        modules for the newer shape. V(true) means V(pulumi) or V(planton), depending on the shape.
    type: raw
    default: false
"""
