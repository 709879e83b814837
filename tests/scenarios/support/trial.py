# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One scenario on one engine: the calls, and in a few words what became of it."""

from __future__ import annotations

import json
import uuid
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from .reading import MISSING, agrees, at, document, settled
from .scenarios import Scenario, Step, replaced
from .subjects import Subject
from .telling import AS_THE_SERVICE, told

# Refusals that only mean "in a moment", by code and a part of the text.
MOMENTARY = (
    ("ThrottlingException", ""),
    ("ContinuousBackupsUnavailableException", ""),
    ("LimitExceededException", "Table tags are being updated"),
    ("ResourceInUseException", "Table tags are being updated"),
)


class Trial:
    """A scenario that is tried on an engine, with a table name of its own."""

    def __init__(self, subject: Subject, scenario: Scenario) -> None:
        self.subject = subject
        self.scenario = scenario
        self.name = f"{subject.prefix}{scenario.id.replace('/', '.')}-{uuid.uuid4().hex[:8]}"
        self.made: list[str] = []
        self._kept: dict[str, Any] = {}

    def outcome(self) -> str:
        """`as the service`, or what the engine did instead, at the first step where it differed."""
        for number, step in enumerate(self.scenario.steps, 1):
            step = self._filled(step)
            differences = self._try(step)
            if differences:
                where = f"{step.operation}: " if step.operation and number < len(self.scenario.steps) else ""
                return self._told(where + "; ".join(differences))
        return AS_THE_SERVICE

    def _filled(self, step: Step) -> Step:
        """The step with its placeholders replaced."""
        words = {
            "{name}": self.name,
            "{NAME}": self.subject.prefix + self.name.removeprefix(self.subject.prefix).upper(),
            "{long}": "x" * 256,
            "{arn}": self.subject.arn(self.name),
            "{key}": self.subject.key,
            "{key_id}": self.subject.key.rpartition("/")[2],
        }
        return Step(**{key: replaced(value, words) for key, value in vars(step).items()})

    def _told(self, text: str) -> str:
        return told(text, {self.subject.arn(self.name): "{arn}", self.name: "{name}", self.subject.key: "{key}"})

    def _try(self, step: Step) -> list[str]:
        if step.wait:
            self.subject.patience.rest(step.wait)
        differences: list[str] = []
        if step.until:
            differences = [f"still {text}" for text in self._look(step.until, [], self.subject.patience.settling)]
        elif not step.at_once:
            self.settle()
        if step.operation and not differences:
            differences = self._call(step)
        return differences or self._read(step)

    def settle(self) -> None:
        """Wait until nothing is in flight any more."""
        for name in self.made:
            done = self.subject.wait(partial(settled, self.subject.client, name), self.subject.patience.settling)
            assert done, f"{name} did not settle within {self.subject.patience.settling} s"

    def _call(self, step: Step) -> list[str]:
        try:
            answer = self._answer(step)
        except ClientError as error:
            return _refusal(step, error)
        if step.error is not None:
            return ["accepts it"]
        return self._compared(answer, step.answers, step.answers_without, "answers")

    def _answer(self, step: Step) -> dict[str, Any]:
        """Make the call, again if it is refused for a moment only."""
        parameters = self._addressed(step)
        awaited = _codes(step)
        refused: list[ClientError] = []

        def done() -> bool:
            refused.clear()
            try:
                answer.update(getattr(self.subject.client, step.operation)(**parameters))
            except ClientError as error:
                refused.append(error)
            return not refused or not _momentary(refused[0], awaited)

        answer: dict[str, Any] = {}
        self.subject.wait(done, self.subject.patience.reading)
        if refused:
            raise refused[0]
        if step.operation == "create_table":
            self.made.append(parameters["TableName"])
        return answer

    def _addressed(self, step: Step) -> dict[str, Any]:
        """The parameters, with the table they are about."""
        operation = self.subject.client.meta.method_to_api_mapping[step.operation]
        members = self.subject.client.meta.service_model.operation_model(operation).input_shape.members
        address = {"TableName": self.name, "ResourceArn": self.subject.arn(self.name)}
        listing = step.operation == "list_tables"
        return {**{key: value for key, value in address.items() if key in members and not listing}, **step.parameters}

    def _read(self, step: Step) -> list[str]:
        if step.reads or step.absent or step.keep:
            self.settle()
        differences = self._look(step.reads, step.absent, self.subject.patience.reading)
        if step.keep and not differences:
            found = self._document([*step.keep.values()])
            self._kept.update({word: at(found, path) for word, path in step.keep.items()})
        return differences

    def _look(self, reads: dict[str, Any], absent: list[str], seconds: float) -> list[str]:
        """Read until everything is as expected, or the time is over; what differs."""
        differences: list[str] = []

        def right() -> bool:
            try:
                found = self._document([*reads, *absent])
            except ClientError as error:
                differences[:] = [f"refuses to be read: {_error(error)}"]
                return not _momentary(error, [])
            differences[:] = self._compared(found, reads, absent, "reads")
            return not differences

        self.subject.wait(right, seconds)
        return differences

    def _document(self, paths: list[str]) -> dict[str, Any]:
        return document(self.subject.client, self.name, self.subject.arn(self.name), paths)

    def _compared(self, found: Any, wanted: dict[str, Any], unwanted: list[str], verb: str) -> list[str]:
        differences = []
        for path, expected in wanted.items():
            value = at(found, path)
            if not agrees(path, expected, value, self._kept):
                differences.append(f"{verb} {path} {_shown(value)}")
        for path in unwanted:
            value = at(found, path)
            if value is not MISSING:
                differences.append(f"{verb} {path} {_shown(value)}")
        return differences


def _momentary(error: ClientError, awaited: list[str]) -> bool:
    """Whether the call is worth making again."""
    found = error.response["Error"]
    known = any(found["Code"] == code and text in found["Message"] for code, text in MOMENTARY)
    return known and found["Code"] not in awaited


def _codes(step: Step) -> list[str]:
    """The error codes that the step waits for."""
    code = (step.error or {}).get("code", [])
    return [code] if isinstance(code, str) else list(code)


def _error(error: ClientError) -> str:
    found = error.response["Error"]
    return f"{found['Code']}: {found['Message']}"


def _refusal(step: Step, error: ClientError) -> list[str]:
    """What is wrong about an error, if anything."""
    found = error.response["Error"]
    if found["Code"] in _codes(step):
        known = (step.error or {}).get("text", "") in found["Message"]
        return [] if known else [f"other text: {found['Message']}"]
    if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
        return ["HTTP 500"]
    return [f"refuses it: {_error(error)}" if step.error is None else f"other code: {found['Code']}"]


def _shown(value: Any) -> str:
    if value is MISSING:
        return "as absent"
    return "as " + json.dumps(value, default=str, sort_keys=True, ensure_ascii=False)
