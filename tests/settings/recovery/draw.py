# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recovery, off or on with a period."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("point_in_time_recovery_enabled", "recovery_period_in_days"),)


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    on = st.integers(1, 35).map(lambda days: {"point_in_time_recovery_enabled": True, "recovery_period_in_days": days})
    return st.just({"point_in_time_recovery_enabled": False}) | on


SPOILS = (put("recovery_period_in_days", 36), put("recovery_period_in_days", 1))
