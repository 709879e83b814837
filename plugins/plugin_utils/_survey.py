# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the survey of an AWX job template from the argument specification of a role."""

from __future__ import annotations

import re
import typing as t

Words = dict[str, t.Any]

# The type of question by type of option. Lists and dictionaries are missing, because an answer is a single value.
QUESTION_TYPES = {
    "str": "text",
    "path": "text",
    "raw": "textarea",
    "json": "textarea",
    "int": "integer",
    "float": "float",
    "bool": "multiplechoice",
}
ANSWERS = {"text": str, "textarea": str, "password": str, "multiplechoice": str, "integer": int, "float": float}
YES_OR_NO = ["true", "false"]
QUESTION_KEYS = {"variable", "required", "default", "question"}

_SENTENCE = re.compile(r"(?<=\.)\s+")
_VALUES = re.compile(r"(?:[^(,]*, )?(V\([^)]+\)(?:(?:, | or )V\([^)]+\))+)")
_VALUE = re.compile(r"V\(([^)]+)\)")
_MARKUP = re.compile(r"\b(?:[BCEIOPV]|RV)\(([^)]*)\)")
_LINK = re.compile(r"\b[LU]\(([^,)]*)(?:,[^)]*)?\)")
_MODULE = re.compile(r"\bM\(([^)]*)\)")
_FROM_TO = re.compile(r"\b(\d+) to (\d+)\b( of the characters| characters)?")
_AT_LEAST = re.compile(r"\bat least (\d+)\b")


class SurveyError(Exception):
    """A survey cannot ask a question; the text says which question and why."""


def survey_spec(
    options: t.Mapping[str, Words], questions: t.Sequence[t.Any], name: str = "", description: str = ""
) -> Words:
    """Return the survey that asks for these options of an argument specification; raises ``SurveyError``."""
    if not questions:
        return {}
    wanted = [_wanted(question) for question in questions]
    variables = [question["variable"] for question in wanted]
    twice = sorted({variable for variable in variables if variables.count(variable) > 1})
    if twice:
        raise SurveyError(f"asked more than once: {', '.join(twice)}")
    unknown = [variable for variable in variables if variable not in options]
    if unknown:
        raise SurveyError(f"not in the argument specification: {', '.join(unknown)}")
    spec = [_question(options[question["variable"]], question) for question in wanted]
    return {"name": name, "description": description, "spec": spec}


def _wanted(question: t.Any) -> Words:
    """Return a question as a dictionary; the user may give only the name of its variable."""
    if isinstance(question, str):
        return {"variable": question}
    if not isinstance(question, t.Mapping) or not isinstance(question.get("variable"), str):
        raise SurveyError(f"a question is the name of a variable or a dictionary with one, not {question!r}")
    unknown = sorted(question.keys() - QUESTION_KEYS)
    if unknown:
        raise SurveyError(f"{question['variable']}: unknown {', '.join(unknown)}; there are {sorted(QUESTION_KEYS)}")
    return dict(question)


def _question(option: Words, wanted: Words) -> Words:
    """Return one question as AWX describes it.

    Unknown keys are left out, because AWX uses an empty default as an answer, and its form uses null as a limit.
    """
    variable = wanted["variable"]
    sentences = _sentences(option.get("description", ""))
    kind, choices = _kind(variable, option, sentences)
    return {
        "variable": variable,
        "question_name": wanted.get("question") or _label(variable),
        "question_description": plain(" ".join(sentences)),
        "type": kind,
        "required": bool(wanted.get("required", option.get("required", False))),
        **({"choices": choices} if choices else {}),
        **_limits(kind, sentences),
        **_default(variable, kind, choices, wanted.get("default", option.get("default"))),
    }


def _kind(variable: str, option: Words, sentences: list[str]) -> tuple[str, list[str]]:
    """Return the type of a question, and its choices."""
    declared = option.get("type", "str")
    if declared not in QUESTION_TYPES:
        raise SurveyError(
            f"{variable} is of type {declared}, and a survey asks for single values. Put it into the inventory, into a "
            "manifest, or into the variables of the template."
        )
    if option.get("no_log"):
        return "password", []
    if declared == "bool":
        return "multiplechoice", YES_OR_NO
    choices = [str(choice) for choice in option.get("choices") or []]
    if declared in ("str", "raw"):
        choices = choices or _named_values(sentences)
    return ("multiplechoice", choices) if choices else (QUESTION_TYPES[declared], [])


def _named_values(sentences: list[str]) -> list[str]:
    """Return the values of an enumeration: those at the beginning of a sentence, or after its first comma."""
    for sentence in sentences:
        found = _VALUES.match(sentence)
        if found:
            return _VALUE.findall(found.group(1))
    return []


def _limits(kind: str, sentences: list[str]) -> dict[str, int]:
    """Return the limits of a number, or of the length of a text, that the description names."""
    if kind not in ("integer", "text"):
        return {}
    text = " ".join(sentences)
    both = _FROM_TO.search(text)
    if both and (kind == "integer") != bool(both.group(3)):
        return {"min": int(both.group(1)), "max": int(both.group(2))}
    least = _AT_LEAST.search(text)
    return {"min": int(least.group(1))} if least and kind == "integer" else {}


def _default(variable: str, kind: str, choices: list[str], default: t.Any) -> Words:
    if default is None:
        return {}
    if isinstance(default, bool) and kind == "multiplechoice":
        default = "true" if default else "false"
    if isinstance(default, bool) or not isinstance(default, ANSWERS[kind]):
        raise SurveyError(f"{variable}: {default!r} is no answer to a question of type {kind}")
    if choices and default not in choices:
        raise SurveyError(f"{variable}: {default!r} is none of {', '.join(choices)}")
    return {"default": default}


def _label(variable: str) -> str:
    words = variable.removeprefix("aws_dynamodb_").replace("_", " ")
    return words[:1].upper() + words[1:]


def _sentences(description: t.Any) -> list[str]:
    lines = [description] if isinstance(description, str) else description
    return [sentence for line in lines for sentence in _SENTENCE.split(str(line).strip())]


def plain(text: str) -> str:
    """Return a description without the markup of Ansible's documentation."""
    text = _LINK.sub(r"\1", _MODULE.sub(r"\1", text))
    return _MARKUP.sub(lambda found: found.group(1).partition("#")[0], text)
