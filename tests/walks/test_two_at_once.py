# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs on one table at once: each ends with an answer that holds, and the table matches one of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.settings.names import Options, elements
from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.unit.strategies import pairs, wholes
from ansible_collections.planton.dynamodb.tests.walks.account import LONG, writes
from ansible_collections.planton.dynamodb.tests.walks.facts import (
    OFF,
    Facts,
    differing,
    facts_of_options,
    facts_of_table,
)
from ansible_collections.planton.dynamodb.tests.walks.turns import Result, Shared
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

ABSENT: Options = {"state": "absent", "force": True}
MANAGED = "alias/aws/dynamodb"
SEEDS = st.integers(0, 10_000)


def times(number: int) -> settings:
    """So many examples, the same in every run."""
    more: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    return settings(max_examples=number, derandomize=True, phases=[Phase.generate], **more)


def account_with(seed: int, before: Options | None, **behaviour: Any) -> Shared:
    """An account with that table, made long ago; its managed key comes into being with the first use."""
    account = Shared(seed, **behaviour)
    if before:
        named = before["server_side_encryption"].get("kms_key_arn") == MANAGED
        account.arrange({**before, **({"server_side_encryption": {"enabled": True}} if named else {})})
    return account


def held(account: Shared) -> Facts | None:
    table = account.table()
    return facts_of_table(table) if table else None


def agrees(found: Facts | None, goal: Facts | None) -> bool:
    """Tell whether a table is as a specification says; AWS never lowers a warm throughput that the other has raised."""
    if found is None or goal is None:
        return found is goal
    warm = {path: units for path, units in found.items() if "warm_throughput" in path}
    spare = {path: goal.get(path) for path, units in warm.items() if units >= goal.get(path, 0)}
    lowered = {path: spare.get(path, value) for path, value in found.items()}
    return {path: value for path, value in lowered.items() if value is not None or path not in spare} == goal


def put_off(done: Result) -> list[Result]:
    """The operations that AWS admits at a later time."""
    return [step for step in done["plan"]["operations"] if step["status"] == "pending" and "retry_at" in step]


def out_of_time(done: Result) -> bool:
    return "wait_timeout" in done.get("msg", "")


def check_answers(results: list[Result]) -> None:
    """Converged, or a message that says what happened: of the run, or in the words of the service."""
    for done in results:
        assert done["converged"] == ("msg" not in done)
        assert done["converged"] or done["msg"].startswith(("Table orders: ", "The specification of table orders"))


def check_match(account: Shared, specs: list[Options], results: list[Result]) -> None:
    """The table is as one of them says, but for what AWS puts off and what there was no time left for."""
    goals = [None if spec is ABSENT else facts_of_options(spec) for spec in specs]
    found = held(account)
    told = [done.get("msg", "") for done in results]
    if not any(put_off(done) or out_of_time(done) for done in results):
        assert found in goals, (told, apart(found, goals))
    assert found in goals or not all(done["converged"] for done in results), told


def apart(found: Facts | None, goals: list[Facts | None]) -> list[Facts]:
    """Where the table is otherwise than each of them says, for whoever looks into it."""
    return [differing(found or {}, goal or {}) for goal in goals]


@times(10)
@given(pair=pairs(), seed=SEEDS)
def test_one_specification_twice(pair: tuple[Options, Options], seed: int) -> None:
    """Both make it so, and nothing that is rationed or slow is done twice."""
    before, after = pair
    account = account_with(seed, before)
    first, keys = len(account.host.calls), changes_of_key(account)
    results = account.at_once(after, after)
    check_answers(results)
    check_match(account, [after], results)
    assert all(done["converged"] or put_off(done) for done in results), [done.get("msg") for done in results]
    check_nothing_twice(account, first, keys)


def changes_of_key(account: Shared) -> int:
    """How often the key of the table was changed."""
    table = account.table()
    return len(table.of(Encryption).encryption_changes) if table else 0


def check_nothing_twice(account: Shared, first: int, keys: int) -> None:
    """Of the changes to the table itself each was carried out once.

    The key that is on its way is answered with 200 (L-065), and changes nothing: what counts is what AWS counts.
    """
    changes = [call for call in writes(account.calls_since(first)) if call.operation == "UpdateTable"]
    free = ("DeletionProtectionEnabled", "SSESpecification")
    made = Counter(repr(call.request) for call in changes if not {*free} & {*call.request})
    # AWS takes the same warm throughput again while it rises, and nothing comes of it (3.4).
    assert [text for text, count in made.items() if count > 1 and "WarmThroughput" not in text] == []
    assert changes_of_key(account) - keys <= len({repr(c.request) for c in changes if "SSESpecification" in c.request})


@times(10)
@given(after=wholes(), seed=SEEDS)
def test_one_table_made_twice(after: Options, seed: int) -> None:
    """One makes it, the other finds it on its way and goes along."""
    account = Shared(seed)
    results = account.at_once(after, after)
    assert [done.get("msg") for done in results] == [None, None]
    assert held(account) == facts_of_options(after)
    made = Counter(call.operation for call in writes(account.host.calls))
    assert (made["CreateTable"], made["UpdateTable"]) == (1, 0)


def check_told(account: Shared, specs: list[Options], results: list[Result]) -> bool:
    """Tell whether the table is as one of them says; where it is as none does, at least one of them knows."""
    found = held(account)
    matches = any(agrees(found, facts_of_options(spec)) for spec in specs)
    assert matches or not all(done["converged"] for done in results)
    return matches


@pytest.mark.parametrize("exists", [True, False])
def test_two_specifications_of_one_table(exists: bool) -> None:
    """Whatever they undo of each other, no mixture goes unnoticed, and mostly one of them has its way, wholly.

    Not always: AWS puts calls off, indexes take more time than there is, and each may give up what the other undid.
    """
    matched: list[bool] = []

    @times(14 if exists else 12)
    @given(data=st.data())
    def meet(data: st.DataObject) -> None:
        before, one = data.draw(pairs())
        other = data.draw(wholes(before))
        account = account_with(data.draw(SEEDS), before if exists else None)
        results = account.at_once(one, other)
        check_answers(results)
        matched.append(check_told(account, [one, other], results))

    meet()
    assert sum(matched) >= len(matched) / 2, matched


@times(12)
@given(data=st.data())
def test_here_and_gone(data: st.DataObject) -> None:
    """One wants the table, the other wants it gone."""
    before, after = data.draw(pairs())
    account = account_with(data.draw(SEEDS), before if data.draw(st.booleans()) else None)
    results = account.at_once(after, ABSENT)
    check_answers(results)
    check_match(account, [after, ABSENT], results)


@times(8)
@given(data=st.data())
def test_a_run_afterwards_makes_it_right(data: st.DataObject) -> None:
    """Whatever two runs left behind, one alone puts it right when no cooldown is in the way."""
    before, one = data.draw(pairs())
    other = data.draw(wholes(before))
    account = account_with(data.draw(SEEDS), before)
    account.at_once(one, other)
    account.later(LONG)
    assert account.result(one).get("msg") is None
    assert agrees(held(account), facts_of_options(one)), apart(held(account), [facts_of_options(one)])


PLAIN: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": elements(["id"]),
    **OFF,
}


def expires(**more: Any) -> Options:
    return {**PLAIN, "ttl": {"enabled": True, "attribute_name": "expires"}, **more}


RECOVERY: Options = {"point_in_time_recovery_enabled": True, "recovery_period_in_days": 7}
# What the first of two runs needs not write, and the second changes after the first has looked.
UNNOTICED: dict[str, tuple[Options | None, Options, Options]] = {
    "time to live of a new table": (None, {**PLAIN, "tags": {"a": "x"}}, expires()),
    "tags beside recovery": ({**PLAIN, "tags": {"a": "x"}}, {**PLAIN, **RECOVERY, "tags": {"a": "x"}}, PLAIN),
    "recovery beside tags": (PLAIN, {**PLAIN, "tags": {"a": "x"}}, {**PLAIN, **RECOVERY}),
}


@pytest.mark.parametrize("what", UNNOTICED)
@pytest.mark.parametrize("seed", range(6))
def test_what_one_does_not_write_and_the_other_does(what: str, seed: int) -> None:
    """No mixture that both call converged.

    But for tags, which read as before for up to three seconds: who looks within them cannot see what somebody else has
    just written. The next run does.
    """
    before, one, other = UNNOTICED[what]
    account = account_with(seed, before, lags=False)
    results = account.at_once(one, other)
    check_answers(results)
    # In some orders each of them undoes what the other wrote. Then at least one of them says so.
    check_told(account, [one, other], results)


def test_a_seed_is_an_order() -> None:
    """The same seed makes the same calls at the same moments; another makes others."""
    logs = []
    for seed in (1, 1, 2):
        account = account_with(seed, PLAIN)
        start = account.clock.now()
        account.at_once(expires(stream_enabled=True, stream_view_type="KEYS_ONLY"), {**PLAIN, **RECOVERY})
        logs.append([(round(call.at - start, 6), call.operation, call.status) for call in account.host.calls])
    assert logs[0] == logs[1] != logs[2]
