# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that meet faults at one call in ten, of each kind alone and of all together, on several seeds.

Each ends as asked for, or says what to do; ``changed`` and the status of each call are true. Without the faults the
next run finishes.
"""

from __future__ import annotations

import itertools
import os
import random
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.budgets import TOO_FAST
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import (
    DENY,
    DROP_AFTER,
    DROP_BEFORE,
    ERROR,
    EXPIRE,
    LATENCY,
    LOSE,
)
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.ends import check_nothing_left, end_of, finish, undisturbed
from ansible_collections.planton.dynamodb.tests.walks.runs import CASES, Case
from ansible_collections.planton.dynamodb.tests.walks.truth import Witness, check_told

SEEDS = int(os.environ.get("FAULT_SEEDS", "4"))
OFTEN = 0.1
# So many faults a seed are the least for a kind alone, and for all together.
LEAST, LEAST_TOGETHER = 5, 75
# What a service can accept and forget; a backup that is accepted has at least a name.
FORGETTABLE = (
    "CreateTable",
    "UpdateTable",
    "DeleteTable",
    "TagResource",
    "UntagResource",
    "UpdateTimeToLive",
    "UpdateContinuousBackups",
    "UpdateContributorInsights",
)
Add = Callable[[Account, float], Any]


def _some(kind: str, **more: Any) -> Add:
    return lambda account, _moment: account.host.faults.add(kind, probability=OFTEN, **more)


def _expire(account: Account, moment: float) -> None:
    account.host.faults.add(EXPIRE, at=account.clock.now() + moment)


def _forget(account: Account, _moment: float) -> None:
    for operation in FORGETTABLE:
        account.host.faults.add(LOSE, operation=operation, probability=OFTEN)


FAULTS: dict[str, Add] = {
    "the service fails": _some(ERROR),
    "throttled": _some(ERROR, code="ThrottlingException", text=TOO_FAST, status=400),
    "lost on the way": _some(DROP_BEFORE),
    "the answer lost": _some(DROP_AFTER),
    "slow": _some(LATENCY, seconds=3.0),
    "denied": _some(DENY),
    "the session expires": _expire,
    "accepted and forgotten": _forget,
}


def disturb(account: Account, kinds: list[str], seed: int) -> None:
    """Switch faults on; a session expires at a moment that the seed decides."""
    moment = random.Random(seed).uniform(0.0, 4.0 if len(kinds) == 1 else 20.0)
    for kind in kinds:
        FAULTS[kind](account, moment)


def check(case: Case, kinds: list[str], seed: int) -> int:
    """Make one run with faults and one without; return how many there were."""
    account = case.account(seed)
    disturb(account, kinds, seed)
    random.seed(seed)
    witness = Witness(account)
    result = account.result(case.options)
    met = sum(fault.met for fault in account.host.faults.faults)
    account.host.faults.clear()
    check_told(result, witness)
    finish(account, case)
    assert end_of(account).facts == undisturbed(case)[-1].facts
    check_nothing_left(account, case)
    return met


@pytest.mark.parametrize("kind", [*FAULTS, "all of it"])
def test_faults(kind: str, record_property: Callable[[str, object], None]) -> None:
    kinds = [kind] if kind in FAULTS else [*FAULTS]
    breaches, met = [], 0
    for case, number in itertools.product(CASES, range(SEEDS)):
        try:
            met += check(case, kinds, zlib.crc32(f"{kind}, {case}, {number}".encode()))
        except AssertionError as error:
            breaches.append(f"{case}, number {number}: {error}")
    record_property("faults", met)
    print(f"{kind}: {met} faults in {len(CASES) * SEEDS} runs")
    assert not breaches, "\n".join(breaches)
    assert met >= SEEDS * (LEAST if kind in FAULTS else LEAST_TOGETHER)
