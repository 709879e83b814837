# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which calls of a Region are made before those for the table itself are done."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.early import early_calls
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation

INDEX = "orders/index/by_day"


def call(operation: str = "TagResource", target: str = "orders", **more: Any) -> Operation:
    return Operation(operation, target, {"TableName": "orders"}, operation, **{"lane": operation, **more})


@pytest.mark.parametrize(
    ("planned", "lost", "early"),
    [
        pytest.param([call()], (), 1, id="a call of its Region alone"),
        pytest.param([call(target=INDEX)], ("by_size",), 1, id="for an index that stays"),
        pytest.param([call(target=INDEX)], ("by_day",), 0, id="for an index that goes"),
        pytest.param([call("UpdateTable")], (), 0, id="UpdateTable holds the tables of all Regions"),
        pytest.param([call("UpdateTable", lane="a"), call(lane="a")], (), 0, id="behind another call of its lane"),
        pytest.param([call("UpdateTable", key="on"), call(follows=frozenset({"on"}))], (), 0, id="follows a late call"),
        pytest.param(
            [call("UpdateTable", key="on"), call(after=frozenset({"on"}))], (), 0, id="goes after a late call"
        ),
        pytest.param([call(key="on"), call("Enable", follows=frozenset({"on"}))], (), 2, id="follows an early call"),
        pytest.param([call(last=True)], (), 0, id="goes after all others"),
    ],
)
def test_a_call_that_depends_on_nothing_is_early(planned: list[Operation], lost: tuple[str, ...], early: int) -> None:
    assert early_calls(planned, planned, "orders", lost) == tuple(planned[:early])


def test_a_call_that_the_table_as_it_is_does_not_need_waits() -> None:
    assert early_calls([call(), call("Enable")], [call("Enable")], "orders", ()) == (call("Enable"),)
