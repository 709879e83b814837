# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that add, change and remove replicas. AWS takes one replica in a call, and nothing else beside it.

What is about leaving a global table, and about the protection against it, is documented and was not measured.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..calls import CREATE, Effect, Operation, Update, update_table
from ..conditions import TABLE_ACTIVE
from ..elsewhere import LEAVE, Elsewhere
from ..encryption.setting import ENCRYPTION
from ..in_flight import TABLE_DELETABLE
from ..kms import MANAGED_KEY_ALIAS
from ..planning import Planning
from ..stream.setting import STREAM
from .changing import changed, named_only, with_call
from .conditions import REPLICAS_SETTLED, ReplicaGone
from .removal import DELETE, DISASSOCIATE, frozen, of_this_account, removal_refusals
from .replica import GUARD, GUARDED, OPTION, STRONG, Group
from .rules import keys_match, left_out, not_empty, of_the_table, stays_together, unscaled_writes
from .setting import REPLICAS, as_new, by_region, ordered

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..comparison import Comparison
    from ..desired import Desired
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Change, Part
    from ..settings import Settings
    from ..violations import Violation
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
LEAVING = ("dynamodb:DisassociateTableReplica",)
LEFT = "leave the global table, with its items kept"
SETTLED = (TABLE_ACTIVE, TABLE_DELETABLE)


class Wish(t.NamedTuple):
    """What a call asks for: of these Regions, those of ``replicas`` have one as described, and the others none.

    If ``guarded`` is given, the call asks that the table is protected against leaving, or not; where it names Regions,
    a table without replicas there needs that no more.
    """

    regions: tuple[str, ...]
    replicas: Replicas
    guarded: bool | None = None


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
        return bool(changed(comparison))

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V57, V58 and V90 with what the specification leaves out, and by V59, V78, V83, V86 and V91."""
        own, wanted = comparison.own.of(REPLICAS), comparison.wanted.of(REPLICAS) or Group()
        there, changes = comparison.there(REPLICAS) or Group(), comparison.of(REPLICAS)
        if own is None:
            return
        yield from of_the_table(_as_written(own, wanted), left_out(comparison))
        gone, new = _regions(comparison, added=False), _regions(comparison, added=True)
        lost = [each for each in there.replicas or () if each.region in gone]
        refused = [*removal_refusals(there, lost, comparison.desired, OPTION)] if lost else []
        yield from refused
        if wanted.replicas and not refused:
            yield from frozen(there, changes)
            if there.consistency == STRONG and wanted.guarded is False:
                yield stays_together(GUARD)
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
        """Judge by V83 and V91; a table that would be replaced is refused for its replicas anyway."""
        lost = of_this_account(there) if path == "state" else ()
        if lost:
            yield from removal_refusals(there, lost, desired, path)

    def shows(self, value: Wish, observed: Observed, planned: Observed | None) -> bool:
        there = observed.of(REPLICAS) or Group()
        wanted, before = by_region(value.replicas), by_region(there.replicas)
        if value.guarded is not None:
            return (there.guarded is not False) == value.guarded if before else bool(value.regions)
        if any((before.get(region) is None) != (wanted.get(region) is None) for region in value.regions):
            return False
        shown = Group(tuple(before[region] for region in wanted))
        asked = Group(tuple(with_call(before[region], each) for region, each in wanted.items()))
        return not [*REPLICAS.changes(shown, asked, observed)]

    def sent_again(self, change: Change) -> bool:
        """Tell of a replica that AWS accepted and lost on the way: it is asked for once more (L-310)."""
        return change.path[0] == OPTION and len(change.path) == 2 and change.before is None

    def after_creation(self, name: str, wanted: Group, replaced: Observed | None) -> Iterator[Operation]:
        for operation in _additions(name, wanted, list(by_region(wanted.replicas))):
            yield dataclasses.replace(operation, follows=frozenset({CREATE}), last=True)
        if wanted.replicas and wanted.guarded is False:
            yield dataclasses.replace(_guard(name, on=False), follows=frozenset({CREATE}), last=True)

    def updates(self, work: Work[Group]) -> Iterator[Update]:
        there = work.there or Group()
        new, gone = _regions(work.comparison, added=True), _regions(work.comparison, added=False)
        how = work.comparison.desired.replica_removal
        calls = [*_removals(work.name, there, gone)] if how == DELETE and gone else []
        calls += [*_parting(work.observed, there, LEFT)] if how == LEAVE and gone else []
        calls += _changes(work)
        calls += _additions(work.name, work.wanted, new)
        if GUARD in work.options:
            calls.append(_guard(work.name, on=work.wanted.guarded is not False))
        yield from (Update("replica", dataclasses.replace(call, last=True)) for call in calls)

    def warnings(self, work: Work[Group]) -> Iterator[str]:
        how = work.comparison.desired.replica_removal
        told = {
            DELETE: "the table in {} is deleted with its items",
            DISASSOCIATE: "the table in {} leaves the global table with its items: what is written in one place from"
            " then on does not reach the other, and AWS adds no replica there while that table exists",
        }
        for region in _regions(work.comparison, added=False):
            yield from (f"{work.name}: {text.format(region)}" for removal, text in told.items() if removal == how)
        stream = work.comparison.wanted.of(STREAM)
        new = _regions(work.comparison, added=True)
        if new and not (stream and stream.enabled):
            yield f"{work.name}: AWS turns on a stream with NEW_AND_OLD_IMAGES, which replicas need"

    def leaving(self, comparison: Comparison) -> Mapping[str, Elsewhere]:
        if comparison.desired.replica_removal != DISASSOCIATE:
            return {}
        gone = _regions(comparison, added=False)
        return {region: Elsewhere({OPTION: []}, "", (OPTION, region), leaves=True) for region in gone}

    def members(self, comparison: Comparison) -> Mapping[str, Elsewhere]:
        there, wanted = (by_region(group and group.replicas) for group in _sides(comparison))
        own = (region for region in sorted({*there} & {*wanted}) if not there[region].account)
        return {region: Elsewhere({}, "", (OPTION, region)) for region in own}

    def before_deletion(self, observed: Observed, there: Group, desired: Desired) -> Iterator[Operation]:
        regions = [each.region for each in of_this_account(there)]
        if not regions:
            return
        if desired.replica_removal == DISASSOCIATE:
            yield from _parting(observed, there, "leave the global table before this table goes; the others stay")
            return
        for call in _removals(observed.name, there, regions, " before the table goes"):
            wish = call.effects[0].value
            yield dataclasses.replace(call, settles=tuple(ReplicaGone(region) for region in wish.regions))


def _sides(comparison: Comparison) -> tuple[Group | None, Group | None]:
    return comparison.there(REPLICAS), comparison.wanted.of(REPLICAS)


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


def _changes(work: Work[Group]) -> Iterator[Operation]:
    """Return the calls that change replicas; AWS takes no key in them.

    One is made though its effect shows already, if it is there to keep a replica as it is beside a change of the table.
    """
    own, regions = by_region((work.comparison.own.of(REPLICAS) or Group()).replicas), changed(work.comparison)
    seen = {change.path[1] for change in work.changes if change.path[0] == OPTION}
    for each in work.wanted.replicas or ():
        if each.region in regions:
            replica = named_only(own[each.region], each)
            action = {"Update": {"RegionName": each.region, **replica._replace(key=None).members()}}
            again, what = each.region not in seen, f"change the replica in {each.region}"
            yield _update(work.name, {"ReplicaUpdates": [action]}, what, _wish(replica), again=again)


def _removals(name: str, there: Group, regions: list[str], when: str = "") -> Iterator[Operation]:
    """Return the calls that remove replicas: one for each, or one for all of a group with strong consistency."""
    regions = sorted(regions)
    actions = [{"Delete": {"RegionName": region}} for region in regions]
    if there.consistency != STRONG:
        for region, action in zip(regions, actions, strict=True):
            what = f"remove the replica in {region}, and delete its items{when}"
            wish = Wish((region,), ())
            yield _update(name, {"ReplicaUpdates": [action]}, what, wish, destructive=True, more_actions=REMOVING)
    else:
        witness = {"GlobalTableWitnessUpdates": [{"Delete": {"RegionName": there.witness}}]} if there.witness else {}
        what = f"dissolve the global table: remove the replicas in {_listed(regions)}, and delete their items{when}"
        what += f"; remove the witness in {there.witness}" if there.witness else ""
        body = {"ReplicaUpdates": actions, **witness}
        actions_of = (*REMOVING, *(DISMISSING if witness else ()))
        yield _update(name, body, what, Wish(tuple(regions), ()), destructive=True, more_actions=actions_of)


def _parting(observed: Observed, there: Group, what: str) -> Iterator[Operation]:
    """Return the calls by which a table leaves its global table: the protection against that is lifted before.

    AWS wants the call in the Region that leaves. Of two members both are without replicas then.
    """
    regions = tuple(each.region for each in there.replicas or ())
    if there.guarded is None:
        yield _guard(observed.name, regions, on=False, why="as force allows, ")
    action = {"Disassociate": {"RegionName": observed.region, "DisassociationMode": "WAIT_FOR_REPLICATION"}}
    more = {"destructive": True, "more_actions": LEAVING}
    call = _update(observed.name, {"ReplicaUpdates": [action]}, what, Wish(regions, ()), **more)
    yield dataclasses.replace(call, settles=tuple(ReplicaGone(region) for region in regions))


def _guard(name: str, regions: tuple[str, ...] = (), *, on: bool, why: str = "") -> Operation:
    """Return the call that changes the protection against leaving: alone, and in the Region of that table."""
    reason = f"{why}{'enable' if on else 'disable'} the protection against leaving the global table"
    return _update(name, {GUARDED: on}, reason, Wish(regions, (), on), destructive=not on)


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


def _as_written(own: Group, wanted: Group) -> Replicas:
    """Return the replicas in the order of the user, with the keys that they have already."""
    known = by_region(wanted.replicas)
    return tuple(each._replace(key=known[each.region].key) for each in own.replicas or ())


PLANNING = ReplicasPlanning()
