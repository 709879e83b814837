# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""The stream in manifests."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Choice, Flag, Word
from ..._fields.manifest import Field, Rule, broken
from ..manifest import ManifestFields
from .setting import STREAM, STREAM_VIEW_TYPE, VIEW_TYPES

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault
    from ..setting import Options

ENABLED, VIEW = "stream_enabled", "stream_view_type"
REQUIRES = "stream_view_requires_enabled"


def _judge(manifest: Manifest) -> Iterator[Fault]:
    enabled, view = manifest.spec[ENABLED], manifest.spec[VIEW]
    if enabled != bool(view) and manifest.sound(ENABLED) and manifest.sound(VIEW):
        off = "a view type is set and the stream is not enabled"
        message = "an enabled stream needs a view type" if enabled else off
        yield broken(REQUIRES, (VIEW,), message, "set streamEnabled: true and streamViewType, or neither")


class StreamFields(ManifestFields):
    """Two fields that are judged together."""

    setting = STREAM
    older: t.ClassVar[Mapping[str, Field]] = {
        ENABLED: Field(110, Flag()),
        VIEW: Field(120, Choice(STREAM_VIEW_TYPE, VIEW_TYPES)),
    }
    newer: t.ClassVar[Mapping[str, Field]] = {ENABLED: Field(110, Flag()), VIEW: Field(120, Word(VIEW_TYPES))}
    rules = (Rule(80, _judge),)
    same: t.ClassVar = {REQUIRES: {"V40"}}
    together = (ENABLED, VIEW)
    outputs = ("stream_arn", "stream_label")

    def to_options(self, manifest: Manifest) -> Options:
        enabled, view = manifest.spec[ENABLED], manifest.spec[VIEW]
        return {ENABLED: enabled, **({VIEW: view} if view else {})}


MANIFEST = StreamFields()
