# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The rules about replicas: V57 to V60, V86, V90, and V91 as far as it needs no table."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ..._texts.flow import flow
from ..auto_scaling.setting import AUTO_SCALING
from ..auto_scaling.targets import WRITE, Dimension
from ..encryption.setting import ENCRYPTION
from ..indexes.setting import INDEXES as TABLE_INDEXES
from ..kms import MANAGED_KEY_ALIAS
from ..maximums.setting import UNLIMITED
from ..places import TABLE, named
from ..setting import Unknown
from ..throughput import PAY_PER_REQUEST, PROVISIONED
from ..violations import Violation
from .replica import (
    CLASS,
    CONSISTENCY,
    EVENTUAL,
    GUARD,
    INDEXES,
    KEY,
    MOST_READS,
    OPTION,
    PROPAGATE,
    READS,
    REGION,
    SCALING,
    STANDARD,
    STRONG,
    TAGS,
    WITNESS,
)

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..settings import Settings
    from .replica import Group, Reads, Replica

NAME = re.compile(r"[a-z]+(-[a-z0-9]+)+")
# How many other members a group with strong consistency has, and the sets of Regions that AWS documents for it.
OTHERS = 2
SETS = (
    {"us-east-1", "us-east-2", "us-west-2"},
    {"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"},
    {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"},
)
CLASSES = (STANDARD, "STANDARD_INFREQUENT_ACCESS")
# The mode in which an override has a meaning.
MODES = {READS: PROVISIONED, MOST_READS: PAY_PER_REQUEST}


def violations(value: tuple[Replica, ...], home: str | None) -> Iterator[Violation]:
    """Judge replicas by themselves; ``home`` is the Region of the table."""
    seen: set[str] = set()
    for position, each in enumerate(value):
        path = f"{OPTION}[{position}]"
        yield from _region(f"{path}.{REGION}", each.region, home, seen)
        seen.add(each.region)
        if each.table_class and each.table_class not in CLASSES:
            message = f"'{each.table_class}' is no table class"
            yield Violation("V90", f"{path}.{CLASS}", message, f"use {' or '.join(CLASSES)}")
        if each.own.get(PROPAGATE) and TAGS in each.own:
            message = "the replica has tags of its own"
            yield Violation("V90", f"{path}.{PROPAGATE}", message, f"remove {PROPAGATE}, or tags")
        yield from _given_and_scaled(path, each)
        for inner, reads in _places(path, each):
            for option, number in reads.words().items():
                least = UNLIMITED if option == MOST_READS else 0
                if isinstance(number, bool) or not isinstance(number, int) or number < least:
                    hint = "give a whole number of units, or 0 for the number that the table has"
                    yield Violation("V90", f"{inner}.{option}", f"{flow(number)} is no number of units", hint)


def _given_and_scaled(path: str, replica: Replica) -> Iterator[Violation]:
    if _scales_reads(replica.own.get(SCALING)) and replica.reads.units:
        message = "the read capacity of the replica is scaled"
        yield Violation("V90", f"{path}.{READS}", message, f"remove it, or {SCALING} of the replica")
    for position, index in enumerate(replica.inside):
        if _scales_reads(index.get(SCALING)) and replica.indexes[index["name"]].units:
            message = f"the read capacity of the index '{index['name']}' of the replica is scaled"
            hint = f"remove it, or {SCALING} of the index"
            yield Violation("V90", f"{path}.{INDEXES}[{position}].{READS}", message, hint)


def _scales_reads(scaling: t.Any) -> bool:
    read = (scaling or {}).get("read")
    return read is not None and read.get("enabled") is not False


def of_the_group(value: Group, home: str | None) -> Iterator[Violation]:
    """Judge the consistency and the witness by V60."""
    if value.consistency not in (None, EVENTUAL, STRONG):
        yield Violation("V60", CONSISTENCY, f"'{value.consistency}' is no consistency", f"use {EVENTUAL} or {STRONG}")
    if value.witness:
        regions = {each.region for each in value.replicas or ()}
        yield from _region(f"{WITNESS}.{REGION}", value.witness, home, regions)
        if value.consistency == EVENTUAL:
            hint = f"remove it, or use {CONSISTENCY} {STRONG}"
            yield Violation("V60", WITNESS, "only a group with strong consistency has a witness", hint)
    if value.consistency == STRONG and value.replicas and value.others != OTHERS:
        message = f"a group with strong consistency has {OTHERS} other members, and {value.others} are given"
        yield Violation("V60", OPTION, message, "give two replicas, or one replica and global_table_witness")
    if value.consistency == STRONG:
        items = {f"{OPTION}[{number}].{GUARD}": each.own.get(GUARD) for number, each in enumerate(value.replicas or ())}
        yield from (stays_together(path) for path, on in {GUARD: value.guarded, **items}.items() if on is False)


def stays_together(path: str) -> Violation:
    """Return the violation for a protection that only members with eventual consistency have (V91)."""
    message = "nothing leaves a group with strong consistency, so that AWS has no protection against it to turn off"
    return Violation("V91", path, message, "leave it out")


def mixed_regions(value: Group, home: str | None) -> Iterator[str]:
    """Warn about Regions of different sets (V60); AWS was measured to take them (L-257)."""
    regions = [*(each.region for each in value.replicas or ()), *([value.witness] if value.witness else [])]
    everybody = {*regions, *([home] if home else [])}
    if value.consistency == STRONG and regions and not any(everybody <= each for each in SETS):
        told = ", ".join(sorted(everybody))
        yield f"{OPTION}: AWS documents strong consistency for Regions of one set, and {told} are of several [V60]"


def not_empty(empty: t.Any) -> Iterator[Violation]:
    """Judge by V86 whether the table is known to be empty; ``empty`` may be ``Unknown``."""
    if empty is not True:
        reason = getattr(empty, "reason", "nobody looked")
        state = "it has items" if empty is False else f"it may have items: {reason}"
        message = f"only an empty table gets strong consistency, and {state}"
        yield Violation("V86", CONSISTENCY, message, f"use {EVENTUAL}, or a new table")


def _places(path: str, replica: Replica) -> Iterator[tuple[str, Reads]]:
    yield path, replica.reads
    for position, reads in enumerate(replica.indexes.values()):
        yield f"{path}.{INDEXES}[{position}]", reads


def _region(path: str, region: str, home: str | None, seen: set[str]) -> Iterator[Violation]:
    if not NAME.fullmatch(region):
        message = f"'{region}' is no Region" if region else "there is no name of a Region"
        yield Violation("V57", path, message, "write it as AWS does, such as eu-west-1")
    elif region == home:
        message = f"{region} is the Region of the table itself"
        yield Violation("V57", path, message, "list the other Regions only")
    elif region in seen:
        yield Violation("V57", path, f"{region} is listed twice", "keep one")


def of_the_table(value: tuple[Replica, ...], table: Settings) -> Iterator[Violation]:
    """Judge replicas together with what is known of the table."""
    encryption, capacity = table.of(ENCRYPTION), table.named("capacity")
    if encryption is not None:
        yield from keys_match(value, wanted=bool(encryption.enabled and encryption.kms_key))
    names = [index.name for index in table.of(TABLE_INDEXES) or ()]
    for position, each in enumerate(value):
        path = f"{OPTION}[{position}]"
        for inner, reads in _places(path, each):
            yield from _mode(inner, reads, capacity.mode if capacity else None)
        if table.of(TABLE_INDEXES) is not None:
            for number, name in enumerate(each.indexes):
                if name not in names:
                    hint = f"use one of {', '.join(names)}" if names else "the table has none"
                    message = f"the table has no global secondary index '{name}'"
                    yield Violation("V57", f"{path}.{INDEXES}[{number}].name", message, hint)


def keys_match(value: tuple[Replica, ...], *, wanted: bool) -> Iterator[Violation]:
    """Judge by V58; a key is ``wanted`` of each replica if and only if the table has one of the customer."""
    for position, each in enumerate(value):
        yield from _key(f"{OPTION}[{position}].{KEY}", each, wanted)


def _key(path: str, replica: Replica, wanted: bool) -> Iterator[Violation]:
    if wanted and not replica.key:
        hint = f"give the ARN of a key in {replica.region}"
        yield Violation("V58", path, "the table has a key of the customer, and this replica has none", hint)
    elif replica.key and not wanted:
        hint = "remove it, or give the table a key with server_side_encryption.kms_key_arn"
        yield Violation("V58", path, "the replica has a key, and the table has none of the customer", hint)


def _mode(path: str, reads: Reads, mode: str | None) -> Iterator[Violation]:
    for option, number in reads.words().items():
        if number and mode in MODES.values() and mode != MODES[option]:
            hint = f"remove it, or use billing_mode {MODES[option]}"
            yield Violation("V90", f"{path}.{option}", f"it means nothing to a {mode} table", hint)


def unscaled_writes(table: Settings) -> Iterator[Violation]:
    """Judge a PROVISIONED table that gets replicas by V59."""
    capacity = table.named("capacity")
    if capacity is None or capacity.mode != PROVISIONED:
        return
    scaling = table.of(AUTO_SCALING)
    for place in (TABLE, *(index.name for index in table.of(TABLE_INDEXES) or ())):
        target = scaling.targets.get(Dimension(place, WRITE)) if scaling else None
        if target is None or not target.enabled or target.target_value is None:
            message = f"the writes of {named(place)} are not scaled, and AWS wants that of a PROVISIONED table"
            hint = "give auto_scaling.write there, or use billing_mode PAY_PER_REQUEST"
            yield Violation("V59", OPTION, message, hint)


def left_out(comparison: Comparison) -> Settings:
    """Return the settings of the table that the specification leaves out: the others were judged with it."""
    own = comparison.own.values
    values = {name: value for name, value in comparison.wanted.values.items() if own.get(name) is None}
    encryption = comparison.wanted.of(ENCRYPTION)
    if encryption and encryption.kms_key and MANAGED_KEY_ALIAS in comparison.observed.keys:
        managed = comparison.observed.keys[MANAGED_KEY_ALIAS]
        if managed == encryption.kms_key or isinstance(managed, Unknown):
            values.pop(ENCRYPTION.name, None)
    if comparison.own.named("capacity") and not comparison.own.named("capacity").mode:
        values["capacity"] = comparison.wanted.named("capacity")
    return dataclasses.replace(comparison.wanted, values=values)
