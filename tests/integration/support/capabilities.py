# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each engine cannot hold, read from engines.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

TABLE: dict[str, dict[str, Any]] = read_yaml(Path(__file__).parents[1].joinpath("engines.yml"))


def lacks(engine_name: str, feature: str) -> str | None:
    """Why the engine cannot hold a feature; None if it can."""
    return TABLE[feature]["lacking"].get(engine_name)


def requires(engine: Any, *features: str) -> None:
    """Skip the test, telling why, on an engine that lacks one of these features."""
    for feature in features:
        reason = lacks(engine.name, feature)
        if reason:
            pytest.skip(f"{engine.name} lacks {feature}: {reason}")
