# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the module dynamodb_tables and shows its progress meanwhile."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.plugins.plugin_utils._module_action import ModuleAction


class ActionModule(ModuleAction):
    """The action of dynamodb_tables."""

    MODULE = "planton.dynamodb.dynamodb_tables"
