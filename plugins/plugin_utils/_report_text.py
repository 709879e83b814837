# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Writes what a run has done for people: a line for each table that changed, a count of the others, and the outputs."""

from __future__ import annotations

import typing as t

from ..module_utils._plan.durations import duration
from ..module_utils._plan.text import CHANGE, CREATE, DELETE, MARKS, REPLACE, plain, plan_of, reason_of
from ..module_utils._texts.flow import flow

Results = t.Mapping[str, t.Mapping[str, t.Any]]

DONE = {CREATE: "created", CHANGE: "changed", REPLACE: "replaced", DELETE: "deleted"}
LOST = "failed"


def report_text(results: Results, *, all_outputs: bool = False) -> str:
    """Return the report as text; with ``all_outputs``, it has the outputs of unchanged tables too."""
    lines = [_line(name, result) for name, result in results.items() if result["changed"] or result["failed"]]
    rest = {name: each for name, each in results.items() if not (each["changed"] or each["failed"])}
    absent = [name for name, each in rest.items() if not each["outputs"]["table_arn"]]
    lines += [f"= {plain(name)}: there is no such table" for name in absent]
    same = len(rest) - len(absent)
    if same:
        lines.append(f"= {same} table{'' if same == 1 else 's'} without changes")
    shown = {name: result for name, result in results.items() if all_outputs or result["changed"]}
    there = {name: result["outputs"] for name, result in shown.items() if result["outputs"]["table_arn"]}
    if there:
        lines.append("Outputs:")
        lines += [line for name, outputs in there.items() for line in _outputs(name, outputs)]
    return "\n".join(lines)


def _line(name: str, result: t.Mapping[str, t.Any]) -> str:
    done = [step for step in result["plan"]["operations"] if step["status"] == "done"]
    left = [step for step in result["plan"]["operations"] if step["status"] in ("pending", "failed")]
    reasons = "; ".join(map(reason_of, done))
    calls = f"{len(done)} call{'' if len(done) == 1 else 's'}"
    told = f"{calls} in {duration(result.get('seconds', 0))}" + (f": {reasons}" if reasons else "")
    kind = plan_of(name, result).kind
    if result["failed"]:
        return f"? {plain(name)}: {LOST}, {told}"
    pending = f"; left for a later run: {'; '.join(map(reason_of, left))}" if left else ""
    return f"{MARKS.get(kind, '~')} {plain(name)}: {DONE.get(kind, 'changed')}, {told}{pending}"


def _outputs(name: str, outputs: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    yield f"  {plain(name)}:"
    yield from _lines({key: value for key, value in outputs.items() if key != "table_name"}, "    ")


def _lines(outputs: t.Mapping[str, t.Any], indent: str) -> t.Iterator[str]:
    """Return outputs as lines of YAML without those that are empty; those of a replica stand below its Region."""
    for key, value in outputs.items():
        if isinstance(value, t.Mapping) and value:
            yield f"{indent}{plain(key)}:"
            yield from _lines(value, f"{indent}  ")
        elif value:
            yield f"{indent}{plain(key)}: {plain(value if isinstance(value, str) else flow(value))}"
