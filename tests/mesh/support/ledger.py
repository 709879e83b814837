# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the strict engine holds and was asked for, and its clock."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from dataclasses import dataclass
from typing import Any

from devkit.engines import Engine

from .fleet import Place

READS = ("Describe", "List", "Get")


@dataclass
class Ledger:
    """The engine's own account of what happened, which the collection has no part in."""

    engine: Engine
    scale: float

    def stand_still(self) -> None:
        """Stop the clock: what is under way stays so, and the account's rate of changes lets nothing more pass."""
        self._ask("clock", {"scale": 0})

    def go_on(self) -> None:
        self._ask("clock", {"scale": self.scale})

    def settle(self) -> None:
        self._ask("settle", {})

    def calls(self, since: int = 0) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("calls", {"since": since})["calls"]
        return found

    def writes(self, since: int = 0) -> list[dict[str, Any]]:
        return [call for call in self.calls(since) if not call["operation"].startswith(READS)]

    def made(self) -> Counter[Place]:
        """How often each table was made."""
        return Counter(
            (call["caller"]["account"], call["caller"]["region"], call["request"]["TableName"])
            for call in self.calls()
            if call["operation"] == "CreateTable" and call["carried_out"]
        )

    def tables(self) -> dict[Place, dict[str, Any]]:
        """Every table that is there."""
        return {
            (world["account"], world["region"], name): table
            for world in self._ask("state")["worlds"]
            for name, table in world["tables"].items()
        }

    def _ask(self, what: str, change: dict[str, Any] | None = None) -> Any:
        body = None if change is None else json.dumps(change).encode()
        with urllib.request.urlopen(f"{self.engine.url}/_simulator/{what}", data=body, timeout=30) as answer:
            return json.load(answer)
