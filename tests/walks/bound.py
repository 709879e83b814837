# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fewest write calls and the least time from one whole specification to another, from the rules of AWS alone.

Plans and runs are judged by it, so it knows nothing of how they are made: only the page (see bound_table) and the two
specifications. None stands for no table: None to a specification is a creation, a specification to None a deletion.
Replacement is not covered.
"""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Mapping

from ansible_collections.planton.dynamodb.tests.walks.bound_calls import fewest_by_formula, fewest_by_search
from ansible_collections.planton.dynamodb.tests.walks.bound_clock import Found, least, ticks
from ansible_collections.planton.dynamodb.tests.walks.bound_quick import Quick
from ansible_collections.planton.dynamodb.tests.walks.bound_table import Difference, Options, Table, read
from ansible_collections.planton.dynamodb.tests.walks.bound_time import Plain

# Within what AWS was measured to take (page 4.2).
SECONDS: Mapping[str, float] = types.MappingProxyType(
    {
        "create": 4.0,
        "create_with_indexes": 18.0,
        "delete": 5.0,
        "capacity": 1.5,
        "index_capacity": 3.0,
        "to_provisioned": 80.0,
        "to_on_demand": 150.0,
        "to_on_demand_again": 3.5,
        "stream": 5.0,
        "class": 5.0,
        "encryption": 22.0,
        "index_allocation": 40.0,
        "index_backfill": 480.0,
        "index_delete": 4.0,
        "insights_on": 8.0,
        "insights_off": 2.0,
        "tag_lock": 1.6,
        "tag_lag": 2.0,
        "recovery_delay": 2.0,
        "ttl_cooldown": 1860.0,
    }
)


def fewest_writes(before: Options | None, after: Options | None) -> Counter[str]:
    """The least number of write calls, by operation; what needs none is left out."""
    if before is None:
        counts = _creation(read(after)) if after else {}
    elif after is None:
        # Page 8.4, "Delete: (DP off) + DeleteTable": nothing else has to go first.
        counts = {"UpdateTable": int(read(before).protected), "DeleteTable": 1}
    else:
        counts = _update(Difference(read(before), read(after)))
    return +Counter(counts)


def _creation(table: Table) -> dict[str, int]:
    """Page 8.3: CreateTable takes all but three: "UpdateTimeToLive 1, UpdateContinuousBackups 1,
    UpdateContributorInsights 1 per table/GSI"."""
    return {
        "CreateTable": 1,
        "UpdateTimeToLive": int(table.ttl is not None),
        "UpdateContinuousBackups": int(table.recovery is not None),
        "UpdateContributorInsights": len(table.insights),
    }


def _update(difference: Difference) -> dict[str, int]:
    """Page 8.4. A new name for TTL is two calls: "rename = disable, wait 31 min, enable" (page 2)."""
    old, new = difference.before, difference.after
    sets, removes = difference.tag_writes()
    return {
        "UpdateTable": fewest_by_formula(difference),
        "UpdateTimeToLive": 0 if old.ttl == new.ttl else sum(name is not None for name in (old.ttl, new.ttl)),
        "UpdateContinuousBackups": int(old.recovery != new.recovery),
        "UpdateContributorInsights": len(difference.insights_now()) + len(difference.insights_later()),
        "TagResource": int(sets),
        "UntagResource": int(removes),
    }


def fewest_update_tables_by_search(before: Options, after: Options) -> int:
    """The UpdateTable calls of `fewest_writes`, found by trying every way to part the differences into legal calls.

    Not for large pairs: ten differences take a second.
    """
    return fewest_by_search(Difference(read(before), read(after)))


def shortest(
    before: Options | None,
    after: Options | None,
    seconds: Mapping[str, float] = SECONDS,
    unknown: bool = False,
    *,
    was_on_demand: bool = False,
    cooldown: bool = False,
) -> float:
    """The least seconds from the first call to the moment at which a reader sees the table as specified and settled.

    `seconds` gives the length of each transition, by the names of SECONDS. `unknown` admits what the page calls unknown
    about calls while something is in flight. `was_on_demand` says that a provisioned table was once on demand.
    The second call of a TTL that gets another attribute is not awaited, as a run leaves it pending, unless `cooldown`
    asks for it. A call takes no time. Only the least number of calls is tried.
    """
    return looked_for(before, after, seconds, unknown, was_on_demand=was_on_demand, cooldown=cooldown).seconds


def looked_for(
    before: Options | None,
    after: Options | None,
    seconds: Mapping[str, float] = SECONDS,
    unknown: bool = False,
    *,
    was_on_demand: bool = False,
    cooldown: bool = False,
    plainly: bool = False,
) -> Found:
    """As `shortest`, with the number of states looked at; plainly, without anything that makes the search fast."""
    if before is None:
        return Found(_creation_time(read(after), seconds) if after else 0.0, 0)
    if after is None:
        # Protection goes first and takes no time; nothing is in flight, so DeleteTable follows at once (page 8.4).
        return Found(seconds["delete"], 0)
    difference = Difference(read(before), read(after))
    way = (Plain if plainly else Quick)(difference, seconds, unknown, was_on_demand)
    return least(way.start(ticks(_beside(difference, seconds, cooldown))), way)


def _creation_time(table: Table, seconds: Mapping[str, float]) -> float:
    """CREATING "no index / with GSIs" (4.2), then TTL (at once), PITR ("1.4-2.7 s after ACTIVE"), insights (4.3)."""
    later = [0.0]
    if table.recovery is not None:
        later.append(seconds["recovery_delay"])
    if table.insights:
        later.append(seconds["insights_on"])
    return seconds["create_with_indexes" if table.indexes else "create"] + max(later)


def _beside(difference: Difference, seconds: Mapping[str, float], cooldown: bool) -> float:
    """What runs beside the UpdateTable calls: "sub-resource writes may run beside the UpdateTable chain" (4.3).

    Each starts at 0, when nothing is in flight that could refuse it. TTL and PITR are seen at once (4.2).
    """
    old, new = difference.before, difference.after
    modes = difference.insights_now().values()
    taken = [
        0.0,
        *(seconds["insights_on" if mode else "insights_off"] for mode in modes),
        _tag_time(difference, seconds),
    ]
    if cooldown and old.ttl and new.ttl and old.ttl != new.ttl:
        taken.append(seconds["ttl_cooldown"])
    return max(taken)


def _tag_time(difference: Difference, seconds: Mapping[str, float]) -> float:
    """ "Tag read lag / write lock" (4.2): the second write waits for the first one's lock, and is seen after the lag.

    Either may be first, but where more than 50 would be there the removal (page 8.4 B): the time is the same.
    """
    writes = sum(difference.tag_writes())
    return seconds["tag_lag"] + (writes - 1) * seconds["tag_lock"] if writes else 0.0
