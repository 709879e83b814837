# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Turns changes into ``before`` and ``after`` of Ansible's diff mode."""

from __future__ import annotations

import typing as t

from .._settings.catalog import ENTRIES

if t.TYPE_CHECKING:
    from .._settings.setting import Change
    from .._texts.facts import Facts

# The member that names the items of an option that is a list, where that is not ``name``.
NAMED_BY = {option: member for entry in ENTRIES for option, member in entry.named_by.items()}


def before_and_after(changes: t.Sequence[Change]) -> tuple[Facts, Facts]:
    """Return the values before and after the changes as nested facts; a missing value is left out."""
    before: Facts = {}
    after: Facts = {}
    for change in changes:
        old, new = _differing(change.before, change.after)
        _put(before, change.path, old)
        _put(after, change.path, new)
    return before, after


def _differing(before: t.Any, after: t.Any) -> tuple[t.Any, t.Any]:
    """Return both values without the members that are equal, because a diff shows differences only."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    same = {name for name in before if name in after and before[name] == after[name]}
    return _without(before, same) or None, _without(after, same) or None


def _put(facts: Facts, path: tuple[str, ...], value: t.Any) -> None:
    if value is None:
        return
    for name in path[:-1]:
        facts = facts.setdefault(name, {})
    # A later change may lie inside of this value, which belongs to another change.
    facts[path[-1]] = dict(value) if isinstance(value, dict) else value


def keyed(facts: Facts) -> Facts:
    """Return the options with lists of named items as dictionaries by name, as the paths of changes have them."""
    result = {name: _keyed(value, NAMED_BY.get(name, "name")) for name, value in facts.items()}
    return {name: value for name, value in result.items() if value not in ([], {})}


def _keyed(value: t.Any, member: str = "name") -> t.Any:
    if isinstance(value, dict):
        return {name: _keyed(each, NAMED_BY.get(name, "name")) for name, each in value.items()}
    if isinstance(value, list) and value and all(isinstance(item, dict) and member in item for item in value):
        return {item[member]: _named(_without(item, {member})) for item in value}
    return value


def _without(facts: Facts, names: set[str]) -> Facts:
    return {name: value for name, value in facts.items() if name not in names}


def _named(item: Facts) -> t.Any:
    rest: Facts = _keyed(item)
    return rest["type"] if set(rest) == {"type"} else rest
