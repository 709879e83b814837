# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: the scenes of scenes.yml, each played to its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._run.outcome import Outcome
from ansible_collections.planton.dynamodb.tests.unit.scenes import (
    BUSY,
    BY_ID,
    BY_ID_TOO,
    CLASS,
    ENCRYPTED,
    INTERVAL,
    LOCKED,
    LOST,
    PROTECTED,
    PROVISIONED,
    RECOVERY,
    REPLACED,
    SIMPLE,
    STREAM,
    TAGS,
    TTL,
    UNITS,
    Scene,
    after,
)
from ansible_collections.planton.dynamodb.tests.unit.service import refusal
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

OPTIONS: dict[str, dict[str, Any]] = {
    "simple": SIMPLE,
    "stream": STREAM,
    "class": CLASS,
    "encrypted": ENCRYPTED,
    "protected": PROTECTED,
    "provisioned": PROVISIONED,
    "less capacity": UNITS,
    "ttl": TTL,
    "other ttl": {"ttl": {"enabled": True, "attribute_name": "until"}},
    "recovery": RECOVERY,
    "tags": TAGS,
    "index": {"global_secondary_indexes": [BY_ID]},
    "two indexes": {"global_secondary_indexes": [BY_ID, BY_ID_TOO]},
    "other key": REPLACED,
    "absent after a backup": {"state": "absent", "backup_before_delete": True},
}


KEY = "Subscriber limit exceeded: Encryption mode changes are limited in the 24h window."
DECREASES = "Provisioned throughput decreases are limited within a given UTC day. Last decrease at"
REFUSALS = {
    "busy": BUSY,
    "locked": LOCKED,
    "lost": LOST,
    "wrong": ("ValidationException", "wrong"),
    "denied": ("AccessDeniedException", "no"),
    "missing": ("ResourceNotFoundException", "Requested resource not found: Table: orders not found"),
    "shaky": ("InternalServerError", "The request processing has failed"),
    "being enabled": ("ContinuousBackupsUnavailableException", "Backups are being enabled for the table: orders."),
    "already enabled": ("ValidationException", "TimeToLive is already enabled"),
    "changed lately": ("ValidationException", INTERVAL),
    "too many backups": ("LimitExceededException", "too many backups"),
    "limited": ("LimitExceededException", KEY),
    **{
        f"key in {seconds}": ("LimitExceededException", f"{KEY} Next changes can be made at {after(seconds)}")
        for seconds in (2, 600, 2000)
    },
    "lowered 3000 ago": ("LimitExceededException", f"{DECREASES} {after(-3000)}"),
}
GIVEN = {"exists", "spec", "answers", "items", "refused", "backup", "wait", "timeout"}
RETRIED = " when retried"
SCENES = read_yaml(Path(__file__).parent / "scenes.yml")


def options(parts: list[Any]) -> dict[str, Any]:
    """Options, some of them by their name."""
    found: dict[str, Any] = {}
    for part in parts:
        found |= OPTIONS[part] if isinstance(part, str) else part
    return found


def refusals(operation: str, names: list[str]) -> list[Exception]:
    """Refusals by their names; a number before a name says how many times."""
    found: list[Exception] = []
    for name in names:
        number, _space, rest = name.partition(" ")
        times, called = (int(number), rest) if number.isdigit() else (1, name)
        error = refusal(operation, *REFUSALS[called.removesuffix(RETRIED)], retried=called.endswith(RETRIED))
        found += [error] * times
    return found


def played(given: dict[str, Any]) -> tuple[Scene, Outcome]:
    """Set the scene and carry the plan out."""
    assert {*given} <= GIVEN
    exists = given.get("exists", [])
    there = None if exists is None else options(exists)
    scene = Scene(there, options(given["spec"]), **given.get("answers", {}))
    if scene.model.table:
        scene.model.table.items = given.get("items", 0)
    for operation, names in given.get("refused", {}).items():
        scene.service.refusals[operation] = refusals(operation, names)
    scene.service.backups = [*given.get("backup", scene.service.backups)]
    return scene, scene.run(wait=given.get("wait", True), timeout=given.get("timeout", 1800))


def within(value: float, bounds: Any) -> bool:
    """A number is that number; a list is from and, but for where both are the same, less than to; null is open."""
    if not isinstance(bounds, list):
        return value == pytest.approx(bounds)
    least, most = bounds
    return bool(value >= least and (most is None or value < most or value == least == most))


def all_or_each(wanted: Any, found: list[Any]) -> None:
    """One word stands for all."""
    assert found == (wanted if isinstance(wanted, list) else [wanted] * len(found))


def calls(wanted: Any, scene: Scene) -> None:
    if isinstance(wanted, int):
        assert len(scene.service.sent) <= wanted
    else:
        assert scene.service.operations() == wanted


def moments(wanted: dict[str, Any], scene: Scene) -> None:
    found = {**scene.moments(), **scene.reasons()}
    for name, bounds in wanted.items():
        assert within(found[name], bounds), found


def parts(wanted: list[str], text: str) -> None:
    """No parts mean no text."""
    assert bool(text) == bool(wanted)
    assert all(part in text for part in wanted)


def errors(outcome: Outcome) -> str:
    words = (step.facts().get("error", {}) for step in outcome.steps)
    return next((f"{error['code']}: {error['message']}" for error in words if error), "")


def retry_at(outcome: Outcome) -> Any:
    return next((step.facts()["retry_at"] for step in outcome.steps if "retry_at" in step.facts()), None)


def same(wanted: Any, found: Any) -> None:
    assert found == wanted


# How each word of ``then`` is checked.
CHECKS: dict[str, Callable[[Any, Scene, Outcome], None]] = {
    "statuses": lambda wanted, _scene, outcome: all_or_each(wanted, [step.status for step in outcome.steps]),
    "attempts": lambda wanted, _scene, outcome: all_or_each(wanted, [step.attempts for step in outcome.steps]),
    "calls": lambda wanted, scene, _outcome: calls(wanted, scene),
    "at": lambda wanted, scene, _outcome: moments(wanted, scene),
    "took": lambda wanted, scene, _outcome: same(within(scene.took(), wanted), True),
    "settled": lambda wanted, _scene, outcome: same(wanted, outcome.settled),
    "changed": lambda wanted, _scene, outcome: same(wanted, outcome.changed),
    "stopped": lambda wanted, _scene, outcome: parts(wanted, outcome.stopped),
    "error": lambda wanted, _scene, outcome: parts(wanted, errors(outcome)),
    "retry_at": lambda wanted, _scene, outcome: same(after(wanted), retry_at(outcome)),
    "backup": lambda wanted, _scene, outcome: same(outcome.backup_arn.endswith(wanted), True),
    "tables": lambda wanted, scene, _outcome: same(wanted, scene.model.created),
}


@pytest.mark.parametrize("told", SCENES, ids=lambda told: told["scene"])
def test_scene(told: dict[str, Any]) -> None:
    assert told["then"], "the scene checks nothing"
    scene, outcome = played(told["given"])
    for word, wanted in told["then"].items():
        CHECKS[word](wanted, scene, outcome)
