# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options, Seconds
from ansible_collections.planton.dynamodb.tests.simulator.settings.tags import Tags
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OFF = {"tags": {}}

NOT_IN_DESCRIBE_TABLE = ("tags",)


def facts(options: Options) -> Facts:
    return {("tags", key): value for key, value in options["tags"].items()}


def of_table(table: Table) -> dict[str, Any]:
    return {"tags": dict(table.of(Tags).tags)}


def read(options: Options) -> dict[str, str]:
    return dict(options["tags"])


def writes(difference: Difference) -> dict[str, int]:
    old, new = difference.of("tags")
    sets, removes = any(old.get(key) != value for key, value in new.items()), bool({*old} - {*new})
    return {"TagResource": int(sets), "UntagResource": int(removes)}


def takes(difference: Difference, seconds: Seconds, _cooldown: bool) -> float:
    """ "Tag read lag / write lock" (4.2): the second write waits for the first one's lock, and is seen after the lag.

    Either may be first, but where more than 50 would be there the removal (page 8.4 B): the time is the same.
    """
    count = sum(writes(difference).values())
    return seconds["tag_lag"] + (count - 1) * seconds["tag_lock"] if count else 0.0
