# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: survey
short_description: Survey of an AWX job template from the argument specification of a role
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns options of an argument specification, such as that of the role P(planton.dynamodb.aws_dynamodb#role), into the
    survey specification of an AWX job template. The specification gives types, choices, limits, defaults and texts of
    the questions.
  - Strings and paths become text questions, integers and floats become number questions, and booleans become a choice
    of V(true) and V(false). Options with C(no_log) become passwords, and options of type raw become text areas.
  - If a sentence in the description of a string or raw option begins with its values, or has them after its first
    comma, the option becomes a choice.
  - Lists and dictionaries are refused, because a survey asks for single values.
positional: _input, questions
options:
  _input:
    description:
      - Options by their names, or the whole content of C(meta/argument_specs.yml).
    type: dict
    required: true
  questions:
    description:
      - What to ask, in this order. An item is the name of a variable, or a dictionary with C(variable) and with what
        differs from the argument specification, which may be C(required), C(default), and C(question) for the short
        text.
      - With an empty list the survey is an empty dictionary, which removes the survey of a template.
    type: list
    elements: raw
    required: true
  name:
    description:
      - The name of the survey.
    type: str
    default: ""
  description:
    description:
      - The description of the survey.
    type: str
    default: ""
  entry_point:
    description:
      - The entry point of the role, where the input is the whole content of C(meta/argument_specs.yml).
      - Left out, it is the only one, or C(main) where there are several.
    type: str
seealso:
  - plugin: planton.dynamodb.aws_dynamodb
    plugin_type: role
"""

EXAMPLES = r"""
- name: Create a template that asks for a table
  awx.awx.job_template:
    name: Protect a table
    project: DynamoDB
    playbook: converge.yml
    survey_enabled: true
    survey_spec: "{{ specs | planton.dynamodb.survey(questions) }}"
  vars:
    specs: "{{ lookup('ansible.builtin.file', 'roles/aws_dynamodb/meta/argument_specs.yml') | from_yaml }}"
    questions:
      - variable: aws_dynamodb_name
        required: true
      - aws_dynamodb_deletion_protection_enabled
"""

RETURN = r"""
_value:
  description:
    - The survey specification.
  type: dict
  sample:
    name: ""
    description: ""
    spec:
      - variable: aws_dynamodb_deletion_protection_enabled
        question_name: Deletion protection enabled
        question_description: Whether the table is protected against being deleted.
        type: multiplechoice
        required: false
        choices:
          - "true"
          - "false"
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ..plugin_utils._survey import SurveyError, survey_spec


def survey(
    value: t.Any, questions: t.Any, name: str = "", description: str = "", entry_point: str = ""
) -> dict[str, t.Any]:
    """Return the survey that asks these questions."""
    if not isinstance(value, t.Mapping) or isinstance(questions, str) or not isinstance(questions, t.Sequence):
        raise AnsibleFilterError("survey: give it a dictionary of options and a list of questions")
    options = value
    if "argument_specs" in value:
        points = value["argument_specs"]
        point = entry_point or (next(iter(points)) if len(points) == 1 else "main")
        if point not in points:
            raise AnsibleFilterError(f"survey: no entry point {point}; there are {', '.join(points)}")
        options = points[point].get("options", {})
    try:
        return survey_spec(options, questions, name, description)
    except SurveyError as error:
        raise AnsibleFilterError(f"survey: {error}") from error


class FilterModule:
    """The filter survey."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"survey": survey}
