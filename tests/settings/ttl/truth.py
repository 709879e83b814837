# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time to live. AWS shows a change at once."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options, Seconds
from ansible_collections.planton.dynamodb.tests.simulator.settings.ttl import TimeToLive
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OFF = {"ttl": {"enabled": False}}

NOT_IN_DESCRIBE_TABLE = ("ttl",)


def facts(options: Options) -> Facts:
    return {("ttl", member): value for member, value in options["ttl"].items()}


def of_table(table: Table) -> dict[str, Any]:
    attribute = table.of(TimeToLive).ttl
    return {"ttl": {"enabled": True, "attribute_name": attribute} if attribute is not None else {"enabled": False}}


def read(options: Options) -> str | None:
    """The attribute, or nothing where it is off."""
    return options["ttl"]["attribute_name"] if options["ttl"]["enabled"] else None


def after_creation(name: str | None) -> dict[str, int]:
    """Page 8.3: "UpdateTimeToLive 1"."""
    return {"UpdateTimeToLive": int(name is not None)}


def writes(difference: Difference) -> dict[str, int]:
    """A new name is two calls: "rename = disable, wait 31 min, enable" (page 2)."""
    names = difference.of("ttl")
    return {"UpdateTimeToLive": 0 if names[0] == names[1] else sum(name is not None for name in names)}


def takes(difference: Difference, seconds: Seconds, cooldown: bool) -> float:
    """The second call is only waited for when the cooldown is asked for."""
    old, new = difference.of("ttl")
    return seconds["ttl_cooldown"] if cooldown and old and new and old != new else 0.0
