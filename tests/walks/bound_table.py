# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole specification as facts that can be compared, and what differs between two of them.

Sources in these files: "page" is shared/reference/control_plane.md, which says how AWS was measured to behave; C10 and
the like are its rules. Nothing here knows the planner or the executor, for it is they who are judged by it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.settings.names import KEYS

Options = dict[str, Any]
Units = tuple[int, int]

OWNED, MANAGED = "owned by AWS", "alias/aws/dynamodb"
USUAL_MODE = "ACCESSED_AND_THROTTLED_KEYS"


class Index(NamedTuple):
    """A global index. All but the units can only be changed by building it anew (page 2, "GSI: keys, projection")."""

    keys: tuple[tuple[str, str, str], ...]
    projection: str
    others: frozenset[str]
    units: Units | None

    @property
    def shape(self) -> tuple[Any, ...]:
        """What a rebuild is needed for; NonKeyAttributes "compare as a set" (page 2)."""
        return self[:3]

    @property
    def types(self) -> dict[str, str]:
        """The types of its key attributes."""
        return {name: kind for name, kind, _role in self.keys}


@dataclasses.dataclass(frozen=True)
class Table:
    """Everything that a whole specification says and that can be changed in place."""

    on_demand: bool
    units: Units | None
    indexes: dict[str, Index]
    view: str | None
    table_class: str
    key: str
    protected: bool
    recovery: int | None
    ttl: str | None
    insights: dict[str | None, str]
    tags: dict[str, str]


def read(options: Options, keys: Mapping[str, str] = KEYS) -> Table:
    """Read option words. Aliases and key ids stand for ARNs: equal ARNs are no change (page 2, SSE request shapes)."""
    return Table(
        on_demand=options["billing_mode"] == "PAY_PER_REQUEST",
        units=_units(options),
        indexes=_indexes(options),
        view=options["stream_view_type"] if options["stream_enabled"] else None,
        table_class=options["table_class"],
        key=_key(options["server_side_encryption"], keys),
        protected=options["deletion_protection_enabled"],
        recovery=_recovery(options),
        ttl=options["ttl"]["attribute_name"] if options["ttl"]["enabled"] else None,
        insights=_insights(options),
        tags=options["tags"],
    )


def _units(options: Options) -> Units | None:
    given = options.get("provisioned_throughput")
    return (given["read_capacity_units"], given["write_capacity_units"]) if given else None


def _indexes(options: Options) -> dict[str, Index]:
    types = {item["name"]: item["type"] for item in options["attribute_definitions"]}
    return {item["name"]: _index(item, types) for item in options["global_secondary_indexes"]}


def _index(options: Options, types: Mapping[str, str]) -> Index:
    names = [(item["attribute_name"], item["key_type"]) for item in options["key_schema"]]
    projection = options["projection"]
    others = frozenset(projection.get("non_key_attributes") or ())
    return Index(tuple((name, types[name], role) for name, role in names), projection["type"], others, _units(options))


def _key(options: Options, keys: Mapping[str, str]) -> str:
    """The key by its ARN. "{Enabled:true} / {SSEType:KMS} = alias/aws/dynamodb" (page 2)."""
    if not options["enabled"]:
        return OWNED
    name = options.get("kms_key_arn") or MANAGED
    return keys.get(name, name)


def _recovery(options: Options) -> int | None:
    """The days, or nothing where it is off. "re-enable without a period = 35" (page 2, PITR)."""
    return options.get("recovery_period_in_days", 35) if options["point_in_time_recovery_enabled"] else None


def _insights(options: Options) -> dict[str | None, str]:
    """The mode of each place that has insights, the table being None. Without a mode it is the usual one (page 2)."""
    places: list[str | None] = [None] if options["contributor_insights_enabled"] else []
    mode: str = options.get("contributor_insights_mode", USUAL_MODE)
    return dict.fromkeys([*places, *options["contributor_insights_indexes"]], mode)


@dataclasses.dataclass(frozen=True)
class Difference:
    """What two tables differ in, as far as several answers need it."""

    before: Table
    after: Table

    @property
    def stays(self) -> set[str]:
        """Indexes that need no rebuild."""
        old, new = self.before.indexes, self.after.indexes
        return {name for name in old if name in new and old[name].shape == new[name].shape}

    @property
    def deletes(self) -> set[str]:
        return {*self.before.indexes} - self.stays

    @property
    def creates(self) -> set[str]:
        return {*self.after.indexes} - self.stays

    @property
    def switch(self) -> bool:
        return self.before.on_demand != self.after.on_demand

    @property
    def table_units(self) -> bool:
        """Whether units of the table must be sent: they are 0/0 on demand (page 2), so a switch sends them too."""
        return self.after.units is not None and self.after.units != self.before.units

    @property
    def index_units(self) -> set[str]:
        old, new = self.before.indexes, self.after.indexes
        return {name for name in self.stays if new[name].units and new[name].units != old[name].units}

    @property
    def views(self) -> tuple[str | None, str | None]:
        """The view that goes and the one that comes; "view-type change = disable, wait, enable" (page 2)."""
        old, new = self.before.view, self.after.view
        return (None, None) if old == new else (old, new)

    def blockers(self, name: str) -> set[str]:
        """Indexes that must be gone before this one can be made.

        The one of the same name ("Delete, wait gone, Create same name", page 2), and those that hold a key attribute
        with another type: "a changed type in AttributeDefinitions is silently ignored" (L-162) until the last use of
        the attribute is deleted ("auto-pruned", L-151).
        """
        types, old = self.after.indexes[name].types, self.before.indexes
        holds = {other for other in self.deletes if any(types.get(k, v) != v for k, v in old[other].types.items())}
        return holds | ({name} & self.deletes)

    def insights_now(self) -> dict[str | None, str | None]:
        """Insights that can be set at once: the new mode, or nothing, of the table and of indexes that stay."""
        old, new = self.before.insights, self.after.insights
        places: list[str | None] = [None, *sorted(self.stays)]
        return {place: new.get(place) for place in places if old.get(place) != new.get(place)}

    def insights_later(self) -> set[str]:
        """New indexes that get insights; "new GSI: after A9" (page 8.4). Those of a deleted index go with it."""
        return {name for name in self.creates if name in self.after.insights}

    def tag_writes(self) -> tuple[bool, bool]:
        """Whether tags are set, and whether any are removed."""
        old, new = self.before.tags, self.after.tags
        return any(old.get(key) != value for key, value in new.items()), bool({*old} - {*new})
