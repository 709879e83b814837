# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    """What is written down of existing tables, and how."""

    DOCUMENTATION = r"""
options:
  tags:
    description:
      - Only tables that have all of these tags.
    type: dict
    default: {}
"""

    MANIFESTS = r"""
options:
  generation:
    description:
      - The generation of manifests to write.
      - V(G1) is that of August 2025, V(G2) of December 2025, V(G3) of February 2026, V(G4) and V(G5) of July 2026.
    type: str
    choices: [G1, G2, G3, G4, G5]
    default: G3
"""
