# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The differences of one table as a flat list, and the operations that would end them."""

from __future__ import annotations

import typing as t

Words = dict[str, t.Any]


def differences(before: t.Mapping[str, t.Any], after: t.Mapping[str, t.Any]) -> list[Words]:
    """Return each difference with its path in the words of the specification, in their order there."""
    return list(_differences(before, after, ()))


def _differences(
    before: t.Mapping[str, t.Any], after: t.Mapping[str, t.Any], path: tuple[str, ...]
) -> t.Iterator[Words]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        where = (*path, str(key))
        if isinstance(old, t.Mapping) and isinstance(new, t.Mapping):
            yield from _differences(old, new, where)
        elif key not in before:
            yield from _one_sided(new, where, "added")
        elif key not in after:
            yield from _one_sided(old, where, "removed")
        elif old != new:
            yield {"path": ".".join(where), "kind": "changed", "before": old, "after": new}


def _one_sided(value: t.Any, path: tuple[str, ...], kind: str) -> t.Iterator[Words]:
    """Take apart what holds many of a kind, such as tags, but leave an index or a block whole."""
    if isinstance(value, t.Mapping) and value and len(path) == 1:
        for key, part in value.items():
            yield from _one_sided(part, (*path, str(key)), kind)
        return
    sides = {"before": None, "after": value} if kind == "added" else {"before": value, "after": None}
    yield {"path": ".".join(path), "kind": kind, **sides}


def operations(plan: t.Mapping[str, t.Any]) -> list[Words]:
    """Return the planned calls in their order, without their requests."""
    return [
        {
            "operation": step["operation"],
            "target": step["target"],
            "reason": step["reason"],
            "destructive": bool(step["destructive"]),
            "waits_for": list(step.get("waits_for") or []),
        }
        for step in plan.get("operations") or []
    ]


def failure(result: t.Mapping[str, t.Any]) -> Words | None:
    """Return why a table was refused or could not be read, or ``None``."""
    if not result.get("failed"):
        return None
    errors = [
        {key: str(error.get(key) or "") for key in ("rule", "path", "message", "hint")}
        for error in result.get("errors") or []
    ]
    told = result.get("error") or {}
    return {
        "message": str(result.get("msg") or "failed for no stated reason"),
        "errors": errors,
        "code": str(told.get("code") or ""),
        "operation": str(told.get("operation") or ""),
        "hint": str(told.get("hint") or ""),
    }
