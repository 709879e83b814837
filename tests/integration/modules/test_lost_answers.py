# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls whose answer is lost: the client library makes them again by itself, and may meet what its first try did."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    INDEXED,
    ON_DEMAND,
    PROVISIONED,
    Options,
    capacity,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

INFREQUENT: Options = {"table_class": "STANDARD_INFREQUENT_ACCESS"}


class Lost(NamedTuple):
    """A call whose answer is lost: the table it is made on, the options that lead to it, what the engine must hold."""

    name: str
    operation: str
    start: Options
    options: Options
    needs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


STREAM: Options = {"stream_enabled": True, "stream_view_type": "KEYS_ONLY"}
CALLS = [
    Lost("creation", "CreateTable", {}, ON_DEMAND),
    Lost("protection", "UpdateTable", ON_DEMAND, {"deletion_protection_enabled": True}),
    Lost("class", "UpdateTable", ON_DEMAND, INFREQUENT, ("table_class_update",)),
    Lost("stream on", "UpdateTable", ON_DEMAND, STREAM),
    Lost("stream off", "UpdateTable", {**ON_DEMAND, **STREAM}, {"stream_enabled": False}),
    Lost("capacity", "UpdateTable", PROVISIONED, {"provisioned_throughput": capacity(9, 9)}),
    Lost("index built", "UpdateTable", ON_DEMAND, INDEXED),
    Lost("index deleted", "UpdateTable", INDEXED, {"global_secondary_indexes": []}),
    Lost("time to live", "UpdateTimeToLive", ON_DEMAND, {"ttl": {"enabled": True, "attribute_name": "expires"}}),
    Lost("recovery", "UpdateContinuousBackups", ON_DEMAND, {"point_in_time_recovery_enabled": True}),
    Lost("tags set", "TagResource", ON_DEMAND, {"tags": {"team": "shop"}}),
    Lost("tags removed", "UntagResource", {**ON_DEMAND, "tags": {"team": "shop"}}, {"tags": {}}),
    Lost("deletion", "DeleteTable", ON_DEMAND, {"state": "absent"}),
]


@pytest.mark.parametrize("after", [False, True], ids=["before it took effect", "after it took effect"])
@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_connection_that_breaks(call: Lost, after: bool, table: Tables, recorder: Recorder, engine: Engine) -> None:
    requires(engine, *call.needs)
    if call.start:
        table(**call.start)
    recorder.drop(call.operation, after=after)
    run = table(**call.options)
    assert [name for name, _status in run.statuses] == [call.operation]
    assert run["changed"] and run["converged"]
    assert not run.failed
    table.unchanged(**call.options)


BUSY_INDEX = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
IN_USE = f"Attempt to change a resource which is still in use: Table is being updated: {NAME}"


@pytest.mark.parametrize(
    ("start", "options"),
    [(ON_DEMAND, INDEXED), (INDEXED, {"global_secondary_indexes": []})],
    ids=["index built", "index deleted"],
)
@pytest.mark.parametrize(
    ("code", "text"),
    [("LimitExceededException", BUSY_INDEX), ("ResourceInUseException", IN_USE)],
    ids=["limit", "in use"],
)
def test_an_index_that_is_in_the_way_of_itself(
    start: Options, options: Options, code: str, text: str, table: Tables, recorder: Recorder
) -> None:
    """The answer is lost and the second try is refused, because of what the first one set going."""
    table(**start)
    recorder.drop("UpdateTable", after=True)
    recorder.fail("UpdateTable", code, text)
    run = table(**options, wait_timeout=20)
    assert [status for _operation, status in run.statuses] == ["done"]
    table.unchanged(**options)
