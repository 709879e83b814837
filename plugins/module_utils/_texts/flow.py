# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Writes values for messages as a user would write them: as YAML on one line, not in Python's notation."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping

# YAML reads text of this form as text without quotes, except for the words in NOT_TEXT.
PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./@+-]*(?::[A-Za-z0-9_./@+-]+)*")
NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def flow(value: t.Any) -> str:
    """Return a value in YAML's flow style; ``None`` becomes the word "nothing"."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(str(name))}: {_inner(part)}" for name, part in value.items()) + "}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "[" + ", ".join(map(_inner, value)) + "]"
    return str(value)


def _inner(value: t.Any) -> str:
    return "null" if value is None else flow(value)


def _text(text: str) -> str:
    if PLAIN.fullmatch(text) and text.lower() not in NOT_TEXT:
        return text
    quoted = text.replace("'", "''")
    return f"'{quoted}'"
