# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The argument specifications of the modules that do not take the options of a table."""

from __future__ import annotations

import typing as t

Spec = dict[str, t.Any]


def table_info_argument_spec() -> Spec:
    """Return all options of dynamodb_table_info, without those that every AWS module has."""
    return {
        "names": {"type": "list", "elements": "str", "aliases": ["name"]},
        "prefix": {"type": "str"},
        "unmanaged": {"type": "bool", "default": False},
        "other_regions": {"type": "bool", "default": False},
    }


def files_argument_spec() -> Spec:
    """Return the options of write_files."""
    text = {"type": "str", "required": True}
    file = {"path": text, "content": text, "tables": {"type": "list", "elements": "str"}}
    return {
        "directory": {"type": "path", "required": True},
        "files": {"type": "list", "elements": "dict", "required": True, "options": file},
    }
