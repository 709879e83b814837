# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Answers of the service in the form that results have. The names in them are few, so each is translated once."""

from __future__ import annotations

import functools
import typing as t

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict


@functools.cache
def snake_name(name: str) -> str:
    """Return a name of the API in snake case, as all modules of AWS write it."""
    return str(next(iter(camel_dict_to_snake_dict({name: None}))))


def in_snake_case(value: t.Any) -> t.Any:
    """Return an answer with its names in snake case and its dates as text."""
    if isinstance(value, dict):
        return {snake_name(name): in_snake_case(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_snake_case(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
