# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that turn time to live on and off."""

from __future__ import annotations

import typing as t

from ..calls import CREATE, Operation
from ..conditions import TABLE_EXISTS
from ..planning import Planning
from .setting import TTL, Ttl

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..observed import Observed
    from ..planning import Work


class TtlPlanning(Planning[Ttl]):
    """Plans time to live. To change the attribute, it is disabled for the current one and enabled for the new one."""

    setting = TTL
    shared = True

    def after_creation(self, name: str, wanted: Ttl, replaced: Observed | None) -> Iterator[Operation]:
        if wanted.enabled:
            yield _call(name, wanted, follows=frozenset({CREATE}))

    def operations(self, work: Work[Ttl]) -> Iterator[Operation]:
        if work.there and work.there.enabled:
            yield _call(work.name, work.there._replace(enabled=False))
        if work.wanted.enabled:
            yield _call(work.name, work.wanted)

    def warnings(self, work: Work[Ttl]) -> Iterator[str]:
        if work.there and work.there.enabled and work.wanted.enabled:
            told = "AWS takes the new time to live attribute about 31 minutes after the old is off [V71]"
            yield f"{work.name}: {told}"


def _call(name: str, ttl: Ttl, **order: t.Any) -> Operation:
    """Return the call; AWS requires the attribute also to turn time to live off."""
    specification = {"Enabled": ttl.enabled, "AttributeName": ttl.attribute_name}
    reason = f"{'enable' if ttl.enabled else 'disable'} time to live on attribute {ttl.attribute_name}"
    request = {"TableName": name, "TimeToLiveSpecification": specification}
    return Operation("UpdateTimeToLive", name, request, reason, lane="ttl", needs=(TABLE_EXISTS,), **order)


PLANNING = TtlPlanning()
