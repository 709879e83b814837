# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a run does at the moment, for people who watch it: the call that takes effect, and the one that comes next."""

from __future__ import annotations

import typing as t

from .._plan.durations import duration, usual_seconds
from .steps import startable

if t.TYPE_CHECKING:
    from .._settings.observed import Observed
    from .steps import Outcome, Step

# A call whose effect usually shows within this many seconds needs no estimate.
SHORT = 30


def activity(outcome: Outcome, observed: Observed | None) -> str:
    """Return which call takes effect, how long that usually takes, and which call comes next.

    Where no call is under way, the next one is told with what it waits for.
    """
    doing = [step for step in outcome.steps if step.over and _open(step, observed)][-1:]
    doing += [step for step in outcome.steps if step.future]
    following = [step for step in outcome.steps if not (step.over or step.future)][:1]
    if not doing:
        return "".join(f"{step.operation.reason}: " for step in following) + awaited(outcome)
    told = ", ".join(dict.fromkeys(_told(step) for step in doing))
    errors = [f" ({step.error})" for step in following if step.error]
    return told + "".join(f", then {step.operation.reason}" for step in following) + "".join(errors)


def _open(step: Step, observed: Observed | None) -> bool:
    return any(not condition.holds(observed) for condition in step.operation.settles)


def _told(step: Step) -> str:
    usual = usual_seconds(step.operation.operation, step.operation.request)
    return step.operation.reason + (f" (usually about {duration(usual)})" if usual > SHORT else "")


def awaited(outcome: Outcome) -> str:
    """Return the conditions and errors that hold the next calls up."""
    left = [step for step in outcome.steps if not step.over]
    names = [str(need) for step in startable(outcome.steps) for need in step.needs if not need.holds(outcome.observed)]
    errors = [str(step.error) for step in left if step.error]
    calls = [f"{step.operation.operation} to be admitted" for step in left if step.future]
    return "; ".join(dict.fromkeys([*names, *errors, *calls])) or "the service"
