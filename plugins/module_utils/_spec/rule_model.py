# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a broken rule is told with."""

from __future__ import annotations

import re
import typing as t

# What tables and indexes may be called.
RESOURCE_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")


class Violation(t.NamedTuple):
    """One broken rule: its id, where in the specification, what is wrong, and what to do about it."""

    rule: str
    path: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message} [{self.rule}]; {self.hint}"


class InvalidSpecError(Exception):
    """The specification, alone or beside the table as it is, cannot be carried out; holds every violation."""

    def __init__(self, violations: t.Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(str(violation) for violation in violations))


def duplicates(names: t.Iterable[str]) -> list[str]:
    """Return the names that occur more than once, each once, in order."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return list(twice)
