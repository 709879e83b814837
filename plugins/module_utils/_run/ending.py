# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the result of one table's run: refused before any call, not read, or carried out.

The code that explains failures is imported only when it is used, because most runs do not fail.
"""

from __future__ import annotations

import typing as t

from .result import nothing_read, run_result

if t.TYPE_CHECKING:
    from .._aws.errors import ServiceError
    from .._settings.desired import Desired
    from .._settings.violations import Violation
    from .._texts.facts import Facts
    from .run import Run


def refused(name: str, desired: Desired | None, violations: t.Sequence[Violation]) -> Facts:
    """Return the failed result of a specification that cannot be carried out."""
    from .._texts.failures import violations_text
    from .failure import violation_facts

    text = violations_text(name, violations)
    return {**nothing_read(name, desired), "msg": text, "errors": violation_facts(violations)}


def unread(desired: Desired, error: ServiceError) -> Facts:
    """Return the failed result of a table that could not be read."""
    from .failure import service_failure

    return {**nothing_read(desired.name, desired), **service_failure(error)}


def ended(run: Run) -> Facts:
    """Return the result of a run; it is a failure if it has a ``msg``."""
    result = {**run_result(run), "warnings": run_warnings(run)}
    if not run.in_doubt:
        return result
    from .failure import failure

    return {**result, **(failure(run) or {})}


def run_warnings(run: Run) -> list[str]:
    """Return the warnings of a run; without ``wait``, they include the calls that AWS put off."""
    put_off = [] if run.waited else [step for step in run.outcome.with_status("pending") if step.error]
    if not put_off:
        return [*run.warnings]
    from .failure import error_text

    return [*run.warnings, *(f"{run.desired.name}: {error_text(step)}" for step in put_off)]
