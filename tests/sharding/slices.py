# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts an inventory into slices as AWX does, and tells when the last target of all slices is done."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping


def targets(accounts: int, regions: int) -> list[str]:
    """Names of hosts, each an account in a Region."""
    return [f"account-{account:02}.region-{region}" for account in range(accounts) for region in range(regions)]


def sliced(hosts: Iterable[str], count: int) -> list[list[str]]:
    """The slices of an inventory: in the order of their names, the first slice has the hosts 1, 1 + count and so on."""
    ordered = sorted(hosts)
    slices = (ordered[number::count] for number in range(count))
    return [part for part in slices if part]


def makespan(seconds: Mapping[str, float], slices: int, forks: int) -> float:
    """When the last target is done: all slices begin at once, each works on so many targets at a time.

    A target begins as soon as another one of its slice is done. Targets do not slow each other down, for AWS has a pace
    for each account and Region.
    """
    ends = []
    for part in sliced(seconds, slices):
        busy: list[float] = []
        for host in part:
            begins = heapq.heappop(busy) if len(busy) == forks else 0.0
            heapq.heappush(busy, begins + seconds[host])
        ends.append(max(busy))
    return max(ends)


def at_work(hosts: Iterable[str], slices: int, forks: int) -> int:
    """How many targets one slice works on at a time, at most."""
    return min(forks, max(map(len, sliced(hosts, slices))))
