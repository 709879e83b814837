# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is told of replicas when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import CHANGING, Adopting
from .replica import OPTION, REGION
from .setting import REPLICAS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class ReplicasAdopting(Adopting):
    """A replica that is being added is adopted; one that is being removed is not."""

    setting = REPLICAS

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        for entry in table.get("replicas") or ():
            if entry.get("replica_status") in CHANGING:
                yield Told(75, f"the replica in {entry.get('region_name')} was {entry['replica_status']}")

    def notes(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        """Tell that only the Region of the table was read."""
        regions = ", ".join(each[REGION] for each in spec.get(OPTION) or ())
        if regions:
            yield Told(
                75, f"what the tables in {regions} have of their own, such as recovery, deletion protection and tags"
            )


ADOPTING = ReplicasAdopting()
