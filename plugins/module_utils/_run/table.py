# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The module dynamodb_table: from its options to its result."""

from __future__ import annotations

import concurrent.futures
import contextlib
import typing as t

from .._aws.api import TableApi
from .._aws.clock import Clock
from .._aws.connecting import connector
from .._aws.errors import ServiceError
from .._plan.rules import advice, violations
from .._settings.desired import desired_from_options
from .._settings.violations import InvalidSpecError
from .aws_module import WORKERS, exit_with
from .converge import Converger
from .result import ended, with_text
from .run import Rules

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._texts.facts import Facts
    from .run import Run


def run_table(module: AnsibleAWSModule) -> None:
    """Carry out dynamodb_table."""
    exit_with(module, with_text(str(module.params["name"]), table_result(module)))


def table_result(module: AnsibleAWSModule) -> Facts:
    """Return the result of dynamodb_table; it is a failure if it has a ``msg``."""
    options = module.params
    desired = desired_from_options(options)
    try:
        found = violations(desired, None if options["validate_only"] else module.region)
        if found:
            raise InvalidSpecError(found)
        if options["validate_only"]:
            from .failure import nothing_read

            return {**nothing_read(desired.name, desired), "warnings": advice(desired)}
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            clock, rules = Clock(), Rules.of(module, options)
            converger = Converger(TableApi(connector(module)), clock, pool, concurrent.futures.ThreadPoolExecutor)
            return ended(converger.run(desired, rules, lambda run: _shown(run, options["progress_file"], clock)))
    except InvalidSpecError as error:
        from .failure import refused

        return refused(desired.name, desired, error.violations)
    except ServiceError as error:
        from .failure import unread

        return unread(desired, error)


def _shown(run: Run, path: str | None, clock: Clock) -> t.ContextManager[None]:
    """Write the progress of a run to a file while the block runs, if there is a file and something to do."""
    if not path or run.settled:
        return contextlib.nullcontext()
    from .jobs import Job
    from .progress import Progress

    return Progress(path, [Job(run.desired.name, "", run.desired, run=run)], None, clock).shown()
