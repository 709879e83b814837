# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The replication of settings to other accounts."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Facts, Options, told
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OPTION = "global_table_settings_replication_mode"
OFF = {OPTION: "DISABLED"}


def facts(options: Options) -> Facts:
    return told(options, OPTION)


def of_table(table: Table) -> dict[str, Any]:
    return {OPTION: table.settings_mode or "DISABLED"}


def read(options: Options) -> str:
    return str(options[OPTION])
