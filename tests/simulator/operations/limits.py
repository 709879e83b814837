# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeLimits and DescribeEndpoints."""

from __future__ import annotations

from ..state import Part
from ..world import World

ACCOUNT_UNITS, TABLE_UNITS = 80_000, 40_000


def describe_limits(_world: World, _request: Part) -> Part:
    """1.2 and 5: 80000 for the account, 40000 for a table, as measured."""
    return {
        "AccountMaxReadCapacityUnits": ACCOUNT_UNITS,
        "AccountMaxWriteCapacityUnits": ACCOUNT_UNITS,
        "TableMaxReadCapacityUnits": TABLE_UNITS,
        "TableMaxWriteCapacityUnits": TABLE_UNITS,
    }


def describe_endpoints(world: World, _request: Part) -> Part:
    """1.2: the endpoint of the region; in China it ends in its own way."""
    end = ".cn" if world.place.partition == "aws-cn" else ""
    address = f"dynamodb.{world.place.region}.amazonaws.com{end}"
    return {"Endpoints": [{"Address": address, "CachePeriodInMinutes": 1440}]}


HANDLERS = {"DescribeLimits": describe_limits, "DescribeEndpoints": describe_endpoints}
