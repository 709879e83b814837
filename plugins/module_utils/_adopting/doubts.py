# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is not sure of a table as it was read: what was changing, what had failed, what could not be read."""

from __future__ import annotations

import typing as t

from .._fields.told import in_order
from .._settings.adoptings import ADOPTINGS
from .._settings.states import ACTIVE, CREATING

Words = t.Mapping[str, t.Any]
Lines = t.Iterator[str]


def unread(found: Words) -> Lines:
    """Return a line for each thing that dynamodb_table_info could not read of a table."""
    for part in (found.get("table") or {}, found.get("unmanaged") or {}):
        for aspect, reason in (part.get("unknown") or {}).items():
            yield f"{aspect} could not be read: {reason}"
    for region, there in _elsewhere(found):
        for aspect, reason in (there.get("unknown") or {}).items():
            yield f"{aspect} in {region} could not be read: {reason}"


def unsettled(found: Words) -> Lines:
    """Return a line for each thing that was changing or had failed when dynamodb_table_info read a table."""
    table = found.get("table") or {}
    status = table.get("table_status") or ACTIVE
    if status != ACTIVE:
        yield f"the table was {status}, so some of this may not be final"
    new = status == CREATING
    # A table that is being created has hardly anything else that could be on its way.
    doubts = [each.doubts(table) for each in ADOPTINGS if each.while_created or not new]
    yield from (told.what for told in in_order(*doubts))
    for region, there in _elsewhere(found):
        doubts = [each.doubts(there) for each in ADOPTINGS if each.of_a_region]
        yield from (f"{region}: {told.what}" for told in in_order(*doubts))


def _elsewhere(found: Words) -> t.Iterator[tuple[str, Words]]:
    """Return the table in each other Region that was read."""
    yield from ((region, there["table"]) for region, there in (found.get("other_regions") or {}).items())
