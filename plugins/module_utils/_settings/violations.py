# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Violations of rules, and the error that carries them."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from .setting import Change

# The names that AWS allows for tables and indexes.
RESOURCE_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
# The most characters that the name of an attribute may have.
NAME_LIMIT = 255


class Violation(t.NamedTuple):
    """One broken rule: its id, the path in the specification, what is wrong, and what the user can do about it."""

    rule: str
    path: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message} [{self.rule}]; {self.hint}"


class InvalidSpecError(Exception):
    """The specification cannot be carried out, alone or on the existing table; has all violations."""

    def __init__(self, violations: t.Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(str(violation) for violation in violations))


def duplicates(names: t.Iterable[str]) -> list[str]:
    """Return the names that occur more than once, each of them once."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return list(twice)


def wanted_only_while_on(option: str, value: str) -> str:
    """Return, for a hint, a template that gives an option only while its switch is on."""
    return f'or let the switch decide: {option}: "{{{{ {value} if enabled else omit }}}}"'


def denied(path: str, reason: str, action: str) -> Violation:
    """Return the violation for an option that cannot be compared, because the read of the table's value failed."""
    hint = f"allow {action}, use an endpoint that offers it, or leave the option out"
    return Violation("unreadable", path, f"cannot be compared, its state is unknown: {reason}", hint)


def unchangeable(change: Change, hint: str) -> Violation:
    """Return the violation for a change that only a new table, or a new index, can bring (V66)."""
    from .._texts.flow import flow

    message = (
        f"cannot be changed on an existing table: it has {flow(change.before)}, and {flow(change.after)} is wanted"
    )
    return Violation("V66", ".".join(change.path), message, hint)
