# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What calls about replicas wait for."""

from __future__ import annotations

import typing as t

from ..conditions import Condition, Failure
from ..states import ACTIVE

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..observed import Observed
    from ..setting import Answer

IN_FLIGHT = ("CREATING", "UPDATING", "DELETING")
FAILED = "CREATION_FAILED"


def moving(table: Answer) -> Iterator[str]:
    """Return the Regions whose replica or witness is being added, changed or removed."""
    for member, status in (("Replicas", "ReplicaStatus"), ("GlobalTableWitnesses", "WitnessStatus")):
        yield from (str(each.get("RegionName")) for each in table.get(member) or () if each.get(status) in IN_FLIGHT)


class ReplicasSettled(Condition):
    """The table is ACTIVE and no replica is being added, changed or removed.

    A replica that AWS has lost on the way (L-310) is in no state, so nothing waits for it: a look at the end of the run
    finds it missing.
    """

    text = "replicas settled"

    def holds(self, observed: Observed | None) -> bool:
        if observed is None or observed.status != ACTIVE:
            return False
        return not any(moving(observed.table))

    def failure(self, observed: Observed | None) -> Failure | None:
        for each in (observed.table.get("Replicas") or ()) if observed else ():
            if each.get("ReplicaStatus") == FAILED:
                reason = each.get("ReplicaStatusDescription") or "AWS gives no reason"
                return Failure("UpdateTable", FAILED, f"the replica in {each.get('RegionName')} failed: {reason}")
        return None


class ReplicaGone(ReplicasSettled):
    """There is no replica in that Region any more, so that the table can be deleted for good."""

    text = "replica in {subject} gone"

    def holds(self, observed: Observed | None) -> bool:
        return super().holds(observed) and not self._listed(observed)

    def hopeless(self, observed: Observed | None) -> bool:
        """Tell whether the call was lost: the replica is there, and nothing is in flight."""
        return super().hopeless(observed) or (super().holds(observed) and self._listed(observed))

    def _listed(self, observed: Observed | None) -> bool:
        listed = (observed.table.get("Replicas") or ()) if observed else ()
        return any(each.get("RegionName") == self.subject for each in listed)


REPLICAS_SETTLED = ReplicasSettled()
