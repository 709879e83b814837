# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""References of manifests: to the outputs of tables, and to values that the user gives."""

from __future__ import annotations

import typing as t

from .._fields.manifest import KIND
from .._fields.model import Fault, Reference, snake

if t.TYPE_CHECKING:
    from .._fields.manifest import Manifest

OUTPUTS = "status.outputs."
Known = t.Mapping[str, t.Any]


def references_of(manifest: Manifest) -> list[Reference]:
    """Return the references that a manifest has in fields that are supported."""
    return list(_references(manifest.spec))


def _references(value: t.Any) -> t.Iterator[Reference]:
    """Return the references inside a value."""
    if isinstance(value, Reference):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _references(item)


def to_table(reference: Reference) -> bool:
    """Tell whether the reference is to another table."""
    return reference.kind.lower().replace("-", "").replace("_", "") == KIND.lower()


def resolve(manifest: Manifest, outputs: Known, values: Known) -> None:
    """Put the values of references in their places; those without one are faults."""
    for reference in references_of(manifest):
        value = _value(reference, outputs, values)
        # A reference stands below the field that has it, which stands somewhere below spec.
        *way, name = reference.path[1:-1]
        holder: t.Any = manifest.spec
        for part in way:
            holder = holder[part]
        holder[name] = value
        if not value:
            manifest.notes.broken("unresolved_reference", reference.path, *_unresolved(reference))


def _unresolved(reference: Reference) -> tuple[str, str]:
    field = output_name(reference.field_path)
    if to_table(reference):
        hint = f"apply {reference.name} first and give its outputs, or give the value itself"
    else:
        hint = f"give the value itself, or values: {{{reference.kind}: {{{reference.name}: {{{field}: ...}}}}}}"
    return f"nothing is known of {reference}", hint


def output_name(field_path: str) -> str:
    """Return the output that a path names, ``table_arn`` for ``status.outputs.table_arn``."""
    return snake(field_path.removeprefix(OUTPUTS))


def _value(reference: Reference, outputs: Known, values: Known) -> str:
    field = output_name(reference.field_path)
    found = [_output(outputs.get(reference.name), field)] if to_table(reference) else []
    of_kind = _mapping(values.get(reference.kind))
    names = [f"{reference.env}/{reference.name}"] if reference.env else []
    for name in (*names, reference.name):
        found.append(of_kind[name] if isinstance(of_kind.get(name), str) else _output(of_kind.get(name), field))
    return next((value for value in found if value), "")


def _output(known: t.Any, field: str) -> str:
    """Return one output of a resource; a result of this collection has its outputs in ``outputs``."""
    holder = _mapping(known)
    value = _mapping(holder.get("outputs", holder)).get(field)
    return value if isinstance(value, str) else ""


def _mapping(value: t.Any) -> Known:
    return value if isinstance(value, t.Mapping) else {}


def status_outputs(manifest: Manifest) -> dict[str, t.Any]:
    """Return the outputs that a manifest itself carries from an earlier run."""
    return {snake(str(name)): value for name, value in _mapping(manifest.status.get("outputs")).items()}


def cycles(manifests: t.Sequence[Manifest]) -> dict[int, list[Fault]]:
    """Return the faults of manifests that refer to one another in a circle, by their positions."""
    names = {manifest.name: position for position, manifest in enumerate(manifests) if manifest.name}
    edges = {
        name: [each for each in references_of(manifests[position]) if to_table(each) and each.name in names]
        for name, position in names.items()
    }
    found: dict[int, list[Fault]] = {}
    for name, position in names.items():
        circle = _circle(name, edges)
        if circle:
            way = " -> ".join([name, *(each.name for each in circle)])
            hint = "give one of them the value itself"
            fault = Fault("reference_cycle", circle[0].path, f"references in a circle: {way}", hint, breaks=True)
            found.setdefault(position, []).append(fault)
    return found


def _circle(start: str, edges: t.Mapping[str, list[Reference]]) -> list[Reference]:
    """Return the shortest way along references from a table back to itself."""
    ways = [[edge] for edge in edges[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        name = way[-1].name
        if name == start:
            return way
        if name not in seen:
            seen.add(name)
            ways += [[*way, edge] for edge in edges[name]]
    return []
