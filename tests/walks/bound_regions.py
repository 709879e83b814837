# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a global table needs beside the calls for the table itself: its members, and what belongs to each Region.

Page 2 ("Global tables") and 4.3, "Replica being added/removed"; DDB-TABLE-250, 261, 294, 297 and 307 of the findings.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.settings import regional
from ansible_collections.planton.dynamodb.tests.settings.auto_scaling import truth as scaling
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL
from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Options, Seconds
from ansible_collections.planton.dynamodb.tests.walks.bound_table import read

REPLICAS = "replicas"
# What has calls of its own in a Region, beside UpdateTable.
BESIDE = {**{name: truth for name, truth in regional.OWN.items() if name != "protection"}, "auto_scaling": scaling}


class There(NamedTuple):
    """One other Region: what differs there, whether its replica is new, and whether calls for the table change it."""

    region: str
    item: Options
    difference: Difference
    new: bool
    changed: bool
    rekeyed: bool

    @property
    def writes(self) -> Counter[str]:
        """The calls in that Region."""
        found: Counter[str] = Counter()
        for truth in BESIDE.values():
            found.update(truth.writes(self.difference))
        found["UpdateTable"] += self.held + self.rekeyed
        return +found

    @property
    def held(self) -> int:
        """How many of these calls hold all members: a change of the protection does, one of the key does not."""
        before, after = self.difference.of("protection")
        return int(before != after)

    def takes(self, seconds: Seconds) -> float:
        """The longest of what may be done side by side, once the replica is there."""
        times = [truth.takes(self.difference, seconds, False) for truth in BESIDE.values() if hasattr(truth, "takes")]
        return float(max([*times, seconds["encryption"] if self.rekeyed else 0.0]))


class Home(NamedTuple):
    """The calls for the table itself: how long they take, whether there are any, and whether they hold the members."""

    seconds: float
    calls: bool
    holds: bool


class Members(NamedTuple):
    """All that differs between two global tables beside the tables of the one Region.

    Of the Regions that lose their replica some are ``protected`` against that.
    """

    there: list[There]
    gone: list[str]
    protected: int
    strong: bool
    witness: bool

    @property
    def new(self) -> list[There]:
        """The Regions that get a replica, in the order of their names."""
        return [each for each in self.there if each.new]

    def calls(self, regions: int) -> int:
        """How many calls add or remove so many members: one each, or one for a group with strong consistency."""
        return min(regions, 1) if self.strong else regions


def compared(before: Options | None, after: Options | None) -> Members:
    """Compare the other Regions of two whole specifications; None stands for no table."""
    old, new = (_items(options) for options in (before, after))
    there = [_there(region, old.get(region), new[region], before, after) for region in sorted(new) if after]
    sides = [options for options in (before, after) if options and options[REPLICAS]]
    strong = any(options.get("multi_region_consistency") == "STRONG" for options in sides)
    witness = any(options.get("global_table_witness") for options in sides)
    gone = sorted({*old} - {*new})
    return Members(there, gone, sum(_is_protected(old[region]) for region in gone), strong, witness)


def _is_protected(item: Options) -> bool:
    return bool(item["deletion_protection_enabled"])


def _items(options: Options | None) -> dict[str, Any]:
    return {item[regional.REGION]: item for item in (options or {}).get(REPLICAS, ())}


def _there(region: str, old: Options | None, item: Options, before: Options | None, after: Options | None) -> There:
    assert after is not None
    if old is None or before is None:
        usual = regional.usual(after, region)
        first = regional.table_there(after, usual)
    else:
        usual, first = regional.followed(old, before, after), regional.table_there(before, old)
        usual = _beside_scaling(usual, old, item, after)
    difference = Difference(read(first), read(regional.table_there(after, item)))
    followed = (regional.CLASS, regional.UNITS, regional.MOST, GLOBAL)
    changed = old is not None and any(usual.get(name) != item.get(name) for name in followed)
    rekeyed = old is not None and old.get(regional.KEY) != item.get(regional.KEY)
    return There(region, item, difference, old is None, changed, rekeyed)


def _beside_scaling(usual: Options, old: Options, item: Options, after: Options) -> Options:
    """What a replica has without a call for it: reads that scaling has set stay when it ends, and it sets others.

    A table that becomes PAY_PER_REQUEST has the maximum of the one at home.
    """
    rest = {name: value for name, value in usual.items() if name != regional.UNITS}
    if regional.is_scaled(item):
        return rest
    if not regional.is_scaled(old):
        return usual
    return {**rest, regional.UNITS: old[regional.UNITS]} if regional.UNITS in item else {**rest, **regional.base(after)}


def fewest_elsewhere(before: Options | None, after: Options | None) -> Counter[str]:
    """The least number of calls for the members of a group and in their Regions, by operation."""
    found = compared(before, after)
    counts: Counter[str] = sum((each.writes for each in found.there), Counter())
    counts["UpdateTable"] += found.calls(len(found.new)) + found.calls(len(found.gone))
    counts["UpdateTable"] += sum(each.changed for each in found.there)
    for item in (_items(before)[region] for region in found.gone):
        # What scales it would outlive it (L-193).
        counts["DeregisterScalableTarget"] += len(item[regional.TARGETS])
        counts["UpdateTable"] += _is_protected(item)
    return +counts


def shortest_elsewhere(home: Home, found: Members, after: Options | None, seconds: Seconds) -> float:
    """The least time of all together.

    No two calls that hold the members, or that add or remove one, run side by side; where the next one is made in
    another Region, its table is held somewhat longer. What has a call of its own in a Region begins when its replica is
    there.
    """
    hold, behind = seconds["group_change"], seconds["group_behind"]
    changing = hold * sum(each.changed for each in found.there)
    going = found.calls(len(found.gone)) * seconds["strong_delete" if found.strong else "replica_delete"]
    # The protection of a table that goes is lifted in its Region, which holds the others somewhat longer.
    lifting = (hold + behind) * found.protected
    start = home.seconds + lifting + going + changing
    coming, ends = 0.0, [start]
    for number, each in enumerate(found.new):
        if number < found.calls(len(found.new)):
            coming += _creation(each, found, after, seconds)
        ends.append((home.seconds if home.calls else 0.0) + coming + each.takes(seconds))
    ends += [each.takes(seconds) for each in found.there if not each.new]
    holding = [each for each in found.there if each.held]
    here = home.holds or bool(going or changing or coming)
    if here and any(each.writes for each in found.there):
        ends.append(start + coming + behind)
    # One key changes at a time, while nothing holds the members.
    rekeyed = [each for each in found.there if each.rekeyed]
    switches = max(0, len(holding) + here - 1) if found.there else 0
    switches += bool(holding and not here) + bool(rekeyed and here and not holding)
    keys = seconds["encryption"] * len(rekeyed)
    ends.append(start + coming + keys + len(holding) * hold + behind * switches)
    return max(ends)


def one_by_one(home: Home, found: Members, seconds: Seconds) -> float:
    """The least time where other Regions begin when the table's own Region is done.

    So does a Region that needs UpdateTable too. And AWS turns on insights only while the table is ACTIVE: two Regions
    that begin at the same time do not know of each other, so these may come behind a call that holds the members.
    """
    late = [each.takes(seconds) for each in found.there if not each.new]
    held = seconds["group_change"] * sum(each.changed for each in found.there)
    gone = found.calls(len(found.gone)) * seconds["strong_delete" if found.strong else "replica_delete"]
    return home.seconds + held + gone + seconds["group_behind"] + max(late, default=0.0)


def _creation(each: There, found: Members, after: Options | None, seconds: Seconds) -> float:
    """Until a replica is there; all those of a group with strong consistency come in one call (L-258)."""
    if found.strong:
        return seconds["strong_create_witness" if found.witness else "strong_create"]
    wanted, own = each.item.get(regional.MOST), regional.base(after, "").get(regional.MOST) if after else None
    return seconds["replica_with_maximum" if wanted != own else "replica_create"]
