# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contributor insights of the table and of its global indexes."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.indexes import truth as indexes
from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options, Seconds
from ansible_collections.planton.dynamodb.tests.simulator.settings.insights import Insights
from ansible_collections.planton.dynamodb.tests.simulator.state import DEFAULT_MODE, Table

OFF = {"contributor_insights_enabled": False, "contributor_insights_indexes": []}

NOT_IN_DESCRIBE_TABLE = ("contributor_insights_enabled", "contributor_insights_mode", "contributor_insights_indexes")
# The mode of each place that has insights, the table being None.
Modes = dict[str | None, str]


def facts(options: Options) -> Facts:
    enabled, names = options["contributor_insights_enabled"], options["contributor_insights_indexes"]
    found: Facts = {
        ("contributor_insights_enabled",): enabled,
        ("contributor_insights_indexes",): tuple(sorted(names)),
    }
    if enabled or names:
        found["contributor_insights_mode",] = options.get("contributor_insights_mode", DEFAULT_MODE)
    return found


def of_table(table: Table) -> dict[str, Any]:
    """Where the modes differ, which no options could say, the mode here is all of them."""
    modes = sorted({*table.of(Insights).insights.values()})
    return {
        "contributor_insights_enabled": "" in table.of(Insights).insights,
        "contributor_insights_indexes": sorted(name for name in table.of(Insights).insights if name),
        **({"contributor_insights_mode": "/".join(modes)} if modes else {}),
    }


def read(options: Options) -> Modes:
    """Without a mode it is the usual one (page 2)."""
    places: list[str | None] = [None] if options["contributor_insights_enabled"] else []
    mode: str = options.get("contributor_insights_mode", DEFAULT_MODE)
    return dict.fromkeys([*places, *options["contributor_insights_indexes"]], mode)


def after_creation(modes: Modes) -> dict[str, int]:
    """Page 8.3: "UpdateContributorInsights 1 per table/GSI"."""
    return {"UpdateContributorInsights": len(modes)}


def creation_takes(modes: Modes, seconds: Seconds) -> float:
    return seconds["insights_on"] if modes else 0.0


def now(difference: Difference) -> dict[str | None, str | None]:
    """Insights that can be set at once: the new mode, or nothing, of the table and of indexes that stay."""
    old, new = difference.of("insights")
    places: list[str | None] = [None, *sorted(indexes.staying(difference))]
    return {place: new.get(place) for place in places if old.get(place) != new.get(place)}


def later(difference: Difference) -> set[str]:
    """New indexes that get insights; "new GSI: after A9" (page 8.4). Those of a deleted index go with it."""
    return {name for name in indexes.created(difference) if name in difference.after["insights"]}


def writes(difference: Difference) -> dict[str, int]:
    return {"UpdateContributorInsights": len(now(difference)) + len(later(difference))}


def takes(difference: Difference, seconds: Seconds, _cooldown: bool) -> float:
    """Those of a new index follow when it is built, and are counted there."""
    return max((seconds["insights_on" if mode else "insights_off"] for mode in now(difference).values()), default=0.0)
