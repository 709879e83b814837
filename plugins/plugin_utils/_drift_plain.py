# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the texts of a report harmless: no characters that affect a terminal or a page, and a limit of their length."""

from __future__ import annotations

import typing as t

from ..module_utils._plan.text import plain

# The keys of texts that may have several lines.
SEVERAL_LINES = {"message", "text", "hint"}
# The keys of values for programs, which stay unchanged.
AS_THEY_ARE = {"before", "after"}
# The most characters of a text; longer than any name, ARN or sentence of AWS or of the collection.
LONGEST = 1000


def harmless(value: t.Any, key: str = "") -> t.Any:
    """Return the report with harmless texts only, except for the values of differences."""
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
    # Nearly all texts are harmless, and a report on thousands of tables has many, so this check comes first.
    shown = text if text.isprintable() and "{" not in text else plain(text)
    # Repeated until nothing changes, so that no pair of braces is left.
    while (again := plain(shown) if "{" in shown else shown) != shown:
        shown = again
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}... ({len(text):,} characters)"
