# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""The key of encryption in manifests. In the newer shape it may be the output of another resource."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Flag, Text
from ..._fields.manifest import Field, Rule, given, only_while_enabled
from ..._fields.parts import Part, Referable
from ..manifest import ManifestFields
from .setting import ENCRYPTION, OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault
    from ..setting import Options

KEY = "kms_key_arn"
RULE = "kms_key_requires_enabled"


def _judge(manifest: Manifest) -> Iterator[Fault]:
    message, hint = "a key is named and encryption with it is off", "set enabled: true, or remove it"
    return only_while_enabled(manifest, RULE, OPTION, (KEY,), message, hint)


class EncryptionFields(ManifestFields):
    """A message with the members of the option."""

    setting = ENCRYPTION
    older: t.ClassVar[Mapping[str, Field]] = {OPTION: Field(140, Part({"enabled": Flag(), KEY: Text()}))}
    newer: t.ClassVar[Mapping[str, Field]] = {
        OPTION: Field(140, Part({"enabled": Flag(), KEY: Referable("AwsKmsKey", "status.outputs.key_arn")})),
    }
    rules = (Rule(120, _judge, only_newer=True),)
    same: t.ClassVar = {RULE: {"V42"}}

    def is_newer(self, spec: Mapping[t.Any, t.Any]) -> bool:
        return isinstance(given(given(spec, OPTION), KEY), t.Mapping)

    def to_options(self, manifest: Manifest) -> Options:
        words = manifest.spec[OPTION] or {"enabled": False}
        return {OPTION: {name: value for name, value in words.items() if value != ""}}


MANIFEST = EncryptionFields()
