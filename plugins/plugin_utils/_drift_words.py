# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Writes the headline of a drift report, which says whether all is well, and the remarks below it."""

from __future__ import annotations

import typing as t

from ._drift_kinds import (
    BAD,
    COSTLY,
    DESTRUCTIVE,
    DRIFTED,
    FAILED,
    IN_ORDER,
    LEVELS,
    LOST_PROTECTION,
    MISSING,
    SETTLING,
    UNPROTECTED,
    UNSPECIFIED,
    worst,
)

Counts = t.Mapping[str, int]

# What the headline says of one table, and of several tables.
SAID = {
    MISSING: ("is missing", "are missing"),
    LOST_PROTECTION: ("lacks a specified protection", "lack a specified protection"),
    FAILED: ("could not be checked", "could not be checked"),
    DRIFTED: ("differs from its specification", "differ from their specifications"),
    SETTLING: ("is still changing", "are still changing"),
}
# The same, shorter, after another kind of tables in the headline.
BESIDE = {**SAID, DRIFTED: ("other differs", "others differ")}
# In these sentences, {n} is a number of tables, and the other placeholders are words that agree with the number.
REMARKS = {
    MISSING: "If {a_missing} held data, restore a backup of it: converge would create it empty.",
    LOST_PROTECTION: "Run converge to restore the protection of {n}.",
    DESTRUCTIVE: "For {n}, converge would delete something or switch it off.",
    UNPROTECTED: "{n} {holds} data and {has} no point-in-time recovery or no deletion protection.",
    COSTLY: "{n} may cost money without being used.",
    UNSPECIFIED: "{n} {has} no specification.",
}


def headline(sections: Counts, counts: Counts) -> tuple[str, str]:
    """Return the level of the report and its headline.

    ``sections`` counts each table once, ``counts`` counts it for each of its flags. A fault affects several tables.
    """
    level = worst([*(LEVELS[name] for name, count in sections.items() if count), *([BAD] if counts["faults"] else [])])
    return level, _sentence(sections, counts)


def _sentence(sections: Counts, counts: Counts) -> str:
    total = counts["tables"]
    if counts["faults"] and not total:
        return "Nothing could be checked"
    # The headline has one number for all drift; a remark says how much of it is destructive.
    drifted = sections[DRIFTED] + sections[DESTRUCTIVE]
    numbers = {name: drifted if name == DRIFTED else sections[name] for name in SAID}
    told = [name for name, count in numbers.items() if count]
    if told:
        first, *others = told
        rest = (f"{numbers[name]:,} {BESIDE[name][numbers[name] != 1]}" for name in others if name != SETTLING)
        return ", ".join([f"{numbers[first]:,} of {tables(total)} {SAID[first][numbers[first] != 1]}", *rest])
    if counts["faults"]:
        return "Not everything could be checked"
    if not total:
        return "There are no tables"
    if counts[IN_ORDER] == total:
        return f"All is well with {tables(total)}"
    if total == counts[UNSPECIFIED]:
        return "No table has a specification"
    return f"Every table{' with a specification matches it' if counts[UNSPECIFIED] else ' matches its specification'}"


def remarks(counts: Counts) -> list[str]:
    """Return the remarks, each a sentence."""
    found = [_remark(text, counts[kind]) for kind, text in REMARKS.items() if counts[kind]]
    if counts["faults"]:
        found.insert(0, _beyond(counts["faults"]))
    return found


def _beyond(faults: int) -> str:
    one = faults == 1
    return (
        f"{'A whole host or region' if one else f'{faults:,} whole hosts or regions'} could not be checked, "
        "so tables may be missing from this report."
    )


def _remark(text: str, count: int) -> str:
    one = count == 1
    return text.format(
        n=tables(count),
        a_missing="the missing table" if one else "a missing table",
        holds="holds" if one else "hold",
        has="has" if one else "have",
    )


def tables(count: int) -> str:
    """Return a number of tables as text, such as ``2 tables``."""
    return f"{count:,} {'table' if count == 1 else 'tables'}"
