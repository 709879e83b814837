# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules whose process is killed just before or just after one of their calls reaches the engine; see tests/walks."""

from __future__ import annotations

import signal

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Call, Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import INDEXED, ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables

CREATED: Options = {**ON_DEMAND, "tags": {"team": "shop"}, "point_in_time_recovery_enabled": True}
CHANGED: Options = {
    **INDEXED,
    "stream_enabled": True,
    "stream_view_type": "KEYS_ONLY",
    "table_class": "STANDARD_INFREQUENT_ACCESS",
    "ttl": {"enabled": True, "attribute_name": "expires"},
}


def killed(table: Tables, recorder: Recorder, operation: str, after: bool, options: Options) -> list[Call]:
    """Run until a call of that operation is made, and no further; return the calls that were made."""
    recorder.drop(operation, after=after, meanwhile=table.run.host.kill)
    run = table.run("dynamodb_table", {"name": NAME, **options})
    assert (run.code, run.stdout, run.stderr) == (-signal.SIGKILL, "", "")
    assert run.writes.count(operation) == 1
    return run.calls


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("operation", "start", "options"),
    [("CreateTable", {}, CREATED), ("UpdateTable", ON_DEMAND, CHANGED)],
    ids=["CreateTable", "UpdateTable"],
)
def test_the_next_run_finishes(
    operation: str, start: Options, options: Options, after: bool, table: Tables, recorder: Recorder
) -> None:
    if start:
        table(**start)
    calls = killed(table, recorder, operation, after, options)
    run = table(**options)
    assert run["changed"] and run["converged"]
    table.unchanged(**options)
    lost = [call.body for call in calls if call.operation == operation]
    # What was carried out is not asked for again, and what was not is.
    assert [call.body for call in run.calls if call.body in lost] == ([] if after else lost)
