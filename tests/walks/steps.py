# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks: from one random specification to the next, over every option, and what each step asks for."""

from __future__ import annotations

from typing import NamedTuple

from ansible_collections.planton.dynamodb.tests.settings.names import Options
from ansible_collections.planton.dynamodb.tests.unit.strategies import LOOSE, continued, fixed, mixed, wholes
from hypothesis import strategies as st

REPLACED = {"replacement": "backup_and_replace", "force": True}
ABSENT = {"state": "absent", "force": True}


class Step(NamedTuple):
    """One step: the options of the module, and the whole specification that the table must match then.

    ``kind`` is create, change, part, replace or absent; ``after`` is None where no table must be left.
    """

    kind: str
    options: Options
    after: Options | None


@st.composite
def changes(draw: st.DrawFn, before: Options) -> Options:
    """Another specification of a table that can be made in place, about half of it as before."""
    return mixed(draw(wholes(before)), before, draw(st.sets(st.sampled_from(LOOSE))))


@st.composite
def parts(draw: st.DrawFn, before: Options) -> Step:
    """Some settings alone; all that is left out stays as it is."""
    after = draw(wholes(before))
    groups = draw(st.sets(st.sampled_from(LOOSE), min_size=1))
    names = {name for group in groups for name in group}
    options = {name: value for name, value in after.items() if name in names}
    return Step("part", options, mixed(before, after, groups))


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
        whole = continued(draw(wholes()), before)
        return Step("change" if fixed(whole) == fixed(before) else kind, {**whole, **REPLACED}, whole)
    after = draw(changes(before))
    return Step(kind, after, after)
