# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run on another endpoint may cost, told before it starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from .endpoint import Endpoint
from .scenarios import Scenario, Step

# Dollars for an hour of one unit, us-east-1, as of the price list of 2026; other regions cost up to twice as much.
READ, WRITE = 0.00013, 0.00065
# Warm throughput above what each table on demand has by itself is paid once, at these prices of a unit.
WARM = {"ReadUnitsPerSecond": (12000, READ), "WriteUnitsPerSecond": (4000, WRITE)}
# Contributor insights of a table or an index: up to four rules, each so many dollars a month.
RULES, RULE, HOURS = 4, 0.50, 730
BUILD_MINUTES = (8, 16)
SECONDS = (5, 40)


def _members(value: Any, name: str) -> Iterator[Any]:
    """What members of that name hold, wherever they are."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == name:
                yield item
            yield from _members(item, name)
    if isinstance(value, list):
        for item in value:
            yield from _members(item, name)


def _carried_out(scenarios: Iterable[Scenario]) -> list[Step]:
    return [step for scenario in scenarios for step in scenario.steps if step.operation and step.error is None]


def units(steps: Iterable[Step]) -> tuple[int, int]:
    """The units of all tables and indexes, as if each had all it ever gets for an hour."""
    asked = [unit for step in steps for unit in _members(step.parameters, "ProvisionedThroughput")]
    return sum(unit["ReadCapacityUnits"] for unit in asked), sum(unit["WriteCapacityUnits"] for unit in asked)


def warm(steps: Iterable[Step]) -> float:
    """The dollars for warm throughput beyond what a table on demand begins with."""
    asked = [unit for step in steps for unit in _members(step.parameters, "WarmThroughput")]
    return sum(max(0, unit.get(name, 0) - free) * price for unit in asked for name, (free, price) in WARM.items())


def _insights(scenarios: Iterable[Scenario]) -> int:
    """How many tables and indexes get contributor insights."""
    enabled = {
        (scenario.id, step.parameters.get("IndexName", ""))
        for scenario in scenarios
        for step in _carried_out([scenario])
        if step.parameters.get("ContributorInsightsAction") == "ENABLE"
    }
    return len(enabled)


def estimate(endpoint: Endpoint, scenarios: list[Scenario], left_out: int) -> list[str]:
    """The lines that are printed before anything is done."""
    steps = _carried_out(scenarios)
    created = [step for step in steps if step.operation == "create_table"]
    provisioned = [step for step in created if "ProvisionedThroughput" in step.parameters]
    indexes = sum(len(found) for step in created for found in _members(step.parameters, "GlobalSecondaryIndexes"))
    built = sum(scenario.slow for scenario in scenarios)
    read, write = units(steps)
    keys = sum(1 for step in steps for sse in _members(step.parameters, "SSESpecification") if sse.get("Enabled"))
    quick = len(scenarios) - built
    burns = Counter(scenario.burns for scenario in scenarios if scenario.burns)
    capacity, warming = read * READ + write * WRITE, warm(steps)
    insights = _insights(scenarios)
    rules = insights * RULES * RULE
    return [
        f"{len(scenarios)} scenarios on {endpoint.url or 'AWS'} in {endpoint.region}, {left_out} left out; tables are"
        f" named {endpoint.prefix}*",
        "All tables with that prefix are unprotected and deleted in the end.",
        f"It costs about ${capacity + warming + rules / HOURS:.2f}, or ${capacity + warming + rules:.2f} if AWS charges"
        " contributor insights for whole months.",
        "This is an estimate and no limit. Prices are those of us-east-1; others are up to twice as high:",
        f"  {len(created)} tables, {len(provisioned)} of them provisioned, and {indexes} global indexes with them",
        f"  {read} read units x ${READ} + {write} write units x ${WRITE}, if each is paid for an hour: ${capacity:.2f}",
        f"  warm throughput, paid once for what is above 12,000 reads and 4,000 writes a second: ${warming:.2f}",
        f"  contributor insights of {insights} tables and indexes x {RULES} rules x ${RULE:.2f} a month: for an hour"
        f" ${rules / HOURS:.2f}, for whole months ${rules:.2f}",
        f"  {keys} times encryption with a KMS key: some requests to KMS each, $0.03 for ten thousand",
        "  tables on demand without traffic, streams, tags and time to live cost nothing; recovery is paid by size,",
        "  and tables have no items",
        f"  time: {quick * SECONDS[0] // 60} to {quick * SECONDS[1] // 60} minutes, and {built} slow scenarios of"
        f" {BUILD_MINUTES[0]} to {BUILD_MINUTES[1]} minutes each, or about half an hour",
        "Quotas that are used up:" if burns else "No quota is used up.",
        *(f"  {count} x {what}" for what, count in sorted(burns.items())),
    ]
