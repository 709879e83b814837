# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Time to live in manifests."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Flag, Text
from ..._fields.manifest import Field, Rule, broken
from ..._fields.parts import Part
from ..manifest import ManifestFields
from .setting import TTL

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault
    from ..setting import Options

OPTION = "ttl"
RULE = "ttl_attribute_when_enabled"


def _judge(manifest: Manifest) -> Iterator[Fault]:
    ttl = manifest.spec[OPTION]
    if ttl and ttl["enabled"] != bool(ttl["attribute_name"]) and manifest.sound(OPTION):
        off = "an attribute is named and time to live is off"
        message = "an enabled time to live needs an attribute" if ttl["enabled"] else off
        hint = "set enabled: true and attributeName, or neither"
        yield broken(RULE, (OPTION, "attribute_name"), message, hint)


class TtlFields(ManifestFields):
    """A message with the members of the option."""

    setting = TTL
    older: t.ClassVar[Mapping[str, Field]] = {
        OPTION: Field(100, Part({"enabled": Flag(), "attribute_name": Text()})),
    }
    newer = older
    rules = (Rule(90, _judge),)
    same: t.ClassVar = {RULE: {"V45"}}

    def to_options(self, manifest: Manifest) -> Options:
        given = manifest.spec[OPTION] or {"enabled": False}
        return {OPTION: {name: value for name, value in given.items() if value != ""}}


MANIFEST = TtlFields()
