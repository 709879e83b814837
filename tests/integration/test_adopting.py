# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook adopt: what exists is written down, and applying what it wrote changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    INDEXED,
    ON_DEMAND,
    PROVISIONED_INDEXED,
    SORTED,
    attributes,
    index,
    keys,
)

ADOPT, CONVERGE = "planton.dynamodb.adopt", "planton.dynamodb.converge"
WRITE = "Write the files"
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)
WIDE = {
    "name": "by_place",
    "key_schema": [{"attribute_name": name, "key_type": "HASH"} for name in ("country", "city")],
    "projection": {"type": "KEYS_ONLY"},
}
TABLES: list[dict[str, Any]] = [
    {"name": "audit-log", **ON_DEMAND, "tags": {"team": "shop", "yes": "no"}, "deletion_protection_enabled": True},
    {
        "name": "carts",
        **ON_DEMAND,
        "ttl": {"enabled": True, "attribute_name": "expires"},
        "point_in_time_recovery_enabled": True,
        "recovery_period_in_days": 7,
    },
    {
        "name": "events",
        **SORTED,
        "local_secondary_indexes": [index("near", "pk", "at", projection={"type": "KEYS_ONLY"})],
        "attribute_definitions": attributes(pk="S", sk="N", at="N"),
        "stream_enabled": True,
        "stream_view_type": "KEYS_ONLY",
    },
    {"name": "orders", **PROVISIONED_INDEXED, "tags": {"team": "shop"}},
    {
        "name": "places",
        **ON_DEMAND,
        "attribute_definitions": attributes(pk="S", country="S", city="S"),
        "global_secondary_indexes": [WIDE],
        "server_side_encryption": {"enabled": True},
        "table_class": "STANDARD_INFREQUENT_ACCESS",
    },
    {
        "name": "shop-insights",
        **INDEXED,
        "contributor_insights_enabled": True,
        "contributor_insights_mode": "THROTTLED_KEYS",
        "contributor_insights_indexes": ["by_customer"],
    },
    {
        "name": "shop-templates",
        "billing_mode": "PAY_PER_REQUEST",
        "attribute_definitions": attributes(**{"{{ name }}": "N"}),
        "key_schema": keys("{{ name }}"),
    },
]
NAMES = [each["name"] for each in TABLES]


@pytest.fixture
def made(playbook: PlaybookRunner) -> PlaybookRunner:
    """An account with tables of many kinds."""
    playbook([{"planton.dynamodb.dynamodb_tables": {"tables": _unsafe(TABLES)}}])
    return playbook


def _unsafe(value: Any) -> Any:
    """What looks like a template, so that it comes through as it is."""
    if isinstance(value, dict):
        return {name: _unsafe(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_unsafe(item) for item in value]
    return {"__ansible_unsafe": value} if isinstance(value, str) and "{{" in value else value


def files(directory: Path) -> dict[str, str]:
    found = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_text() for path in found}


def adopting(directory: Path, **variables: Any) -> dict[str, Any]:
    names = {f"aws_dynamodb_adopt_{name}": value for name, value in variables.items()}
    return {"aws_dynamodb_adopt_directory": str(directory), **names}


@strict
def test_a_file_each_and_nothing_changes(made: PlaybookRunner, tmp_path: Path) -> None:
    place = tmp_path / "adopted"
    planned = made(ADOPT, adopting(place), check=True)
    assert planned.changed and not place.exists()

    run = made(ADOPT, adopting(place))
    assert run.changed and not run.writes
    written = files(place)
    assert list(written) == [f"{kind}/{name}.yml" for kind in ("manifests", "variables") for name in NAMES]

    again = made(ADOPT, adopting(place), diff=True)
    assert not again.changed and files(place) == written
    assert "generation G3 leave tags alone: audit-log, orders" in " ".join(run.output.split())
    assert "by_place has several attributes" in " ".join(run.output.split())

    for name in ("orders", "shop-templates"):
        variables = made(CONVERGE, None, "-e", f"@{place}/variables/{name}.yml")
        assert not variables.changed and not variables.writes, variables.output
    manifests = made(CONVERGE, {"aws_dynamodb_manifests": str(place / "manifests")})
    assert not manifests.changed and not manifests.writes
    assert len([call for call in manifests.operations if call == "DescribeTable"]) >= len(NAMES)


@strict
def test_all_in_one_and_nothing_changes(made: PlaybookRunner, tmp_path: Path) -> None:
    place = tmp_path / "adopted"
    made(ADOPT, adopting(place, one_file="true", generation="G5"))
    assert [*files(place)] == ["manifests.yml", "variables.yml"]
    variables = made(CONVERGE, None, "-e", f"@{place}/variables.yml")
    assert not variables.changed and not variables.writes
    assert len(variables.result("Show the outputs")["msg"]) == len(NAMES) + 1
    manifests = made(CONVERGE, {"aws_dynamodb_manifests": str(place / "manifests.yml")})
    assert not manifests.changed and not manifests.writes
    assert not made(ADOPT, adopting(place, one_file="true", generation="G5")).changed
