# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The resource policy of the table: who may do what with it, also from other accounts."""

from __future__ import annotations

from ..policies import PolicySetting
from ..read import Read


class ResourcePolicySetting(PolicySetting):
    """The policy of the table as a setting."""

    name = option = "resource_policy"
    # A policy given to CreateTable can be read two seconds later, and those of restored tables are dropped.
    read = Read(
        "GetResourcePolicy",
        member="Policy",
        by="ResourceArn",
        form="json",
        none=("PolicyNotFoundException",),
        restored={},
        late=True,
        lag=1.0,
    )
    output = "policy_revision_id"


RESOURCE_POLICY = ResourcePolicySetting()
