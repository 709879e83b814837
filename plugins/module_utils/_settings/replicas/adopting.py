# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is told of replicas when a table is adopted, and what their tables have of their own, as their items have it."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import Adopting
from ..auto_scaling.targets import READ
from ..insights.adopting import DIFFERENT_MODES, mixed_modes
from ..states import ACTIVE, DELETING
from .replica import CLASS, GUARD, INDEXES, KEY, OPTION, PROPAGATE, READS, REGION, SCALING, TAGS
from .setting import ENCRYPTION, REPLICAS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..setting import Options

PROTECTION, RECOVERY = "deletion_protection_enabled", "point_in_time_recovery_enabled"
# The options that an item has as a table has them, without tags and scaling.
OWN = (
    *(RECOVERY, "recovery_period_in_days", PROTECTION, GUARD),
    *("contributor_insights_enabled", "contributor_insights_mode", "contributor_insights_indexes"),
    *("kinesis_streaming_destinations", "resource_policy", "stream_resource_policy"),
)


class ReplicasAdopting(Adopting):
    """A replica that is being added is adopted; one that is being removed is not."""

    setting = REPLICAS

    def meant(self, spec: Mapping[str, t.Any], found: Mapping[str, t.Any]) -> Options:
        """Return the replicas with what their tables have of their own."""
        there = found.get("other_regions") or {}
        items = spec.get(OPTION) or ()
        # A table with a key of AWS has replicas with such a key, and AWS may show the ARN of it (V58).
        keyless = ENCRYPTION in spec and not spec[ENCRYPTION].get(KEY)
        known = ({name: value for name, value in each.items() if not (keyless and name == KEY)} for each in items)
        return {OPTION: [_with_its_own(each, there.get(each[REGION], {}).get("spec"), spec) for each in known]}

    def fewest(self, options: Options, usual: Mapping[str, t.Any]) -> Options:
        # A replica has the class of the table, if nothing else is said.
        usual = {**usual, CLASS: options.get(CLASS, usual[CLASS])}
        items = [
            {name: value for name, value in each.items() if name not in usual or value not in (None, usual[name])}
            for each in options.get(OPTION) or ()
        ]
        return {OPTION: items} if items else {}

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        for entry in table.get("replicas") or ():
            status = entry.get("replica_status") or ACTIVE
            if status != ACTIVE:
                left_out = ", and is left out" if status == DELETING else ""
                yield Told(75, f"the replica in {entry.get('region_name')} was {status}{left_out}")

    def notes(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        """Tell which Regions were not read, and what no option says of the others."""
        items = spec.get(OPTION) or ()
        regions = ", ".join(each[REGION] for each in items if PROTECTION not in each)
        if regions:
            yield Told(
                75, f"what the tables in {regions} have of their own, such as recovery, deletion protection and tags"
            )
        for each in items:
            if mixed_modes(each):
                yield Told(76, f"{each[REGION]}: {DIFFERENT_MODES}")


def _with_its_own(item: Options, there: Mapping[str, t.Any] | None, spec: Mapping[str, t.Any]) -> Options:
    """Return an item with what the table in its Region has of its own; ``spec`` is the table that is adopted."""
    if not there:
        return item
    found = {**item, **{name: there[name] for name in OWN if name in there}}
    if tags := there.get(TAGS):
        found |= {PROPAGATE: True} if tags == spec.get(TAGS) else {TAGS: tags}
    return _with_scaling(found, there)


def _with_scaling(item: Options, there: Mapping[str, t.Any]) -> Options:
    """Return an item with the scaling of reads; a capacity beside it is that of the moment (L-321)."""
    found = _scaled(item, there)
    indexes = {each["name"]: each for each in item.get(INDEXES) or ()}
    for each in there.get(INDEXES) or ():
        name = each["name"]
        if scaled := _scaled(indexes.get(name, {}), each):
            indexes[name] = {"name": name, **scaled}
    return {**found, **({INDEXES: [indexes[name] for name in sorted(indexes)]} if indexes else {})}


def _scaled(item: Options, there: Mapping[str, t.Any]) -> Options:
    reads = (there.get(SCALING) or {}).get(READ)
    if not reads:
        return item
    return {**{name: value for name, value in item.items() if name != READS}, SCALING: {READ: reads}}


ADOPTING = ReplicasAdopting()
