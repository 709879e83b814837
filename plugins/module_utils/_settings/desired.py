# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""One specification: what a user wants of a table, and what may be done to reach it."""

from __future__ import annotations

import dataclasses
import typing as t

from .settings import Settings, from_options

if t.TYPE_CHECKING:
    from collections.abc import Mapping


@dataclasses.dataclass(frozen=True)
class Desired:
    """One specification: the settings wanted and what the user allows to be done to reach them."""

    name: str
    settings: Settings = dataclasses.field(default_factory=Settings)
    state: str = "present"
    replacement: str = "never"
    force: bool = False
    backup_before_delete: bool = False


def desired_from_options(options: Mapping[str, t.Any]) -> Desired:
    """Build the desired table from module options.

    Values that break a rule are carried over as they are: validation reports them, all at once.
    """
    return Desired(
        name=options["name"],
        settings=from_options(options),
        state=options.get("state") or "present",
        replacement=options.get("replacement") or "never",
        force=bool(options.get("force")),
        backup_before_delete=bool(options.get("backup_before_delete")),
    )
