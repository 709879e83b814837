# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A report without characters that act on a terminal or a page, and with an end to every text."""

from __future__ import annotations

import typing as t

from ..module_utils._plan.text import plain

# Texts of errors, which may have several lines.
SEVERAL_LINES = {"message", "text", "hint"}
# Values as they are, for programs.
AS_THEY_ARE = {"before", "after"}
# Longer than any name, ARN or sentence that AWS or the collection makes.
LONGEST = 1000


def harmless(value: t.Any, key: str = "") -> t.Any:
    """Return a report in which every text is harmless to whoever shows it, but for the values that differ."""
    if key in AS_THEY_ARE:
        return value
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").split("\n") if key in SEVERAL_LINES else [value]
        return "\n".join(map(_line, lines))
    if isinstance(value, t.Mapping):
        return {_line(str(name)): harmless(part, str(name)) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [harmless(part, key) for part in value]
    return value


def _line(text: str) -> str:
    # Nearly all are harmless, and a report on thousands of tables has many.
    shown = text if text.isprintable() and "{" not in text else plain(text)
    # Of three braces in a row, the second and the third still are two.
    while (again := plain(shown) if "{" in shown else shown) != shown:
        shown = again
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}... ({len(text):,} characters)"
