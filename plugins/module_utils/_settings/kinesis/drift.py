# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is lost where the Kinesis destination drifts: the changes of items that its stream does not get."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..drift import Drift
from .destinations import OPTION, PRECISION, stream_name
from .setting import KINESIS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides


class KinesisDrift(Drift):
    """What happened while a destination was off is never sent to its stream."""

    setting = KINESIS

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        paths = [path for path, (before, _after) in sides.items() if path.startswith(f"{OPTION}.") and before is None]
        # A destination that is missing is one difference, and so is each of its parts.
        arns = dict.fromkeys(path.removeprefix(f"{OPTION}.").removesuffix(f".{PRECISION}") for path in paths)
        for stream in map(stream_name, arns):
            text = f"Kinesis stream {stream} does not get the changes of items. The specification names it."
            yield Told(60, "capture", text)


DRIFT = KinesisDrift()
