# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a resource policy belongs to, a table or its stream, and what changes of it need time (4.2, 4.3)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any

from ..budgets import throttled
from ..clock import stamp
from ..refusal import RefusedError, in_use
from ..rules.documents import check_lockout, check_policy
from ..setting import BUDGET
from ..state import Part, Table
from ..world import World

# The kinds of its flights: what is being written, what reads still say of the one before (2, ResourcePolicy), and what
# AWS still goes by.
PENDING = "policy"
READ = "policy_read"
EFFECT = "policy_effect"
NONE = "NO_POLICY"
GONE = "Resource-based policy not found for the provided ResourceArn: "


@dataclasses.dataclass
class Policy:
    """The documents in canonical form, each with its revision, and until when there is no other change.

    The stream has a policy of its own, which belongs to the stream of that ARN. ``changes`` counts those of both: the
    first of each is in effect within seconds, every other one within minutes (L-324).
    """

    policy: str | None = None
    policy_revision: str = ""
    policy_until: float = dataclasses.field(default=0.0, compare=False, metadata=BUDGET)
    policy_changes: int = dataclasses.field(default=0, compare=False)
    stream_policy: str | None = None
    stream_policy_revision: str = ""
    stream_policy_until: float = dataclasses.field(default=0.0, compare=False, metadata=BUDGET)
    stream_policy_changes: int = dataclasses.field(default=0, compare=False)
    stream_policy_arn: str = dataclasses.field(default="", compare=False)


@dataclasses.dataclass
class Slot:
    """What a policy belongs to: a table, or the stream that it has."""

    table: Table
    arn: str

    @property
    def stream(self) -> str:
        """The label of the stream; empty for the table itself."""
        return self.arn.partition("/stream/")[2]

    def _own(self) -> Policy:
        """What is held. L-213: each stream begins with nothing, also of the window and the count."""
        own = self.table.of(Policy)
        if self.stream and own.stream_policy_arn != self.arn:
            own.stream_policy, own.stream_policy_revision, own.stream_policy_arn = None, "", self.arn
            own.stream_policy_until, own.stream_policy_changes = 0.0, 0
        return own

    def _get(self, name: str) -> Any:
        return getattr(self._own(), f"stream_{name}" if self.stream else name)

    def _set(self, name: str, value: Any) -> None:
        setattr(self._own(), f"stream_{name}" if self.stream else name, value)

    def held(self) -> tuple[str | None, str]:
        """The policy and its revision, both empty where there is none."""
        return self._get("policy"), self._get("policy_revision")

    def put(self, policy: str | None, revision_id: str) -> None:
        """Change the policy, at once."""
        self._set("policy", policy)
        self._set("policy_revision", revision_id if policy else "")
        self._set("policy_changes", self.changes + 1)

    @property
    def changes(self) -> int:
        """How often the policy was changed."""
        return int(self._get("policy_changes"))

    @property
    def until(self) -> float:
        """Until when the policy cannot be changed again."""
        return float(self._get("policy_until"))

    @until.setter
    def until(self, until: float) -> None:
        self._set("policy_until", until)

    def check_revision(self, request: Part) -> None:
        """1.1: ``NO_POLICY`` is "only if there is none"; looked at before the pace (DDB-TABLE-246)."""
        expected = request.get("ExpectedRevisionId")
        policy, revision_id = self.held()
        if expected in (None, NONE if policy is None else revision_id):
            return
        text = f"Requested update for policy with revision id {expected}, but"
        name = self.table.name
        if policy is None:
            raise RefusedError("PolicyNotFoundException", f"{GONE}{text} table {name} has no associated policy")
        told = f"the policy associated to target table {name} has a revision id which did not match"
        raise RefusedError("PolicyNotFoundException", f"{GONE}{text} {told}")

    def check_put(self, request: Part, gone: Collection[str] = ()) -> None:
        """Judge the document of a Put; ``gone`` are the principals that were deleted."""
        check_policy(request["Policy"], self.arn, gone)
        check_lockout(request["Policy"], request.get("ConfirmRemoveSelfResourceAccess", False))
        self.check_revision(request)


@dataclasses.dataclass
class Holder(Slot):
    """A slot in an account, where changes take their time."""

    world: World

    def hold(self, policy: str | None, revision_id: str) -> None:
        """Change the policy: 1 to 2 s pending, 15 s until the next, and read as it was for a while (4.2)."""
        now, world, flights = self.world.now(), self.world, self.table.flights
        old_policy, old_revision = self.held()
        effective, first = in_effect(self, now), self.changes == 0
        self.put(policy, revision_id)
        for flight in flights.at(now, READ, EFFECT, subject=self.stream):
            flights.end(flight, now)
        if world.behaviour.lags:
            shows = {"policy": old_policy, "revision": old_revision}
            flights.begin(READ, now, world.draw("policy_lag"), self.stream, shows=shows)
        # L-324, L-432: the first policy is in effect within seconds, each other change minutes later.
        length = world.draw("policy_first_effect" if first else "policy_effect")
        flights.begin(EFFECT, now, length, self.stream, shows={"policy": effective})
        flights.begin(PENDING, now, world.draw("policy_pending"), self.stream)
        if not world.behaviour.instant:
            self.until = now + world.draw("toggle_cooldown")

    def check_pace(self) -> None:
        """4.3, "Policy write": in use for 1 to 2 s, then too soon until 15 s; a stream has its own (L-213)."""
        if self.table.flights.find(self.world.now(), PENDING, subject=self.stream):
            raise in_use(f"Table is pending previous resource-based policy update: {self.table.name}")
        until = self.until
        if self.world.behaviour.budgets and self.world.now() < until:
            # 5: one write in 15 seconds.
            text = f"Resource-based policy for table {self.table.name} modified within the previous 15000 milliseconds."
            raise throttled(f"{text} Please try again after {stamp(until)}.")


def in_effect(slot: Slot, now: float) -> str | None:
    """The document that AWS goes by at the moment, which is an older one for a while."""
    flight = slot.table.flights.find(now, EFFECT, subject=slot.stream)
    return flight.shows["policy"] if flight else slot.held()[0]
