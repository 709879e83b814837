# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The answer to "is all well?" in a sentence, and what else is to be said of it."""

from __future__ import annotations

import typing as t

BAD, WARN, NOTE, GOOD = "bad", "warn", "note", "good"


def headline(counts: t.Mapping[str, int]) -> tuple[str, str]:
    """Return how bad it is and the one sentence that says so."""
    total, failed, drifted = counts["tables"], counts["failed"], counts["drifted"]
    if counts["faults"] and not total:
        return BAD, "Nothing could be checked"
    if failed or drifted:
        parts = [f"{drifted} of {tables(total)} {_verb(drifted, 'differ')}"] if drifted else []
        if failed:
            parts.append(f"{failed if drifted else f'{failed} of {tables(total)}'} could not be checked")
        return (BAD if failed or counts["faults"] or counts["destructive"] else WARN), ", ".join(parts)
    if counts["faults"]:
        return BAD, "Not everything could be checked"
    if not total:
        return GOOD, "There are no tables"
    if counts["in_order"] == total:
        return GOOD, f"All is well with {tables(total)}"
    return NOTE, "Every table is as specified" if total > counts["unspecified"] else "No table has a specification"


def remarks(counts: t.Mapping[str, int]) -> list[str]:
    """Return the other things to know, each as a sentence."""
    told = (
        ("destructive", "Mending {n} would lose something."),
        ("missing", "{n} {is_} specified, but not there."),
        ("settling", "{n} {is_} still changing."),
        ("unprotected", "{n} {holds} data without full protection."),
        ("costly", "{n} may cost without use."),
        ("unspecified", "No specification names {n}."),
    )
    found = [_sentence(text, counts[key]) for key, text in told if counts[key]]
    if counts["faults"]:
        found.insert(0, f"{counts['faults']} {'fault' if counts['faults'] == 1 else 'faults'} beyond single tables.")
    return found


def _sentence(text: str, count: int) -> str:
    one = count == 1
    return text.format(n=tables(count), is_="is" if one else "are", holds="holds" if one else "hold")


def tables(count: int) -> str:
    """Return a number of tables in words."""
    return f"{count:,} {'table' if count == 1 else 'tables'}"


def _verb(count: int, verb: str) -> str:
    return f"{verb}s from its specification" if count == 1 else f"{verb} from their specifications"
