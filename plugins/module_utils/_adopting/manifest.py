# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From an adopted table to the AwsDynamodb manifest that leaves it as it is.

A manifest describes the whole resource, so one that cannot say a thing may turn it off. Such a table is written in the
other shape of manifests, or not at all, and each thing that a manifest leaves alone for want of a field is named.
"""

from __future__ import annotations

import typing as t

from .._fields.manifest import KIND
from .._fields.told import Told, in_order
from .._manifests.reading import NEWEST_VERSION, SHARED_VERSION, is_newer
from .._manifests.schema import NEWER
from .._manifests.schema import OLDER as OLDER_SHAPE
from .._settings.catalog import ENTRIES
from .._settings.manifests import MANIFESTS
from .._texts.flow import flow

if t.TYPE_CHECKING:
    from .._settings.entry import Entry
    from .adoption import Adopted

Item = dict[str, t.Any]

OLDEST, OLDER, NEWEST = 1, 3, 5
VERSIONS = {
    1: "aws.project-planton.org/v1",
    2: "aws.openmcf.org/v1",
    3: SHARED_VERSION,
    4: SHARED_VERSION,
    5: NEWEST_VERSION,
}
# How a reading tells that nobody can have turned the thing on.
NOT_OFFERED = "is not offered by the endpoint"
# The place of settings that manifests know nothing of.
LAST = 1000


class Written(t.NamedTuple):
    """The manifest of a table, none if no generation can hold it; ``untold`` is what it does not say.

    ``refused`` is why the generation that was asked for was not taken.
    """

    document: Item | None
    generation: int
    untold: tuple[Told, ...] = ()
    refused: tuple[str, ...] = ()


def manifest_of(table: Adopted, generation: int = OLDER) -> Written:
    """Return the manifest in the generation that is asked for, or else in one of the other shape."""
    refused = tuple(_refusals(table, generation > OLDER))
    taken = generation
    if refused:
        taken = OLDER if generation > OLDER else NEWEST
        if any(_refusals(table, taken > OLDER)):
            return Written(None, generation, refused=refused)
    return Written(_document(table, taken), taken, _untold(table, taken > OLDER), refused)


def _refusals(table: Adopted, newer: bool) -> t.Iterator[str]:
    """Return what a manifest of that shape would change, because it has no words for how it is."""
    untouched = {entry.name for entry in ENTRIES if not _has_fields(entry, newer)}
    for aspect, reason in table.unknown.items():
        if aspect not in untouched and NOT_OFFERED not in str(reason):
            yield f"what is not known of a table would be turned off, and {aspect} could not be read"
    found = (each.refusals(table.options, table.spec, newer) for each in MANIFESTS)
    yield from (told.what for told in in_order(*found))


def _has_fields(entry: Entry, newer: bool) -> bool:
    """Tell whether manifests of that shape say anything of a setting."""
    return any(each.fields(newer) for each in MANIFESTS if each.entry.name == entry.name)


def _untold(table: Adopted, newer: bool) -> tuple[Told, ...]:
    """Return what the manifest leaves alone; whoever makes the table anew from it will miss it."""
    unknown = (Told(LAST, name, flow(value)) for name, value in table.options.items() if name not in _known())
    return in_order(*(each.untold(table.options, table.spec, newer) for each in MANIFESTS), unknown)


def _known() -> set[str]:
    """Return the options of the settings that manifests have fields for."""
    return {option for each in MANIFESTS for option in each.entry.options}


def _document(table: Adopted, generation: int) -> Item:
    version, newer = VERSIONS[generation], generation > OLDER
    fields: Item = {"region": table.region} if generation >= OLDER and table.region else {}
    # What belongs to settings without fields, such as definitions that only they use, is not written either.
    options = {name: value for name, value in table.options.items() if name in _known()}
    for each in MANIFESTS:
        fields |= each.from_options(options, newer)
    # Two shapes share an apiVersion; a field that only one of them has tells which this is.
    if newer and not is_newer(version, _written(fields, generation)):
        for each in MANIFESTS:
            fields |= each.marks_newer
    metadata = {"name": table.name}
    return {"apiVersion": version, "kind": KIND, "metadata": metadata, "spec": _written(fields, generation)}


def _written(fields: Item, generation: int) -> Item:
    return (NEWER if generation > OLDER else OLDER_SHAPE).write(fields, prefixed=generation == OLDEST)
