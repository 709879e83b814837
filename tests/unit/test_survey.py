# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Surveys of AWX from argument specifications."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.planton.dynamodb.plugins.filter.survey import FilterModule, survey
from ansible_collections.planton.dynamodb.plugins.module_utils._argspec import table_argument_spec
from ansible_collections.planton.dynamodb.plugins.plugin_utils._survey import SurveyError, plain, survey_spec
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

ROLE = Path(__file__).parents[2] / "roles" / "aws_dynamodb" / "meta" / "argument_specs.yml"
SPECS = read_yaml(ROLE)
OPTIONS: dict[str, dict[str, Any]] = SPECS["argument_specs"]["variables"]["options"]
SINGLE = [name for name, option in OPTIONS.items() if option["type"] not in ("list", "dict")]
PREFIX = "aws_dynamodb_"


def asked(variable: str, **more: Any) -> dict[str, Any]:
    """The question for one variable of the role."""
    (question,) = survey_spec(OPTIONS, [{"variable": variable, **more}])["spec"]
    return dict(question)


def question(option: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The question for an option that is made up."""
    (found,) = survey_spec({"aws_dynamodb_it": option}, [{"variable": "aws_dynamodb_it", **more}])["spec"]
    return dict(found)


def test_a_question_is_whole() -> None:
    assert asked("aws_dynamodb_recovery_period_in_days", required=True, default=7) == {
        "variable": "aws_dynamodb_recovery_period_in_days",
        "question_name": "Recovery period in days",
        "question_description": (
            "How far back the table can be restored, 1 to 35 days. "
            "Only with aws_dynamodb_point_in_time_recovery_enabled=true. "
            "If it is left out, an existing period is left alone. AWS begins with 35 days."
        ),
        "type": "integer",
        "required": True,
        "min": 1,
        "max": 35,
        "default": 7,
    }


@pytest.mark.parametrize(
    ("variable", "kind"),
    [
        ("aws_dynamodb_region", "text"),
        ("aws_dynamodb_aws_ca_bundle", "text"),
        ("aws_dynamodb_manifests", "textarea"),
        ("aws_dynamodb_secret_key", "password"),
        ("aws_dynamodb_concurrency", "integer"),
        ("aws_dynamodb_force", "multiplechoice"),
        ("aws_dynamodb_manifest_tags", "multiplechoice"),
    ],
)
def test_types(variable: str, kind: str) -> None:
    assert asked(variable)["type"] == kind


def test_every_single_value_of_the_role_can_be_asked_for() -> None:
    spec = survey_spec(OPTIONS, SINGLE)["spec"]
    assert [found["variable"] for found in spec] == SINGLE
    for found in spec:
        assert found["question_name"] and found["question_description"]
        assert "(" not in found["question_description"].replace("(s)", "")
        assert not found["required"] and "default" not in found


def test_choices_are_values_that_the_module_takes() -> None:
    module = table_argument_spec()
    offered = {name.removeprefix(PREFIX): asked(name).get("choices") for name in SINGLE}
    enumerations = {name: option["choices"] for name, option in module.items() if "choices" in option}
    assert enumerations
    for name, choices in enumerations.items():
        assert offered[name] and set(offered[name]) <= set(choices)


def test_lengths_are_those_of_text() -> None:
    assert (asked("aws_dynamodb_name")["min"], asked("aws_dynamodb_name")["max"]) == (3, 255)
    assert "min" not in question({"type": "str", "description": "From 1 to 5."})
    assert "min" not in question({"type": "int", "description": "A number, 1 to 5 of the characters."})
    assert question({"type": "int", "description": ["At most much.", "And at least 3."]})["min"] == 3


def test_choices_that_are_declared_go_first() -> None:
    both = {"type": "str", "choices": ["c"], "description": "V(a) or V(b)."}
    assert question(both)["choices"] == ["c"]
    assert question({"type": "int", "choices": [1, 2]})["choices"] == ["1", "2"]


def test_one_value_in_a_text_is_no_choice() -> None:
    assert question({"type": "str", "description": "V(a) is all there is. Or so."})["type"] == "text"
    assert question({"type": "str", "description": "It is V(a) or V(b)."})["type"] == "text"
    assert question({"type": "str", "description": "V(a) is not V(b), V(c) or V(d)."})["type"] == "text"


def test_values_may_stand_after_the_first_comma() -> None:
    assert question({"type": "str", "description": "What it does, V(a), V(b) or V(c)."})["choices"] == ["a", "b", "c"]
    assert question({"type": "str", "description": "One, two, V(a) or V(b)."})["type"] == "text"


@pytest.mark.parametrize(
    ("option", "default", "answer"),
    [
        ({"type": "bool"}, True, "true"),
        ({"type": "bool"}, "false", "false"),
        ({"type": "int"}, 0, 0),
        ({"type": "float"}, 1.5, 1.5),
        ({"type": "str"}, "x", "x"),
        ({"type": "str", "choices": ["x"]}, "x", "x"),
    ],
)
def test_defaults_are_answers(option: dict[str, Any], default: Any, answer: Any) -> None:
    assert question(option, default=default)["default"] == answer
    assert question({**option, "default": default})["default"] == answer


@pytest.mark.parametrize(
    ("option", "default"),
    [
        ({"type": "int"}, "5"),
        ({"type": "int"}, True),
        ({"type": "str"}, 5),
        ({"type": "str", "choices": ["x"]}, "y"),
        ({"type": "bool"}, "maybe"),
    ],
)
def test_a_default_that_is_no_answer_is_refused(option: dict[str, Any], default: Any) -> None:
    with pytest.raises(SurveyError, match="aws_dynamodb_it: "):
        question(option, default=default)


@pytest.mark.parametrize("variable", sorted(OPTIONS.keys() - {*SINGLE}))
def test_lists_and_dictionaries_are_refused(variable: str) -> None:
    with pytest.raises(SurveyError, match=f"^{variable} is of type (list|dict), .* inventory"):
        asked(variable)


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (["aws_dynamodb_nmae"], "not in the argument specification: aws_dynamodb_nmae"),
        (["aws_dynamodb_name", {"variable": "aws_dynamodb_name"}], "more than once: aws_dynamodb_name"),
        ([{"variable": "aws_dynamodb_name", "requierd": True}], "unknown requierd"),
        ([{"required": True}], "a question is the name of a variable"),
        ([5], "a question is the name of a variable"),
    ],
)
def test_wrong_questions_are_refused(questions: list[Any], told: str) -> None:
    with pytest.raises(SurveyError, match=told):
        survey_spec(OPTIONS, questions)


def test_the_markup_is_gone() -> None:
    text = "B(a) I(b) C(c) V(d) O(e) E(f) RV(g) M(ns.c.h) P(ns.c.i#role) L(j, https://x.example) U(k). f(x) is left."
    assert plain(text) == "a b c d e f g ns.c.h ns.c.i j k. f(x) is left."


def test_the_text_of_a_question_can_be_another() -> None:
    assert asked("aws_dynamodb_name", question="Which table?")["question_name"] == "Which table?"


def test_the_filter_takes_the_file_of_a_role_or_options() -> None:
    ours = FilterModule().filters()["survey"]
    whole = ours(SPECS, ["aws_dynamodb_name"], name="n", description="d")
    assert whole == ours(OPTIONS, ["aws_dynamodb_name"], "n", "d")
    assert (whole["name"], whole["description"], len(whole["spec"])) == ("n", "d", 1)
    # An empty dictionary removes the survey of a template, and one without questions is refused by AWX.
    assert ours(SPECS, []) == {}


@pytest.mark.parametrize(
    ("value", "arguments", "told"),
    [
        (["x"], [["aws_dynamodb_name"]], "a dictionary of options"),
        (SPECS, ["aws_dynamodb_name"], "a list of questions"),
        (SPECS, [["aws_dynamodb_tags"]], "survey: aws_dynamodb_tags is of type dict"),
        (SPECS, [["aws_dynamodb_name"], "", "", "other"], "no entry point other; there are variables"),
    ],
)
def test_the_filter_tells_what_is_wrong(value: Any, arguments: list[Any], told: str) -> None:
    with pytest.raises(AnsibleFilterError, match=told):
        survey(value, *arguments)
