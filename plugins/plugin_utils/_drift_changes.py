# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The differences of one table as a flat list, and the operations that would remove them."""

from __future__ import annotations

import typing as t

from ..module_utils._plan.text import CREATIONS
from ._drift_values import INDEXES, Setting, setting_of

Words = dict[str, t.Any]
Changes = t.Sequence[t.Mapping[str, t.Any]]


def differences(changes: Changes) -> list[Words]:
    """Return each difference with its path in the specification, and both values as people read them.

    ``before`` and ``after`` are the values for programs. The creation or deletion of a table is not listed itself: for
    a table to create, all its settings are listed, for a table to delete, none.
    """
    states = {change["after"] for change in changes if change["path"] == "state"}
    if "absent" in states:
        return []
    return [_told(*part) for change in changes if change["path"] != "state" for part in _apart(change)]


def _apart(change: t.Mapping[str, t.Any]) -> t.Iterator[tuple[str, t.Any, t.Any]]:
    """Return one change for each tag: if a side has no tags at all, they come as a single change."""
    path, before, after = str(change["path"]), change["before"], change["after"]
    tags = before if after is None else after
    if path != "tags" or not isinstance(tags, t.Mapping) or not (before is None or after is None):
        yield path, before, after
        return
    for name, value in tags.items():
        yield f"tags.{name}", *((value, None) if after is None else (None, value))


def _told(path: str, before: t.Any, after: t.Any) -> Words:
    setting = setting_of(path, before, after)
    return {
        "path": path,
        "kind": "added" if before is None else "removed" if after is None else "changed",
        "before": before,
        "after": after,
        "setting": setting.words,
        "in_aws": _unset(setting) if before is None else setting.value(before),
        "specified": "not specified" if after is None else setting.value(after),
    }


def _unset(setting: Setting) -> str:
    return "not there" if setting.option in INDEXES and not setting.part else "not set"


def operations(plan: t.Mapping[str, t.Any]) -> list[Words]:
    """Return the planned calls in their order, without their requests."""
    return [
        {
            "operation": step["operation"],
            "target": step["target"],
            "reason": step["reason"],
            "region": str(step.get("region") or ""),
            "destructive": bool(step["destructive"]),
            "waits_for": list(step.get("waits_for") or []),
        }
        for step in plan.get("operations") or []
    ]


def creates(steps: t.Sequence[t.Mapping[str, t.Any]]) -> bool:
    """Tell whether the operations create a table without replacing another one."""
    calls = {step["operation"] for step in steps}
    return bool(calls & CREATIONS) and "DeleteTable" not in calls


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
        "message": str(result.get("msg") or "The comparison failed, and gave no reason."),
        "errors": errors,
        "code": str(told.get("code") or ""),
        "operation": str(told.get("operation") or ""),
        "hint": str(told.get("hint") or ""),
    }
