# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings that are judged here: the removal."""

from __future__ import annotations

from ..refusal import invalid
from ..state import Table


def check_deletion(table: Table) -> None:
    """DeleteTable."""
    if table.protected:
        text = "Resource cannot be deleted as it is currently protected against deletion."
        raise invalid(f"{text} Disable deletion protection first.")
