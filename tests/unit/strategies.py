# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Specifications drawn at random: whole ones that the service accepts, changes of them, and spoiled ones.

What is drawn of a setting is said in its folder, in tests/settings/*/draw.py.
"""

from __future__ import annotations

import graphlib
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings import folders
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

Group = tuple[str, ...]
DRAWS = folders.modules("draw")
AFTER: dict[str, Group] = {name: getattr(setting, "AFTER", ()) for name, setting in DRAWS.items()}
# A setting comes after those that it depends on.
ORDER = tuple(graphlib.TopologicalSorter(AFTER).static_order())
_TIED = {name for name, others in AFTER.items() if others} | {name for others in AFTER.values() for name in others}
# Options that only make sense together, and may be left out together.
GROUPS: tuple[Group, ...] = tuple(group for name in ORDER for group in DRAWS[name].GROUPS)
# Those among them that go with any value of all the others.
LOOSE: tuple[Group, ...] = tuple(group for name in ORDER if name not in _TIED for group in DRAWS[name].GROUPS)


@st.composite
def of(draw: st.DrawFn, names: Group, before: Options | None = None) -> Options:
    """All options of these settings; the settings stand in an order in which they can be drawn."""
    options: Options = {}
    for name in names:
        options |= draw(DRAWS[name].options(before, options))
    return finished(options, names)


def finished(options: Options, names: Group = ORDER) -> Options:
    """The specification with what has to be done to it when everything is drawn."""
    for name in names:
        options = DRAWS[name].finished(options) if hasattr(DRAWS[name], "finished") else options
    return options


def wholes(before: Options | None = None) -> st.SearchStrategy[Options]:
    """A specification that says everything; if one is given, of a table that can be made from that one in place."""
    return of(ORDER, before)


def continued(options: Options, before: Options) -> Options:
    """The specification with what the table that it replaces keeps whatever is said."""
    for name in ORDER:
        options = DRAWS[name].continued(options, before) if hasattr(DRAWS[name], "continued") else options
    return options


def fixed(options: Options) -> dict[str, Any]:
    """What a whole specification says and no change in place can bring about: keys, for example."""
    return {name: setting.fixed(options) for name, setting in DRAWS.items() if hasattr(setting, "fixed")}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Options, Options]:
    """A whole specification and another of a table that can be made from it in place; about half of it differs."""
    before = draw(wholes())
    after = draw(wholes(before))
    kept = draw(st.sets(st.sampled_from(LOOSE)))
    if draw(st.booleans()):
        return before, mixed(after, before, kept)
    # The same keys and indexes, so that small changes are drawn too.
    return before, mixed(after, before, kept | ({*GROUPS} - {*LOOSE}))


def mixed(options: Options, others: Options, groups: set[Group]) -> Options:
    """The options, but for these groups, which are those of the others."""
    names = {name for group in groups for name in group}
    rest = {name: value for name, value in options.items() if name not in names}
    return rest | {name: value for name, value in others.items() if name in names}


@st.composite
def partials(draw: st.DrawFn, whole: Options) -> Options:
    """The specification with some of it left out."""
    return mixed(whole, {}, draw(st.sets(st.sampled_from(GROUPS))))


@st.composite
def spoiled(draw: st.DrawFn) -> Options:
    """A whole specification with up to three things done to it that may be wrong; nothing is one of them."""
    options = draw(wholes())
    spoils = [lambda options: options, *(spoil for name in ORDER for spoil in DRAWS[name].SPOILS)]
    for spoil in draw(st.lists(st.sampled_from(spoils), max_size=3)):
        options = spoil(options)
    return options
