# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Replicas in manifests: only the newer shape has them, and each of them tells the consistency."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Flag, Text, Word
from ..._fields.manifest import Field, Rule, broken
from ..._fields.parts import Many, Part, Referable
from ..._fields.told import Told
from ..manifest import ManifestFields
from ..stream.setting import REPLICATED_VIEW
from .replica import CONSISTENCY, EVENTUAL, GUARD, KEY, OPTION, PROPAGATE, REGION, STRONG, WITNESS
from .setting import REPLICAS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault, Path
    from ..setting import Options
    from ..setting import Part as Item

RECOVERY, PROTECTION, MODE = "point_in_time_recovery", "deletion_protection_enabled", "consistency_mode"
RECOVERY_OPTION, VIEW = "point_in_time_recovery_enabled", "stream_view_type"
# The options of a replica that have a field, and what it is called.
FIELDS = {
    REGION: REGION,
    KEY: KEY,
    RECOVERY_OPTION: RECOVERY,
    PROTECTION: PROTECTION,
    PROPAGATE: PROPAGATE,
}
KIND: t.Final = Part(
    {
        REGION: Text(1),
        KEY: Referable("AwsKmsKey", "status.outputs.key_arn"),
        RECOVERY: Flag(),
        PROTECTION: Flag(),
        PROPAGATE: Flag(),
        MODE: Word((EVENTUAL, STRONG)),
    }
)
STREAMS, AGREE, TOPOLOGY = "replicas_require_streams", "replica_consistency_modes_agree", "mrsc_topology"
# Two replicas, or one and a witness.
TOPOLOGIES = ((2, False), (1, True))


def _judge(manifest: Manifest) -> Iterator[Fault]:
    if not manifest.sound(OPTION):
        return
    replicas, witness = manifest.spec[OPTION], manifest.spec[WITNESS]
    modes = {each[MODE] or EVENTUAL for each in replicas}
    if replicas and manifest.sound("stream_enabled") and not _has_stream(manifest):
        hint = f"set streamEnabled: true and streamViewType: {REPLICATED_VIEW}"
        yield broken(STREAMS, (OPTION,), "replicas need a stream with both images", hint)
    if len(modes) > 1:
        yield broken(AGREE, (OPTION,), "some replicas are STRONG and some are not", "give all the same consistencyMode")
    elif (witness and modes != {STRONG}) or (modes == {STRONG} and (len(replicas), bool(witness)) not in TOPOLOGIES):
        message = f"{len(replicas)} replica(s) and {'a' if witness else 'no'} witness"
        hint = "give two STRONG replicas, or one and globalTableWitness"
        yield broken(TOPOLOGY, (WITNESS if witness else OPTION,), message, hint)


def _has_stream(manifest: Manifest) -> bool:
    return bool(manifest.spec["stream_enabled"]) and manifest.spec["stream_view_type"] == REPLICATED_VIEW


class ReplicasFields(ManifestFields):
    """A manifest describes the whole resource: a replica that it leaves out is to go, and has to be allowed to."""

    setting = REPLICAS
    newer: t.ClassVar[Mapping[str, Field]] = {
        OPTION: Field(200, Many(KIND)),
        WITNESS: Field(210, Part({REGION: Text(1)})),
    }
    rules = (Rule(195, _judge, only_newer=True),)
    same: t.ClassVar = {TOPOLOGY: {"V60"}, "string.min_len": {"V57"}}
    nested: t.ClassVar = {CONSISTENCY: (OPTION,), GUARD: (OPTION,)}
    together: t.ClassVar = (OPTION, CONSISTENCY, WITNESS)

    def to_options(self, manifest: Manifest) -> Options:
        if not manifest.newer:
            return {}
        replicas, witness = manifest.spec[OPTION], manifest.spec[WITNESS]
        found: Options = {OPTION: [_option(each) for each in replicas]}
        if replicas:
            found[CONSISTENCY] = replicas[0][MODE] or EVENTUAL
        return {**found, **({WITNESS: {REGION: witness[REGION]}} if witness else {})}

    def place(self, text: str, newer: bool) -> Path:
        """The fields of a replica that have another name than the option."""
        found = super().place(text, newer)
        return tuple(RECOVERY if part == RECOVERY_OPTION else part for part in found)

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        items = options.get(OPTION)
        if not newer or not items:
            return {}
        mode = {MODE: options[CONSISTENCY]} if CONSISTENCY in options else {}
        witness = {WITNESS: options[WITNESS]} if WITNESS in options else {}
        return {OPTION: [{**_field(each), **mode} for each in items], **witness}

    def refusals(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        items = spec.get(OPTION) or ()
        if not newer or not items:
            return
        unread = {each[REGION] for each in items if PROTECTION not in each or RECOVERY_OPTION not in each}
        if unread:
            text = f"recovery and deletion protection of its replicas in {', '.join(sorted(unread))} were not read"
            yield Told(60, text)
        if options.get(VIEW) != REPLICATED_VIEW:
            yield Told(61, f"manifests want a stream with {REPLICATED_VIEW} of a table with replicas, and it has none")

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        items = options.get(OPTION) or ()
        if items and not newer:
            yield Told(60, "the replicas", ", ".join(each[REGION] for each in items))
        for each in items if newer else ():
            more = [name for name in each if name not in FIELDS]
            if more:
                yield Told(60, f"{' and '.join(more)} of the replica in {each[REGION]}")


def _field(item: Item) -> Item:
    """Return a replica as a field; what it leaves out is off."""
    return {field: item[option] for option, field in FIELDS.items() if option in item}


def _option(item: Item) -> Options:
    """Return a replica as an option; what a manifest leaves out is off, but for tags, which stay."""
    key, propagates = item[KEY], item[PROPAGATE]
    return {
        REGION: item[REGION],
        **({KEY: key} if key else {}),
        RECOVERY_OPTION: item[RECOVERY],
        PROTECTION: item[PROTECTION],
        **({PROPAGATE: True} if propagates else {}),
    }


MANIFEST = ReplicasFields()
