# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Turns ``before`` and ``after`` of a plan into a flat list of changes, for programs and for the text of the plan."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .._texts.facts import Facts


def flat_changes(before: t.Mapping[str, t.Any], after: t.Mapping[str, t.Any]) -> list[Facts]:
    """Return the differences as ``path``, in the names of the specification, ``before`` and ``after``.

    A path is as long as both sides have dictionaries: a new index is one change, and so is the new capacity of an
    existing one.
    """
    return [*_changes(before, after, ())]


def _changes(before: t.Mapping[str, t.Any], after: t.Mapping[str, t.Any], path: tuple[str, ...]) -> t.Iterator[Facts]:
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _changes(old, new, (*path, name))
        elif not path and _is_keyed(old if new is None else new) and (old is None or new is None):
            yield from _members(name, old, new)
        elif old != new:
            yield {"path": ".".join((*path, name)), "before": old, "after": new}


def _is_keyed(value: t.Any) -> bool:
    """Tell whether a value is a dictionary of named items, such as indexes, each of which is a change."""
    return isinstance(value, dict) and all(isinstance(part, dict) for part in value.values()) and bool(value)


def _members(name: str, old: t.Any, new: t.Any) -> t.Iterator[Facts]:
    for key, value in (new if old is None else old).items():
        sides = (None, value) if old is None else (value, None)
        yield {"path": f"{name}.{key}", "before": sides[0], "after": sides[1]}
