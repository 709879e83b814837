# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks: from one random specification to the next, over every option, and what each step asks for."""

from __future__ import annotations

from typing import NamedTuple

from ansible_collections.planton.dynamodb.tests.unit.strategies import (
    GROUPS,
    Options,
    frame_of,
    wholes,
)
from hypothesis import strategies as st

REPLACED = {"replacement": "backup_and_replace", "force": True}
ABSENT = {"state": "absent", "force": True}
# Settings that a specification may leave out without a thought for the others.
LOOSE = tuple(group for group in GROUPS if "contributor_insights_enabled" not in group)


class Step(NamedTuple):
    """One step: the options of the module, and the whole specification that the table must match then.

    ``kind`` is create, change, part, replace or absent; ``after`` is None where no table must be left.
    """

    kind: str
    options: Options
    after: Options | None


@st.composite
def changes(draw: st.DrawFn, before: Options) -> Options:
    """Another specification of the same frame, about half of it as before."""
    after: Options = draw(wholes(frame_of(before)))
    kept = draw(st.sets(st.sampled_from(LOOSE)))
    names = {name for group in kept for name in group}
    return {name: value for name, value in after.items() if name not in names} | {
        name: value for name, value in before.items() if name in names
    }


@st.composite
def parts(draw: st.DrawFn, before: Options) -> Step:
    """Some settings alone; all that is left out stays as it is."""
    after = draw(wholes(frame_of(before)))
    groups = draw(st.sets(st.sampled_from(LOOSE), min_size=1))
    names = {name for group in groups for name in group}
    options = {name: value for name, value in after.items() if name in names}
    rest = {name: value for name, value in before.items() if name not in names}
    return Step("part", options, rest | options)


@st.composite
def steps(draw: st.DrawFn, before: Options | None) -> Step:
    """The next step from a table as that specification has it, or from none."""
    if before is None:
        whole = draw(wholes())
        return Step("create", whole, whole)
    kind = draw(st.sampled_from(("change", "change", "change", "part", "replace", "absent")))
    if kind == "part":
        return draw(parts(before))
    if kind == "absent":
        return Step(kind, dict(ABSENT), None)
    if kind == "replace":
        whole = draw(wholes())
        fixed = frame_of(whole) == frame_of(before)
        return Step("change" if fixed else kind, {**whole, **REPLACED}, whole)
    after = draw(changes(before))
    return Step(kind, after, after)
