# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a broken rule is told with."""

from __future__ import annotations

import re
import typing as t

from .._texts.flow import flow

if t.TYPE_CHECKING:
    from .setting import Change

# What tables and indexes may be called.
RESOURCE_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
# The longest name of an attribute.
NAME_LIMIT = 255


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


def wanted_only_while_on(option: str, value: str) -> str:
    """Return how one variable gives an option only while something is on, for a hint; a blank counts as left out."""
    return f'or let the switch decide: {option}: "{{{{ {value} if enabled else omit }}}}"'


def denied(path: str, reason: str, action: str) -> Violation:
    """Return the violation of an option that cannot be compared with the table."""
    hint = f"allow {action}, use an endpoint that offers it, or leave the option out"
    return Violation("unreadable", path, f"cannot be compared, its state is unknown: {reason}", hint)


def fixed(change: Change, hint: str) -> Violation:
    """V66: what only a new table, or a new index, can change."""
    message = (
        f"cannot be changed on an existing table: it has {flow(change.before)}, and {flow(change.after)} is wanted"
    )
    return Violation("V66", ".".join(change.path), message, hint)
