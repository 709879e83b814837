# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Begins and ends a module, and decides whether it changes anything: only this file reads check mode."""

from __future__ import annotations

import contextlib
import typing as t

from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from .._aws.connecting import forget_blank_variables

if t.TYPE_CHECKING:
    from ansible.module_utils.basic import AnsibleModule

    from .._texts.facts import Facts

# How many calls for one table can run at a time; more threads than a table has settings would stay idle.
WORKERS = 8


def make_module(argument_spec: Facts, **more: t.Any) -> AnsibleAWSModule:
    """Build the module; where ansible-core raises ``TypeError`` for a wrong value, simpler options make it say why."""
    forget_blank_variables()
    try:
        return AnsibleAWSModule(argument_spec=argument_spec, **more)
    except TypeError:
        from .._item_options import shallower

        for spec in shallower(argument_spec):
            with contextlib.suppress(TypeError):
                AnsibleAWSModule(argument_spec=spec, **more)
        raise


def acts(module: AnsibleModule | AnsibleAWSModule) -> bool:
    """Tell whether the module may change anything: not in check mode."""
    return not module.check_mode


def exit_with(module: AnsibleModule | AnsibleAWSModule, result: Facts) -> None:
    """End the module with a result; a result with ``msg`` is a failure.

    In diff mode Ansible prints ``diff``, so it gets the text of the plan instead of ``before`` and ``after``.
    """
    for text in result.pop("warnings", ()):
        warn(text)
    if module._diff and "plan" in result:
        result["diff"] = {"prepared": result["plan"]["text"] + "\n"}
    end = module.fail_json if "msg" in result else module.exit_json
    end(**result)
