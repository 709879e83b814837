# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The module dynamodb_tables: from its options to the results of all tables."""

from __future__ import annotations

import concurrent.futures
import typing as t

from .._aws.api import TableApi
from .._aws.clock import Clock
from .._aws.connecting import connector
from .._aws.errors import ServiceError
from .._aws.pacing import Pacer
from .ansible import exit_with
from .converge import Converger
from .fleet import Fleet
from .fleet_result import fleet_result
from .jobs import Job, jobs_of
from .progress import Progress

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._texts.facts import Facts

# How many threads make calls or wait for their turn.
CALLERS = 512


def run_tables(module: AnsibleAWSModule) -> None:
    """Carry out dynamodb_tables."""
    exit_with(module, tables_result(module))


def tables_result(module: AnsibleAWSModule) -> Facts:
    """Return the result of dynamodb_tables; it is a failure if it has a ``msg``."""
    jobs = jobs_of(module)
    sound = [job for job in jobs if job.sound and not job.validate_only]
    warnings: list[str] = []
    if sound:
        try:
            warnings = _carry_out(module, sound)
        except ServiceError as error:
            for job in sound:
                job.error = error
    result = fleet_result(jobs)
    return {**result, "warnings": [*result["warnings"], *warnings]}


def _carry_out(module: AnsibleAWSModule, jobs: list[Job]) -> list[str]:
    """Carry out jobs and return warnings; raises ``ServiceError`` if no client can be made."""
    concurrency, clock = module.params["concurrency"], Clock()
    pacer = Pacer(clock, concurrency)
    api = TableApi(connector(module, concurrency), pacer)
    progress = Progress(module.params["progress_file"], jobs, pacer, clock)
    with concurrent.futures.ThreadPoolExecutor(CALLERS, "call") as pool, progress.shown():
        Fleet(Converger(api, clock, pool), pacer, clock).run(jobs)
    return progress.warnings
