# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How a table's run can end: refused before any call, without an answer, or with everything known of it."""

from __future__ import annotations

import typing as t

from .._aws.reading import Reading
from .._texts.failures import violations_text
from .result import failure, outputs, run_result, run_warnings, service_failure, violation_words

if t.TYPE_CHECKING:
    from .._aws.errors import ServiceError
    from .._settings.desired import Desired
    from .._settings.violations import Violation
    from .run import Run

Words = dict[str, t.Any]


def nothing_read(name: str, desired: Desired | None) -> Words:
    """Return the result of a run that ended before the table was read, or before its specification was understood."""
    plan: Words = {"id": "", "summary": f"{name}: nothing was read", "operations": []}
    return {
        "changed": False,
        "converged": False,
        "plan": {**plan, "iam_actions": []},
        "changes": [],
        "diff": {"before": {}, "after": {}},
        "outputs": outputs(name, Reading()),
        "table": {},
        "spec": {"name": name, **(desired.settings.to_options() if desired else {})},
        "seconds": 0.0,
    }


def refused(name: str, desired: Desired | None, violations: t.Sequence[Violation]) -> Words:
    """Return the result of a specification that cannot be carried out."""
    text = violations_text(name, violations)
    return {**nothing_read(name, desired), "msg": text, "errors": violation_words(violations)}


def unread(desired: Desired, error: ServiceError) -> Words:
    """Return the result of a table that could not be read."""
    return {**nothing_read(desired.name, desired), **service_failure(error)}


def ended(run: Run) -> Words:
    """Return the result of a run; it is a failure if it has a ``msg``."""
    return {**run_result(run), "warnings": run_warnings(run), **(failure(run) or {})}
