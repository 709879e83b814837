# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which scenarios an engine cannot be asked at all, and why."""

from __future__ import annotations

from ...integration.support import capabilities
from .changes import Change
from .disagreements import lacks
from .scenarios import Scenario


def lacking(engine: str, scenario: Scenario | Change) -> str | None:
    """Why the scenario means nothing on a local engine; None if it does."""
    for feature in scenario.features:
        known = feature in capabilities.TABLE
        reason = capabilities.lacks(engine, feature) if known else lacks(engine, feature)
        if reason:
            return f"{engine} lacks {feature}: {reason}"
    return None
