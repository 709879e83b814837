# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pace of a fleet: learned from refusals, kept in order, and apart for each limit of the service."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.clock import Clock
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import ServiceError
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.pacing import (
    CHANGES,
    MOST,
    QUICKER,
    REFUSED_LIMIT,
    Bucket,
    Pacer,
)
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from hypothesis import given
from hypothesis import strategies as st

TOO_FAST = ("ThrottlingException", "The rate of control plane requests made by this account is too high")


class FakeClock(Clock):
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


class Service:
    """Admits a call each ``interval`` seconds, and a few at once."""

    def __init__(self, clock: FakeClock, interval: float, burst: float = 5.0) -> None:
        self._clock, self._interval, self._burst = clock, interval, burst
        self._tokens, self._at = burst, 0.0
        self.refused = 0

    def call(self) -> float:
        now = self._clock.now()
        self._tokens = min(self._burst, self._tokens + (now - self._at) / self._interval)
        self._at = now
        if self._tokens < 1.0:
            self.refused += 1
            raise ServiceError("CreateTable", *TOO_FAST)
        self._tokens -= 1.0
        return now


@pytest.mark.parametrize("interval", [0.1, 0.5, 1.0, 2.0, 4.0])
def test_the_pace_is_learned_whatever_it_is(interval: float) -> None:
    clock = FakeClock()
    service, pacer = Service(clock, interval), Pacer(clock, 1)
    count = 100
    for _number in range(count):
        pacer.carry("CreateTable", service.call, repeat=False)
    least = (count - 5) * interval
    # The first guess, a second, shrinks by three hundredths with each success: learning takes no longer in all.
    assert clock.now() <= 1.3 * least + 1 / (1 - QUICKER)
    assert service.refused < count / 2


def test_nothing_is_held_back_before_the_first_refusal() -> None:
    clock = FakeClock()
    pacer = Pacer(clock, 4)
    assert [pacer.carry("CreateTable", clock.now) for _number in range(50)] == [0.0] * 50
    assert (pacer.limited, pacer.backlog) == (0.0, 0)


def test_limits_are_apart() -> None:
    clock = FakeClock()
    pacer = Pacer(clock, 4)
    service = Service(clock, 2.0, burst=1.0)
    for _number in range(3):
        pacer.carry("DescribeTimeToLive", service.call)
    before = clock.now()
    assert before > 2.0
    for operation in (*sorted(CHANGES), "DescribeTable", "ListTagsOfResource"):
        pacer.carry(operation, clock.now)
    assert clock.now() == before


def test_changes_share_one_limit() -> None:
    clock = FakeClock()
    pacer, service = Pacer(clock, 4), Service(clock, 1.0, burst=1.0)
    pacer.carry("CreateTable", service.call)
    pacer.carry("TagResource", service.call)
    before = clock.now()
    pacer.carry("UpdateTable", service.call)
    assert clock.now() > before and service.refused == 1


def test_a_refusal_that_never_ends_is_told() -> None:
    clock = FakeClock()

    def refuse() -> None:
        raise ServiceError("CreateTable", *TOO_FAST)

    with pytest.raises(ServiceError, match="ThrottlingException"):
        Pacer(clock, 1).carry("CreateTable", refuse, repeat=False)
    assert REFUSED_LIMIT <= clock.now() <= REFUSED_LIMIT + MOST


def test_a_long_line_is_no_refusal() -> None:
    """Whoever stood in line for longer than refusals are borne, and is then refused once, waits for another turn."""
    clock = FakeClock()
    pacer = Pacer(clock, 1)
    bucket = pacer._bucket("DescribeTimeToLive")
    bucket.refused(0.0)
    bucket.admitted()
    bucket._free_at = REFUSED_LIMIT + 100.0
    refusals = [ServiceError("DescribeTimeToLive", *TOO_FAST)]

    def call() -> float:
        if refusals:
            raise refusals.pop()
        return clock.now()

    assert pacer.carry("DescribeTimeToLive", call) > REFUSED_LIMIT + 100.0


def test_how_long_nothing_was_admitted() -> None:
    clock = FakeClock()
    pacer, service = Pacer(clock, 1), Service(clock, 1.0, burst=1.0)
    assert pacer.nothing_admitted() == 0.0
    pacer.carry("CreateTable", service.call)
    answers = [True, True, False]

    def call() -> float:
        if answers.pop(0):
            clock.time += 5.0
            raise ServiceError("CreateTable", *TOO_FAST)
        told.append(pacer.nothing_admitted())
        return clock.now()

    told: list[float] = []
    pacer.carry("CreateTable", call)
    assert told[0] > 5.0 and pacer.nothing_admitted() == 0.0
    assert pacer.limited > 0.0 and pacer.limited_reads == {}


@pytest.mark.parametrize(("missing", "seconds"), [(0, 0.0), (2, 1.5), (4, 5.5)])
def test_a_new_table_is_given_time_to_be_known(missing: int, seconds: float) -> None:
    clock = FakeClock()
    pacer = Pacer(clock, 1)
    answers = [ServiceError("ListTagsOfResource", "ResourceNotFoundException", "no")] * missing

    def call() -> float:
        if answers:
            raise answers.pop()
        return clock.now()

    assert pacer.until_known(lambda: pacer.carry("ListTagsOfResource", call)) == seconds
    answers = [ServiceError("ListTagsOfResource", "AccessDeniedException", "no")]
    with pytest.raises(ServiceError, match="AccessDenied"):
        pacer.until_known(call)
    answers = [ServiceError("ListTagsOfResource", "ResourceNotFoundException", "no")] * 5
    with pytest.raises(ServiceError, match="NotFound"):
        pacer.until_known(call)


def test_which_reads_are_limited() -> None:
    clock = FakeClock()
    pacer, service = Pacer(clock, 1), Service(clock, 2.0, burst=1.0)
    for _number in range(3):
        pacer.carry("DescribeTimeToLive", service.call)
        pacer.carry("DescribeTable", clock.now)
    assert [*pacer.limited_reads] == ["DescribeTimeToLive"] and pacer.limited == 0.0


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "ThrottlingException",
            "modified within the previous 15000 milliseconds. Please try again after 2026-01-01T00:00:00Z",
        ),
        ("LimitExceededException", "Table tags are being updated"),
        ("AccessDeniedException", "no"),
    ],
)
def test_other_refusals_go_to_who_can_judge_them(code: str, text: str) -> None:
    clock, attempts = FakeClock(), []

    def refuse() -> None:
        attempts.append(clock.now())
        raise ServiceError("UpdateTable", code, text)

    with pytest.raises(ServiceError, match=code):
        Pacer(clock, 1).carry("UpdateTable", refuse)
    assert attempts == [0.0]


@pytest.mark.parametrize(("repeat", "count"), [(True, 4), (False, 1)])
@pytest.mark.parametrize("code", ["InternalServerError", "InternalFailure", "500", "503"])
def test_reads_are_repeated_when_they_fail_by_chance(code: str, repeat: bool, count: int) -> None:
    clock, attempts = FakeClock(), []

    def fail() -> None:
        attempts.append(clock.now())
        raise ServiceError("DescribeTable", code, "unknown")

    with pytest.raises(ServiceError):
        Pacer(clock, 1).carry("DescribeTable", fail, repeat=repeat)
    assert len(attempts) == count


@repeatable(100)
@given(st.lists(st.integers(0, 20), unique=True, min_size=2, max_size=8))
def test_who_came_first_goes_first(tickets: list[int]) -> None:
    """Whatever the order in which they ask."""
    bucket, now, served = Bucket(1.0), 0.0, []
    bucket.refused(now)
    left = list(tickets)
    for ticket in left:
        bucket.wait(ticket, now)
    while left:
        now += 0.1
        for ticket in [*left]:
            if not bucket.wait(ticket, now):
                served.append(ticket)
                left.remove(ticket)
    assert served == sorted(tickets)
    assert now >= (len(tickets)) * 1.0 - 0.2


def test_who_gives_up_holds_nobody_up() -> None:
    bucket = Bucket(1.0)
    bucket.refused(0.0)
    assert bucket.wait(1, 0.0) and bucket.wait(2, 0.0)
    bucket.leave(1)
    bucket.leave(1)
    assert bucket.wait(2, 1.0) == 0.0


def test_no_more_calls_at_a_time_than_asked_for() -> None:
    pacer, under_way, most = Pacer(Clock(), 3), [0], [0]
    lock = threading.Lock()

    def call() -> None:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.005)
        with lock:
            under_way[0] -= 1

    with ThreadPoolExecutor(20) as pool:
        calls: list[Callable[[], None]] = [lambda: pacer.carry("DescribeTable", call)] * 60
        list(pool.map(lambda one: one(), calls))
    assert most[0] == 3
