# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The AWX in memory refuses what AWX refuses; else it would prove nothing that awx_setup gets through."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.awx.server.app import serving
from ansible_collections.planton.dynamodb.tests.awx.server.rules import (
    RefusedError,
    check_answers,
    check_rrule,
    check_survey,
)
from ansible_collections.planton.dynamodb.tests.awx.server.store import MissingError, Store

QUESTION = {"type": "text", "question_name": "Name", "variable": "name", "required": False}


def survey(**changes: Any) -> dict[str, Any]:
    """A survey of one question; null takes a key away."""
    question = {key: value for key, value in {**QUESTION, **changes}.items() if value is not None}
    return {"name": "", "description": "", "spec": [question]}


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"name": "", "spec": [QUESTION]}, "'description'"),
        ({**survey(), "spec": []}, "any items"),
        ({**survey(), "spec": [QUESTION, QUESTION]}, "twice"),
        (survey(required="yes"), "'required'"),
        (survey(question_name=None), "'question_name'"),
        (survey(type="list"), "list is none of"),
        (survey(type="integer", default="5"), "wrong type"),
        (survey(type="integer", min="1"), "min is no integer"),
        (survey(type="multiplechoice"), "without choices"),
        (survey(type="multiplechoice", choices=["a"], default="b"), "none of the choices"),
    ],
)
def test_surveys(spec: dict[str, Any], told: str) -> None:
    check_survey(survey())
    with pytest.raises(RefusedError, match=told):
        check_survey(spec)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ({"required": True}, {}),
        ({}, {"name": 5}),
        ({"min": 3}, {"name": "ab"}),
        ({"type": "integer"}, {"name": "5"}),
        ({"type": "integer", "max": 4}, {"name": 5}),
        ({"type": "multiplechoice", "choices": ["true", "false"]}, {"name": ""}),
    ],
)
def test_answers(question: dict[str, Any], answers: dict[str, Any]) -> None:
    check_answers(survey(), {"name": "orders"})
    with pytest.raises(RefusedError, match="name"):
        check_answers(survey(**question), answers)


@pytest.mark.parametrize(
    "rrule",
    [
        "RRULE:FREQ=DAILY;INTERVAL=1",
        "DTSTART:20260101T020000 RRULE:FREQ=DAILY;INTERVAL=1",
        "DTSTART:20260101T020000Z RRULE:FREQ=DAILY",
        "DTSTART:20260101T020000Z",
        "DTSTART:20260101T020000Z RRULE:FREQ=SECONDLY;INTERVAL=1",
    ],
)
def test_schedules(rrule: str) -> None:
    check_rrule("DTSTART:20260101T020000Z RRULE:FREQ=DAILY;INTERVAL=1")
    with pytest.raises(RefusedError):
        check_rrule(rrule)


@pytest.mark.parametrize(
    ("endpoint", "given", "told"),
    [
        ("inventories", {"name": "i"}, "required: organization"),
        ("inventories", {"name": "i", "organization": 99}, "does not exist"),
        ("inventories", {"name": "i", "organization": 1, "colour": "red"}, "has no colour"),
        ("organizations", {"name": "Default"}, "already exists"),
        ("credentials", {"name": "c", "credential_type": 2, "inputs": {"access_key": "x"}}, "access_key"),
        ("project_updates", {"name": "p"}, "by hand"),
        ("hosts", {"name": "h", "inventory": 1}, "does not exist"),
    ],
)
def test_objects(endpoint: str, given: dict[str, Any], told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        Store([]).create(endpoint, given)


def test_a_template_needs_a_playbook_of_its_project() -> None:
    store = Store(["plan.yml"])
    project = store.create("projects", {"name": "p", "organization": 1})["id"]
    given = {"name": "t", "project": project, "playbook": "plan.yml", "extra_vars": "{}"}
    template = store.create("job_templates", given)
    with pytest.raises(RefusedError, match="Playbook not found"):
        store.change("job_templates", template["id"], {"playbook": "other.yml"})
    assert store.get("job_templates", template["id"])["playbook"] == "plan.yml"
    with pytest.raises(MissingError):
        store.tie("job_templates", template["id"], "credentials", {"id": 99})


def test_secrets_are_not_shown() -> None:
    store = Store([])
    inputs = {"username": "who", "password": "secret"}
    credential = store.create("credentials", {"name": "c", "credential_type": 2, "inputs": inputs})
    assert credential["inputs"] == {"username": "who", "password": "$encrypted$"}
    store.change("credentials", credential["id"], {"inputs": credential["inputs"]})
    assert store.secret(credential) == inputs


def test_nobody_gets_in_without_a_token() -> None:
    with serving([]) as awx, pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{awx.url}/api/v2/organizations/", timeout=10)
