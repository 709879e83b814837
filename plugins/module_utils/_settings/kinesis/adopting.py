# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is told of Kinesis destinations when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import CHANGING, Adopting
from .destinations import FAILED
from .setting import KINESIS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class KinesisAdopting(Adopting):
    """A destination that is on its way on is adopted; one that is on its way off, or has failed, is not."""

    setting = KINESIS
    of_a_region = True

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        for entry in table.get("kinesis_data_stream_destinations") or ():
            status, what = entry.get("destination_status"), f"Kinesis destination {entry.get('stream_arn')}"
            if status == FAILED:
                reason = entry.get("destination_status_description") or "no reason given"
                yield Told(70, f"{what} had failed, and is left out: {reason}")
            elif status in CHANGING:
                yield Told(70, f"{what} was {status}")


ADOPTING = KinesisAdopting()
