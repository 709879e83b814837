# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Writes a plan as text for people: first what is lost, then what changes, then what is new, then a count of the rest.

The text is made from the facts of results: a module makes it for its tables, the controller for several Regions.
Every line is plain text: no character of a name or a value can move the cursor, begin a line or open a template.
"""

from __future__ import annotations

import re
import typing as t

from .._settings.catalog import ORIGINS
from .._texts.flow import flow
from .durations import duration, holds_nothing_up, usual_seconds
from .told import with_region

if t.TYPE_CHECKING:
    from .._texts.facts import AnyFacts

# The text shows at most so many characters of a value, then its length.
SHOWN = 88
CREATE, CHANGE, REPLACE, DELETE, SAME, FAILED = "create", "change", "replace", "delete", "unchanged", "not planned"
MARKS = {CREATE: "+", CHANGE: "~", REPLACE: "-/+", DELETE: "-"}
# The order of the tables in the text.
ORDER = (DELETE, REPLACE, CHANGE, CREATE)
# A brace that, with the next character, opens a Jinja template.
OPENING = re.compile(r"\{(?=[{%#])")
# The calls that create a table.
CREATIONS = {"CreateTable", *(operation for origin in ORIGINS for operation in origin.operations)}
# Seconds between two changes: AWS admits about one a second in an account.
PACE = 1.0


class TablePlan(t.NamedTuple):
    """The facts about one table that the text shows; ``where`` is the Region, if the text is about several Regions."""

    name: str
    operations: t.Sequence[AnyFacts]
    changes: t.Sequence[AnyFacts]
    plan_id: str
    failure: str = ""
    where: str = ""
    exists: bool = True

    @property
    def kind(self) -> str:
        """What the plan does with the table: one of ``create``, ``change`` and so on."""
        calls = {step["operation"] for step in self.operations}
        if self.failure or not self.plan_id:
            return FAILED
        if calls & CREATIONS:
            return REPLACE if "DeleteTable" in calls else CREATE
        return DELETE if "DeleteTable" in calls else CHANGE if calls else SAME

    @property
    def destructive(self) -> list[AnyFacts]:
        """The destructive calls."""
        return [step for step in self.operations if step["destructive"]]

    @property
    def seconds(self) -> int:
        """An estimate of how many seconds the calls take, one after the other."""
        return sum(usual_seconds(step["operation"], step["request"]) for step in self.operations)


def plan_of(name: str, result: AnyFacts, where: str = "") -> TablePlan:
    """Return the facts of a result that the text shows."""
    plan = result["plan"]
    failure = str(result.get("msg") or "") if result.get("errors") or not plan["id"] else ""
    exists = bool(result["outputs"].get("table_arn")) or bool(plan["operations"])
    return TablePlan(name, plan["operations"], result["changes"], plan["id"], failure, where, exists)


def plan_text(tables: t.Sequence[TablePlan]) -> str:
    """Return the text about all tables; its last line has the totals."""
    sections = [*_destructive(tables), *_failures(tables)]
    for kind in ORDER:
        sections += [table_text(table) for table in tables if table.kind == kind]
    same = [table for table in tables if table.kind == SAME]
    sections += [table_text(table) for table in same if len(tables) == 1 or not table.exists]
    others = [table for table in same if table.exists]
    if others and len(tables) > 1:
        sections.append(f"= {_count(len(others), 'table')} without changes")
    return "\n".join([*sections, totals(tables)])


def _failures(tables: t.Sequence[TablePlan]) -> t.Iterator[str]:
    """Return sections about the tables that could not be planned; tables with the same reason share a section."""
    reasons: dict[str, list[TablePlan]] = {}
    for table in tables:
        if table.kind == FAILED:
            reasons.setdefault(table.failure.replace(table.name, "the table"), []).append(table)
    for reason, same in reasons.items():
        names = ", ".join(plain(table.name) for table in same)
        text = reason if len(same) > 1 else same[0].failure
        lines = [f"    {plain(line)}" for line in text.splitlines() if line.strip()]
        yield "\n".join([f"? {names}: {FAILED}", *lines])


def totals(tables: t.Sequence[TablePlan]) -> str:
    """Return the line of totals; it begins with "Plan:" so that it is easy to find."""
    counts = {kind: sum(table.kind == kind for table in tables) for kind in (CREATE, CHANGE, REPLACE, DELETE)}
    told = [f"{count} to {kind}" for kind, count in counts.items()]
    told.append(f"{sum(table.kind == SAME for table in tables)} unchanged")
    failed = sum(table.kind == FAILED for table in tables)
    told += [f"{failed} not planned"] if failed else []
    steps = [step for table in tables for step in table.operations]
    destructive = sum(bool(step["destructive"]) for step in steps)
    away = sum(bool(step.get("region")) for step in steps)
    calls = _count(len(steps), "call") + (f", {away} of them in other Regions" if away else "")
    parts = [", ".join(told), f"{calls}, {destructive} destructive"]
    return f"Plan: {'; '.join([*parts, *_estimate(tables, steps)])}."


def table_text(table: TablePlan) -> str:
    """Return the lines of one table: its differences, its calls and the id of its plan."""
    kind, name = table.kind, plain(table.name)
    head = f"{MARKS.get(kind, '=')} {name}{f' ({table.where})' if table.where else ''}: {kind}"
    if kind == SAME:
        return head if table.exists else f"= {name}: there is no such table"
    own = [line for change in table.changes if (line := change_line(change, kind))]
    calls = [_call(number, step) for number, step in enumerate(table.operations, 1)]
    return "\n".join([head, *own, *calls, f"    plan id: {table.plan_id}"])


def change_line(change: AnyFacts, kind: str = CHANGE) -> str:
    """Return a change as a line: the removed value, the added value, or both."""
    path, before, after = plain(change["path"]), change["before"], change["after"]
    if path == "state" or (kind == DELETE and after is None):
        return ""
    if before is None:
        return f"    + {path}: {shown(after)}"
    if after is None:
        return f"    - {path}: {shown(before)}"
    return f"    ~ {path}: {shown(before)} -> {shown(after)}"


def _call(number: int, step: AnyFacts) -> str:
    mark = "  DESTRUCTIVE" if step["destructive"] else ""
    return f"    {number}. {step['operation']}: {reason_of(step)}{mark}"


def reason_of(step: AnyFacts) -> str:
    """Return why a call is made, with its Region if that is not the Region of the table."""
    return plain(with_region(step["reason"], step.get("region")))


def _destructive(tables: t.Sequence[TablePlan]) -> t.Iterator[str]:
    lost = [step for table in tables for step in table.destructive]
    if lost:
        yield f"DESTRUCTIVE, {_count(len(lost), 'call')}:"
    for step in lost:
        yield f"  ! {plain(step['target'])}: {reason_of(step)}"


def _estimate(tables: t.Sequence[TablePlan], steps: t.Sequence[AnyFacts]) -> t.Iterator[str]:
    if not steps:
        return
    seconds = max(max(table.seconds for table in tables), len(steps) * PACE)
    yield f"about {duration(seconds)}, an estimate from measured times"
    beside = [step for step in steps if holds_nothing_up(step["operation"], step["request"])]
    if beside:
        longest = usual_seconds(beside[0]["operation"], beside[0]["request"])
        built = "the build of 1 index takes" if len(beside) == 1 else f"each build of {len(beside)} indexes takes"
        yield f"{built} {duration(longest)} of it, and all else goes on meanwhile"


def shown(value: t.Any) -> str:
    """Return a value in YAML's flow style on one line; a long value is cut, with its length at the end."""
    text = plain(flow(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text):,} characters)"


def plain(text: t.Any) -> str:
    """Return text without characters that have an effect in a terminal, on a page or in a template."""
    printable = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in str(text))
    return OPENING.sub(r"{\\", printable)


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
