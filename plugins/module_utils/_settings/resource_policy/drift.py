# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is lost where the resource policy of the table drifts."""

from __future__ import annotations

from ..policy_tellings import PolicyDrift
from .setting import RESOURCE_POLICY


class ResourcePolicyDrift(PolicyDrift):
    """Access to the table."""

    setting = RESOURCE_POLICY
    what = "The resource policy of the table"
    place = 70


DRIFT = ResourcePolicyDrift()
