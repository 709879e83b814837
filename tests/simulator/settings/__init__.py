# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a table, one file each: its state, its rules, its operations, its part of the answers.

This is the only place that finds them. A file of this folder is a setting: its ``SETTING`` says all that the engine
has to know of it.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from ..setting import Setting
from ..state import Part


@functools.cache
def all_settings() -> tuple[Setting, ...]:
    """Return every setting, in the order in which the service judges them where a request holds several."""
    names = [found.name for found in pkgutil.iter_modules(__path__)]
    settings: list[Setting] = [importlib.import_module(f"{__name__}.{name}").SETTING for name in names]
    return tuple(sorted(settings, key=lambda setting: setting.rank))


def named_in(request: Part) -> list[Setting]:
    """Return the settings that an UpdateTable request has members of."""
    return [setting for setting in all_settings() if setting.member and setting.member in request]
