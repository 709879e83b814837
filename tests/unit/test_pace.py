# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long to wait between looks, and the clock that tells."""

from __future__ import annotations

import datetime
import itertools

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.clock import Clock
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.pace import (
    backoff,
    busy_interval,
    lag_interval,
    lock_interval,
    poll_interval,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import BY_NAME
from ansible_collections.planton.dynamodb.tests.unit.service import refusal

TAGS = BY_NAME["tags"].read
assert TAGS
LAG = TAGS.lag


def looks(seconds: float) -> list[float]:
    """The moments of the looks at something that takes so long."""
    moments = [0.0]
    while moments[-1] < seconds:
        moments.append(moments[-1] + poll_interval(moments[-1]))
    return moments


@pytest.mark.parametrize("seconds", [1, 2, 5, 20, 60, 150, 500, 1000])
def test_the_end_is_found_soon(seconds: float) -> None:
    """Within seven hundredths of what it took, or a tenth of a second."""
    assert looks(seconds)[-1] - seconds <= max(0.1, 0.07 * seconds)


def test_there_are_not_too_many_looks() -> None:
    assert len(looks(6)) <= 40
    assert len(looks(1000)) <= 150


def test_waits_grow_up_to_a_limit() -> None:
    intervals = [poll_interval(waited) for waited in range(0, 2000, 10)]
    assert intervals == sorted(intervals)
    assert (intervals[0], intervals[-1]) == (0.1, 15.0)


@pytest.mark.parametrize("attempt", range(1, 12))
def test_refused_calls_back_off(attempt: int) -> None:
    found = [backoff(attempt) for _once in range(50)]
    middle = min(8.0, 0.75 * 1.5**attempt)
    assert all(0.75 * middle <= seconds <= 1.25 * middle for seconds in found)
    assert len(set(found)) > 1


@pytest.mark.parametrize(
    ("code", "text", "seconds"),
    [
        ("LimitExceededException", "Subscriber limit exceeded: Table tags are being updated: orders", (0.1, 0.2)),
        ("ContinuousBackupsUnavailableException", "Backups are being enabled for the table", (0.1, 0.2)),
        ("ThrottlingException", "The rate of control plane requests made by this account is too high", (0.7, 1.3)),
        ("ThrottlingException", "Rate exceeded", (0.7, 1.3)),
    ],
)
def test_each_lock_has_its_pace(code: str, text: str, seconds: tuple[float, float]) -> None:
    found = [lock_interval(refusal("UpdateTable", code, text)) for _once in range(50)]
    assert seconds[0] <= min(found) <= max(found) <= seconds[1]


def test_throttled_callers_part() -> None:
    throttled = refusal("UpdateTable", "ThrottlingException", "Rate exceeded")
    assert len({lock_interval(throttled) for _once in range(50)}) > 1


def attempts(seconds: float, *, explained: bool, replicas: bool = False) -> list[float]:
    """The moments of the attempts at what is busy for so long."""
    moments = [0.0]
    while moments[-1] < seconds:
        moments.append(moments[-1] + busy_interval(moments[-1], explained=explained, replicas=replicas))
    return moments


def test_what_is_seen_to_be_busy_is_tried_rarely() -> None:
    assert len(attempts(500, explained=True)) <= 50
    assert max(busy_interval(float(waited), explained=True) for waited in range(1000)) == 15.0


def test_the_end_of_a_hold_of_all_regions_is_noticed() -> None:
    made = attempts(36, explained=True, replicas=True)
    assert made[-1] - 36 <= 36 / 8 and len(made) <= 25


@pytest.mark.parametrize("seconds", [1.8, 5, 15, 40, 60])
def test_an_unseen_lock_ends_soon(seconds: float) -> None:
    assert attempts(seconds, explained=False)[-1] - seconds <= max(0.2, 0.07 * seconds)


def test_tags_are_read_again_when_they_may_be_there() -> None:
    """The second look comes before the shortest lag is over, the others follow closely."""
    moments = [0.0]
    while moments[-1] < 3.0:
        moments.append(moments[-1] + lag_interval(moments[-1], lag=LAG))
    assert moments[1] == 1.25
    assert 0.1 <= max(after - before for before, after in itertools.pairwise(moments[1:])) <= 0.2
    assert lag_interval(0.0) == 0.5


def test_a_read_of_tags_is_one_call() -> None:
    """However many there are: ten calls a second are documented."""
    assert 1 / lag_interval(2.0, lag=LAG) < 10


def test_the_clock_goes_on() -> None:
    clock = Clock()
    before = clock.now()
    clock.sleep(0.001)
    assert clock.now() > before
    assert clock.today().tzinfo is datetime.timezone.utc
