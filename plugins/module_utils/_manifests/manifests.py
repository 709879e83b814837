# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From AwsDynamodb manifests to module options, all faults of all of them at once."""

from __future__ import annotations

import dataclasses
import typing as t

from .._fields.model import Outcome, as_written, camel
from .._settings.manifests import MANIFESTS
from .own_rules import own_faults, told_once
from .reading import read_manifest
from .references import cycles, references_of, resolve, status_outputs
from .rules import judge

if t.TYPE_CHECKING:
    from .._fields.manifest import Manifest

Known = t.Mapping[str, t.Any]


class Source(t.NamedTuple):
    """One manifest as it was written, and what to call it."""

    raw: t.Any
    label: str


@dataclasses.dataclass(frozen=True)
class Context:
    """What is known beside the manifests.

    ``outputs`` by table name and ``values`` by kind and name are what references resolve to; ``names`` are the tables
    that are not called as their manifests are; ``region`` is that of tables whose manifests have none. ``taken`` are
    tables that are described elsewhere, and ``names_once`` says that one name in two regions is too much.
    """

    outputs: Known = dataclasses.field(default_factory=dict)
    values: Known = dataclasses.field(default_factory=dict)
    names: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    region: str = ""
    upstream_tags: str | bool = False
    taken: t.Collection[str] = ()
    names_once: bool = False


def outcomes(sources: t.Sequence[Source], context: Context) -> list[Outcome]:
    """Return the module options of each manifest, or what is wrong with it."""
    manifests = [read_manifest(source.raw) for source in sources]
    for position, faults in cycles(manifests).items():
        manifests[position].notes.faults += faults
    known = _known(manifests, context)
    options = [_options(manifest, known, context) for manifest in manifests]
    _unique(manifests, options, [source.label for source in sources], context)
    return [_outcome(manifest, each) for manifest, each in zip(manifests, options, strict=True)]


def _known(manifests: t.Iterable[Manifest], context: Context) -> Known:
    """Return the outputs of tables: their names, what the manifests carry, and over that what is given."""
    named = {each.name: {"table_name": context.names.get(each.name, each.name)} for each in manifests if each.name}
    carried = {each.name: {**named[each.name], **status_outputs(each)} for each in manifests if each.name}
    return {**carried, **context.outputs}


def _options(manifest: Manifest, outputs: Known, context: Context) -> dict[str, t.Any]:
    """Return the options, and leave the faults with the manifest."""
    if not manifest.spec:
        return {}
    if all(manifest.notes.sound(*reference.path) for reference in references_of(manifest)):
        resolve(manifest, outputs, context.values)
    judge(manifest)
    manifest.upstream_tags = context.upstream_tags
    options = _named(manifest, context)
    for each in MANIFESTS:
        options |= each.to_options(manifest)
    manifest.notes.faults = told_once(manifest.notes.faults, own_faults(manifest, options))
    return options


def _named(manifest: Manifest, context: Context) -> dict[str, t.Any]:
    region = manifest.spec["region"] or context.region
    name = context.names.get(manifest.name, manifest.name)
    return {"name": name, **({"region": region} if region else {})}


def _unique(manifests: list[Manifest], options: list[dict[str, t.Any]], labels: list[str], context: Context) -> None:
    """Tell of tables that are described twice."""
    first: dict[tuple[str, str], int] = {}
    for position, (manifest, each) in enumerate(zip(manifests, options, strict=True)):
        name = each.get("name", manifest.name)
        before = first.setdefault((name, "" if context.names_once else each.get("region", "")), position)
        if name and (before != position or name in context.taken):
            other = labels[before] if before != position else "the list of tables"
            message = f"the table '{name}' is described by {other} already"
            manifest.notes.fault("duplicate_name", ("metadata", "name"), message, "keep one of them, or rename one")


def _outcome(manifest: Manifest, options: dict[str, t.Any]) -> Outcome:
    spelled = (fault._replace(path=as_written(manifest.raw, fault.path)) for fault in manifest.notes.faults)
    lacking = ((name, what) for each in MANIFESTS for name, what in each.left_alone.items() if manifest.newer)
    left_alone = tuple((camel(name), what) for name, what in lacking if not manifest.spec.get(name))
    return Outcome(options, tuple(dict.fromkeys(spelled)), left_alone)
