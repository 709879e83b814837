# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A table that is made as a replica of a table in another account. Documented, not measured."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ...violations import Violation
from ..origin import Origin
from .names import OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...setting import Options
    from ..origin import Ask, OriginPlanning, Own, Place, Sources

ARN = re.compile(r"arn:[a-z-]+:dynamodb:([a-z]+(?:-[a-z0-9]+)+):(\d{12}):table/([A-Za-z0-9_.-]{3,255})")
# What the members of a global table of several accounts share, as AWS documents it.
SHARED = (
    *("attribute_definitions", "key_schema", "billing_mode", "provisioned_throughput", "on_demand_throughput"),
    *("warm_throughput", "auto_scaling", "global_secondary_indexes", "local_secondary_indexes", "vector_indexes"),
    *("stream_enabled", "stream_view_type", "ttl", "replicas", "multi_region_consistency", "global_table_witness"),
)


@dataclasses.dataclass(frozen=True)
class GlobalTableSource(Origin):
    """The ARN of the source."""

    option = OPTION
    arn: str = ""

    def to_options(self) -> Options:
        return {OPTION: self.arn}

    @property
    def place(self) -> tuple[str, str, str]:
        """The Region, the account and the name of the source; empty if the ARN is none."""
        found = ARN.fullmatch(self.arn)
        return (found[1], found[2], found[3]) if found else ("", "", "")

    def rules(self, region: str | None) -> Iterator[Violation]:
        """Judge by V88."""
        if not ARN.fullmatch(self.arn):
            hint = "write it as arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
            yield Violation("V88", OPTION, f"'{self.arn}' is no ARN of a table", hint)
        elif region and self.place[0] == region:
            message = f"the source is in {region}, and so is this table"
            yield Violation("V88", OPTION, message, "make the table in another Region: each has one member at most")

    def beside(self, given: Options) -> Iterator[Violation]:
        """Judge by V88 what both tables share, and by V61 the mode, which AWS wants to be on."""
        for name in (each for each in SHARED if given.get(each) is not None):
            hint = f"remove it, or {OPTION} once the table is there"
            yield Violation("V88", name, f"a table with {OPTION} has that of its source", hint)
        if given.get("global_table_settings_replication_mode") == "DISABLED":
            message = "a table of a global table of several accounts has its settings replicated"
            yield Violation("V61", "global_table_settings_replication_mode", message, "use ENABLED, or leave it out")

    def asks(self, place: Place, found: Sources) -> Mapping[str, Ask]:
        """Return no reads: the table of another account is seldom readable, and AWS judges it."""
        return {}

    def planning(self, place: Place, found: Sources, own: Own) -> OriginPlanning:
        from .planning import GlobalTableSourcePlanning

        return GlobalTableSourcePlanning(self, place, own)


def from_options(given: str) -> GlobalTableSource:
    """Return what the option says."""
    return GlobalTableSource(str(given).strip())
