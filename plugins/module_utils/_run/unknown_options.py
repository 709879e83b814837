# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Options that do not exist or are blank, in an item of ``tables`` and in what is nested there."""

from __future__ import annotations

import difflib
import typing as t

from .._spec.rule_model import Violation

Words = dict[str, t.Any]

TYPES = "ansible-doc planton.dynamodb.dynamodb_table has every option with its type"
ROUTE = "every option of dynamodb_table goes here, but those of the connection, which are options of the task"
# How much alike a name must be to be what was meant.
ALIKE = 0.7


def without_unknown(spec: Words, item: t.Any, path: str) -> tuple[t.Any, list[Violation]]:
    """Return the item without the options that the argument spec does not have, and a violation for each of these.

    An empty text where no text can be is none: so a blank answer of a survey, or a variable that is off, arrives. What
    else is of the wrong type stays as it is: that is told by whoever checks the types.
    """
    if not isinstance(item, dict):
        return item, []
    known = dict(spec)
    known |= {alias: option for option in spec.values() for alias in option.get("aliases", ())}
    found = [_unknown(str(name), [*known], path) for name in item if name not in known]
    rest = {}
    for name, value in item.items():
        if name in known and not (value == "" and known[name]["type"] != "str"):
            rest[name], deeper = _nested(known[name], value, f"{path}.{name}")
            found += deeper
    return rest, found


def _nested(option: Words, value: t.Any, path: str) -> tuple[t.Any, list[Violation]]:
    if "options" not in option:
        return value, []
    if option["type"] == "dict":
        return without_unknown(option["options"], value, path)
    if not isinstance(value, list):
        return value, []
    parts = [without_unknown(option["options"], part, f"{path}[{place}]") for place, part in enumerate(value)]
    return [part for part, _found in parts], [fault for _part, found in parts for fault in found]


def _unknown(name: str, known: list[str], path: str) -> Violation:
    meant = difflib.get_close_matches(name, known, 1, ALIKE)
    hint = f"did you mean {meant[0]}?" if meant else ROUTE if "." not in path else f"use {', '.join(known)}"
    return Violation("options", f"{path}.{name}", f"'{name}' is no option here", hint)
