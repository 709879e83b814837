# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The call that paints a table."""

from __future__ import annotations

import typing as t

from ..calls import CREATE, Operation
from ..conditions import TABLE_EXISTS
from ..planning import Planning
from .setting import COLOUR

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..observed import Observed
    from ..planning import Work


class ColourPlanning(Planning[str]):
    """CreateTable does not know colours."""

    setting = COLOUR

    def after_creation(self, name: str, wanted: str, replaced: Observed | None) -> Iterator[Operation]:
        if not COLOUR.is_off(wanted):
            yield _call(name, wanted, follows=frozenset({CREATE}))

    def operations(self, work: Work[str]) -> Iterator[Operation]:
        if work.changes:
            yield _call(work.name, work.wanted)


def _call(name: str, colour: str, **order: t.Any) -> Operation:
    request = {"TableName": name, "Colour": colour}
    reason = f"paint the table {colour}"
    return Operation("UpdateColour", name, request, reason, lane="colour", needs=(TABLE_EXISTS,), **order)


PLANNING = ColourPlanning()
