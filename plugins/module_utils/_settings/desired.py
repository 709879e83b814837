# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The specification of one table: its settings, and what the user allows a run to do."""

from __future__ import annotations

import dataclasses
import typing as t

from .catalog import ORIGINS
from .settings import Settings, from_options

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .elsewhere import Elsewhere
    from .origins.origin import Origin


@dataclasses.dataclass(frozen=True)
class Desired:
    """The specification of one table: the wanted settings, and what the user allows a run to do to reach them.

    ``origins`` are the ways in which the table is to come into being, if not by CreateTable; only one is valid.
    """

    name: str
    settings: Settings = dataclasses.field(default_factory=Settings)
    state: str = "present"
    replacement: str = "never"
    force: bool = False
    backup_before_delete: bool = False
    replica_removal: str = "never"
    origins: tuple[Origin, ...] = ()

    @property
    def elsewhere(self) -> dict[str, Elsewhere]:
        """What is wanted of the table in other Regions, by Region."""
        if self.state != "present":
            return {}
        own = self.settings
        parts = (setting.elsewhere(value, own) for setting, value in own.items())
        return {region: wanted for part in parts for region, wanted in part.items()}


def desired_from_options(options: Mapping[str, t.Any]) -> Desired:
    """Build the desired table from module options.

    Values that break a rule are kept as they are, so that validation reports all of them at once.
    """
    return Desired(
        name=options["name"],
        settings=from_options(options),
        state=options.get("state") or "present",
        replacement=options.get("replacement") or "never",
        force=bool(options.get("force")),
        backup_before_delete=bool(options.get("backup_before_delete")),
        replica_removal=options.get("replica_removal") or "never",
        origins=tuple(entry.load(given) for entry in ORIGINS if (given := options.get(entry.option)) is not None),
    )
