# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What the reading of manifests is written down in: paths, faults, references, and what came of a manifest."""

from __future__ import annotations

import dataclasses
import re
import typing as t

# Where something stands: names of fields and positions in lists. Fields have their snake_case names, however written.
Path: t.TypeAlias = "tuple[str | int, ...]"


class Fault(t.NamedTuple):
    """One thing that is wrong with a manifest. One that ``breaks`` leaves a value that nothing can be said about."""

    rule: str
    path: Path
    message: str
    hint: str
    breaks: bool = False


class Reference(t.NamedTuple):
    """A value that another resource has among its outputs."""

    kind: str
    name: str
    env: str
    field_path: str
    path: Path

    def __str__(self) -> str:
        return f"{self.kind} {f'{self.env}/' if self.env else ''}{self.name} {self.field_path}"


@dataclasses.dataclass
class Notes:
    """What is found while one manifest is read; ``bare`` tells that only the plain names of enumerations count."""

    bare: bool = False
    faults: list[Fault] = dataclasses.field(default_factory=list)

    def fault(self, rule: str, path: Path, message: str, hint: str) -> None:
        """Write down a rule that is broken by a value that could be read."""
        self.faults.append(Fault(rule, path, message, hint))

    def broken(self, rule: str, path: Path, message: str, hint: str) -> None:
        """Write down a value that could not be read."""
        self.faults.append(Fault(rule, path, message, hint, breaks=True))

    def sound(self, *path: str | int) -> bool:
        """Tell whether all that stands there could be read."""
        return not any(fault.breaks and fault.path[: len(path)] == path for fault in self.faults)


class Outcome(t.NamedTuple):
    """What came of one manifest: module options, or faults whose paths are spelled as in the manifest.

    ``left_alone`` are the fields that the manifest lacks and that then leave the table as it is, each with what it is.
    """

    options: dict[str, t.Any]
    faults: tuple[Fault, ...]
    left_alone: tuple[tuple[str, str], ...] = ()


def path_text(path: Path) -> str:
    """Write a path: ``spec.globalSecondaryIndexes[0].name``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def parsed_path(text: str) -> Path:
    """Read a path of validation, as in ``key_schema[0].key_type``."""
    return tuple(int(digits) if digits else name for digits, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", text))


def camel(name: str) -> str:
    """Return the other spelling of a field: ``kms_key_arn`` is ``kmsKeyArn``."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def snake(name: str) -> str:
    """Return the spelling with underscores: ``kmsKeyArn`` is ``kms_key_arn``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1].lower()}", name)


def as_written(value: t.Any, path: Path) -> Path:
    """Return the path with the names of its fields as the manifest spells them, camelCase for those it lacks."""
    found: list[str | int] = []
    for part in path:
        name = part
        if isinstance(part, str) and not (isinstance(value, t.Mapping) and part in value):
            name = camel(part)
        found.append(name)
        value = _inside(value, name)
    return tuple(found)


def _inside(value: t.Any, name: str | int) -> t.Any:
    if isinstance(value, t.Mapping):
        return value.get(name)
    inside = isinstance(value, list) and isinstance(name, int) and name < len(value)
    return value[name] if inside else None
