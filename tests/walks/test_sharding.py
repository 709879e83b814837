# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet over accounts and Regions takes little more than the pace of AWS; the small form of scripts/sharding."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.sharding import report, slices
from ansible_collections.planton.dynamodb.tests.sharding.targets import KINDS, Measured, Target, simulate, tables
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount

ACCOUNTS, REGIONS, TABLES = 2, 2, 75
# What was measured is below 1.04; the shorter a run is, the more the first refusals count.
MOST = 1.06


@pytest.fixture(scope="module", params=KINDS)
def fleet(request: pytest.FixtureRequest) -> dict[str, dict[str, Measured]]:
    """Three hundred tables of a kind: each target is created, then found as specified."""
    hosts = slices.targets(ACCOUNTS, REGIONS)
    return {host: simulate(request.param, TABLES, seed=seed) for seed, host in enumerate(hosts)}


def test_all_targets_at_once_take_what_aws_admits(
    fleet: dict[str, dict[str, Measured]], record_property: pytest.RecordProperty
) -> None:
    for done in report.DONE:
        seconds = {host: found[done].seconds for host, found in fleet.items()}
        bound = max(found[done].bound for found in fleet.values())
        assert not any(found[done].left for found in fleet.values())
        last = slices.makespan(seconds, slices=2, forks=2)
        if bound:
            assert bound > TABLES - 10 and 1.0 <= last / bound <= MOST
            record_property(f"makespan over bound of {len(fleet) * TABLES} tables, {done}", round(last / bound, 3))
        else:
            # Nothing of such tables is limited; they are read with one call each.
            assert last < 1.0 and all(found[done].calls == TABLES for found in fleet.values())


def test_a_target_in_two_runs_takes_longer_than_in_one() -> None:
    """Neither knows of the other, and both meet the pace of the account: so a target is one host of an inventory."""
    one, two = (simulate("full", 40, parts, seed=1)["create"] for parts in (1, 2))
    assert one.bound == two.bound and one.ratio < MOST + 0.02 < two.ratio
    assert two.refused > one.refused and not one.left


def test_clients_without_the_sdk_change_nothing() -> None:
    """The same calls at the same times as over the SDK."""
    logs: list[Any] = []
    for account in (Target(3), FleetAccount(3)):
        specs = tables("full", 12)
        done = account.fleet(specs)
        again = account.fleet(specs)
        assert done["converged"] and not again["changed"] and "spec" in again["tables"]["table-0000"]
        logs.append([(call.at, call.operation, call.request, call.code) for call in account.host.calls])
    assert logs[0] == logs[1]


def test_slices_are_cut_as_awx_cuts_them() -> None:
    hosts = slices.targets(5, 4)
    cut = slices.sliced(reversed(hosts), 3)
    assert cut[0][:3] == ["account-00.region-0", "account-00.region-3", "account-01.region-2"]
    assert sorted(host for part in cut for host in part) == hosts and [len(part) for part in cut] == [7, 7, 6]
    assert len(slices.sliced(hosts, 30)) == 20, "a slice without hosts is none"
    # As many slices as Regions: each slice has one Region of all accounts.
    assert [{host.partition(".")[2] for host in part} for part in slices.sliced(hosts, 4)] == [
        {f"region-{number}"} for number in range(4)
    ]


@pytest.mark.parametrize(
    ("count", "forks", "last", "busy"),
    [(1, 20, 100.0, 20), (1, 10, 200.0, 10), (1, 5, 400.0, 5), (3, 5, 200.0, 5), (3, 7, 100.0, 7), (20, 1, 100.0, 1)],
)
def test_targets_begin_when_a_fork_is_free(count: int, forks: int, last: float, busy: int) -> None:
    seconds = dict.fromkeys(slices.targets(5, 4), 100.0)
    assert slices.makespan(seconds, count, forks) == last
    assert slices.at_work(seconds, count, forks) == busy


def test_the_tables_of_the_page() -> None:
    found = {"create": Measured(110.0, 100.0, 600, 6), "at rest": Measured(0.1, 0.0, 100, 0)}
    fleet = {"account.region": found}
    assert list(report.fleet_lines({"plain": fleet}, 100))[2:] == [
        "| plain | create | 100 s | 1.100 | 6.0 | 1.0% |",
        "| plain | at rest | 0 s | no bound | 1.0 | 0.0% |",
    ]
    assert list(report.slice_lines(fleet, "create"))[2:] == ["| 1 | 1.10 (1) | 1.10 (1) | 1.10 (1) |"]
    assert list(report.shared_lines({"plain": {2: found}}))[2:] == ["| plain | create | 2 | 1.10 | 1.0% | 0 |"]
