# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is needed of a setting where something is to be done, imported only then."""

from __future__ import annotations

import typing as t

from .entry import imported

if t.TYPE_CHECKING:
    from .planning import Planning
    from .setting import Setting


def planning_of(setting: Setting[t.Any]) -> Planning[t.Any]:
    """Return what is needed of a setting."""
    planning: Planning[t.Any] = imported(f"{setting.name}.planning", "PLANNING")
    return planning
