# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long to wait between looks, and the clock that tells."""

from __future__ import annotations

import datetime

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.pace import Clock, backoff, poll_interval


def looks(seconds: float) -> list[float]:
    """The moments of the looks at something that takes so long."""
    moments = [0.0]
    while moments[-1] < seconds:
        moments.append(moments[-1] + poll_interval(moments[-1]))
    return moments


@pytest.mark.parametrize("seconds", [1, 2, 5, 20, 60, 150, 500, 1000])
def test_the_end_is_found_soon(seconds: float) -> None:
    """Within a tenth of what it took, or a quarter of a second."""
    assert looks(seconds)[-1] - seconds <= max(0.25, seconds / 10)


def test_there_are_not_too_many_looks() -> None:
    assert len(looks(6)) <= 25
    assert len(looks(1000)) <= 125


def test_waits_grow_up_to_a_limit() -> None:
    intervals = [poll_interval(waited) for waited in range(0, 2000, 10)]
    assert intervals == sorted(intervals)
    assert (intervals[0], intervals[-1]) == (0.25, 15.0)


@pytest.mark.parametrize("attempt", range(1, 12))
def test_refused_calls_back_off(attempt: int) -> None:
    found = [backoff(attempt) for _once in range(50)]
    middle = min(8.0, 0.75 * 1.5**attempt)
    assert all(0.75 * middle <= seconds <= 1.25 * middle for seconds in found)
    assert len(set(found)) > 1


def test_the_clock_goes_on() -> None:
    clock = Clock()
    before = clock.now()
    clock.sleep(0.001)
    assert clock.now() > before
    assert clock.today().tzinfo is datetime.timezone.utc
