# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The UpdateTable calls of an existing table: as few as AWS allows, in lanes that overlap as far as it admits.

An UpdateTable call is about one concern, but for these combinations that AWS was measured to accept: billing mode with
capacities of the table and its indexes; a change to on-demand with a stream or with one new index; capacities of
indexes with one new index. Everything else is refused, so each concern gets a call of its own.

Most calls need the table ACTIVE, and many make it UPDATING for seconds or minutes. A new index needs half a minute of
that and then fills for many minutes with the table ACTIVE, so indexes have a lane of their own, which goes first, and
the calls of the ``table`` lane go out while an index fills. Encryption and deletion protection change beside all that.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._observed.model import ACTIVE, CREATING, DELETING
from .._spec.model import PAY_PER_REQUEST, PROVISIONED, Stream
from . import requests
from .conditions import ENCRYPTION_SETTLED, TABLE_ACTIVE, index_built, index_gone, slot_free
from .decreases import perhaps_put_off
from .encryption import encryption_step
from .index_work import index_work
from .kept import kept_words, limits_kept, warmth_kept
from .model import Operation

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Index, Settings, Throughput
    from .conditions import Condition
    from .model import Change


INDEXES = "indexes"
ENCRYPTION = "encryption"
PROTECTION = "protection"
CAPACITY = "capacity"

Part = dict[str, t.Any]


def chain(wanted: Settings, observed: Observed, changes: t.Sequence[Change]) -> list[Operation]:
    """Return the UpdateTable calls that turn the observed table into the wanted one, in order."""
    return _Chain(wanted, observed, changes).operations()


@dataclasses.dataclass
class _Chain:
    """One table's UpdateTable calls, built step by step."""

    wanted: Settings
    observed: Observed
    changes: t.Sequence[Change]

    def __post_init__(self) -> None:
        self.options = {change.path[0] for change in self.changes}
        self.work = index_work(self.wanted, self.changes)
        self.indexes = {index.name: index for index in self.wanted.global_indexes or ()}
        # A change of mode is no decrease.
        switch = "billing_mode" in self.options
        self.falls = {} if switch else perhaps_put_off(self.wanted, self.observed)

    def operations(self) -> list[Operation]:
        streams = self._streams()
        body = self._capacity()
        reasons = _capacity_reasons(body)
        builds = list(self.work.build)
        first = builds.pop(0) if builds and body and _takes_index(body) else None
        merged = bool(streams and not first and body == {"BillingMode": PAY_PER_REQUEST})
        if merged:
            stream = streams.pop(0)
            body["StreamSpecification"] = requests.stream(stream)
            reasons.append(_stream_reason(stream))
        capacity = [self._capacity_call(body, reasons, first)] if body else []
        long = first or self._takes_minutes(body) or (merged and (streams or self._outlasts_deletion()))
        ahead = capacity if long or not (self.work.delete or builds) else []
        return [
            *self._protection(False),
            *(self._delete(name) for name in self.work.delete),
            *ahead,
            *self._encryption(ahead),
            *(self._build(name, () if first else ahead) for name in builds),
            *(self._stream(step) for step in streams),
            *self._class(),
            *(() if ahead else capacity),
            *self._decreases(),
            *self._protection(True),
        ]

    def _outlasts_deletion(self) -> bool:
        """Tell whether a stream, which takes longer than the deletion of one index, is best sent before a new key.

        The deletion has to go before the key then too, so without a new key nothing is gained.
        """
        return "server_side_encryption" in self.options and len(self.work.delete) == 1 and not self.work.build

    def _takes_minutes(self, body: Part) -> bool:
        """Tell whether the table is UPDATING for long: a change of mode, but for one back to on-demand."""
        return "BillingMode" in body and not (body["BillingMode"] == PAY_PER_REQUEST and self.observed.was_on_demand)

    def _update(self, body: Part, reason: str, **more: t.Any) -> Operation:
        """Return an UpdateTable call that needs the table ACTIVE and leaves it so."""
        order = {"needs": (TABLE_ACTIVE,), "settles": (TABLE_ACTIVE,), "target": self.observed.name, **more}
        return Operation("UpdateTable", request={"TableName": self.observed.name, **body}, reason=reason, **order)

    def _target(self, index: str) -> str:
        return f"{self.observed.name}/index/{index}"

    def _protection(self, enabled: bool) -> list[Operation]:
        """Deletion protection is switched at once and admitted beside nearly everything: off first, on last."""
        if "deletion_protection_enabled" not in self.options or self.wanted.deletion_protection is not enabled:
            return []
        reason = f"{'enable' if enabled else 'disable'} deletion protection"
        body = {"DeletionProtectionEnabled": enabled}
        more = {"lane": PROTECTION, "destructive": not enabled, "blocks": False}
        return [self._update(body, reason, needs=(), settles=(), **more)]

    def _delete(self, name: str) -> Operation:
        reason = f"delete index {name}" + (" to build it anew" if name in self.work.rebuilt else "")
        return self._update(
            {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": name}}]},
            reason,
            lane=INDEXES,
            key=f"delete {name}",
            target=self._target(name),
            needs=(TABLE_ACTIVE, slot_free(name)),
            settles=(index_gone(name),),
            destructive=True,
        )

    def _capacity(self) -> Part:
        """Return billing mode and capacities that differ as one request body."""
        body: Part = {}
        provisioned = self.wanted.billing_mode == PROVISIONED
        switch = "billing_mode" in self.options
        if switch:
            body["BillingMode"] = self.wanted.billing_mode
        if provisioned and (switch or "provisioned_throughput" in self.options):
            body.update(_units(self._now("", self.wanted.throughput)))
        resized = self._resized(switch) if provisioned else []
        now = {index: self._now(index.name, index.throughput) for index in resized}
        updates = [_resize(index.name, units) for index, units in now.items() if units or index.name not in self.falls]
        return {**body, "GlobalSecondaryIndexUpdates": updates} if updates else body

    def _now(self, name: str, units: Throughput | None) -> Throughput | None:
        """Return the capacity that AWS admits at once: of one that may not fall yet, what rises beside what stays."""
        fall = self.falls.get(name)
        if fall is None:
            return units
        return fall.raised if fall.rises else None

    def _decreases(self) -> list[Operation]:
        """Return the calls that AWS may put off, each alone so that it takes nothing along."""
        bodies = [_units(self.wanted.throughput)] if "" in self.falls else []
        resized = [index for index in self._resized(False) if index.name in self.falls]
        bodies += [{"GlobalSecondaryIndexUpdates": [_resize(index.name, index.throughput)]} for index in resized]
        calls = (self._capacity_call(body, _capacity_reasons(body), None) for body in bodies)
        return [dataclasses.replace(call, key="") for call in calls]

    def _resized(self, switch: bool) -> list[Index]:
        """A change to PROVISIONED must give the capacity of every index that is there at that moment."""
        stay = sorted(name for name in self.indexes if name not in self.work.build)
        return [self.indexes[name] for name in stay if switch or name in self.work.resize]

    def _capacity_call(self, body: Part, reasons: list[str], first: str | None) -> Operation:
        if first is None:
            settled = tuple(
                index_built(update["Update"]["IndexName"]) for update in body.get("GlobalSecondaryIndexUpdates", ())
            )
            blocks = "BillingMode" in body
            ends_stream = body.get("StreamSpecification") == requests.stream(Stream(False))
            more = {"settles": (TABLE_ACTIVE, *settled), "blocks": blocks, "destructive": ends_stream}
            if body.get("BillingMode") == PROVISIONED:
                # The request names every index that is there, so those that go have to be gone.
                more["follows"] = frozenset(f"delete {name}" for name in self.work.delete)
            return self._update(body, "; ".join(reasons), key=CAPACITY, **more)
        build = self._build(first)
        updates = [*body.get("GlobalSecondaryIndexUpdates", ()), *build.request["GlobalSecondaryIndexUpdates"]]
        request = {**build.request, **body, "GlobalSecondaryIndexUpdates": updates}
        return dataclasses.replace(build, request=request, reason="; ".join([*reasons, build.reason]))

    def _streams(self) -> list[Stream]:
        """Return the steps of the stream: another view type means off, then on, and a new stream ARN."""
        if not self.options & {"stream_enabled", "stream_view_type"} or self.wanted.stream is None:
            return []
        was_on = self.observed.settings.stream and self.observed.settings.stream.enabled
        return [*([Stream(False)] if was_on else []), *([self.wanted.stream] if self.wanted.stream.enabled else [])]

    def _stream(self, step: Stream) -> Operation:
        """A stream that is turned off takes its records and its ARN along."""
        body = {"StreamSpecification": requests.stream(step)}
        return self._update(body, _stream_reason(step), destructive=not step.enabled)

    def _class(self) -> list[Operation]:
        """AWS takes it while the key is changing, but loses it if the key changes meanwhile: the key goes first."""
        if "table_class" not in self.options:
            return []
        reason = f"change table class to {self.wanted.table_class}"
        body = {"TableClass": self.wanted.table_class}
        return [self._update(body, reason, after=frozenset({ENCRYPTION}), blocks=False)]

    def _encryption(self, ahead: t.Sequence[Operation]) -> list[Operation]:
        """The table stays ACTIVE meanwhile, and AWS takes it beside all but another one.

        Not all is known to be taken while the key changes: a deletion of an index and a capacity are not. So what can
        go at once goes ahead, and what takes longer: a change of mode, and the way to a new index.
        """
        if "server_side_encryption" not in self.options or self.wanted.encryption is None:
            return []
        reason, destructive = encryption_step(self.wanted.encryption, self.observed.settings.encryption)
        needs: tuple[Condition, ...] = (ENCRYPTION_SETTLED,)
        if "table_class" in self.options and self._class_may_be_changing():
            needs = (TABLE_ACTIVE, *needs)
        body = {"SSESpecification": requests.encryption(self.wanted.encryption)}
        after = [*(f"delete {name}" for name in self.work.delete), *(step.key for step in ahead)]
        more = {
            "after": frozenset(after if ahead or self.work.build else ()),
            "destructive": destructive,
            "blocks": False,
        }
        order = {"lane": ENCRYPTION, "key": ENCRYPTION, "needs": needs, "settles": (ENCRYPTION_SETTLED,)}
        return [self._update(body, reason, **order, **more)]

    def _kept(self, name: str) -> Part:
        """Return what an index that comes back under its name has beside its settings."""
        if name not in self.work.rebuilt:
            return {}
        limits = limits_kept(name, self.wanted, self.observed)
        return {**limits, **warmth_kept(name, self.wanted, self.observed)}

    def _class_may_be_changing(self) -> bool:
        """Tell whether an earlier run may have left a change of class under way, which shows when it is done only.

        AWS takes none beside an index that comes or goes, so such an index explains why the table is not ACTIVE.
        """
        states = self.observed.indexes.values()
        explained = any(state.status in (CREATING, DELETING) for state in states)
        return self.observed.status != ACTIVE and not explained

    def _build(self, name: str, switch: t.Sequence[Operation] = ()) -> Operation:
        """A new index has a capacity if and only if the table has: a change of mode comes first.

        AWS reads the definitions of the new index only; the others are for engines that keep just what is sent.
        """
        later = self.work.build[self.work.build.index(name) + 1 :]
        present = [index for index in self.indexes.values() if index.name not in later]
        needed = {key.attribute_name for index in present for key in index.keys}
        needed |= {key.attribute_name for index in self.wanted.local_indexes or () for key in index.keys}
        needed |= {key.attribute_name for key in self.wanted.keys or ()}
        attributes = [item for item in self.wanted.attributes or () if item.name in needed]
        kept = self._kept(name)
        return self._update(
            {
                "AttributeDefinitions": requests.definitions(attributes),
                "GlobalSecondaryIndexUpdates": [{"Create": requests.index(self.indexes[name], kept)}],
            },
            f"build index {name}{kept_words(kept)}",
            lane=INDEXES,
            key=f"build {name}",
            follows=frozenset(step.key for step in switch),
            target=self._target(name),
            needs=(TABLE_ACTIVE, index_gone(name), slot_free(name)),
            settles=(index_built(name),),
        )


def _units(throughput: Throughput | None) -> Part:
    return {"ProvisionedThroughput": requests.throughput(throughput)} if throughput else {}


def _resize(name: str, throughput: Throughput | None) -> Part:
    return {"Update": {"IndexName": name, **_units(throughput)}}


def _takes_index(body: Part) -> bool:
    """Tell whether AWS accepts a new index in the same call: not beside a capacity of the table."""
    return "ProvisionedThroughput" not in body and body.get("BillingMode") != PROVISIONED


def _capacity_reasons(body: Part) -> list[str]:
    reasons = [f"change billing mode to {body['BillingMode']}"] if "BillingMode" in body else []
    units = body.get("ProvisionedThroughput")
    if units:
        read, write = units["ReadCapacityUnits"], units["WriteCapacityUnits"]
        reasons.append(f"set capacity to {read} read and {write} write units")
    names = ", ".join(update["Update"]["IndexName"] for update in body.get("GlobalSecondaryIndexUpdates", ()))
    return [*reasons, f"set capacity of index(es) {names}"] if names else reasons


def _stream_reason(stream: Stream) -> str:
    return f"enable the stream with {stream.view_type}" if stream.enabled else "disable the stream"
