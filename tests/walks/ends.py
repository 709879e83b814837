# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How runs come to their end, and what an account holds then that no run may spend twice."""

from __future__ import annotations

import functools
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.settings.table_class import TableClass
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes
from ansible_collections.planton.dynamodb.tests.walks.checks import put_off
from ansible_collections.planton.dynamodb.tests.walks.facts import Facts, facts_of_table
from ansible_collections.planton.dynamodb.tests.walks.runs import Case

Result = dict[str, Any]
# The calls that make a table.
CREATING = ("CreateTable", "RestoreTableFromBackup", "RestoreTableToPointInTime", "ImportTable")
# No run has to be followed by more than these: one goes on, and one more where that is put off.
RUNS = 2


class End(NamedTuple):
    """What a run leaves behind: the table, what was spent of its budgets, and the calls that make and unmake things."""

    facts: Facts
    spent: Counter[str]
    accepted: Counter[str]


def finish(account: Account, case: Case) -> Result:
    """Run until the table is as asked for; what is put off is run again when its time has come."""
    result: Result = {}
    for _number in range(RUNS):
        result = account.result(case.options)
        times = [step["retry_at"] for step in put_off(result) if "retry_at" in step]
        if result["converged"] or not times:
            break
        account.wait_until(max(times))
    assert "msg" not in result, result["msg"]
    assert result["converged"], result["plan"]["operations"]
    return result


def check_nothing_left(account: Account, case: Case) -> None:
    """One more run writes nothing."""
    first = len(account.host.calls)
    again = account.result(case.options)
    assert (again["changed"], again["plan"]["operations"], again["converged"]) == (False, [], True), again
    assert writes(account.calls_since(first), carried_out=False) == []


def end_of(account: Account) -> End:
    """Return what the account holds now."""
    table = account.table()
    carried_out = [call for call in account.host.calls if call.carried_out]
    # A removed replica is there for some seconds after it is no longer listed.
    others = [(region, other) for region, other in account.elsewhere().items() if other.deleted_at is None]
    there = {(region, *path): value for region, other in others for path, value in facts_of_table(other).items()}
    return End(
        {**({} if table is None else facts_of_table(table)), **there},
        Counter() if table is None else _spent(table),
        Counter(word for call in carried_out for word in _words(call)),
    )


def _spent(table: Table) -> Counter[str]:
    lowered = table.budgets.decreases
    spent = Counter({f"decreases of {name or 'the table'}": len(times) for name, times in lowered.items()})
    spent["changes of class"] = len(table.of(TableClass).class_changes)
    spent["changes of the key"] = len(table.of(Encryption).encryption_changes)
    return spent


def _words(call: Entry) -> Iterable[str]:
    """The calls that make or unmake a table or an index."""
    if call.operation in (*CREATING, "DeleteTable"):
        yield call.operation
    for update in call.request.get("GlobalSecondaryIndexUpdates", ()) if call.operation == "UpdateTable" else ():
        yield from (f"{kind} {part['IndexName']}" for kind, part in update.items() if kind != "Update")


@functools.cache
def undisturbed(case: Case) -> tuple[list[Entry], int, End]:
    """Return the calls of the run that nothing disturbs, how many of them are its own, and what it leads to."""
    random.seed(0)
    account = case.account()
    first = account.result(case.options)
    own = len(account.host.calls)
    if not first["converged"]:
        (left,) = put_off(first)
        account.wait_until(left["retry_at"])
        finish(account, case)
    return account.host.calls, own, end_of(account)
