# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls for the resource policy of the table."""

from __future__ import annotations

from ..policy_planning import PolicyPlanning
from ..stand_ins import TABLE_ARN
from .setting import RESOURCE_POLICY


class ResourcePolicyPlanning(PolicyPlanning):
    """Plans the policy of the table."""

    setting = RESOURCE_POLICY
    arn = TABLE_ARN
    what = "resource policy"


PLANNING = ResourcePolicyPlanning()
