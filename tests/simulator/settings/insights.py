# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contributor insights of a table and its indexes, and the rules of CloudWatch behind them (control_plane.md, 2)."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from .. import flights as kinds
from ..clock import moment
from ..operations.pages import paged
from ..operations.phases import forgotten, unknown
from ..refusal import invalid, missing
from ..setting import TOLD, Handlers, Setting, Writes
from ..state import DEFAULT_MODE, Part, Table
from ..world import World
from .encryption import refuse_lost

# The kinds of its flights: what is turned on or off, and an index that insights do not know yet.
MOVING = "insights"
NO_INSIGHTS = "no_insights"
VALID = "Table or Index is not in a valid state to update Key Access Insights"
PAGE = 100
# L-337: the rules that CloudWatch has in a Region, and how long it takes until insights without one have failed.
RULES, FAILS_AFTER = 100, 2.0
TOO_MANY_RULES = {
    "ExceptionName": "LimitExceededException",
    "ExceptionDescription": (
        "Amazon CloudWatch Contributor Insights rule limit reached. Please disable Contributor Insights for other"
        " tables/indexes OR disable other CloudWatch Contributor Insights rules before retrying."
    ),
}


@dataclasses.dataclass
class Insights:
    """The mode by index, "" for the table: which are on.

    Beside them those that have failed, and the mode that each had last and when that was (L-089).
    """

    insights: dict[str, str] = dataclasses.field(default_factory=dict, metadata=TOLD)
    insights_failed: set[str] = dataclasses.field(default_factory=set, compare=False)
    insights_past: dict[str, tuple[str, float]] = dataclasses.field(default_factory=dict, compare=False)


def change(table: Table, request: Part) -> None:
    """UpdateContributorInsights; enabling without a mode resets the mode."""
    index, held = request.get("IndexName", ""), table.of(Insights)
    if index and index not in table.global_indexes:
        raise missing(f"Index: {index} not found for table: {table.name}")
    if request["ContributorInsightsAction"] == "ENABLE":
        held.insights[index] = request.get("ContributorInsightsMode", DEFAULT_MODE)
    else:
        held.insights.pop(index, None)


def update(world: World, request: Part) -> Part:
    """The table or the index must be ACTIVE (6.1); a local index is not known here (2)."""
    table = world.table(request["TableName"], "UpdateContributorInsights")
    now, index, held = world.now(), request.get("IndexName", ""), table.of(Insights)
    _check(world, table, index)
    before = dict(held.insights)
    change(table, request)
    enabled = request["ContributorInsightsAction"] == "ENABLE"
    if held.insights != before or (enabled and index in held.insights_failed):
        for flight in table.flights.at(now, MOVING, subject=index):
            table.flights.end(flight, now)
        seconds = world.draw("insights_on" if enabled else "insights_off")
        if enabled:
            held.insights_failed.discard(index)
            if world.behaviour.budgets and _rules_in_all(world) > RULES:
                # L-337: told later, and none of its rules is made.
                held.insights_failed.add(index)
                seconds = min(seconds, FAILS_AFTER)
        detail = "ENABLING" if enabled else "DISABLING"
        held.insights_past[index] = (held.insights.get(index, before.get(index, "")), now + seconds)
        table.flights.begin(MOVING, now, seconds, index, detail=detail)
    return _one(table, index, now)


def _check(world: World, table: Table, index: str) -> None:
    now = world.now()
    _find(world, table, index)
    if table.flights.find(now, kinds.CREATING) or forgotten(world, table):
        # L-455: for a second or so a table that goes is as good as any other.
        raise invalid(f"{VALID}: TableStatus must be ACTIVE to enable ContributorInsights.")
    refuse_lost(world, table)
    if index and table.flights.find(now, kinds.ALLOCATION, kinds.BACKFILL, subject=index):
        raise invalid(f"{VALID}: IndexStatus must be ACTIVE to enable ContributorInsights.")


def _find(world: World, table: Table, index: str) -> None:
    """4.3: a new table is not known at first; L-116: an index that was just added neither."""
    if unknown(world, table):
        raise missing(f"Table: {table.name} not found")
    now = world.now()
    known = index in table.global_indexes or table.flights.find(now, kinds.INDEX_DELETE, subject=index)
    if index and (not known or table.flights.find(now, NO_INSIGHTS, subject=index)):
        raise missing(f"Index: {index} not found for table: {table.name}")


def _one(table: Table, index: str, now: float) -> Part:
    """Never configured reads as DISABLED without a mode (2)."""
    entries = {entry.get("IndexName", ""): entry for entry in listed(table, now)}
    named = {"IndexName": index} if index else {}
    return entries.get(index, {"TableName": table.name, **named, "ContributorInsightsStatus": "DISABLED"})


def describe(world: World, request: Part) -> Part:
    """4.3: unknown at first, then off; L-089: once on, it keeps the mode and a date; L-093: what is on has rules."""
    table = world.table(request["TableName"], "DescribeContributorInsights")
    now, index = world.now(), request.get("IndexName", "")
    _find(world, table, index)
    answer = _one(table, index, now)
    held = table.of(Insights)
    if index in held.insights_past:
        mode, since = held.insights_past[index]
        answer |= {"ContributorInsightsMode": mode, "LastUpdateDateTime": moment(min(since, now))}
        if index in held.insights_failed and answer["ContributorInsightsStatus"] in ("FAILED", "DISABLING"):
            answer["FailureException"] = dict(TOO_MANY_RULES)
        if answer["ContributorInsightsStatus"] == "ENABLED":
            answer["ContributorInsightsRuleList"] = _rules(table, index, mode, since)
    return answer


def _rules_in_all(world: World) -> int:
    """How many rules the insights of all tables have, without those that have failed."""
    tables = [table for name in list(world.tables) if (table := world.find(name)) is not None]
    return sum(
        len(_rules(table, index, mode, 0.0))
        for table in tables
        for index, mode in table.of(Insights).insights.items()
        if index not in table.of(Insights).insights_failed
    )


def _rules(table: Table, index: str, mode: str, since: float) -> list[str]:
    """A rule for each kind of key, and as many again where more is watched than what is throttled (L-093)."""
    keys = table.global_indexes[index].keys if index in table.global_indexes else table.keys
    kinds_of_keys = ["PK", "SK"][: 1 + any(key["KeyType"] == "RANGE" for key in keys)]
    of = [f"{kind}{what}" for kind in kinds_of_keys for what in ("C", "T") if what == "T" or mode == DEFAULT_MODE]
    name = "-".join([table.name, *([index] if index else [])])
    return [f"DynamoDBContributorInsights-{kind}-{name}-{int(since * 1000)}" for kind in of]


def list_all(world: World, request: Part) -> Part:
    """One call for a table and its indexes, or for all tables; what is off is left out (8.2)."""
    if "TableName" in request:
        tables = [world.table(request["TableName"], "ListContributorInsights")]
        if unknown(world, tables[0]):
            raise missing(f"Table: {tables[0].name} not found")
    else:
        return _all_insights(world, request)
    entries = [entry for table in tables for entry in listed(table, world.now())]
    return paged(request, "ContributorInsightsSummaries", entries, request.get("MaxResults") or PAGE)


def _all_insights(world: World, request: Part) -> Part:
    """Pages of all that could be on: what is off is left out of its page, which may be empty (L-344)."""
    candidates: list[Part | None] = []
    for table in (table for name in sorted(world.tables) if (table := world.find(name)) is not None):
        entries = {entry.get("IndexName", ""): entry for entry in listed(table, world.now())}
        candidates += [entries.get(name) for name in dict.fromkeys(["", *table.global_indexes, *entries])]
    page = paged(request, "ContributorInsightsSummaries", candidates, request.get("MaxResults") or PAGE)
    return {**page, "ContributorInsightsSummaries": [one for one in page["ContributorInsightsSummaries"] if one]}


def listed(table: Table, now: float = 0.0) -> list[Part]:
    """ListContributorInsights: what is off is not listed."""
    held = table.of(Insights)
    moving = {flight.subject: flight.detail for flight in table.flights.at(now, MOVING)}
    # L-112: those of an index that is being deleted are on until it is gone.
    flights = table.flights.at(now, kinds.INDEX_DELETE)
    leaving = {flight.subject: flight.shows["insights"] for flight in flights if flight.shows.get("insights")}
    entries = {**dict.fromkeys(moving, ""), **leaving, **held.insights}
    return [
        {
            "TableName": table.name,
            **({"IndexName": index} if index else {}),
            "ContributorInsightsStatus": moving.get(index, "FAILED" if index in held.insights_failed else "ENABLED"),
            **({"ContributorInsightsMode": mode} if mode else {}),
        }
        for index, mode in sorted(entries.items())
    ]


class _InsightsSetting(Setting):
    """Indexes have it too: a new one is not known at first, and what goes takes its own along."""

    state = Insights
    handlers: ClassVar[Handlers] = {
        "UpdateContributorInsights": update,
        "DescribeContributorInsights": describe,
        "ListContributorInsights": list_all,
    }
    writes: ClassVar[Writes] = {"UpdateContributorInsights": change}

    def begin_index(self, world: World, table: Table, name: str, until: float) -> None:
        """L-116: about 20 s."""
        now = world.now()
        table.flights.begin(NO_INSIGHTS, now, min(world.draw("no_insights"), until - now), name)

    def shown_of_leaving(self, table: Table, name: str) -> Part:
        return {"insights": table.of(Insights).insights.get(name, "")}

    def forget_index(self, table: Table, name: str) -> None:
        table.of(Insights).insights.pop(name, None)


SETTING = _InsightsSetting()
