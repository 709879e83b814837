# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The replicas of a table in other Regions, and what keeps them alike: a global table of version 2019.11.21."""

from __future__ import annotations

import typing as t

from ..elsewhere import Elsewhere
from ..indexes.setting import INDEXES as TABLE_INDEXES
from ..maximums.setting import MAXIMUMS, UNLIMITED
from ..places import Pair
from ..setting import Change, Moving, Setting, value_change
from ..states import DELETING
from .conditions import REPLICAS_SETTLED, moving
from .replica import (
    CLASS,
    CONSISTENCY,
    EVENTUAL,
    GUARD,
    GUARDED,
    INDEXES,
    INHERIT,
    KEY,
    MOST_READS,
    NO_READS,
    OPTION,
    PROPAGATE,
    READS,
    REGION,
    STANDARD,
    TAGS,
    WITNESS,
    Group,
    Reads,
    Replica,
    Replicas,
    from_aws,
    from_option,
)

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..conditions import Condition
    from ..observed import Observed
    from ..setting import Answer, Options
    from ..settings import Settings
    from ..violations import Violation


# The key of a replica as an option of the table in its Region.
ENCRYPTION = "server_side_encryption"
KEY_THERE = f"{ENCRYPTION}.{KEY}"
# Each replica has a stream; AWS turns it on where the table has none (L-221).
STREAMING = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}


class ReplicasSetting(Setting[Group]):
    """The replicas, their consistency and the witness are one setting, because AWS changes them together."""

    name = "replicas"

    def from_options(self, options: Mapping[str, t.Any]) -> Group:
        given, witness = options.get(OPTION), options.get(WITNESS)
        return Group(
            None if given is None else tuple(from_option(item) for item in given),
            options.get(CONSISTENCY),
            None if witness is None else str(witness.get(REGION) or "").strip(),
            options.get(GUARD),
        )

    def to_options(self, value: Group) -> Options:
        replicas = None if value.replicas is None else ordered(value.replicas)
        return {
            OPTION: None if replicas is None else [{REGION: each.region, **each.words()} for each in replicas],
            CONSISTENCY: value.consistency,
            WITNESS: {REGION: value.witness} if value.witness else None,
            GUARD: value.guarded,
        }

    def from_aws(self, answer: t.Any, table: Answer) -> Group:
        replicas = tuple(each for each in from_aws(table) if each.status != DELETING)
        witnesses = [each for each in table.get("GlobalTableWitnesses") or () if each.get("WitnessStatus") != DELETING]
        consistency = (table.get("MultiRegionConsistency") or EVENTUAL) if replicas else None
        witness = str(witnesses[0].get("RegionName") or "") if witnesses else ""
        return Group(replicas, consistency, witness, False if table.get(GUARDED) is False else None)

    def rules(self, value: Group, own: Settings) -> Iterator[Violation]:
        """Judge by V57, V58, V60, V90 and V91."""
        from .rules import of_the_group, of_the_table, violations

        yield from violations(value.replicas or (), own.region)
        yield from of_the_group(value, own.region)
        yield from of_the_table(value.replicas or (), own)

    def advice(self, value: Group, own: Settings, present: Settings) -> Iterator[str]:
        """Warn about V60: a set of Regions that AWS does not document for strong consistency."""
        from .rules import mixed_regions

        yield from mixed_regions(value, own.region or present.region)

    def merged(self, own: Group | None, there: Group | None, table: Settings) -> Group | None:
        """Return the group as it will be: what a member leaves out stays, and 0 stands for the table's number."""
        there = there or Group()
        if own is None:
            return there
        replicas, before = there.replicas, by_region(there.replicas)
        if own.replicas is not None:
            replicas = tuple(_over(each, before.get(each.region), table) for each in ordered(own.replicas))
        # Without replicas there is no group, and so no witness.
        witness = "" if not replicas else there.witness if own.witness is None else own.witness
        guarded = there.guarded if own.guarded is None else own.guarded
        consistency = own.consistency or there.consistency
        return Group(replicas, consistency, witness, guarded) if replicas else Group(replicas, None, witness)

    def ordered(self, value: Group) -> Group:
        return value._replace(replicas=None if value.replicas is None else ordered(value.replicas))

    def changes(self, there: Group | None, wanted: Group, observed: Observed) -> Iterator[Change]:
        if there is None:
            return
        before, after = by_region(there.replicas), by_region(wanted.replicas)
        for region in sorted({*before, *after}):
            old, new = before.get(region), after.get(region)
            if old and new:
                yield from _differences(old, new, observed.settings)
            else:
                yield Change((OPTION, region), old.words() if old else None, new.words() if new else None)
        yield from value_change(CONSISTENCY, there.consistency, wanted.consistency)
        yield from value_change(WITNESS, *(self.to_options(each)[WITNESS] for each in (there, wanted)))
        if wanted.replicas:
            yield from value_change(GUARD, *(each.guarded is not False for each in (there, wanted)))

    def settled(self, value: Group) -> tuple[Condition, ...]:
        return (REPLICAS_SETTLED,)

    def moving(self, table: Answer) -> Iterator[Moving]:
        for region in moving(table):
            yield Moving(f"replica in {region}")

    def elsewhere(self, value: Group, own: Settings) -> Mapping[str, Elsewhere]:
        found = {}
        for position, each in enumerate(value.replicas or ()):
            options = of_the_region(each, own)
            key = {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": each.key}
            shows = {**STREAMING, **({"SSEDescription": key} if each.key else {})}
            inside = {INDEXES: each.inside} if each.inside else {}
            path, option = f"{OPTION}[{position}]", (OPTION, each.region)
            found[each.region] = Elsewhere(options, path, option, shows, {KEY_THERE: KEY}, inside)
        return found

    def outputs(self, value: Group) -> dict[str, t.Any]:
        return {
            OPTION: {
                each.region: {"table_arn": each.arn, "stream_arn": "", "stream_label": "", "status": each.status}
                for each in value.replicas or ()
            }
        }


def ordered(replicas: Replicas) -> Replicas:
    """Return the replicas in the order of their Regions."""
    return tuple(sorted(replicas, key=region_of))


def of_the_region(replica: Replica, own: Settings) -> Options:
    """Return the options of the table of a replica that calls in its Region change; its key is one of them."""
    options = {name: value for name, value in replica.own.items() if name != PROPAGATE}
    tags = own.named(TAGS)
    if replica.own.get(PROPAGATE) and tags is not None and TAGS not in options:
        options[TAGS] = dict(tags.values)
    if replica.key:
        options[ENCRYPTION] = {"enabled": True, KEY: replica.key}
    return options


def region_of(replica: Replica) -> str:
    """Return the Region of a replica, for sorting."""
    return replica.region


def by_region(replicas: Replicas | None) -> dict[str, Replica]:
    """Return the replicas by their Regions."""
    return {each.region: each for each in replicas or ()}


def base_reads(table: Settings, index: str = "") -> Reads:
    """Return the numbers that a replica has without overrides: those of the table, or of one of its indexes."""
    maximum = (table.of(MAXIMUMS) or {}).get(index, Pair()).read
    if index:
        capacities = {each.name: each.throughput for each in table.of(TABLE_INDEXES) or ()}
        units = capacities.get(index)
    else:
        # The capacity of the table depends on scaling, which is read only where it matters.
        capacity = table.named("capacity")
        units = capacity.throughput if capacity else None
    return Reads(units.read if units else None, UNLIMITED if maximum is None else maximum)


def _over(own: Replica, there: Replica | None, table: Settings) -> Replica:
    if there is None:
        return as_new(own, table)
    indexes = {
        name: own.indexes.get(name, NO_READS).over(there.indexes.get(name, NO_READS), base_reads(table, name))
        for name in {**there.indexes, **own.indexes}
    }
    return there._replace(
        own=own.own,
        inside=own.inside,
        key=own.key or there.key,
        table_class=own.table_class or there.table_class,
        reads=own.reads.over(there.reads, base_reads(table)),
        indexes=indexes,
    )


def as_new(replica: Replica, table: Settings) -> Replica:
    """Return a replica as it is asked for when it is added, without numbers that it has of the table anyway."""
    indexes = {name: _own_numbers(reads, base_reads(table, name)) for name, reads in replica.indexes.items()}
    return replica._replace(reads=_own_numbers(replica.reads, base_reads(table)), indexes=indexes)


def _own_numbers(reads: Reads, base: Reads) -> Reads:
    """Return the overrides but for a maximum that the table has too, with which a replica takes minutes (L-422)."""
    return Reads(
        None if reads.units == INHERIT else reads.units, None if reads.most in (INHERIT, base.most) else reads.most
    )


def _differences(old: Replica, new: Replica, table: Settings) -> Iterator[Change]:
    """Return the changes of one replica; an override with the number of the table is none."""
    path = (OPTION, old.region)
    if (old.table_class or STANDARD) != (new.table_class or STANDARD):
        yield Change((*path, CLASS), old.table_class, new.table_class)
    yield from _of_reads(path, (old.reads, new.reads), base_reads(table))
    for name in sorted({*old.indexes, *new.indexes}):
        before, after = (each.indexes.get(name, NO_READS) for each in (old, new))
        yield from _of_reads((*path, INDEXES, name), (before, after), base_reads(table, name))


def _of_reads(path: tuple[str, ...], sides: tuple[Reads, Reads], base: Reads) -> Iterator[Change]:
    for option, before, after, standard in zip((READS, MOST_READS), *sides, base, strict=True):
        if (standard if before is None else before) != (standard if after is None else after):
            yield Change((*path, option), before, after)


REPLICAS = ReplicasSetting()
