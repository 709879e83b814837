# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios of the module as data: a table as it is, and the options it is to have."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

ROOT = Path(__file__).parents[1]
Options = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """Options before and after, and what else is read back then; None stands for nothing."""

    id: str
    about: str
    source: str
    after: Options
    before: Options | None = None
    reads: Options = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)
    gone: bool = False

    def __str__(self) -> str:
        return self.id

    @property
    def features(self) -> list[str]:
        """What an engine must have for the change to mean anything."""
        return self.needs


def changes() -> list[Change]:
    """All of them."""
    found = []
    for path in sorted((ROOT / "modules").glob("*.yml")):
        parts = read_yaml(path)
        found += [_change(part, parts["tables"]) for part in parts["changes"]]
    return found


def _change(part: dict[str, Any], tables: dict[str, Options]) -> Change:
    options = {key: _laid(part[key], tables) for key in ("before", "after") if part.get(key) is not None}
    return Change(**{**part, **options, "id": f"module/{part['id']}", "source": str(part["source"])})


def _laid(options: Options, tables: dict[str, Options]) -> Options:
    """The options, over those of the table they are like."""
    return {**tables.get(options.get("like", ""), {}), **{key: item for key, item in options.items() if key != "like"}}
