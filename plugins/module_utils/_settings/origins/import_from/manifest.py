# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Imports in manifests: a message of its own."""

from __future__ import annotations

import typing as t

from ...._fields.kinds import Text, Word
from ...._fields.manifest import Field, Rule, broken
from ...._fields.parts import Many, Part, Referable
from ..manifest import IMPORTED, OriginFields
from .making import OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...._fields.manifest import Manifest
    from ...._fields.model import Fault, Path
    from ...setting import Options

RULE = "csv_options_require_csv_format"
FORMATS = ("CSV", "DYNAMODB_JSON", "ION")
COMPRESSIONS = ("GZIP", "ZSTD", "NONE")


def _judge(manifest: Manifest) -> Iterator[Fault]:
    given = manifest.spec[IMPORTED]
    if given and given["csv"] and given["input_format"] != "CSV" and manifest.sound(IMPORTED):
        message = f"the format is {given['input_format'] or 'missing'}"
        yield broken(RULE, (IMPORTED, "csv"), message, "remove it, or write inputFormat: CSV")


class ImportFields(OriginFields):
    """A message with the members of the option."""

    option = OPTION
    newer: t.ClassVar[Mapping[str, Field]] = {
        IMPORTED: Field(
            230,
            Part(
                {
                    "s3_bucket": Referable("AwsS3Bucket", "status.outputs.bucket_id"),
                    "s3_bucket_owner": Text(),
                    "s3_key_prefix": Text(),
                    "input_format": Word(FORMATS, required=True),
                    "input_compression_type": Word(COMPRESSIONS),
                    "csv": Part({"delimiter": Text(), "header_list": Many(Text())}),
                }
            ),
        )
    }
    rules = (Rule(220, _judge, only_newer=True),)
    same: t.ClassVar = {RULE: {"V87"}, "required": {"V87"}}
    nested: t.ClassVar[Mapping[str, Path]] = {OPTION: (IMPORTED,)}

    def to_options(self, manifest: Manifest) -> Options:
        given = manifest.spec.get(IMPORTED)
        if not given:
            return {}
        csv = {name: value for name, value in (given["csv"] or {}).items() if value}
        plain = {name: value for name, value in given.items() if value and name != "csv"}
        return {OPTION: {**plain, **({"csv": csv} if csv else {})}}


MANIFEST = ImportFields()
