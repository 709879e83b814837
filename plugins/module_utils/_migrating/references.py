# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The names and ARNs of resources that a template refers to."""

from __future__ import annotations

import typing as t

from .notes import Words
from .reading import Unknown

if t.TYPE_CHECKING:
    from .template import Template

TABLE, GLOBAL_TABLE = "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
TABLES = (TABLE, GLOBAL_TABLE)
# Resources whose name makes their ARN, with what stands before the name.
ARNS = {
    TABLE: "dynamodb:{}:table/",
    GLOBAL_TABLE: "dynamodb:{}:table/",
    "AWS::KMS::Key": "kms:{}:key/",
    "AWS::Kinesis::Stream": "kinesis:{}:stream/",
}
GIVE = "give resources, the output of aws cloudformation describe-stack-resources"
# No name and no ARN of AWS is longer.
LONGEST = 2048


class References:
    """Resolves Ref and Fn::GetAtt of resources."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._names: dict[str, t.Any] = {}

    def resource(self, logical: str) -> Words:
        """Return a resource of the template."""
        found = self._template.resources.get(logical)
        return found if isinstance(found, t.Mapping) else {}

    def name_of(self, logical: str) -> t.Any:
        """Return what Ref gives: the name that a resource has in AWS."""
        if logical not in self._names:
            self._names[logical] = Unknown(f"{logical} refers to itself", "correct it there")
            found = self._name(logical)
            too_long = isinstance(found, str) and len(found) > LONGEST
            self._names[logical] = (
                Unknown(f"the name of {logical} is too long", "correct it there") if too_long else found
            )
        return self._names[logical]

    def _name(self, logical: str) -> t.Any:
        given = self._template.stack.resources.get(logical)
        given = given.get("Ref") if isinstance(given, t.Mapping) else given
        if given is not None:
            return str(given)
        resource = self.resource(logical)
        if not resource:
            return Unknown(f"refers to {logical}, which is not in the template", "correct it there")
        properties = resource.get("Properties")
        properties = properties if isinstance(properties, t.Mapping) else {}
        if resource.get("Type") in TABLES and properties.get("TableName") is not None:
            name = self._template.value(properties["TableName"])
            if isinstance(name, (str, Unknown)):
                return name
        if resource.get("Type") == TARGET:
            return self._target(properties)
        return Unknown(f"needs the name of {logical}, which CloudFormation has made", GIVE)

    def _target(self, properties: Words) -> t.Any:
        names = ("ResourceId", "ScalableDimension", "ServiceNamespace")
        parts = [self._template.value(properties.get(name)) for name in names]
        unknown = next((each for each in parts if isinstance(each, Unknown)), None)
        return unknown if unknown else "|".join(str(each) for each in parts)

    def attribute_of(self, logical: str, attribute: str) -> t.Any:
        """Return what Fn::GetAtt gives: an attribute of a resource."""
        given = self._template.stack.resources.get(logical)
        if isinstance(given, t.Mapping) and given.get(attribute) is not None:
            return str(given[attribute])
        start = ARNS.get(str(self.resource(logical).get("Type")))
        if attribute != "Arn" or start is None:
            return Unknown(
                f"needs {attribute} of {logical}, which only AWS knows",
                f"give it in resources: {{{logical}: {{{attribute}: ...}}}}",
            )
        name = self.name_of(logical)
        stack = self._template.stack
        place = [stack.pseudo("AWS::Partition"), stack.pseudo("AWS::Region"), stack.pseudo("AWS::AccountId")]
        unknown = next((each for each in (name, *place) if isinstance(each, Unknown)), None)
        if unknown:
            return unknown
        partition, region, account = place
        return f"arn:{partition}:{start.format(f'{region}:{account}')}{name}"
