# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No Kinesis destination, or one of two streams with either precision."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

OPTION = "kinesis_streaming_destinations"
GROUPS = ((OPTION,),)
STREAMS = tuple(f"arn:aws:kinesis:eu-central-1:123456789012:stream/{name}" for name in ("orders", "audit"))
PRECISION = "approximate_creation_date_time_precision"


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    units = st.sampled_from(("MILLISECOND", "MICROSECOND"))
    one = st.builds(lambda arn, unit: [{"stream_arn": arn, PRECISION: unit}], st.sampled_from(STREAMS), units)
    return (st.just([]) | one).map(lambda value: {OPTION: value})


SPOILS = (
    put(OPTION, [{"stream_arn": arn} for arn in STREAMS]),
    put(OPTION, [{"stream_arn": STREAMS[0], PRECISION: "SECOND"}]),
)
