# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account in several Regions, with keys in each of them, whose runs do what concerns the Regions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._run.run import Rules
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, KEY_TWO
from ansible_collections.planton.dynamodb.tests.settings.replicas.draw import REGIONS
from ansible_collections.planton.dynamodb.tests.simulator.operations.keys import add_key
from ansible_collections.planton.dynamodb.tests.walks.account import NAME
from ansible_collections.planton.dynamodb.tests.walks.turns import Shared


class RegionsAccount(Shared):
    """An account in several Regions: the threads of a run take turns on the engine's clock."""

    def __init__(self, seed: int = 0, **more: Any) -> None:
        super().__init__(seed, **more)
        for region in REGIONS:
            there = self.engine.world().reach(region)
            for key in (KEY_ONE, KEY_TWO):
                add_key(there, key.rpartition("/")[2])

    def result(self, options: Mapping[str, Any], name: str = NAME, **rules: Any) -> dict[str, Any]:
        """Return what the module would, from one run alone."""
        if self.turns is not None:
            return super().result(options, name, **{"wait_timeout": Rules().wait_timeout, **rules})
        with self.taking_turns(calls_take_time=False) as turns:
            (found,) = turns.take([lambda: self.result(options, name, **rules)])
        return found
