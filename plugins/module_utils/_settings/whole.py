# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The complete settings of a new table."""

from __future__ import annotations

import dataclasses

from .catalog import ENTRIES
from .plannings import planning_of
from .settings import Settings


def completed(own: Settings) -> Settings:
    """Return the settings of a new table, with defaults for those that are judged even if they are left out."""
    there = (entry for entry in ENTRIES if entry.judged_anyway or entry.name in own.values)
    values = {entry.name: planning_of(entry.load()).completed(own.values.get(entry.name)) for entry in there}
    whole = dataclasses.replace(own, values={name: value for name, value in values.items() if value is not None})
    return dataclasses.replace(
        own, values={setting.name: planning_of(setting).of_new_table(value, whole) for setting, value in whole.items()}
    )


def ordered(settings: Settings) -> Settings:
    """Return the settings with their parts in the order that AWS uses."""
    return dataclasses.replace(
        settings, values={setting.name: setting.ordered(value) for setting, value in settings.items()}
    )


def for_replacement(settings: Settings) -> Settings:
    """Return the settings for the table that replaces the old one."""
    values = {
        setting.name: planning_of(setting).for_replacement(value, settings) for setting, value in settings.items()
    }
    return dataclasses.replace(settings, values=values)
