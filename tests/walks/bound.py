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

from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Options, Seconds, Table
from ansible_collections.planton.dynamodb.tests.walks import bound_table as table
from ansible_collections.planton.dynamodb.tests.walks.bound_calls import fewest_by_formula, fewest_by_search
from ansible_collections.planton.dynamodb.tests.walks.bound_clock import Found, least, ticks
from ansible_collections.planton.dynamodb.tests.walks.bound_group import Grouped
from ansible_collections.planton.dynamodb.tests.walks.bound_quick import Quick
from ansible_collections.planton.dynamodb.tests.walks.bound_regions import (
    Home,
    compared,
    fewest_elsewhere,
    one_by_one,
    shortest_elsewhere,
)
from ansible_collections.planton.dynamodb.tests.walks.bound_rules import ENCRYPTION
from ansible_collections.planton.dynamodb.tests.walks.bound_table import read
from ansible_collections.planton.dynamodb.tests.walks.bound_time import Plain

# Within what AWS was measured to take (page 4.2).
SECONDS: Seconds = types.MappingProxyType(
    {
        "create": 4.0,
        "create_with_indexes": 18.0,
        "create_with_vectors": 20.0,
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
        "vector_backfill": 800.0,
        "index_delete": 4.0,
        "warm": 300.0,
        "insights_on": 8.0,
        "insights_off": 2.0,
        "kinesis_on": 5.0,
        "kinesis_off": 2.0,
        "kinesis_precision": 130.0,
        "tag_lock": 1.6,
        "tag_lag": 2.0,
        "policy_lag": 2.0,
        "recovery_delay": 2.0,
        "ttl_cooldown": 1860.0,
        "replica_create": 30.0,
        "replica_with_maximum": 161.5,
        "replica_delete": 180.0,
        "strong_create": 15.6,
        "strong_create_witness": 70.0,
        "strong_delete": 60.0,
        "group_change": 36.0,
        "group_behind": 3.0,
    }
)


def fewest_writes(before: Options | None, after: Options | None) -> Counter[str]:
    """The least number of write calls, by operation; what needs none is left out."""
    if before is None:
        counts = table.after_creation(read(after)) + Counter(CreateTable=1) if after else Counter()
    elif after is None:
        counts = table.before_deletion(read(before)) + Counter(DeleteTable=1)
    else:
        difference = Difference(read(before), read(after))
        counts = table.writes(difference) + Counter(UpdateTable=fewest_by_formula(difference))
    return +(counts + fewest_elsewhere(before, after))


def fewest_update_tables_by_search(before: Options, after: Options) -> int:
    """The UpdateTable calls of `fewest_writes`, found by trying every way to part the differences into legal calls.

    Not for large pairs: ten differences take a second.
    """
    return fewest_by_search(Difference(read(before), read(after)))


def shortest(
    before: Options | None,
    after: Options | None,
    seconds: Seconds = SECONDS,
    unknown: bool = False,
    *,
    was_on_demand: bool = False,
    cooldown: bool = False,
    in_turn: bool = False,
) -> float:
    """The least seconds from the first call to the moment at which a reader sees the table as specified and settled.

    `seconds` gives the length of each transition, by the names of SECONDS. `unknown` admits what the page calls unknown
    about calls while something is in flight. `was_on_demand` says that a provisioned table was once on demand.
    The second call of a TTL that gets another attribute is not awaited, as a run leaves it pending, unless `cooldown`
    asks for it. A call takes no time. Only the least number of calls is tried. With `in_turn`, other
    Regions begin when the table's own is done.
    """
    home = looked_for(before, after, seconds, unknown, was_on_demand=was_on_demand, cooldown=cooldown).seconds
    if not any(options and options["replicas"] for options in (before, after)):
        return home
    calls = Home(home, before != after and home > 0, _holds(before, after))
    found = compared(before, after)
    return max(shortest_elsewhere(calls, found, after, seconds), one_by_one(calls, found, seconds) if in_turn else 0.0)


def _holds(before: Options | None, after: Options | None) -> bool:
    """Whether calls for the table itself hold all members, as all of UpdateTable do but one for the key (L-297)."""
    if not (before and after):
        return before != after
    return any(atom.kind != ENCRYPTION for atom in table.atoms_of(Difference(read(before), read(after))))


def looked_for(
    before: Options | None,
    after: Options | None,
    seconds: Seconds = SECONDS,
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
        held = (
            seconds["group_change"]
            if before["replicas"] and table.before_deletion(read(before))["UpdateTable"]
            else 0.0
        )
        return Found(seconds["delete"] + held, 0)
    difference = Difference(read(before), read(after))
    way = (Plain if plainly else Grouped if before["replicas"] else Quick)(difference, seconds, unknown, was_on_demand)
    found = least(way.start(ticks(_beside(difference, seconds, cooldown))), way)
    return found._replace(seconds=found.seconds + table.last_takes(difference, seconds))


def _creation_time(wanted: Table, seconds: Seconds) -> float:
    """CREATING "no index / with GSIs" (4.2), then the writes that CreateTable has no place for (4.3)."""
    kind = "create_with_indexes" if wanted["indexes"] else "create"
    kind = "create_with_vectors" if wanted["vector_indexes"] else kind
    return seconds[kind] + table.creation_takes(wanted, seconds)


def _beside(difference: Difference, seconds: Seconds, cooldown: bool) -> float:
    """What runs beside the UpdateTable calls: "sub-resource writes may run beside the UpdateTable chain" (4.3).

    Each starts at 0, when nothing is in flight that could refuse it.
    """
    return table.takes(difference, seconds, cooldown)
