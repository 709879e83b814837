# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On-demand maximums and warm throughput (V32 to V37; control_plane.md, 2 and 6.1)."""

from __future__ import annotations

from ..answers import ON_DEMAND_WARMTH
from ..refusal import RefusedError, wrong
from ..state import PAY_PER_REQUEST, Part

GUIDE = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"
    "#on-demand-capacity-mode-initial"
)
MAXIMUMS = ("MaxReadRequestUnits", "MaxWriteRequestUnits")
WARMTH = (("ReadUnitsPerSecond", "ReadCapacityUnits"), ("WriteUnitsPerSecond", "WriteCapacityUnits"))


def check_maximums(units: Part, mode: str, index: str = "", *, new: bool = False) -> None:
    """OnDemandThroughput goes with PAY_PER_REQUEST; -1 clears a member, where there can be one."""
    for member in MAXIMUMS:
        value = units.get(member)
        if value is None:
            continue
        if mode != PAY_PER_REQUEST:
            raise wrong(f"{member} for OnDemandThroughput{_not_here(index, new=new)}")
        what = f"index : {index}" if index else "table"
        if value < -1 or value == 0 or (new and value == -1):
            raise wrong(f"Requested {member} for OnDemandThroughput for {what} is outside of valid range")


def _not_here(index: str, *, new: bool) -> str:
    """A new table, its indexes, a table and its indexes each have their own spelling (L-128, L-153)."""
    if new:
        where = f" for index: {index}" if index else ""
        return f"{where} cannot be specified when table BillingMode is PROVISIONED."
    where = f" for index : {index}" if index else ""
    return f"{where} cannot be specified when the table BillingMode is PROVISIONED"


def merged_maximums(before: Part, units: Part) -> Part:
    """Members are merged one by one; -1 takes one away."""
    return {member: value for member, value in {**before, **units}.items() if value != -1}


def check_new_warmth(warm: Part, units: Part | None, mode: str, index: str = "") -> None:
    """V36: at creation, no less than what there is anyway."""
    what = f"index {index}" if index else "table"
    for member, unit in WARMTH:
        value = warm.get(member)
        if value is None:
            continue
        if mode == PAY_PER_REQUEST and value < ON_DEMAND_WARMTH[member]:
            text = f"is lower than initial throughput for OnDemand. See: {GUIDE}"
            raise wrong(f"Requested {member} for WarmThroughput for {what} {text}")
        if mode != PAY_PER_REQUEST and value < (units or {}).get(unit, 0):
            text = f"is lower than {unit} of ProvisionedThroughput"
            raise wrong(f"Requested {member} for WarmThroughput for {what} {text}")


def check_warmth(current: Part, warm: Part, index: str = "") -> None:
    """V37: it never decreases below what is shown."""
    what = f"index {index}" if index else "table"
    for member, _unit in WARMTH:
        if member in warm and warm[member] < current[member]:
            text = "is lower than current WarmThroughput, decreasing WarmThroughput is not supported"
            raise wrong(f"Requested {member} for WarmThroughput for {what} {text}")


def check_index_warmth_named(request: Part) -> None:
    """3.5, step 3: an empty WarmThroughput of an index is refused before anything else is looked at."""
    for update in request.get("GlobalSecondaryIndexUpdates") or ():
        for part in update.values():
            if isinstance(part, dict) and part.get("WarmThroughput") == {}:
                text = "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified"
                raise wrong(f"{text} for index: {part['IndexName']}")


def unknown_index(part: Part) -> RefusedError | None:
    """6.6: a warm throughput for an index that is not there fails inside the service."""
    return RefusedError("InternalFailure", "", 500) if part.get("WarmThroughput") else None
