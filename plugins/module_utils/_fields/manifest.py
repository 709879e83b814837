# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""One manifest as it was read, and what judges it."""

from __future__ import annotations

import dataclasses
import typing as t

from .model import Fault, camel

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .kinds import Kind
    from .model import Notes, Path

KIND = "AwsDynamodb"


@dataclasses.dataclass
class Manifest:
    """One manifest as it was read; ``raw`` is how it was written.

    ``newer`` tells the shape. ``upstream_tags`` says which tags of upstream's the table is to have.
    """

    raw: t.Any
    notes: Notes
    metadata: dict[str, t.Any]
    spec: dict[str, t.Any]
    newer: bool
    version: str
    status: t.Mapping[str, t.Any]
    upstream_tags: str | bool = False

    @property
    def name(self) -> str:
        """Return the name, which is that of the table."""
        return str(self.metadata.get("name") or "")

    def sound(self, *path: str | int) -> bool:
        """Tell whether all that stands at a place of the spec could be read."""
        return self.notes.sound("spec", *path)


class Field(t.NamedTuple):
    """A field of the spec, and its place there: the fields of all settings are read in the order of their places."""

    place: int
    kind: Kind


class Rule(t.NamedTuple):
    """Rules that upstream has about one setting, perhaps for the newer shape only.

    Those of all settings are applied in the order of their places. What could not be read is not judged.
    """

    place: int
    judge: Callable[[Manifest], Iterator[Fault]]
    only_newer: bool = False


def broken(rule: str, path: Path, message: str, hint: str) -> Fault:
    """Return the fault of a field below spec that breaks a rule."""
    return Fault(rule, ("spec", *path), message, hint)


def only_while_enabled(
    manifest: Manifest, rule: str, field: str, members: tuple[str, ...], message: str, hint: str
) -> Iterator[Fault]:
    """Return the fault of a message below spec that gives one of these members although its ``enabled`` is off."""
    value = manifest.spec[field] or {}
    named = [name for name in members if value.get(name)]
    if named and not value["enabled"]:
        yield broken(rule, (field, named[0]), message, hint)


def given(value: t.Any, name: str) -> t.Any:
    """Return what a mapping that was not read yet has for a field, by either spelling."""
    if not isinstance(value, t.Mapping):
        return None
    return value.get(camel(name), value.get(name))


def listed(value: t.Any, name: str) -> list[t.Any]:
    """Return the list that a mapping that was not read yet has for a field."""
    found = given(value, name)
    return found if isinstance(found, list) else []
