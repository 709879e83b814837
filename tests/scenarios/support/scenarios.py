# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios as data: read from the files, placeholders and all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

ROOT = Path(__file__).parents[1]
TABLES: dict[str, dict[str, Any]] = read_yaml(ROOT / "tables.yml")
OUTCOMES = ("error", "reads", "absent", "answers", "answers_without", "keep")
WAYS = ("at_once", "until", "wait")


@dataclass(frozen=True)
class Step:
    """One call of the service, and what must come of it; without an operation it only looks."""

    operation: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] | None = None
    reads: dict[str, Any] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    answers_without: list[str] = field(default_factory=list)
    keep: dict[str, str] = field(default_factory=dict)
    at_once: bool = False
    until: dict[str, Any] = field(default_factory=dict)
    wait: float = 0.0


@dataclass(frozen=True)
class Scenario:
    """What the service does in one situation, with the place where that was written down."""

    id: str
    about: str
    source: str
    steps: list[Step]
    needs: list[str] = field(default_factory=list)
    timed: bool = False
    slow: bool = False
    burns: str = ""
    local: str = ""

    def __str__(self) -> str:
        return self.id

    @property
    def features(self) -> list[str]:
        """What an engine must have for the scenario to mean anything."""
        return [*self.needs, *(["transitions"] if self.timed else [])]


def scenarios() -> list[Scenario]:
    """All of them, in the order of the files."""
    return [_scenario(path.stem, part) for path in sorted((ROOT / "service").glob("*.yml")) for part in _parts(path)]


def _parts(path: Path) -> list[dict[str, Any]]:
    return list(read_yaml(path))


def _scenario(area: str, part: dict[str, Any]) -> Scenario:
    part = dict(part)
    given = part.pop("given", None)
    steps = [Step("create_table", table(given))] if given else []
    steps += [_step(step) for step in part.pop("steps")]
    return Scenario(**{**part, "id": f"{area}/{part['id']}", "source": str(part["source"]), "steps": steps})


def _step(part: dict[str, Any]) -> Step:
    outcome = {key: value for key, value in part.items() if key in OUTCOMES + WAYS}
    operations = [key for key in part if key not in outcome]
    if not operations:
        return Step(**outcome)
    (operation,) = operations
    return Step(operation, _expanded(part[operation] or {}), **outcome)


def table(given: str | dict[str, Any]) -> dict[str, Any]:
    """The parameters of CreateTable for the name of a table, or for one with members changed."""
    return dict(_expanded({"like": given} if isinstance(given, str) else given))


def _expanded(value: Any) -> Any:
    """`like` and `repeat`, everywhere in a value."""
    if isinstance(value, list):
        return [_expanded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "repeat" in value:
        return list(_repeated(**value))
    base = TABLES[value["like"]] if "like" in value else {}
    whole = {**base, **{key: _expanded(item) for key, item in value.items() if key != "like"}}
    return {key: item for key, item in whole.items() if item is not None}


def _repeated(repeat: int, of: Any, beside: list[Any] | None = None) -> Iterator[Any]:
    """Something many times, with its number; beside that, what is there once."""
    yield from beside or ()
    for number in range(repeat):
        yield replaced(of, {"{n}": str(number)})


def replaced(value: Any, words: dict[str, str]) -> Any:
    """The value with the placeholders in all its texts replaced."""
    if isinstance(value, list):
        return [replaced(item, words) for item in value]
    if isinstance(value, dict):
        return {replaced(key, words): replaced(item, words) for key, item in value.items()}
    if isinstance(value, str):
        for word, text in words.items():
            value = value.replace(word, text)
    return value
