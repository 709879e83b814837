# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The replication of settings to other accounts."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OPTION, DISABLED = "global_table_settings_replication_mode", "DISABLED"
OFF = {OPTION: DISABLED}


def _in_a_diff(mode: str) -> str | None:
    """DescribeTable shows no mode where nobody has turned it on, so that DISABLED is told of some tables only."""
    return None if mode == DISABLED else mode


IN_A_DIFF = {OPTION: _in_a_diff}


def facts(options: Options) -> Facts:
    return {(OPTION,): _in_a_diff(options.get(OPTION, DISABLED))}


def of_table(table: Table) -> dict[str, Any]:
    return {OPTION: table.settings_mode or DISABLED}


def read(options: Options) -> str:
    return str(options[OPTION])
