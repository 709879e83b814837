# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Messages about failures: of one table, and of many tables."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .facts import Facts


def violations_text(name: str, violations: t.Sequence[object]) -> str:
    """Return one message about the violations of a table, with a line for each."""
    lines = [f"- {violation}" for violation in violations]
    return "\n".join([f"The specification of table {name} cannot be carried out:", *lines])


def failures_text(failed: t.Mapping[str, Facts], count: int) -> str:
    """Return a message that names every failed table; tables that failed for the same reason share a line."""
    reasons: dict[str, list[str]] = {}
    for name, result in failed.items():
        reasons.setdefault(result["msg"].replace(name, "{name}"), []).append(name)
    parts = []
    for reason, names in reasons.items():
        if len(names) == 1 and "{name}" in reason:
            parts.append(reason.replace("{name}", names[0]))
        else:
            parts.append(f"{', '.join(names)}: {reason.replace('{name}', 'the table')}")
    return "\n".join([f"{len(failed)} of {count} tables failed.", *parts])
