# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each engine cannot do and what it does wrong, as it is written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

from .telling import AS_THE_SERVICE

ROOT = Path(__file__).parents[1]
FEATURES: dict[str, dict[str, Any]] = read_yaml(ROOT / "engines.yml")


def _recorded(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in read_yaml(path):
        for scenario in part["in"]:
            assert scenario not in found, f"{path.name} has {scenario} twice"
            found[scenario] = part["does"]
    return found


DISAGREEMENTS = {path.stem: _recorded(path) for path in sorted((ROOT / "disagreements").glob("*.yml"))}


def expected(engine: str, scenario: str) -> str:
    """What becomes of a scenario on an engine."""
    return DISAGREEMENTS.get(engine, {}).get(scenario, AS_THE_SERVICE)


def lacks(engine: str, feature: str) -> str | None:
    """Why the engine cannot do what the feature stands for; None if it can, or if the table is not ours."""
    reason = FEATURES.get(feature, {}).get("lacking", {}).get(engine)
    return str(reason) if reason else None
