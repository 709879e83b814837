# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Contributor insights in manifests: a switch for the table in the older shape, a message in the newer one."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Flag, Text, Word
from ..._fields.manifest import Field, Rule, broken, only_while_enabled
from ..._fields.model import camel
from ..._fields.parts import Many, Part
from ..._fields.told import Told
from ..indexes.setting import GLOBAL
from ..manifest import ManifestFields
from .adopting import DIFFERENT_MODES, mixed_modes
from .setting import DEFAULT_MODE, ENABLED, INSIGHTS, MODE, MODES, OF_INDEXES

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault
    from ..setting import Options
    from ..setting import Part as Item

FIELD, NAMES = "contributor_insights", "gsi_index_names"
REQUIRES, EXIST = "insights_fields_require_enabled", "insights_indexes_exist"


def _judge(manifest: Manifest) -> Iterator[Fault]:
    insights = manifest.spec[FIELD]
    message, hint = "contributor insights are not enabled", "set enabled: true"
    yield from only_while_enabled(manifest, REQUIRES, FIELD, ("mode", NAMES), message, hint)
    known = {index["name"] for index in manifest.spec[GLOBAL]}
    for position, name in enumerate(insights[NAMES] if insights else ()):
        if name not in known and manifest.sound(GLOBAL):
            message = f"'{name}' is no global secondary index"
            yield broken(EXIST, (FIELD, NAMES, position), message, "name one of the table's")


class InsightsFields(ManifestFields):
    """The older shape has no mode, and no insights of indexes."""

    setting = INSIGHTS
    older: t.ClassVar[Mapping[str, Field]] = {ENABLED: Field(170, Flag())}
    newer: t.ClassVar[Mapping[str, Field]] = {
        FIELD: Field(170, Part({"enabled": Flag(), "mode": Word(MODES), NAMES: Many(Text(), unique=True)})),
    }
    hints: t.ClassVar = {camel(ENABLED): "write contributorInsights: {enabled: true} in this generation of manifests"}
    rules = (Rule(130, _judge, only_newer=True),)
    same: t.ClassVar = {REQUIRES: {"V51"}, EXIST: {"V50"}}
    nested: t.ClassVar = {ENABLED: (FIELD, "enabled"), MODE: (FIELD, "mode"), OF_INDEXES: (FIELD, NAMES)}

    def to_options(self, manifest: Manifest) -> Options:
        if not manifest.newer:
            return {ENABLED: manifest.spec[ENABLED]}
        insights = manifest.spec[FIELD] or {"enabled": False, "mode": "", NAMES: []}
        told = insights["enabled"] or insights["mode"]
        mode = {MODE: insights["mode"] or DEFAULT_MODE} if told else {}
        return {ENABLED: insights["enabled"], OF_INDEXES: insights[NAMES], **mode}

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        if ENABLED not in options:
            return {}
        more = {"mode": MODE, NAMES: OF_INDEXES}
        given = {field: options[name] for field, name in more.items() if name in options}
        return {FIELD: {"enabled": True, **given}} if newer else {ENABLED: True}

    def refusals(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if newer and spec.get(OF_INDEXES) and not spec.get(ENABLED):
            yield Told(20, "contributor insights are on for indexes and off for the table")
        if newer and mixed_modes(spec):
            yield Told(30, DIFFERENT_MODES)

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if newer:
            return
        if MODE in options or mixed_modes(spec):
            yield Told(30, "the mode of contributor insights", options.get(MODE, ""))
        if OF_INDEXES in options:
            yield Told(40, "contributor insights of indexes", ", ".join(options[OF_INDEXES]))


MANIFEST = InsightsFields()
