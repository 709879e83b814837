# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is not sure of a table as it was read: what was changing, what had failed, what could not be read."""

from __future__ import annotations

import typing as t

from .notes import throughputs

Words = t.Mapping[str, t.Any]
Lines = t.Iterator[str]

ACTIVE = "ACTIVE"
CHANGING = ("ENABLING", "DISABLING", "UPDATING")


def unread(found: Words) -> Lines:
    """Return a line for each thing that dynamodb_table_info could not read of a table."""
    for part in (found.get("table") or {}, found.get("unmanaged") or {}):
        for aspect, reason in (part.get("unknown") or {}).items():
            yield f"{aspect} could not be read: {reason}"


def unsettled(found: Words) -> Lines:
    """Return a line for each thing that was changing or had failed when dynamodb_table_info read a table."""
    table = found.get("table") or {}
    status = table.get("table_status") or ACTIVE
    if status != ACTIVE:
        yield f"the table was {status}, so some of this may not be final"
    # A table that is being created has nothing else that could be on its way.
    if status != "CREATING":
        yield from _settings(table)
        yield from _indexes(table)
    yield from _insights(table)


def _settings(table: Words) -> Lines:
    encryption = table.get("sse_description") or {}
    if encryption.get("status") in CHANGING and encryption.get("kms_master_key_arn"):
        yield f"encryption was {encryption['status']}: the key may be the one before"
    ttl = (table.get("time_to_live_description") or {}).get("time_to_live_status")
    if ttl in CHANGING:
        yield f"time to live was {ttl}"
    for item, name in throughputs(table):
        status = (item.get("warm_throughput") or {}).get("status") or ACTIVE
        if status != ACTIVE:
            yield f"warm throughput of {name} was {status}"


def _indexes(table: Words) -> Lines:
    for kind, member in (("index", "global_secondary_indexes"), ("vector index", "vector_indexes")):
        for index in table.get(member) or ():
            status = index.get("index_status") or ACTIVE
            if status != ACTIVE or index.get("backfilling"):
                told = status if status != ACTIVE else "still being filled"
                gone = ", and is left out" if status == "DELETING" and kind == "index" else ""
                yield f"{kind} {index.get('index_name')} was {told}{gone}"


def _insights(table: Words) -> Lines:
    """Insights that failed stay so, and count as off: only that they are turned on again ends it."""
    for entry in table.get("contributor_insights_summaries") or ():
        status, index = entry.get("contributor_insights_status"), entry.get("index_name")
        what = f"contributor insights of {f'index {index}' if index else 'the table'}"
        if status == "FAILED":
            yield f"{what} had FAILED, and are told as off"
        elif status in CHANGING:
            yield f"{what} were {status}"
