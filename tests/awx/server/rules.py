# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX refuses beyond missing fields: surveys, rules of recurrence, playbooks that a project does not have."""

from __future__ import annotations

import json
import re
from typing import Any

# awx/main/constants.py, SURVEY_TYPE_MAPPING
ANSWERS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "textarea": str,
    "password": str,
    "multiplechoice": str,
    "multiselect": (str, list),
    "integer": int,
    "float": (float, int),
}
_DTSTART = re.compile(r"DTSTART(?:;[^:]+)?:[0-9]+T[0-9]+Z?")
_AWS_INPUTS = {"username", "password", "security_token", "assume_role_session_name"}


class RefusedError(Exception):
    """A request that AWX answers with 400; the text is the answer."""


def check_survey(spec: Any) -> None:
    """Refuse what the view JobTemplateSurveySpec of AWX 24 refuses."""
    for name, kind in (("name", str), ("description", str), ("spec", list)):
        if not isinstance(spec.get(name), kind):
            raise RefusedError(f"'{name}' is missing from the survey spec or no {kind.__name__}")
    if not spec["spec"]:
        raise RefusedError("'spec' doesn't contain any items.")
    variables = [question.get("variable") for question in spec["spec"]]
    if len(set(variables)) != len(variables):
        raise RefusedError(f"a variable is asked for twice: {variables}")
    for question in spec["spec"]:
        _check_question(question)


def _check_question(question: dict[str, Any]) -> None:
    about = question.get("variable")
    for name in ("type", "question_name", "variable", "required"):
        if not isinstance(question.get(name), bool if name == "required" else str):
            raise RefusedError(f"{about}: '{name}' is missing or of the wrong type")
    kind = question["type"]
    if kind not in ANSWERS:
        raise RefusedError(f"{about}: {kind} is none of {', '.join(ANSWERS)}")
    default = question.get("default", "")
    if default != "" and not isinstance(default, ANSWERS[kind]):
        raise RefusedError(f"{about}: the default {default!r} is of the wrong type")
    for limit in ("min", "max"):
        if question.get(limit) is not None and not isinstance(question[limit], int):
            raise RefusedError(f"{about}: {limit} is no integer")
    if kind.startswith("multi"):
        if "choices" not in question:
            raise RefusedError(f"{about}: without choices")
        if default != "" and default not in question["choices"]:
            raise RefusedError(f"{about}: the default is none of the choices")


def check_answers(spec: dict[str, Any], answers: dict[str, Any]) -> None:
    """Refuse answers at a launch, as SurveyJobTemplateMixin does."""
    for question in spec.get("spec", []):
        variable, kind = question["variable"], question["type"]
        if variable not in answers:
            if question["required"]:
                raise RefusedError(f"'{variable}' value missing")
            continue
        answer = answers[variable]
        if isinstance(answer, bool) or not isinstance(answer, ANSWERS[kind]):
            raise RefusedError(f"Value {answer!r} for '{variable}' is not expected for {kind}")
        if kind == "multiplechoice" and answer not in question["choices"]:
            raise RefusedError(f"Value {answer} for '{variable}' expected to be one of {question['choices']}")
        size = answer if kind in ("integer", "float") else len(answer)
        if not question.get("min", size) <= size <= question.get("max", size):
            raise RefusedError(f"'{variable}' value {answer} is too small or too large")


def check_rrule(rrule: str) -> None:
    """Refuse what SchedulePreviewSerializer refuses."""
    if len(_DTSTART.findall(rrule)) != 1:
        raise RefusedError("exactly one valid DTSTART required in rrule")
    if re.search(r"DTSTART:[0-9]+T[0-9]+ ", rrule):
        raise RefusedError("DTSTART cannot be a naive datetime")
    rules = re.findall(r"RULE:([^\s]*)", rrule)
    if not rules:
        raise RefusedError("one or more rule required in rrule")
    for rule in rules:
        if "INTERVAL=" not in rule or "SECONDLY" in rule or ("COUNT=" in rule and "UNTIL=" in rule):
            raise RefusedError(f"not supported: {rule}")


def check_extra_vars(text: str) -> None:
    """Variables are a JSON object here; AWX takes YAML too."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise RefusedError(f"extra_vars: {error}") from error
    if not isinstance(found, dict):
        raise RefusedError("extra_vars is no dictionary")


def check_aws_inputs(inputs: dict[str, Any]) -> None:
    """The credential type Amazon Web Services has these and no others, and an empty one counts as not given."""
    unknown = sorted(inputs.keys() - _AWS_INPUTS)
    if unknown:
        raise RefusedError(f"additional properties are not allowed: {', '.join(unknown)}")
