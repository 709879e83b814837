# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is known of a stack beside its template: parameters, the names of its resources, where it is."""

from __future__ import annotations

import dataclasses
import typing as t

from .notes import MigrationError, Words
from .reading import Unknown
from .terraform_state import arn_parts

PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
SUFFIXES = {"aws-cn": "amazonaws.com.cn"}
HIDDEN = "****"
LISTS = ("CommaDelimitedList", "List<")
STORED = "AWS::SSM::Parameter::Value<"
GIVE_STACK = "give stack, the output of aws cloudformation describe-stacks"


@dataclasses.dataclass(frozen=True)
class Stack:
    """A stack as AWS knows it. ``tags`` is nothing if they are not known."""

    name: str = ""
    identifier: str = ""
    region: str = ""
    account: str = ""
    parameters: Words = dataclasses.field(default_factory=dict)
    resources: Words = dataclasses.field(default_factory=dict)
    tags: dict[str, str] | None = None

    def pseudo(self, name: str) -> t.Any:
        """Return a pseudo parameter, or why it is not known."""
        partition = next((each for start, each in PARTITIONS.items() if self.region.startswith(start)), "aws")
        known = {
            "AWS::Region": (self.region, "region"),
            "AWS::AccountId": (self.account, "account_id"),
            "AWS::Partition": (partition if self.region else "", "region"),
            "AWS::URLSuffix": (SUFFIXES.get(partition, "amazonaws.com") if self.region else "", "region"),
            "AWS::StackName": (self.name, "stack"),
            "AWS::StackId": (self.identifier, "stack"),
        }
        value, argument = known.get(name, ("", ""))
        if value:
            return value
        return Unknown(f"needs {name}, which is not known", f"give {argument}" if argument else "write its value there")


def make_stack(
    stack: t.Any = None, resources: t.Any = None, parameters: t.Any = None, region: str = "", account: str = ""
) -> Stack:
    """Return what arguments say, in the forms in which the AWS CLI prints it."""
    words = _described(stack)
    listed = _list_of(resources, ("StackResources", "StackResourceSummaries"), "resources")
    ids = [str(each.get("StackId") or "") for each in (words, *listed) if isinstance(each, t.Mapping)]
    identifier = next(filter(None, ids), "")
    place = arn_parts(identifier)[0]
    own = identifier.split(":")[4] if place else ""
    names = [str(each.get("StackName") or "") for each in (words, *listed) if isinstance(each, t.Mapping)]
    return Stack(
        name=next(filter(None, names), ""),
        identifier=identifier,
        region=region or place,
        account=account or own,
        parameters={**_parameters(words.get("Parameters")), **_parameters(parameters)},
        resources=_physical(resources, listed),
        tags=_tags(words["Tags"]) if isinstance(words.get("Tags"), (list, tuple)) else None,
    )


def _described(stack: t.Any) -> Words:
    if stack is None or stack == "":
        return {}
    found = stack.get("Stacks", stack) if isinstance(stack, t.Mapping) else stack
    found = found[0] if isinstance(found, (list, tuple)) and len(found) == 1 else found
    if not isinstance(found, t.Mapping):
        raise MigrationError("stack is to be the output of aws cloudformation describe-stacks for one stack")
    return found


def _list_of(value: t.Any, names: t.Sequence[str], argument: str) -> list[Words]:
    """Return the items of a list that the AWS CLI prints, below one of several names."""
    if isinstance(value, t.Mapping):
        value = next((value[name] for name in names if name in value), [])
    if value is None or value == "":
        return []
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, t.Mapping) for each in value):
        raise MigrationError(f"{argument} is to be a dictionary, or what the AWS CLI prints")
    return list(value)


def _physical(resources: t.Any, listed: t.Sequence[Words]) -> Words:
    """Return the names of resources by their names in the template; they may have attributes, such as an ARN."""
    if listed:
        named = ((each.get("LogicalResourceId"), each.get("PhysicalResourceId")) for each in listed)
        return {str(logical): physical for logical, physical in named if logical and physical}
    known = isinstance(resources, t.Mapping) and not {"StackResources", "StackResourceSummaries"} & {*resources}
    return {str(logical): found for logical, found in resources.items()} if known else {}


def _parameters(given: t.Any) -> dict[str, t.Any]:
    if isinstance(given, t.Mapping) and "Parameters" not in given:
        return {str(name): value for name, value in given.items()}
    listed = _list_of(given, ("Parameters",), "parameters")
    # Of a parameter in the parameter store, the value is its name there.
    values = ((each.get("ParameterKey"), each.get("ResolvedValue", each.get("ParameterValue"))) for each in listed)
    return {str(name): value for name, value in values if name and value is not None}


def _tags(listed: t.Iterable[t.Any]) -> dict[str, str]:
    found = [each for each in listed if isinstance(each, t.Mapping) and each.get("Key")]
    return {str(each["Key"]): str(each.get("Value") or "") for each in found}


def parameter(name: str, declared: t.Any, given: Words) -> t.Any:
    """Return the value of a parameter, or why it is not known."""
    words = declared if isinstance(declared, t.Mapping) else {}
    kind = str(words.get("Type") or "")
    value = given.get(name)
    if value is None and kind.startswith(STORED):
        message = f"needs the parameter {name}, whose value is in the parameter store"
        return Unknown(message, f"give its value in parameters, or {GIVE_STACK}")
    value = words.get("Default") if value is None else value
    if value is None:
        return Unknown(f"needs the parameter {name}, which has no default", f"give it in parameters, or {GIVE_STACK}")
    if value == HIDDEN:
        return Unknown(f"needs the parameter {name}, whose value AWS does not show", "give it in parameters")
    if isinstance(value, str) and any(part in kind for part in LISTS):
        return [each.strip() for each in value.split(",")]
    return value
