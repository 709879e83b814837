# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What an error of AWS means for the call that raised it."""

from __future__ import annotations

import enum

# Codes that mean "too fast": the pacer slows down and repeats the call.
# The last is an HTTP status without a code, from a gateway between here and AWS.
TOO_FAST = (
    *("ThrottlingException", "ThrottledException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException"),
    "429",
)


class Verdict(enum.Enum):
    """What an error means for the call that raised it."""

    ALREADY = "the state is as asked"
    OVERTAKEN = "somebody else has changed it meanwhile"
    SOON = "admitted within seconds"
    BUSY = "admitted when what is in flight has settled"
    LATER = "admitted at a later time"
    TRANSIENT = "failed for no reason of ours; worth some more tries"
    MISSING = "the table is not there, or not yet"
    DENIED = "not allowed"
    UNSUPPORTED = "not offered by the endpoint"
    FINAL = "never"
