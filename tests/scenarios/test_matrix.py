# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every scenario on every engine: as the service does, or exactly as the engine's list of disagreements says."""

from __future__ import annotations

import uuid

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables
from ansible_collections.planton.dynamodb.tests.scenarios.support.attempt import Attempt
from ansible_collections.planton.dynamodb.tests.scenarios.support.changes import Change, changes
from ansible_collections.planton.dynamodb.tests.scenarios.support.disagreements import (
    DISAGREEMENTS,
    FEATURES,
    expected,
    lacks,
)
from ansible_collections.planton.dynamodb.tests.scenarios.support.scenarios import Scenario, scenarios
from ansible_collections.planton.dynamodb.tests.scenarios.support.subjects import OTHER, Subject
from ansible_collections.planton.dynamodb.tests.scenarios.support.telling import AS_THE_SERVICE
from ansible_collections.planton.dynamodb.tests.scenarios.support.trial import Trial
from devkit.engines import KINDS

SCENARIOS = scenarios()
CHANGES = changes()


def explained(scenario: Scenario | Change, subject: Subject, found: str, recorded: str) -> str:
    return (
        f"{scenario.about} (control_plane.md, {scenario.source})\n"
        f"recorded of {subject.name}: {recorded}\nfound: {found}"
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_scenario(scenario: Scenario, subject: Subject) -> None:
    trial = Trial(subject, scenario)
    try:
        found = trial.outcome()
    finally:
        subject.release(trial.made)
    recorded = expected(subject.name, scenario.id)
    assert found == recorded, explained(scenario, subject, found, recorded)


@pytest.mark.parametrize("scenario", CHANGES, ids=str)
def test_module(scenario: Change, subject: Subject, tables: Tables) -> None:
    name = f"{scenario.id.replace('/', '.')}-{uuid.uuid4().hex[:8]}"
    found = Attempt(tables, scenario, name).outcome()
    recorded = expected(subject.name, scenario.id)
    assert found == recorded, explained(scenario, subject, found, recorded)


def test_each_scenario_has_a_name_of_its_own() -> None:
    names = [item.id for item in (*SCENARIOS, *CHANGES)]
    assert sorted(set(names)) == sorted(names)


def test_disagreements_are_about_scenarios_and_engines_that_there_are() -> None:
    assert {*DISAGREEMENTS} <= {*KINDS} - {"strict"}
    known = {item.id for item in (*SCENARIOS, *CHANGES)}
    assert {name for recorded in DISAGREEMENTS.values() for name in recorded} <= known


def test_the_other_endpoint_is_held_to_what_the_service_does() -> None:
    assert OTHER not in DISAGREEMENTS and "strict" not in DISAGREEMENTS
    assert {name for feature in FEATURES.values() for name in feature["lacking"]} <= {*KINDS}


def test_transitions_are_lacking_where_that_is_said(subject: Subject) -> None:
    probe = next(item for item in SCENARIOS if item.id == "transitions/created")
    shown = Trial(subject, probe).outcome() == AS_THE_SERVICE
    assert shown is (lacks(subject.name, "transitions") is None)
