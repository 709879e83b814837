# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How every module ends."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.warnings import warn

if t.TYPE_CHECKING:
    from ansible.module_utils.basic import AnsibleModule
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

Words = dict[str, t.Any]


def exit_with(module: AnsibleModule | AnsibleAWSModule, result: Words) -> None:
    """End the module; a result with a message is a failure.

    In diff mode Ansible prints ``diff``, so that is the text of the plan then, and not both sides as JSON.
    """
    for text in result.pop("warnings", ()):
        warn(text)
    if module._diff and "plan" in result:
        result["diff"] = {"prepared": result["plan"]["text"] + "\n"}
    end = module.fail_json if "msg" in result else module.exit_json
    end(**result)
