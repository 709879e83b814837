# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The glue between Ansible and dynamodb_table_info: options in, tables out."""

from __future__ import annotations

import typing as t

from .._aws.api import TableApi
from .._aws.connecting import connector
from .._aws.errors import ServiceError
from .exits import Words, exit_with
from .info import read_tables
from .result import service_failure

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule


def run_table_info(module: AnsibleAWSModule) -> None:
    """Carry out dynamodb_table_info."""
    exit_with(module, table_info_result(module))


def table_info_result(module: AnsibleAWSModule) -> Words:
    """Return the result of dynamodb_table_info; it is a failure if it has a ``msg``."""
    chosen = (module.params[name] for name in ("names", "prefix", "unmanaged"))
    try:
        tables, warnings = read_tables(TableApi(connector(module)), *chosen)
    except ServiceError as error:
        return {"changed": False, "tables": [], **service_failure(error)}
    return {"changed": False, "tables": tables, "warnings": warnings}
