# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Point-in-time recovery in manifests: a switch in the older shape, a message with the period in the newer one."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Flag, Whole
from ..._fields.manifest import Field, Rule, only_while_enabled
from ..._fields.model import camel
from ..._fields.parts import Part
from ..._fields.told import Told
from ..manifest import ManifestFields
from .setting import DAYS, ENABLED, PERIOD, RECOVERY

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault
    from ..setting import Options
    from ..setting import Part as Item

FIELD = "point_in_time_recovery"
RULE = "recovery_period_requires_enabled"
# What the service takes where no period is given.
DEFAULT_DAYS = DAYS[-1]


def _judge(manifest: Manifest) -> Iterator[Fault]:
    message = "a recovery period goes with point-in-time recovery only"
    return only_while_enabled(manifest, RULE, FIELD, (PERIOD,), message, "set enabled: true")


class RecoveryFields(ManifestFields):
    """The older shape has no period."""

    setting = RECOVERY
    older: t.ClassVar[Mapping[str, Field]] = {ENABLED: Field(130, Flag())}
    newer: t.ClassVar[Mapping[str, Field]] = {
        FIELD: Field(130, Part({"enabled": Flag(), PERIOD: Whole(0, DAYS[-1], "int32.gte_lte")})),
    }
    hints: t.ClassVar = {camel(ENABLED): "write pointInTimeRecovery: {enabled: true} in this generation of manifests"}
    rules = (Rule(110, _judge, only_newer=True),)
    same: t.ClassVar = {RULE: {"V46"}, "int32.gte_lte": {"V46"}}
    nested: t.ClassVar = {ENABLED: (FIELD, "enabled"), PERIOD: (FIELD, PERIOD)}
    marks_newer: t.ClassVar = {FIELD: {"enabled": False}}

    def to_options(self, manifest: Manifest) -> Options:
        if not manifest.newer:
            return {ENABLED: manifest.spec[ENABLED]}
        recovery = manifest.spec[FIELD] or {"enabled": False, PERIOD: 0}
        told = recovery["enabled"] or recovery[PERIOD]
        return {ENABLED: recovery["enabled"], **({PERIOD: recovery[PERIOD] or DEFAULT_DAYS} if told else {})}

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        if ENABLED not in options:
            return {}
        days = options.get(PERIOD)
        return {FIELD: {"enabled": True, **({PERIOD: days} if days else {})}} if newer else {ENABLED: True}

    def refusals(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if newer and spec.get(ENABLED) and not spec.get(PERIOD):
            yield Told(40, "the endpoint does not tell the recovery period")

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if not newer and PERIOD in options:
            yield Told(20, "the recovery period", f"{options[PERIOD]} days")


MANIFEST = RecoveryFields()
