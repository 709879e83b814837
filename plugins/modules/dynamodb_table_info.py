#!/usr/bin/python
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dynamodb_table_info
"""

EXAMPLES = r"""
"""

RETURN = r"""
"""

from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from ..module_utils._argspec import table_info_argument_spec
from ..module_utils._run.module import run_table_info


def main() -> None:
    """Read tables in the words of the specification."""
    module = AnsibleAWSModule(
        argument_spec=table_info_argument_spec(),
        mutually_exclusive=[("names", "prefix")],
        supports_check_mode=True,
    )
    run_table_info(module)


if __name__ == "__main__":
    main()
