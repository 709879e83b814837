# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs whose process is killed just before or just after one of its calls, each call in turn: the next run finishes.

By default reads that only repeat the one before are left out, but for the first and the last of a row. With
``KILL_EVERY`` in the environment every call is the last of some run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.ends import check_nothing_left, end_of, finish, undisturbed
from ansible_collections.planton.dynamodb.tests.walks.runs import CASES, Case

EVERY = "KILL_EVERY" in os.environ
LEAST = 500


class KilledError(BaseException):
    """The process ends: nothing that it would still do is done."""


class Point(NamedTuple):
    """Where a run is killed: at which of its calls, and on which side of it."""

    number: int
    after: bool
    call: Entry

    def __str__(self) -> str:
        return f"killed {'after' if self.after else 'before'} call {self.number}, {self.call.operation}"


def points(calls: list[Entry]) -> Iterator[Point]:
    """Return where to kill a run that makes these calls."""
    for number, call in enumerate(calls):
        around = calls[max(0, number - 1) : number + 2]
        repeated = 0 < number < len(calls) - 1 and all(_same(call, other) for other in around)
        if EVERY or not repeated:
            yield Point(number, False, call)
            # A refused call changes nothing: after it is before the next one.
            yield from [Point(number, True, call)] if call.carried_out else []


def _same(call: Entry, other: Entry) -> bool:
    return not call.writes and (call.operation, call.request) == (other.operation, other.request)


def _plain(call: Entry) -> dict[str, Any]:
    """Return a request without its token, which is another one in each run."""
    return {member: value for member, value in call.request.items() if member != "ClientToken"}


def interrupt(account: Account, options: dict[str, Any], point: Point, before: int = 0) -> None:
    """Run, and be killed at that point; ``before`` is how many calls were made before the run."""

    def watch(entry: Entry, carried_out: bool) -> None:
        if (entry.number, carried_out) == (point.number + before, point.after):
            raise KilledError(str(point))

    account.host.watch = watch
    with pytest.raises(KilledError):
        account.result(options)
    account.host.watch = lambda _entry, _carried_out: None


def kill(account: Account, case: Case, point: Point) -> None:
    """Run, and be killed there, at the same call as the run that was not killed made."""
    random.seed(0)
    interrupt(account, case.options, point)
    last = account.host.calls[-1]
    assert (last.number, last.operation) == (point.number, point.call.operation)
    assert _plain(last) == _plain(point.call)
    assert last.carried_out == point.after


def check(case: Case, point: Point) -> None:
    """The next run leads to what an undisturbed one does, and spends no more on the way."""
    _calls, _own, wanted = undisturbed(case)
    account = case.account()
    kill(account, case, point)
    finish(account, case)
    found = end_of(account)
    assert found.facts == wanted.facts
    assert found.spent - wanted.spent == {}
    assert found.accepted - wanted.accepted == {}
    check_nothing_left(account, case)


def chosen(case: Case) -> list[Point]:
    """Return where the run is killed."""
    calls, own, _wanted = undisturbed(case)
    return list(points(calls[:own]))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_killed_at_any_call(case: Case) -> None:
    breaches = []
    for point in chosen(case):
        try:
            check(case, point)
        except AssertionError as error:
            breaches.append(f"{point}: {error}")
    assert not breaches, "\n".join([f"{len(breaches)} of {len(chosen(case))} kills:", *breaches])


def test_enough_is_killed(record_property: Callable[[str, object], None]) -> None:
    """Many runs, and each of them at many calls."""
    counts = {case.name: len(chosen(case)) for case in CASES}
    record_property("kills", sum(counts.values()))
    print(f"kills: {sum(counts.values())}")
    assert len(counts) >= 29
    assert min(counts.values()) >= 6
    assert sum(counts.values()) >= LEAST
