# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The last look at the table while a plan is carried out."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.api import explain
from .._aws.errors import ServiceError
from .._aws.reading import before_asking, has_named_key, key_arn
from .._aws.sources import answer_to
from .._aws.verdicts import Verdict
from .._settings.catalog import BY_NAME
from .._settings.kms import MANAGED_KEY_ALIAS
from .._settings.observed import Answers, observe
from .._settings.setting import Unknown
from .._settings.states import DELETING

if t.TYPE_CHECKING:
    from .._aws.api import TableApi
    from .._settings.calls import Operation
    from .._settings.conditions import Condition
    from .._settings.observed import Observed
    from .._settings.origins.origin import Failure, Making
    from .._settings.setting import Answer
    from .outcome import Outcome


class MakingError(ServiceError):
    """AWS could not finish making a table; ``kept`` means that the table is there all the same."""

    def __init__(self, failure: Failure, kept: bool) -> None:
        told = "; the table is kept" if kept else ""
        super().__init__(failure.operation, failure.code, f"{failure.text}{told}")
        self._kept = kept

    @property
    def later_run_may_succeed(self) -> bool:
        """Whether a later run may succeed without any change: it takes the table as it is."""
        return self._kept


def look_at(api: TableApi, name: str, outcome: Outcome) -> dict[str, t.Any] | None:
    """Read the table as it is to be taken: until AWS has finished making it, it is CREATING.

    Raises :class:`MakingError` if AWS could not finish it.
    """
    table = api.describe_table(name)
    if outcome.making is None:
        return table
    making, answer = _going_on(api, outcome.making)
    failure = making.failure(answer)
    if failure is None and not making.is_over(answer):
        outcome.begin(making)
        return dict(making.seen(table, answer))
    # The table may have been made between the two reads.
    table = api.describe_table(name)
    if failure and not (failure.overtaken and table):
        raise MakingError(failure, kept=table is not None)
    outcome.making = None
    return table


def _going_on(api: TableApi, making: Making) -> tuple[Making, Answer]:
    """Return the making with its answer; if another process was faster, that of the other process."""
    answer = answer_to(api, making.ask)
    failure = making.failure(answer)
    if failure and failure.overtaken:
        faster = making.faster(answer_to(api, making.ask_faster(answer)))
        if faster:
            return faster, answer_to(api, faster.ask)
    return making, answer


class View:
    """The last look at the table, kept in the outcome; it is ``fresh`` until a call returns or time passes.

    A look is the answer of DescribeTable, and the answers to the reads of those settings that somebody asks for.
    """

    def __init__(self, api: TableApi, name: str, outcome: Outcome) -> None:
        self._api = api
        self._name = name
        self._outcome = outcome
        # The table that the plan was made from.
        self._planned = outcome.observed
        self._keys = dict(self._planned.keys) if self._planned else {}
        self.fresh = True

    @property
    def replaced(self) -> bool:
        """Whether the name belongs to another table now than when the plan was made."""
        before, now = self._planned, self.observed
        return bool(before and now and before.table_id and now.table_id and before.table_id != now.table_id)

    @property
    def removed(self) -> bool:
        """Whether the table of the plan is gone or DELETING, or another table has its name."""
        now = self.observed
        if self._planned is None or now is self._planned:
            return False
        return now is None or now.status == DELETING or self.replaced

    @property
    def observed(self) -> Observed | None:
        """The table at the last look, or ``None`` if there is none."""
        return self._outcome.observed

    def look(self) -> None:
        """Read the table, unless a look since the last call that changes it has shown it."""
        table = self._outcome.table or look_at(self._api, self._name, self._outcome)
        self._outcome.table = table
        self._outcome.observed = observe(self._answers(table)) if table else None
        self.fresh = True

    def _answers(self, table: Answer) -> Answers:
        return Answers(table, keys=self._keys, making=self._outcome.making is not None)

    def refresh(self, conditions: t.Iterable[Condition] = ()) -> None:
        """Read the table if the last look is not fresh, and what else the conditions are judged from."""
        if not self.fresh:
            self.look()
        self._also_read({name for condition in conditions for name in condition.reads})

    def _also_read(self, names: set[str]) -> None:
        """Read these settings, too, if the table exists and AWS answers such calls about it."""
        observed = self.observed
        if observed is None or observed.status == DELETING:
            return
        found = {name: self._answer(name, observed) for name in sorted(names - observed.answers.reads.keys())}
        found = {name: answer for name, answer in found.items() if answer is not None}
        if found:
            answers = dataclasses.replace(observed.answers, reads={**observed.answers.reads, **found})
            self._outcome.observed = observe(answers)

    def _answer(self, name: str, observed: Observed) -> t.Any:
        """Return the answer to the read of a setting; ``None`` if the table is not known to that API, or not yet."""
        entry = BY_NAME[name]
        known = before_asking(entry, observed.answers)
        if known is not None or entry.read is None:
            return known
        try:
            return self._api.read(entry.read, observed.table)
        except ServiceError as error:
            if error.verdict is not Verdict.MISSING:
                raise
            return None

    def can_look(self, operation: Operation | None = None) -> bool:
        """Read the table, and what shows the effects of a call, and return whether that succeeded.

        An error here must not hide the error that is judged.
        """
        concerned = {effect.planning.setting.name for effect in operation.effects} if operation else set[str]()
        try:
            self.look()
            self._also_read({name for name in concerned if BY_NAME[name].has_read})
        except ServiceError:
            return False
        return True

    def written(self, operation: Operation) -> None:
        """Mark the last look as out of date, because a call has worked; DescribeTable may not show what it changed."""
        self.fresh = False
        if operation.changes_table:
            self._outcome.table = None

    def aged(self) -> None:
        """Mark the last look as out of date, because time has passed or a call has failed."""
        self.fresh, self._outcome.table = False, None

    def hold(self, conditions: t.Sequence[Condition]) -> bool:
        """Tell whether the conditions hold, by a look that is not older than the last call."""
        self.refresh(conditions)
        return all(condition.holds(self.observed) for condition in conditions)

    def shows(self, operation: Operation) -> bool:
        """Tell whether the last look shows all that a call asks for, for example because an earlier run made the call.

        The look that the plan was made from is not used: the plan has no call whose effect it shows. While an earlier
        call for the same change is in flight, AWS shows the old values.
        """
        if self.observed is self._planned:
            return False
        names = [name for effect in operation.effects for name in effect.planning.setting.names(effect.value)]
        if MANAGED_KEY_ALIAS in names and self._outcome.table:
            self._keys = _managed_key(self._api, self._outcome.table, self._keys)
            self._outcome.observed = observe(self._answers(self._outcome.table))
        return operation.took_effect(self.observed, self._planned)


def _managed_key(
    api: TableApi, table: t.Mapping[str, t.Any], keys: dict[str, str | Unknown]
) -> dict[str, str | Unknown]:
    """Return ``keys`` with the ARN of the AWS managed key, looked up if the table's key may be that one."""
    if keys.get(MANAGED_KEY_ALIAS, MANAGED_KEY_ALIAS) != MANAGED_KEY_ALIAS or not has_named_key(table):
        return keys
    try:
        return {**keys, MANAGED_KEY_ALIAS: key_arn(api, MANAGED_KEY_ALIAS)}
    except ServiceError as error:
        return {**keys, MANAGED_KEY_ALIAS: Unknown(explain(error))}
