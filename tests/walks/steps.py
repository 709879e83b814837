# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks: from one random specification to the next, over every option, and what each step asks for."""

from __future__ import annotations

from typing import NamedTuple

from ansible_collections.planton.dynamodb.tests.settings import regional
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from ansible_collections.planton.dynamodb.tests.settings.replicas import draw as replicas
from ansible_collections.planton.dynamodb.tests.unit.strategies import LOOSE, continued, finished, fixed, mixed, wholes
from hypothesis import strategies as st

REPLACED = {"replacement": "backup_and_replace", "force": True}
ABSENT = {"state": "absent", "force": True}
REMOVED = {"replica_removal": "delete"}
KINDS = ("change", "change", "change", "part", "replace", "absent")
# With replicas these do not change by themselves; what AWS changes with them is drawn all the same.
TIED_BY_REPLICAS = ("stream_enabled", "server_side_encryption", "replicas")


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
    kind = draw(st.sampled_from(KINDS))
    if kind == "part":
        return draw(parts(before))
    if kind == "absent":
        return Step(kind, dict(ABSENT), None)
    if kind == "replace":
        whole = continued(draw(wholes()), before)
        return Step("change" if fixed(whole) == fixed(before) else kind, {**whole, **REPLACED}, whole)
    after = draw(changes(before))
    return Step(kind, after, after)


@st.composite
def steps_in_regions(draw: st.DrawFn, before: Options | None) -> Step:
    """The same for a table that may have replicas. One that has some is not replaced, which is refused."""
    if before is None or not replicas.live(before):
        step = draw(steps(before))
        if step.after is None or step.kind == "part" or not draw(st.booleans()):
            return step
        whole = finished(replicas.fitted(step.after, None))
        return _spread(step.kind, whole, draw(replicas.elsewhere(whole, before)), before, _own(step))
    kind = draw(st.sampled_from((*KINDS[:4], "absent")))
    if kind == "absent":
        return Step(kind, {**ABSENT, **REMOVED}, None)
    if kind == "part":
        return draw(_parts_in_regions(before))
    after = draw(changes(before))
    whole = finished(replicas.fitted(after, before))
    return _spread(kind, whole, draw(replicas.elsewhere(whole, before)), before, {})


@st.composite
def _parts_in_regions(draw: st.DrawFn, before: Options) -> Step:
    """Some settings alone, the replicas perhaps among them; a Region of which nothing is said follows the table."""
    after = draw(wholes(before))
    tied = (*TIED_BY_REPLICAS, "ttl") if before.get("multi_region_consistency") == "STRONG" else TIED_BY_REPLICAS
    loose = [group for group in LOOSE if group[0] not in tied]
    groups = draw(st.sets(st.sampled_from(loose), min_size=1))
    names = {name for group in groups for name in group}
    options = {name: value for name, value in after.items() if name in names}
    whole = mixed(before, after, groups)
    if draw(st.booleans()):
        members = draw(replicas.elsewhere(whole, before))
        return _spread("part", whole, members, before, {}, options)
    items = [regional.followed(item, before, whole) for item in before[replicas.OPTION]]
    return Step("part", options, {**whole, replicas.OPTION: items})


def _spread(
    kind: str,
    whole: Options,
    members: replicas.Members,
    before: Options | None,
    own: Options,
    given: Options | None = None,
) -> Step:
    """The step with replicas; one that removes some has the words for it."""
    bare = {name: value for name, value in whole.items() if name not in replicas.GROUPS[0]}
    listed = {item["region_name"] for item in members.whole[replicas.OPTION]}
    gone = [item for item in (before or {}).get(replicas.OPTION, ()) if item["region_name"] not in listed]
    removed = {**REMOVED, "force": any(item["deletion_protection_enabled"] for item in gone)} if gone else {}
    listed_as_given = members.given if given is None or "tags" in given else _without_propagation(members)
    options = {**(bare if given is None else given), **listed_as_given, **removed, **own}
    return Step(kind, options, {**bare, **members.whole})


def _without_propagation(members: replicas.Members) -> Options:
    """The replicas with their tags where the tags of the table are left out."""
    wholes_by_region = {item["region_name"]: item for item in members.whole[replicas.OPTION]}
    items = []
    for item in members.given[replicas.OPTION]:
        rest = {name: value for name, value in item.items() if name != "propagate_tags"}
        own = {"tags": wholes_by_region[item["region_name"]]["tags"]} if "propagate_tags" in item else {}
        items.append({**rest, **own})
    return {**members.given, replicas.OPTION: items}


def _own(step: Step) -> Options:
    """What the step says about the run."""
    return {name: value for name, value in step.options.items() if name in REPLACED}
