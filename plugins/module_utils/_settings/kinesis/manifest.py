# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The Kinesis destination in manifests: the newer shape has one, the older shape has none."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Word
from ..._fields.manifest import Field
from ..._fields.parts import Part, Referable
from ..._fields.told import Told
from ..manifest import ManifestFields
from .destinations import ARN, MILLISECOND, OPTION, PRECISION, PRECISIONS
from .setting import KINESIS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.kinds import Kind
    from ..._fields.manifest import Manifest
    from ..._fields.model import Path
    from ..setting import Options
    from ..setting import Part as Item

FIELD = "kinesis_streaming_destination"
MEMBERS: dict[str, Kind] = {
    ARN: Referable("AwsKinesisStream", "status.outputs.stream_arn", required=True),
    PRECISION: Word(PRECISIONS),
}


class KinesisFields(ManifestFields):
    """One message where the option has a list.

    Upstream keeps the destination beside the table and deletes none that it has not made, so a manifest without one
    leaves that of the table alone.
    """

    setting = KINESIS
    newer: t.ClassVar[Mapping[str, Field]] = {FIELD: Field(190, Part(MEMBERS))}
    nested: t.ClassVar = {OPTION: (FIELD,)}
    left_alone: t.ClassVar = {FIELD: "the Kinesis destination"}

    def to_options(self, manifest: Manifest) -> Options:
        given = manifest.spec[FIELD] if manifest.newer else None
        return {OPTION: [{ARN: given[ARN], PRECISION: given[PRECISION] or MILLISECOND}]} if given else {}

    def place(self, text: str, newer: bool) -> Path:
        """The message is the first and only item of the option."""
        return tuple(part for part in super().place(text, newer) if part != 0)

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        given = options.get(OPTION)
        return {FIELD: given[0]} if newer and given else {}

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if options.get(OPTION) and not newer:
            yield Told(45, "the Kinesis destination", ", ".join(each[ARN] for each in options[OPTION]))


MANIFEST = KinesisFields()
