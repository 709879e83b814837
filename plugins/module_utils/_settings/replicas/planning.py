# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that add, change and remove replicas. AWS takes one replica in a call, and nothing else beside it."""

from __future__ import annotations

import dataclasses
import typing as t

from ..calls import CREATE, Effect, Operation, Update, update_table
from ..conditions import TABLE_ACTIVE
from ..encryption.setting import ENCRYPTION
from ..in_flight import TABLE_DELETABLE
from ..kms import MANAGED_KEY_ALIAS
from ..planning import Planning
from ..setting import Unknown
from ..stream.setting import STREAM
from ..violations import Violation
from .conditions import REPLICAS_SETTLED, ReplicaGone
from .replica import CLASS, INHERIT, NO_READS, OPTION, STANDARD, STRONG, Group, Reads
from .rules import frozen, kept, keys_match, not_empty, of_the_table, unscaled_writes
from .setting import REPLICAS, as_new, base_reads, by_region, ordered

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..desired import Desired
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Change, Part
    from ..settings import Settings
    from .replica import Replica, Replicas

# What AWS checks beside UpdateTable: in the Region of the table, and in that of the replica. The first replica of an
# account makes a role.
ADDING = (
    *("dynamodb:CreateTable", "dynamodb:CreateTableReplica", "dynamodb:UpdateTimeToLive"),
    *("dynamodb:Scan", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
    *("dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "iam:CreateServiceLinkedRole"),
)
WITNESSING, DISMISSING = ("dynamodb:CreateGlobalTableWitness",), ("dynamodb:DeleteGlobalTableWitness",)
REMOVING = ("dynamodb:DeleteTable", "dynamodb:DeleteTableReplica")
# What removes replicas, if the user allows it.
DELETE = "delete"
SETTLED = (TABLE_ACTIVE, TABLE_DELETABLE)


class Wish(t.NamedTuple):
    """What a call asks for: of these Regions, those of ``replicas`` have one as described, and the others none."""

    regions: tuple[str, ...]
    replicas: Replicas


class ReplicasPlanning(Planning[Group]):
    """Plans replicas. They come last, because AWS takes the call only while the table and its indexes are settled."""

    setting = REPLICAS

    def creation_refusals(self, value: Group, whole: Settings) -> Iterator[Violation]:
        if not value.replicas:
            return
        yield from unscaled_writes(whole)
        if whole.of(ENCRYPTION) is None:
            # A new table of which nothing else is said has a key of AWS.
            yield from keys_match(value.replicas, wanted=False)

    def of_new_table(self, value: Group, whole: Settings) -> Group:
        replicas = value.replicas
        return value if replicas is None else value._replace(replicas=tuple(as_new(each, whole) for each in replicas))

    def is_affected(self, comparison: Comparison) -> bool:
        """Tell whether a change of the table takes a replica along that is to stay as it is."""
        return bool(_changed(comparison))

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V57, V58 and V90 with what the specification leaves out, and by V59, V78, V83 and V86."""
        own, wanted = comparison.own.of(REPLICAS), comparison.wanted.of(REPLICAS) or Group()
        there, changes = comparison.there(REPLICAS) or Group(), comparison.of(REPLICAS)
        if own is None:
            return
        yield from of_the_table(_as_written(own, wanted), _left_out(comparison))
        gone, new = _regions(comparison, added=False), _regions(comparison, added=True)
        if gone and comparison.desired.replica_removal != DELETE:
            yield kept(gone, OPTION)
        elif wanted.replicas:
            yield from frozen(there, changes)
        if new and not comparison.observed.unknown.get("auto_scaling"):
            yield from unscaled_writes(comparison.wanted)
        if new and wanted.consistency == STRONG and not comparison.needs_new_table:
            yield from not_empty(comparison.observed.answers.empty)

    def asks_whether_empty(self, comparison: Comparison) -> bool:
        wanted = comparison.wanted.of(REPLICAS)
        return bool(wanted and wanted.consistency == STRONG and _regions(comparison, added=True))

    def asks_for_keys(self, comparison: Comparison) -> tuple[str, ...]:
        """Return the key that AWS manages, if the table has some key and a new replica names none."""
        own, there = comparison.own, comparison.there(ENCRYPTION)
        wanted = by_region((comparison.wanted.of(REPLICAS) or Group()).replicas)
        new = [wanted[region] for region in _regions(comparison, added=True)]
        asks = own.of(ENCRYPTION) is None and there and there.kms_key and any(each.key is None for each in new)
        return (MANAGED_KEY_ALIAS,) if asks else ()

    def deletion_refusals(self, there: Group, desired: Desired, path: str) -> Iterator[Violation]:
        """Judge by V83; a table that would be replaced is refused for its replicas anyway."""
        if there.replicas and path == "state" and desired.replica_removal != DELETE:
            yield kept([each.region for each in ordered(there.replicas)], path)

    def shows(self, value: Wish, observed: Observed, planned: Observed | None) -> bool:
        there = observed.of(REPLICAS) or Group()
        wanted, before = by_region(value.replicas), by_region(there.replicas)
        if any((before.get(region) is None) != (wanted.get(region) is None) for region in value.regions):
            return False
        shown = Group(tuple(before[region] for region in wanted))
        asked = Group(tuple(_over(before[region], each) for region, each in wanted.items()))
        return not [*REPLICAS.changes(shown, asked, observed)]

    def sent_again(self, change: Change) -> bool:
        """Tell of a replica that AWS accepted and lost on the way: it is asked for once more (L-310)."""
        return change.path[0] == OPTION and len(change.path) == 2 and change.before is None

    def after_creation(self, name: str, wanted: Group, replaced: Observed | None) -> Iterator[Operation]:
        for operation in _additions(name, wanted, list(by_region(wanted.replicas))):
            yield dataclasses.replace(operation, follows=frozenset({CREATE}), last=True)

    def updates(self, work: Work[Group]) -> Iterator[Update]:
        there = work.there or Group()
        new, gone = _regions(work.comparison, added=True), _regions(work.comparison, added=False)
        changed = _changed(work.comparison)
        calls = [*_removals(work.name, there, gone)]
        own = by_region((work.comparison.own.of(REPLICAS) or Group()).replicas)
        wanted = [each for each in work.wanted.replicas or () if each.region in changed]
        seen = {change.path[1] for change in work.changes if change.path[0] == OPTION}
        calls += [_change(work.name, _named(own[each.region], each), each.region not in seen) for each in wanted]
        calls += _additions(work.name, work.wanted, new)
        yield from (Update("replica", dataclasses.replace(call, last=True)) for call in calls)

    def warnings(self, work: Work[Group]) -> Iterator[str]:
        for region in _regions(work.comparison, added=False):
            yield f"{work.name}: the table in {region} is deleted with its items"
        stream = work.comparison.wanted.of(STREAM)
        new = _regions(work.comparison, added=True)
        if new and not (stream and stream.enabled):
            yield f"{work.name}: AWS turns on a stream with NEW_AND_OLD_IMAGES, which replicas need"

    def before_deletion(self, name: str, there: Group) -> Iterator[Operation]:
        regions = [each.region for each in there.replicas or ()]
        for call in _removals(name, there, regions, " before the table goes"):
            wish = call.effects[0].value
            yield dataclasses.replace(call, settles=tuple(ReplicaGone(region) for region in wish.regions))


def _additions(name: str, wanted: Group, regions: list[str]) -> Iterator[Operation]:
    """Return the calls that add replicas: one for each, or one for all members of a group with strong consistency."""
    new = [each for each in ordered(wanted.replicas or ()) if each.region in regions]
    actions = [{"Create": {"RegionName": each.region, **each.members()}} for each in new]
    if wanted.consistency != STRONG:
        for each, action in zip(new, actions, strict=True):
            what = f"add the replica in {each.region}"
            yield _update(name, {"ReplicaUpdates": [action]}, what, _wish(each), more_actions=ADDING)
    elif new:
        witness = {"GlobalTableWitnessUpdates": [{"Create": {"RegionName": wanted.witness}}]} if wanted.witness else {}
        body = {"ReplicaUpdates": actions, "MultiRegionConsistency": STRONG, **witness}
        what = f"make a global table with strong consistency, with replicas in {_listed(regions)}"
        what += f" and a witness in {wanted.witness}" if wanted.witness else ""
        yield _update(name, body, what, _wish(*new), more_actions=(*ADDING, *(WITNESSING if witness else ())))


def _change(name: str, replica: Replica, again: bool) -> Operation:
    """Return the call that changes a replica; AWS takes no key in it."""
    action = {"Update": {"RegionName": replica.region, **replica._replace(key=None).members()}}
    return _update(
        name,
        {"ReplicaUpdates": [action]},
        f"change the replica in {replica.region}",
        _wish(replica),
        again=again,
    )


def _removals(name: str, there: Group, regions: list[str], when: str = "") -> Iterator[Operation]:
    """Return the calls that remove replicas: one for each, or one for all of a group with strong consistency."""
    regions = sorted(regions)
    actions = [{"Delete": {"RegionName": region}} for region in regions]
    if there.consistency != STRONG:
        for region, action in zip(regions, actions, strict=True):
            what = f"remove the replica in {region}, and delete its items{when}"
            wish = Wish((region,), ())
            yield _update(name, {"ReplicaUpdates": [action]}, what, wish, destructive=True, more_actions=REMOVING)
    elif regions:
        witness = {"GlobalTableWitnessUpdates": [{"Delete": {"RegionName": there.witness}}]} if there.witness else {}
        what = f"dissolve the global table: remove the replicas in {_listed(regions)}, and delete their items{when}"
        what += f"; remove the witness in {there.witness}" if there.witness else ""
        body = {"ReplicaUpdates": actions, **witness}
        actions_of = (*REMOVING, *(DISMISSING if witness else ()))
        yield _update(name, body, what, Wish(tuple(regions), ()), destructive=True, more_actions=actions_of)


def _wish(*replicas: Replica) -> Wish:
    return Wish(tuple(each.region for each in replicas), replicas)


def _listed(regions: list[str]) -> str:
    return " and ".join(sorted(regions))


def _update(name: str, body: Part, reason: str, wish: Wish, **more: t.Any) -> Operation:
    effects = (Effect(PLANNING, wish),)
    return update_table(name, body, reason, needs=SETTLED, settles=(REPLICAS_SETTLED,), effects=effects, **more)


def _regions(comparison: Comparison, *, added: bool) -> list[str]:
    """Return the Regions that get a replica, or lose it."""
    whole = [change for change in comparison.of(REPLICAS) if len(change.path) == 2]
    return [change.path[1] for change in whole if (change.before is None) == added]


def _changed(comparison: Comparison) -> set[str]:
    """Return the Regions whose replica is not as specified once the table's own changes are made."""
    own, there = comparison.own.of(REPLICAS), by_region((comparison.there(REPLICAS) or Group()).replicas)
    wanted = (own.replicas if own else None) or ()
    return {each.region for each in wanted if each.region in there and _differs(there[each.region], each, comparison)}


def _differs(there: Replica, own: Replica, comparison: Comparison) -> bool:
    """Tell whether a replica needs a call of its own.

    A class and a number of reads that a replica has as the table change with those of the table (L-250, L-294).
    """
    sides = (comparison.observed.settings, comparison.wanted)
    classes = (side.named(CLASS) or STANDARD for side in sides)
    values = [(there.table_class or STANDARD, own.table_class, *classes)]
    for name in ("", *own.indexes):
        bases = (base_reads(side, name) for side in sides)
        values += zip(_reads(there, name), _reads(own, name), *bases, strict=True)
    return any(
        wanted is not None and (after if wanted == INHERIT else wanted) != (after if now in (None, before) else now)
        for now, wanted, before, after in values
    )


def _over(there: Replica, asked: Replica) -> Replica:
    """Return a replica as it is when a call for it has taken effect."""
    indexes = {name: reads.over(there.indexes.get(name, NO_READS), NO_READS) for name, reads in asked.indexes.items()}
    return there._replace(
        table_class=asked.table_class or there.table_class,
        reads=asked.reads.over(there.reads, NO_READS),
        indexes={**there.indexes, **indexes},
    )


def _named(own: Replica, wanted: Replica) -> Replica:
    """Return a replica with what the specification names of it: the rest is not sent, as it may follow the table."""
    indexes = {name: _given(reads, wanted.indexes[name]) for name, reads in own.indexes.items()}
    return wanted._replace(table_class=own.table_class, reads=_given(own.reads, wanted.reads), indexes=indexes)


def _given(own: Reads, wanted: Reads) -> Reads:
    return Reads(*(None if named is None else number for named, number in zip(own, wanted, strict=True)))


def _reads(replica: Replica, index: str) -> Reads:
    return replica.indexes.get(index, NO_READS) if index else replica.reads


def _as_written(own: Group, wanted: Group) -> Replicas:
    """Return the replicas in the order of the user, with the keys that they have already."""
    known = by_region(wanted.replicas)
    return tuple(each._replace(key=known[each.region].key) for each in own.replicas or ())


def _left_out(comparison: Comparison) -> Settings:
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


PLANNING = ReplicasPlanning()
