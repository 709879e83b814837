# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The glue between Ansible and a run of dynamodb_table: options in, result out."""

from __future__ import annotations

import concurrent.futures
import typing as t

from .._aws.api import TableApi
from .._aws.connecting import connector
from .._aws.errors import ServiceError
from .._aws.pace import Clock
from .._aws.reading import Reading
from .._spec.options import desired_from_options
from .._spec.rule_model import InvalidSpecError
from .._spec.rules import advice, violations
from .._spec.words import settings_words
from .converge import Converger
from .exits import WORKERS, exit_with
from .result import failure, outputs, run_result, run_warnings, service_failure, violation_words, violations_text
from .run import Rules

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._spec.model import Desired

Words = dict[str, t.Any]


def run_table(module: AnsibleAWSModule) -> None:
    """Carry out dynamodb_table."""
    exit_with(module, table_result(module))


def table_result(module: AnsibleAWSModule) -> Words:
    """Return the result of dynamodb_table; it is a failure if it has a ``msg``."""
    options = module.params
    desired = desired_from_options(options)
    empty = empty_result(desired)
    try:
        found = violations(desired, None if options["validate_only"] else module.region)
        if found:
            raise InvalidSpecError(found)
        if options["validate_only"]:
            return {**empty, "warnings": advice(desired)}
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            run = Converger(TableApi(connector(module)), Clock(), pool).run(desired, _rules(module))
    except InvalidSpecError as error:
        text = violations_text(desired.name, error.violations)
        return {**empty, "msg": text, "errors": violation_words(error.violations)}
    except ServiceError as error:
        return {**empty, **service_failure(error)}
    return {**run_result(run), "warnings": run_warnings(run), **(failure(run) or {})}


def _rules(module: AnsibleAWSModule) -> Rules:
    return Rules(
        apply=not module.check_mode,
        wait=module.params["wait"],
        wait_timeout=module.params["wait_timeout"],
        expected_plan=module.params["expected_plan"] or "",
    )


def empty_result(desired: Desired) -> Words:
    """Return the result of a run that ended before the table was read."""
    plan: Words = {"id": "", "summary": f"{desired.name}: nothing was read", "operations": []}
    return {
        "changed": False,
        "converged": False,
        "plan": {**plan, "iam_actions": []},
        "diff": {"before": {}, "after": {}},
        "outputs": outputs(desired.name, Reading()),
        "table": {},
        "spec": {"name": desired.name, **settings_words(desired.settings)},
    }
