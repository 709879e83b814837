# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What a setting is in AwsDynamodb manifests of ProjectPlanton: one class, with a method for each way.

A folder beside this file may have a ``manifest.py`` with a subclass of :class:`ManifestFields`. Manifests say nothing
of a setting whose folder has none. ``manifests.py``, which ``scripts/generate`` writes, lists them. They are imported
on the controller only, where manifests are read and written.
"""

from __future__ import annotations

import typing as t

from .._fields.model import parsed_path
from .catalog import BY_NAME

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from .._fields.manifest import Field, Manifest, Rule
    from .._fields.model import Path
    from .._fields.told import Told
    from .entry import Entry
    from .setting import Options, Part, Setting


class ManifestFields:
    """The fields of one setting in both shapes of manifests. A subclass gives only what differs from the defaults here.

    - ``older`` and ``newer``: its fields in either shape.
    - ``hints``: for each field that only the older shape has, what to write in the newer one.
    - ``rules``: the rules that upstream has. ``same``: for the id of such a rule, the rules of the collection that mean
      the same.
    - ``nested``: where the newer shape has an option that is not a field of its own there.
    - ``together``: options that can be judged only if the fields of all of them could be read.
    - ``key_fields``: fields that use attributes as keys. ``need_all_keys``: rules of the collection that can be judged
      only if the key fields of every setting could be read.
    - ``not_legacy``: fields that every manifest since August 2025 has and no manifest had before.
    - ``marks_newer``: fields, with the values for off, that only the newer shape has. ``adopt`` writes them if no other
      field tells which shape the manifest has.
    - ``outputs``: the outputs that upstream keeps in a manifest.
    - ``left_alone``: fields of the newer shape that leave the table as it is where they are left out, because upstream
      keeps what they describe beside the table, each with what it is called.
    """

    setting: t.ClassVar[Setting[t.Any]]
    older: t.ClassVar[Mapping[str, Field]] = {}
    newer: t.ClassVar[Mapping[str, Field]] = {}
    hints: t.ClassVar[Mapping[str, str]] = {}
    rules: t.ClassVar[tuple[Rule, ...]] = ()
    same: t.ClassVar[Mapping[str, Set[str]]] = {}
    nested: t.ClassVar[Mapping[str, Path]] = {}
    together: t.ClassVar[tuple[str, ...]] = ()
    key_fields: t.ClassVar[tuple[str, ...]] = ()
    need_all_keys: t.ClassVar[tuple[str, ...]] = ()
    not_legacy: t.ClassVar[tuple[str, ...]] = ()
    marks_newer: t.ClassVar[Mapping[str, Part]] = {}
    outputs: t.ClassVar[tuple[str, ...]] = ()
    left_alone: t.ClassVar[Mapping[str, str]] = {}

    @property
    def entry(self) -> Entry:
        """The entry of the setting in the catalog."""
        return BY_NAME[self.setting.name]

    def fields(self, newer: bool) -> Mapping[str, Field]:
        """Return the fields in one of the shapes."""
        return self.newer if newer else self.older

    def is_newer(self, spec: Mapping[t.Any, t.Any]) -> bool:
        """Tell whether a spec, as it is written, has something here that only the newer shape has."""
        return False

    def means_newer(self, spec: Mapping[t.Any, t.Any]) -> bool:
        """Tell whether a spec, as it is written, has something here that is valid in the newer shape only."""
        return False

    def to_options(self, manifest: Manifest) -> Options:
        """Return the options that a manifest means. It describes the whole resource: what it leaves out is off."""
        raise NotImplementedError

    def sound(self, manifest: Manifest, option: str) -> bool:
        """Tell whether the fields that an option is judged with could be read."""
        options = self.together if option in self.together else (option,)
        return all(manifest.sound(str(self._path(name, manifest.newer)[0])) for name in options)

    def place(self, text: str, newer: bool) -> Path:
        """Return where a manifest has what an option was made of; ``text`` is the path of the option."""
        option, *rest = parsed_path(text)
        return ("spec", *self._path(str(option), newer), *rest)

    def _path(self, option: str, newer: bool) -> Path:
        return self.nested.get(option, (option,)) if newer else (option,)

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Part:
        """Return the fields that say what options of a table say; options that are left out are as AWS has them."""
        return {name: options[name] for name in self.entry.options if name in options}

    def refusals(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        """Tell what a manifest would change of a table, because the shape has no words for how it is.

        ``options`` are those that were adopted, ``spec`` is all that was read, in the words of the specification.
        """
        yield from ()

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        """Tell what a manifest leaves alone, so that a table that is made anew from it would miss it."""
        yield from ()
