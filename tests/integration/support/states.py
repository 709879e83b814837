# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""States that no local engine has: answers of DescribeTable as AWS gives them while something is in flight or lost."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

from .recorder import Fault, Recorder
from .tables import NAME

Answer = dict[str, Any]
ALWAYS = 10_000


class Answered(Fault):
    """Answers a call with a body that is made when the call comes."""

    def __init__(
        self, operation: str, body: Callable[[], Answer], times: int, when: Callable[[], bool] = lambda: True
    ) -> None:
        self._body = body
        super().__init__(operation, 200, b"", times, lambda _request: when())

    @property
    def answer(self) -> bytes:
        return json.dumps(self._body(), default=_timestamp).encode()

    @answer.setter
    def answer(self, value: bytes) -> None:
        """Made anew for each call."""


def _timestamp(value: datetime.datetime) -> float:
    return value.timestamp()


def answer(recorder: Recorder, operation: str, body: Answer, times: int = ALWAYS) -> None:
    """Answer the next calls of an operation so, instead of the engine."""
    recorder.faults.append(Answered(operation, lambda: body, times))


def describe(recorder: Recorder, client: Any, change: Callable[[Answer], None], times: int = ALWAYS) -> None:
    """Answer DescribeTable with the table as the engine has it, but for one change."""

    def changed() -> Answer:
        table = client.describe_table(TableName=NAME)["Table"]
        change(table)
        return {"Table": table}

    recorder.faults.append(Answered("DescribeTable", changed, times))


def status(recorder: Recorder, client: Any, value: str, times: int = ALWAYS, **members: Any) -> None:
    """The table has that status."""
    describe(recorder, client, lambda table: table.update(TableStatus=value, **members), times)


def building(recorder: Recorder, client: Any, index: str) -> None:
    """The index is still being filled, once it is there."""

    def change(table: Answer) -> None:
        for item in table.get("GlobalSecondaryIndexes", ()):
            if item["IndexName"] == index:
                item.update(IndexStatus="CREATING", Backfilling=True)

    describe(recorder, client, change)


def being_created(recorder: Recorder, client: Any) -> None:
    """The table is CREATING, once it was asked for."""

    def changed() -> Answer:
        return {"Table": {**client.describe_table(TableName=NAME)["Table"], "TableStatus": "CREATING"}}

    made = Answered("DescribeTable", changed, ALWAYS, lambda: "CreateTable" in recorder.operations)
    recorder.faults.append(made)
