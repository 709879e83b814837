# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A template of CloudFormation, whose functions are resolved as far as that can be done without asking AWS."""

from __future__ import annotations

import json
import re
import typing as t

from .notes import MigrationError, Notes, Words
from .reading import Unknown
from .references import References
from .stack import GIVE_STACK, Stack, parameter

# What Ref of AWS::NoValue gives: as if nothing was written.
NO_VALUE = object()
PROCESSED = "give the output of aws cloudformation get-template --template-stage Processed"
VARIABLE = re.compile(r"\$\{([^}]*)\}")
DYNAMIC = "{{resolve:"
DEFAULT = "the default is taken, and the stack may have another value"
WRITE_IT = "write its value there"
Made = t.Any


class Template:
    """The sections of a template, and what is known of its stack."""

    def __init__(self, document: t.Any, stack: Stack, notes: Notes) -> None:
        if not isinstance(document, t.Mapping) or not isinstance(document.get("Resources"), t.Mapping):
            raise MigrationError("this is no template of CloudFormation, because it has no Resources")
        self.stack = stack
        self.notes = notes
        self.sections: Words = document
        self.resources: Words = document["Resources"]
        self._references = References(self)
        self._conditions: dict[str, t.Any] = {}
        self._functions: dict[str, t.Callable[[t.Any], Made]] = {
            "Ref": self.ref,
            "Fn::GetAtt": self._attribute,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::If": self._if,
            "Fn::FindInMap": self._find,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::ToJsonString": self._json,
        }

    def section(self, name: str) -> Words:
        """Return a section of the template."""
        found = self.sections.get(name)
        return found if isinstance(found, t.Mapping) else {}

    def value(self, node: t.Any) -> Made:
        """Return a value with its functions resolved; where that cannot be, ``Unknown`` says why."""
        if isinstance(node, t.Mapping):
            if len(node) == 1:
                (name, argument), *_none = node.items()
                if name == "Ref" or str(name).startswith("Fn::"):
                    return self._call(str(name), argument)
            return {name: made for name, each in node.items() if (made := self.value(each)) is not NO_VALUE}
        if isinstance(node, (list, tuple)):
            return [made for each in node if (made := self.value(each)) is not NO_VALUE]
        if isinstance(node, str) and DYNAMIC in node:
            return Unknown("is a dynamic reference, which CloudFormation resolves", WRITE_IT)
        return node

    def _call(self, name: str, argument: t.Any) -> Made:
        function = self._functions.get(name)
        if function is None:
            if name in ("Fn::Transform", "Fn::ForEach"):
                return Unknown(f"needs {name}, which CloudFormation expands", PROCESSED)
            return Unknown(f"needs {name}, which only CloudFormation can resolve", WRITE_IT)
        return function(argument)

    def ref(self, name: t.Any) -> Made:
        """Return what Ref of a name gives."""
        if not isinstance(name, str):
            return _wrong("Ref")
        if name == "AWS::NoValue":
            return NO_VALUE
        if name.startswith("AWS::"):
            return self.stack.pseudo(name)
        if name in self.section("Parameters"):
            value = parameter(name, self.section("Parameters")[name], self.stack.parameters)
            if name not in self.stack.parameters and not isinstance(value, Unknown):
                self.notes.warn(f"Parameters.{name}", DEFAULT, f"give it in parameters, or {GIVE_STACK}")
            return value
        return self._references.name_of(name)

    def _attribute(self, argument: t.Any) -> Made:
        if isinstance(argument, str):
            argument = argument.split(".", 1)
        if not isinstance(argument, (list, tuple)) or len(argument) != 2:
            return _wrong("Fn::GetAtt")
        name, attribute = argument[0], self.value(argument[1])
        if not isinstance(name, str) or not isinstance(attribute, str):
            return attribute if isinstance(attribute, Unknown) else _wrong("Fn::GetAtt")
        return self._references.attribute_of(name, attribute)

    def _sub(self, argument: t.Any) -> Made:
        variables: Words = {}
        if isinstance(argument, (list, tuple)) and len(argument) == 2:
            argument, variables = argument
        if not isinstance(argument, str) or not isinstance(variables, t.Mapping):
            return _wrong("Fn::Sub")
        parts = VARIABLE.split(argument)
        for number in range(1, len(parts), 2):
            made = self._variable(parts[number], variables)
            text = _text(made)
            if text is None:
                return made if isinstance(made, Unknown) else _wrong("Fn::Sub")
            parts[number] = text
        return self.value("".join(parts))

    def _variable(self, name: str, variables: Words) -> Made:
        if name.startswith("!"):
            return f"${{{name[1:]}}}"
        if name in variables:
            return self.value(variables[name])
        return self._attribute(name) if "." in name else self.ref(name)

    def _join(self, argument: t.Any) -> Made:
        if not isinstance(argument, (list, tuple)) or len(argument) != 2 or not isinstance(argument[0], str):
            return _wrong("Fn::Join")
        return _joined(argument[0], self.value(argument[1]))

    def _if(self, argument: t.Any) -> Made:
        if not isinstance(argument, (list, tuple)) or len(argument) != 3 or not isinstance(argument[0], str):
            return _wrong("Fn::If")
        holds = self.condition(argument[0])
        return holds if isinstance(holds, Unknown) else self.value(argument[1 if holds else 2])

    def _find(self, argument: t.Any) -> Made:
        if not isinstance(argument, (list, tuple)) or len(argument) not in (3, 4):
            return _wrong("Fn::FindInMap")
        found: t.Any = self.section("Mappings")
        for each in argument[:3]:
            key = self.value(each)
            if isinstance(key, Unknown):
                return key
            # YAML reads the number of an account as a number.
            named = {_text(name): each for name, each in found.items()} if isinstance(found, t.Mapping) else {}
            found = named.get(_text(key))
        if found is not None:
            return self.value(found)
        fallback = (
            argument[3].get("DefaultValue") if len(argument) == 4 and isinstance(argument[3], t.Mapping) else None
        )
        if fallback is not None:
            return self.value(fallback)
        return Unknown("needs a value that is not in Mappings", "correct Fn::FindInMap there")

    def _select(self, argument: t.Any) -> Made:
        if not isinstance(argument, (list, tuple)) or len(argument) != 2:
            return _wrong("Fn::Select")
        number, listed = _text(self.value(argument[0])), self.value(argument[1])
        if isinstance(listed, Unknown):
            return listed
        place = int(number) if number and number.isdecimal() and len(number) < 5 else -1
        return listed[place] if isinstance(listed, list) and 0 <= place < len(listed) else _wrong("Fn::Select")

    def _split(self, argument: t.Any) -> Made:
        if not isinstance(argument, (list, tuple)) or len(argument) != 2 or not isinstance(argument[0], str):
            return _wrong("Fn::Split")
        made = self.value(argument[1])
        text = _text(made)
        if text is None or not argument[0]:
            return made if isinstance(made, Unknown) else _wrong("Fn::Split")
        return text.split(argument[0])

    def _json(self, argument: t.Any) -> Made:
        made = self.value(argument)
        unknown = next(_unknowns(made), None)
        return unknown if unknown else json.dumps(made, default=str)

    def condition(self, name: str) -> t.Any:
        """Tell whether a condition holds, or why that is not known."""
        if name not in self._conditions:
            self._conditions[name] = Unknown(f"the condition {name} refers to itself", "correct Conditions")
            node = self.section("Conditions").get(name)
            missing = Unknown(f"the condition {name} is not in the template", "correct Conditions")
            self._conditions[name] = missing if node is None else self._holds(node)
        return self._conditions[name]

    def _holds(self, node: t.Any) -> t.Any:
        (name, argument), *more = node.items() if isinstance(node, t.Mapping) and node else [("", None)]
        if name == "Condition" and isinstance(argument, str) and not more:
            return self.condition(argument)
        if not isinstance(argument, (list, tuple)) or more:
            return _wrong("a condition")
        if name == "Fn::Equals" and len(argument) == 2:
            return self._equals(*argument)
        if name in ("Fn::And", "Fn::Or", "Fn::Not"):
            return _combined(name, [self._holds(each) for each in argument])
        return _wrong("a condition")

    def _equals(self, one: t.Any, other: t.Any) -> t.Any:
        both = [self.value(one), self.value(other)]
        unknown = next(_unknowns(both), None)
        if unknown:
            return unknown
        # Numbers and booleans of parameters are texts.
        texts = [_text(each) for each in both]
        return texts[0] == texts[1] if None not in texts else both[0] == both[1]


def _combined(name: str, found: list[t.Any]) -> t.Any:
    """Return what conditions come to together; one that is not known may make no difference."""
    unknown = next((each for each in found if isinstance(each, Unknown)), None)
    if name == "Fn::Not":
        return unknown if unknown else not (found and found[0])
    decisive = name == "Fn::Or"
    if any(each is decisive for each in found):
        return decisive
    return unknown if unknown else not decisive


def _joined(delimiter: str, listed: t.Any) -> Made:
    if isinstance(listed, Unknown):
        return listed
    if not isinstance(listed, list):
        return _wrong("Fn::Join")
    unknown = next((each for each in listed if isinstance(each, Unknown)), None)
    texts = [_text(each) for each in listed]
    if unknown or None in texts:
        return unknown if unknown else _wrong("Fn::Join")
    return delimiter.join(text for text in texts if text is not None)


def _text(value: t.Any) -> str | None:
    """Return a value as CloudFormation puts it into a text, nothing if it is no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def _unknowns(value: t.Any) -> t.Iterator[Unknown]:
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, t.Mapping):
        for each in value.values():
            yield from _unknowns(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _unknowns(each)


def _wrong(function: str) -> Unknown:
    return Unknown(f"{function} is not written as CloudFormation wants it", "correct it there")
