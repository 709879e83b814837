# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what a result tells is true, by what the engine was seen to do."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.settings.insights import Insights
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import Stream
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import DROP_AFTER, LOSE
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.checks import arns, filled_in
from ansible_collections.planton.dynamodb.tests.walks.facts import options_of_table

Result = dict[str, Any]
# What a result says of a call whose answer was lost, and that could not be seen through.
PERHAPS = "perhaps done"
# What to do, in the words of a message that has no hint and no time.
ADVICE = (
    "Run again",
    "run again",
    "until that is mended",
    "The old table is gone; what",
    "The old index or stream is gone; what",
)


class Witness:
    """Sees every call of an account from now on: ``changed_by`` are the numbers of those that changed something."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._first = len(account.host.calls)
        self._before: object = None
        self.changed_by: set[int] = set()
        account.host.watch = self._watch

    @property
    def calls(self) -> list[Entry]:
        """The calls that were seen."""
        return self._account.calls_since(self._first)

    def _watch(self, entry: Entry, carried_out: bool) -> None:
        if not entry.writes:
            return
        now = self._fingerprint()
        if not carried_out:
            self._before = now
        elif now != self._before:
            self.changed_by.add(entry.number)

    def _fingerprint(self) -> object:
        """Everything that a call can change: the table, whether it is on its way out, and the backups."""
        table, backups = self._account.table(), len(self._account.engine.world().backups)
        others = {region: _of_table(other) for region, other in self._account.elsewhere().items()}
        return (backups, table and _of_table(table), others)

    def met(self, fault: str) -> bool:
        """Tell whether any call met a fault."""
        return any(fault in call.faults for call in self.calls)

    def attempts(self, step: Result) -> list[Entry]:
        """Return the calls that were made for a step of the plan."""
        wanted = filled_in((step["operation"], step["request"]), arns(self._account))
        return [call for call in self.calls if repr((call.operation, call.request)) == wanted]


def _of_table(table: Table) -> object:
    own = (
        table.table_id,
        table.of(Stream).streams_made,
        table.of(Encryption).encryption_key,
        table.deleted_at,
        dict(table.of(Insights).insights),
    )
    return (own, options_of_table(table))


def check_told(result: Result, witness: Witness) -> None:
    """The result is one of a table as asked for, or says what to do; what it says of the calls is true."""
    if result["converged"]:
        assert "msg" not in result, result["msg"]
    else:
        assert says_what_to_do(result), result.get("msg")
    for step in result["plan"]["operations"]:
        check_step(step, result, witness)
    check_changed(result, witness)


def check_changed(result: Result, witness: Witness) -> None:
    """Something was changed if and only if the result says so; where a run cannot know, it has to say that.

    It cannot know of a call whose answer was lost when it may not look any more. What the service accepted and forgot
    counts as changed, but never as what was asked for.
    """
    told = f"changed is {result['changed']}, by calls {sorted(witness.changed_by)}; {result.get('msg')}"
    if result["changed"]:
        assert witness.changed_by or (witness.met(LOSE) and "msg" in result), told
    else:
        assert not witness.changed_by or PERHAPS in result["msg"], told


def says_what_to_do(result: Result) -> bool:
    """Tell whether a message has the service's own text and a way on from there."""
    text, error = result["msg"], result.get("error", {})
    if error.get("message", "") not in text:
        return False
    if "errors" in result:
        return all(broken["hint"] and broken["message"] in text for broken in result["errors"])
    known = [part for part in (error.get("hint"), error.get("retry_at")) if part]
    return any(part in text for part in (*known, *ADVICE))


def check_step(step: Result, result: Result, witness: Witness) -> None:
    """What is said to be done was accepted, and what is said to be left has not been done."""
    told = f"{step['reason']} is {step['status']}: {step.get('error')}; {result.get('msg')}"
    attempts = witness.attempts(step)
    took_effect = [call for call in attempts if call.number in witness.changed_by]
    if step["status"] == "done":
        assert any(call.carried_out or LOSE in call.faults for call in attempts), told
    elif step["operation"] == "CreateBackup" and "backup_arn" in result:
        # It was begun, but nobody saw it complete.
        assert step["status"] == "failed", told
    elif took_effect:
        assert all(DROP_AFTER in call.faults for call in took_effect), told
        assert f"{step['reason']} ({PERHAPS}" in result["msg"], told
