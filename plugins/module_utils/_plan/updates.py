# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The UpdateTable calls of an existing table: as few as AWS allows, in lanes that overlap as far as it admits.

An UpdateTable call is about one concern, but for the pairs of ``TOGETHER`` that AWS was measured to accept. Everything
else is refused, so each concern gets a call of its own. Settings say which concern a change is; nothing here knows a
setting.

Most calls need the table ACTIVE, and many make it UPDATING for seconds or minutes. A new index needs half a minute of
that and then fills for many minutes with the table ACTIVE, so indexes have a lane of their own, which goes first, and
the calls of the ``table`` lane go out while an index fills. Encryption and deletion protection change beside all that.
"""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .._settings.calls import Operation, Update
    from .._settings.setting import Part

# The name of the calls that change capacities.
CAPACITY = "capacity"
CAPACITIES = ("to provisioned", "to on demand", "units", "index units")
# Concerns that AWS was measured to take in one call; a pair that is not here is refused, or was not measured.
TOGETHER = {
    frozenset(pair)
    for pair in (
        ("to provisioned", "units"),
        ("to provisioned", "index units"),
        ("units", "index units"),
        ("to on demand", "stream"),
        ("to on demand", "index"),
        ("index units", "index"),
    )
}
# Whose calls go first where several could: LONG is where capacities go that keep the table UPDATING for minutes, ahead
# of the lane of indexes; SHORT is where they go while an index fills.
LONG, SHORT, LATE = "capacities that take minutes", "capacities that take seconds", "what may be put off"
ORDER = ("unprotect", "index gone", LONG, "encryption", "index", "stream", "class", SHORT, LATE, "protect")
# What must be done before. A change to PROVISIONED names every index that is there, so those that go have to be gone. A
# new index has a capacity if and only if the table has, so a change of mode comes first.
FOLLOWS = {"to provisioned": ("index gone",), "index": (LONG,)}
# What goes before, unless AWS puts it off. AWS loses a change of class if the key changes meanwhile. Not all is known
# to be taken while the key changes: a deletion of an index and a capacity are not.
AFTER = {"encryption": ("index gone", LONG), "class": ("encryption",)}
# A change of key waits for the others only where one of these is in the plan: without them, nothing is gained by it.
ONLY_BESIDE = {"encryption": ("index", LONG)}


@dataclasses.dataclass
class _Call:
    """Changes that go in one call, and where it has its place in the order."""

    updates: list[Update]
    place: str

    def takes(self, update: Update) -> bool:
        """Tell whether AWS takes a further change in the call."""
        return all(frozenset((update.concern, other.concern)) in TOGETHER for other in self.updates)

    def has(self, *concerns: str) -> bool:
        """Tell whether one of these concerns is in the call."""
        return any(update.concern in concerns for update in self.updates)

    def operation(self) -> Operation:
        """Return the call."""
        calls = [update.call for update in self.updates]
        more: dict[str, t.Any] = {
            "request": _joined([call.request for call in calls]),
            "reason": "; ".join(call.reason for call in calls),
            "effects": tuple(effect for call in calls for effect in call.effects),
            "also": tuple(dict.fromkeys(action for call in calls for action in call.also)),
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


def update_calls(updates: Sequence[Update]) -> list[Operation]:
    """Return the calls that make these changes, in order."""
    calls = sorted(_calls(updates), key=lambda call: ORDER.index(call.place))
    found = {id(call): call.operation() for call in calls}

    def keys(call: _Call, table: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        places = {place for update in call.updates for place in table.get(update.concern, ())}
        named = (other for other in calls if other.place in places and other is not call)
        return frozenset(found[id(other)].key for other in named if not (other.has("index") and call.has("index")))

    def gains(call: _Call) -> bool:
        wanted = {place for update in call.updates for place in ONLY_BESIDE.get(update.concern, ())}
        return not wanted or any(other.place in wanted or other.has(*wanted) for other in calls)

    return [
        dataclasses.replace(
            found[id(call)],
            follows=keys(call, FOLLOWS),
            after=keys(call, AFTER) if gains(call) else frozenset(),
        )
        for call in calls
    ]


def _calls(updates: Sequence[Update]) -> Iterator[_Call]:
    """Put together what AWS takes together: capacities, and with them a new index or a stream."""
    yield from (_Call([update], LATE) for update in updates if update.put_off)
    at_once = [update for update in updates if not update.put_off]
    capacity = _Call([update for update in at_once if update.concern in CAPACITIES], LONG)
    rest = []
    # A new index takes longer than a stream, so it is the one to be sent with the capacities.
    for update in sorted(at_once, key=lambda each: each.concern != "index"):
        if update.concern in CAPACITIES:
            continue
        if capacity.updates and capacity.takes(update):
            capacity.updates.append(update)
        else:
            rest.append(update)
    yield from (_Call([update], update.concern) for update in rest)
    if capacity.updates:
        capacity.place = LONG if _goes_ahead(capacity, [update.concern for update in rest]) else SHORT
        yield capacity


def _goes_ahead(capacity: _Call, others: Sequence[str]) -> bool:
    """Tell whether the call with the capacities goes ahead of the lane of indexes.

    A stream in it takes longer than the deletion of one index. Before a new key, that deletion has to go first too, so
    the stream is best sent before it; without a new key nothing is gained.
    """
    if not {"index gone", "index"} & {*others}:
        return True
    outlasts = "encryption" in others and others.count("index gone") == 1 and "index" not in others
    merged = capacity.has("stream") and ("stream" in others or outlasts)
    return capacity.has("index") or merged or any(update.minutes for update in capacity.updates)


def _joined(requests: Sequence[Mapping[str, t.Any]]) -> Part:
    """Return one request of several; members that are lists are joined."""
    whole: Part = {}
    for request in requests:
        for name, value in request.items():
            whole[name] = [*whole[name], *value] if name in whole and isinstance(value, list) else value
    return whole
