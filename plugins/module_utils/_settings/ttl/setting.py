# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Time to live: AWS deletes items after the time in one of their attributes."""

from __future__ import annotations

import typing as t

from ..read import Read
from ..setting import Change, Setting
from ..violations import NAME_LIMIT, Violation, wanted_only_while_on

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Options
    from ..settings import Settings

ON = ("ENABLED", "ENABLING")


class Ttl(t.NamedTuple):
    """Time to live; ``attribute_name`` holds the expiry time of items, and is ``None`` while it is off."""

    enabled: bool
    attribute_name: str | None = None


class TtlSetting(Setting[Ttl]):
    """Time to live as a setting. AWS takes another change about half an hour after the last one."""

    name = "ttl"
    # A table that is being created cannot be asked; AWS admits few of these calls.
    read = Read("DescribeTimeToLive", member="TimeToLiveDescription", new={}, slow=True)

    def from_options(self, options: Mapping[str, t.Any]) -> Ttl:
        given = options["ttl"]
        return Ttl(bool(given.get("enabled")), given.get("attribute_name") or None)

    def to_options(self, value: Ttl) -> Options:
        on = {"enabled": True, "attribute_name": value.attribute_name}
        return {"ttl": on if value.enabled else {"enabled": False}}

    def from_aws(self, answer: t.Any, table: Answer) -> Ttl:
        return Ttl(True, answer.get("AttributeName")) if answer.get("TimeToLiveStatus") in ON else Ttl(False)

    def rules(self, value: Ttl, own: Settings) -> Iterator[Violation]:
        """Judge by V45."""
        enabled, name = value
        if enabled and not 1 <= len(name or "") <= NAME_LIMIT:
            message = "an enabled time to live needs an attribute of 1 to 255 characters"
            yield Violation("V45", "ttl.attribute_name", message, "name the attribute that holds the expiry time")
        elif name and not enabled:
            message = "an attribute is named and the time to live is off"
            more = wanted_only_while_on("attribute_name", f"'{name}'")
            hint = f"leave it out: the current attribute is looked up; {more}"
            yield Violation("V45", "ttl.attribute_name", message, hint)

    def changes(self, there: Ttl | None, wanted: Ttl, observed: Observed) -> Iterator[Change]:
        if there is not None and there != wanted:
            yield Change(("ttl",), self.to_options(there)["ttl"], self.to_options(wanted)["ttl"])

    def is_off(self, value: Ttl) -> bool:
        return not value.enabled


TTL = TtlSetting()
