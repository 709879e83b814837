# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Combines the changes of an existing table into as few UpdateTable calls as AWS accepts, and puts them in order.

AWS accepts one concern (kind of change) in a call, except for the pairs in ``TOGETHER``, which were measured. So each
other concern gets its own call. The settings say which concern a change has; this file knows no setting.

Most calls need an ACTIVE table, and many make it UPDATING for seconds or minutes. A new index makes it UPDATING for
half a minute and then backfills for many minutes while the table is ACTIVE. So indexes have their own lane, which goes
first, and the calls of the ``table`` lane are made while an index backfills. Encryption, deletion
protection and warm throughput have their own lanes too, because they can change at the same time as all else.
"""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from .._settings.calls import Operation, Update
    from .._settings.conditions import Condition
    from .._settings.setting import Part

# The key of the call that changes capacities.
CAPACITY = "capacity"
MODES = ("to provisioned", "to on demand")
CAPACITIES = (*MODES, "units", "index units", "index maximum")
# Pairs of concerns that AWS accepts in one call, measured. AWS refuses other pairs, or they were not measured.
TOGETHER = {
    frozenset(pair)
    for pair in (
        ("to provisioned", "units"),
        ("to provisioned", "index units"),
        ("units", "index units"),
        ("to on demand", "stream"),
        ("to on demand", "index"),
        ("to on demand", "maximum"),
        ("to on demand", "index maximum"),
        ("index units", "index"),
        ("index maximum", "index"),
    )
}
# The order of the calls. LONG is the place of capacities that keep the table UPDATING for minutes, before the calls for
# new indexes. SHORT is the place of other capacities, which change while an index backfills. FIRST is the place of a
# stream with a capacity where the key changes too, and BRIEF that of capacities of indexes alone.
LONG, SHORT, LATE = "capacities that take minutes", "capacities that take seconds", "what may be put off"
FIRST, BRIEF = "a stream and capacities beside a new key", "capacities of indexes beside a new key"
# A change of the key where there are replicas: all other calls hold the tables of all Regions, and AWS changes no key
# of a table that is held. So the key goes first, and what AWS takes meanwhile goes beside it.
BESIDE_REPLICAS = "encryption beside replicas"
ORDER = (
    *(
        BESIDE_REPLICAS,
        "unprotect",
        "warm",
        FIRST,
        BRIEF,
        "index gone",
        "vector index gone",
        LONG,
        "encryption",
        "index",
        "vector index",
    ),
    *("stream", "class", SHORT, "maximum", LATE, "protect", "replica"),
)
# What builds and deletes indexes.
GONE, BUILT = ("index gone", "vector index gone"), ("index", "vector index")
# The places whose calls must be done before a concern. A change to PROVISIONED names every existing index, so deleted
# indexes must be gone; vector indexes have to be gone in any case, because such a table has none. A new index has a
# capacity if and only if the table has one, so a change of mode comes first. AWS judges a maximum by the mode there is.
FOLLOWS = {
    "to provisioned": GONE,
    "index": (LONG,),
    "vector index": (LONG,),
    "maximum": (FIRST, BRIEF, LONG, SHORT),
}
# The places whose calls are done before a concern unless AWS puts them off. AWS loses a change of class if the key
# changes meanwhile. It is not known that AWS takes a deletion of an index or a capacity while the key changes.
# AWS does not raise a warm throughput while it allocates an index.
AFTER = {
    "encryption": (*GONE, LONG),
    "class": ("encryption", BESIDE_REPLICAS),
    **dict.fromkeys(BUILT, ("warm",)),
}
# The places whose calls must have settled before a concern, as it is not known that AWS takes it meanwhile.
SETTLED: dict[str, tuple[str, ...]] = dict.fromkeys((*GONE, *CAPACITIES, "maximum", "warm"), (BESIDE_REPLICAS,))
# A change of the key waits for the calls in AFTER only if one of these is in the plan; otherwise waiting saves nothing.
ONLY_BESIDE = {"encryption": (*BUILT, LONG, BRIEF)}


@dataclasses.dataclass
class _Call:
    """The changes of one call, and the place of the call in ``ORDER``."""

    updates: list[Update]
    place: str

    def takes(self, update: Update) -> bool:
        """Tell whether AWS accepts another change in the same call."""
        return all(frozenset((update.concern, other.concern)) in TOGETHER for other in self.updates)

    def has(self, *concerns: str) -> bool:
        """Tell whether the call has a change of one of these concerns."""
        return any(update.concern in concerns for update in self.updates)

    def operation(self) -> Operation:
        """Return the operation that makes all changes of the call."""
        calls = [update.call for update in self.updates]
        more: dict[str, t.Any] = {
            "request": _joined([call.request for call in calls]),
            "reason": "; ".join(call.reason for call in calls),
            "effects": tuple(effect for call in calls for effect in call.effects),
            "more_actions": tuple(dict.fromkeys(action for call in calls for action in call.more_actions)),
        }
        leading = next((update.call for update in self.updates if update.leads), None)
        if leading is None and self.has(*CAPACITIES):
            more |= {
                "key": "" if self.place == LATE else CAPACITY,
                "settles": tuple(dict.fromkeys(condition for call in calls for condition in call.settles)),
                "destructive": any(call.destructive for call in calls),
                "blocks": any(call.blocks for call in calls),
            }
        return dataclasses.replace(leading or calls[0], **more)


def update_calls(
    updates: Sequence[Update], others: Sequence[Operation] = (), ready: Collection[str] = ()
) -> list[Operation]:
    """Return the calls that make these changes, in order; some ``others``, of other APIs, go before them.

    A call also waits for others that are ``ready``, by their keys, if they only go before an earlier call: otherwise it
    would overtake that call, which may then have to wait for minutes.
    """
    calls = sorted(_calls(_without_haste(updates)), key=lambda call: ORDER.index(call.place))
    found = {id(call): call.operation() for call in calls}

    def keys(call: _Call, table: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        places = {place for update in call.updates for place in table.get(update.concern, ())}
        named = (other for other in calls if other.place in places and other is not call)
        return frozenset(found[id(other)].key for other in named if not (other.has("index") and call.has("index")))

    def earlier(call: _Call) -> frozenset[str]:
        named = {name for update in call.updates for name in (update.concern, update.call.key) if name}
        return frozenset(other.key for other in others if other.before & named)

    def ahead(call: _Call) -> frozenset[str]:
        held = (earlier(other) for other in calls[: calls.index(call)])
        return frozenset().union(*held).intersection(ready) - earlier(call)

    def needs(call: _Call) -> tuple[Condition, ...]:
        places = {place for update in call.updates for place in SETTLED.get(update.concern, ())}
        more = (condition for other in calls if other.place in places for condition in found[id(other)].settles)
        return tuple(dict.fromkeys((*found[id(call)].needs, *more)))

    def gains(call: _Call) -> bool:
        wanted = {place for update in call.updates for place in ONLY_BESIDE.get(update.concern, ())}
        return not wanted or any(other.place in wanted or other.has(*wanted) for other in calls)

    return [
        dataclasses.replace(
            found[id(call)],
            follows=keys(call, FOLLOWS) | earlier(call),
            after=(keys(call, AFTER) if gains(call) else frozenset()) | ahead(call) | keys(call, SETTLED),
            needs=needs(call),
        )
        for call in calls
    ]


def _without_haste(updates: Sequence[Update]) -> list[Update]:
    """Return the changes; a key waits for another change that takes minutes, because the key changes meanwhile."""
    if not any(update.minutes for update in updates):
        return [*updates]
    return [
        dataclasses.replace(update, concern="encryption") if update.concern == BESIDE_REPLICAS else update
        for update in updates
    ]


def _calls(updates: Sequence[Update]) -> Iterator[_Call]:
    """Combine changes that AWS accepts in one call: capacities, and with them a new index or a stream."""
    yield from (_Call([update], LATE) for update in updates if update.put_off)
    at_once = [update for update in updates if not update.put_off]
    capacity = _Call([update for update in at_once if update.concern in CAPACITIES], LONG)
    rest = []
    # What takes longest is tried first for the call with the capacities: a new index, a stream, and then a maximum.
    for update in sorted(at_once, key=lambda each: (each.concern != "index", each.concern == "maximum")):
        if update.concern in CAPACITIES:
            continue
        if capacity.updates and capacity.takes(update):
            capacity.updates.append(update)
        else:
            rest.append(update)
    yield from (_Call([update], update.concern) for update in rest)
    if capacity.updates:
        capacity.place = _place(capacity, [update.concern for update in rest])
        yield capacity


def _place(capacity: _Call, others: Sequence[str]) -> str:
    """Return the place of the call with the capacities.

    One call can be made right before the key begins to change, and takes effect beside it; it is not known that AWS
    takes others before the key has changed. A stream takes longer than the deletion of an index, so it goes first; so
    does what changes only capacities of indexes, which keeps nothing else waiting. Only a table on demand has vector
    indexes, so a change of mode cannot wait until one is being built. Where there are replicas, the key goes first, so
    a stream or a class goes beside it, and the capacities go when it has changed.
    """
    if BESIDE_REPLICAS in others and {"stream", "class"} & {*others} and not capacity.has(*MODES):
        return SHORT
    if not {*GONE, *BUILT} & {*others} or any(update.minutes for update in capacity.updates):
        return LONG
    brief = not capacity.has(*MODES, "units", "stream", "index")
    if (brief or capacity.has("stream")) and "encryption" in others and not {*BUILT} & {*others}:
        return BRIEF if brief else FIRST
    before_vectors = capacity.has("to on demand") and "vector index" in others
    early = before_vectors or capacity.has("index") or (capacity.has("stream") and "stream" in others)
    return LONG if early else SHORT


def _joined(requests: Sequence[Mapping[str, t.Any]]) -> Part:
    """Return several requests joined into one; members that are lists are concatenated."""
    whole: Part = {}
    for request in requests:
        for name, value in request.items():
            whole[name] = [*whole[name], *value] if name in whole and isinstance(value, list) else value
    return whole
