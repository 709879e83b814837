# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The resources of a document that ``terraform show -json`` has written, of a state or of a plan."""

from __future__ import annotations

import re
import typing as t

from .notes import MigrationError, Notes, Words
from .reading import Part

WANTED = "give the output of terraform show -json"
# Of the resources of a state, each has its own name for the ARN that tells the region.
ARNS = ("arn", "resource_arn", "index_arn", "global_table_arn")
VERSION = re.compile(r"[01](\.\d+)?")


class Resource(t.NamedTuple):
    """A managed resource: its address, its type, its values, and the region, empty if none is known."""

    address: str
    kind: str
    part: Part
    region: str


def resources(document: t.Any, notes: Notes, prefix: str = "") -> list[Resource]:
    """Return the managed resources of a state, or of what a plan comes to."""
    values = _values(document)
    if document.get("planned_values"):
        message = "is a plan, so the tables may not be so yet"
        notes.warn(f"{prefix}planned_values", message, "apply the plan, or give the state")
    found: list[Resource] = []
    modules = [(values.get("root_module"), f"{prefix}root_module")]
    while modules:
        module, path = modules.pop(0)
        if not isinstance(module, t.Mapping):
            if module is not None:
                notes.leave(path, "is no module", WANTED)
            continue
        found += _of_module(module, path, notes)
        children = module.get("child_modules")
        for number, child in enumerate(children if isinstance(children, (list, tuple)) else ()):
            modules.append((child, f"{path}.child_modules[{number}]"))
    return found


def _values(document: t.Any) -> Words:
    if not isinstance(document, t.Mapping):
        raise MigrationError(f"this is no state of Terraform: {WANTED}")
    if "lineage" in document or ("serial" in document and "version" in document):
        raise MigrationError(f"this is the state file itself, whose form is Terraform's own matter: {WANTED}")
    version = str(document.get("format_version") or "1.0")
    if not VERSION.fullmatch(version):
        raise MigrationError(f"this is of format_version {version}, and only 0 and 1 are known")
    values = document.get("planned_values") or document.get("values")
    if values is None and "format_version" in document:
        # What terraform show -json writes of a state without anything.
        return {}
    if not isinstance(values, t.Mapping):
        raise MigrationError(f"this is no state of Terraform, because it has no values: {WANTED}")
    return values


def _of_module(module: Words, path: str, notes: Notes) -> t.Iterator[Resource]:
    listed = module.get("resources")
    for number, each in enumerate(listed if isinstance(listed, (list, tuple)) else ()):
        place = f"{path}.resources[{number}]"
        if not isinstance(each, t.Mapping) or not isinstance(each.get("values") or {}, t.Mapping):
            notes.leave(place, "is no resource", WANTED)
        elif each.get("mode", "managed") == "managed":
            yield from _resource(each, place, notes)


def _resource(words: Words, place: str, notes: Notes) -> t.Iterator[Resource]:
    address, kind = str(words.get("address") or place), str(words.get("type") or "")
    if not kind.startswith(("aws_dynamodb_", "aws_appautoscaling_")):
        return
    values = words.get("values") or {}
    if words.get("deposed_key"):
        notes.leave(address, "is an object that Terraform has replaced and not deleted", "delete it with Terraform")
        return
    if words.get("tainted"):
        notes.warn(address, "is tainted: Terraform would replace it", "look why, before you go on")
    yield Resource(address, kind, Part(values, address, notes), region_of(values))


def region_of(values: Words) -> str:
    """Return the region of a resource: since version 6 of the provider it is said, before that it is in an ARN."""
    said = values.get("region")
    if isinstance(said, str) and said:
        return said
    return next((region for name in ARNS if (region := arn_parts(values.get(name))[0])), "")


def arn_parts(arn: t.Any) -> tuple[str, str]:
    """Return the region of an ARN, and what stands after the account; both empty if it is none."""
    parts = arn.split(":", 5) if isinstance(arn, str) else []
    return (parts[3], parts[5]) if len(parts) == 6 and parts[0] == "arn" else ("", "")
