# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The kinds of tables in a drift report: their names, their order of importance, and their levels."""

from __future__ import annotations

import typing as t

MISSING, LOST_PROTECTION = "missing", "lost_protection"
FAILED, DESTRUCTIVE, DRIFTED, SETTLING = "failed", "destructive", "drifted", "settling"
UNPROTECTED, COSTLY, UNSPECIFIED, IN_ORDER = "unprotected", "costly", "unspecified", "in_order"

BAD, WARN, NOTE, GOOD = "bad", "warn", "note", "good"

# In the order of the page. Drift that does harm already comes first: a missing table, and a table without a protection
# that its specification asks for. Other drift does no harm until a user runs converge.
LEVELS = {
    MISSING: BAD,
    LOST_PROTECTION: BAD,
    FAILED: BAD,
    DESTRUCTIVE: BAD,
    DRIFTED: WARN,
    SETTLING: NOTE,
    UNPROTECTED: NOTE,
    COSTLY: NOTE,
    UNSPECIFIED: NOTE,
    IN_ORDER: GOOD,
}
SECTIONS = tuple(LEVELS)
WORST_FIRST = (BAD, WARN, NOTE, GOOD)


def worst(levels: t.Iterable[str]) -> str:
    """Return the worst of the levels; ``good`` if there are none."""
    found = {*levels}
    return next((level for level in WORST_FIRST if level in found), GOOD)
