# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that change while dynamodb_table_info reads them."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables


def test_a_table_that_goes_away_while_it_is_read(table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    table(name="other", **ON_DEMAND)
    for operation in ("DescribeTimeToLive", "ListTagsOfResource"):
        recorder.fail(
            operation,
            "ResourceNotFoundException",
            "Requested resource not found: Table: orders not found",
            times=99,
            matches=lambda body: "orders" in str(body),
        )
    recorder.fail("DescribeTable", "ResourceNotFoundException", "gone", times=99, matches=Later("orders"))
    assert [found["outputs"]["table_name"] for found in table.info()["tables"]] == ["other"]


class Later:
    """True for every call about a table but the first."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen = False

    def __call__(self, body: dict[str, Any]) -> bool:
        if body["TableName"] != self._name:
            return False
        seen, self._seen = self._seen, True
        return seen
