# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many examples a property is tried on."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def repeatable(examples: int) -> settings:
    """The same examples in every run; more of them, and others, where somebody looks for trouble."""
    return settings(
        derandomize="PROPERTY_EXAMPLES" not in os.environ,
        max_examples=int(os.environ.get("PROPERTY_EXAMPLES", examples)),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
