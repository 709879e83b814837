# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The kinds of tables in a drift report: how they are called, in which order they matter, and how bad each is."""

from __future__ import annotations

import typing as t

MISSING, LOST_PROTECTION = "missing", "lost_protection"
FAILED, DESTRUCTIVE, DRIFTED, SETTLING = "failed", "destructive", "drifted", "settling"
UNPROTECTED, COSTLY, UNSPECIFIED, IN_ORDER = "unprotected", "costly", "unspecified", "in_order"

BAD, WARN, NOTE, GOOD = "bad", "warn", "note", "good"

# In the order of the page. What harms somebody already goes first: a table that is not there, and a protection that
# the specification asks for and the table does not have. Other drift waits until somebody runs converge.
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
    """Return the worst of some levels; where there is none, nothing is wrong."""
    found = {*levels}
    return next((level for level in WORST_FIRST if level in found), GOOD)
