# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of validation in their page, between two marks."""

from __future__ import annotations

from .options import Described
from .text import between

HEADER = "| id | rule | resource | |\n|---|---|---|---|\n"


def validation(described: Described, there: str) -> str:
    """Return the page with the table between the marks written anew."""
    rows = sorted(described.rules.items(), key=lambda item: _place(item[0]))
    table = "".join(f"| {name} | {_row(rule)}\n" for name, rule in rows)
    return between(there, f"{HEADER}{table}\n", "docs/validation.md")


def _place(name: str) -> tuple[int, str]:
    """Return what rules are sorted by: those with a number come first, by their number."""
    number = name.removeprefix("V")
    return (int(number), "") if number.isdigit() else (10_000, "")


def _row(rule: dict[str, str]) -> str:
    cells = (rule["text"], rule.get("resource", ""), rule.get("mark", ""))
    return " |".join(f" {cell}" if cell else "" for cell in cells).lstrip() + " |"
