# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Local indexes, which a table has from its creation on or never."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import drop, in_the_first, projections, some_of
from ansible_collections.planton.dynamodb.tests.settings.names import ATTRIBUTES, LOCAL, Options, elements, key_names
from hypothesis import strategies as st

AFTER = ("keys",)
GROUPS = ((LOCAL,),)
NAMES = ("near_one", "near_two")


@st.composite
def options(draw: st.DrawFn, before: Options | None, drawn: Options) -> Options:
    """Only a table with a sort key may have them, and they share its partition key."""
    if before:
        return {LOCAL: before[LOCAL]}
    keys = key_names(drawn["key_schema"])
    found: list[Options] = []
    for name in draw(some_of(NAMES, 0, 2)) if len(keys) == 2 else ():
        sort = draw(st.sampled_from([attribute for attribute in ATTRIBUTES if attribute != keys[0]]))
        found.append({"name": name, "key_schema": elements([keys[0], sort]), "projection": draw(projections())})
    return {LOCAL: found}


def fixed(options: Options) -> object:
    """They cannot be changed at all."""
    return options[LOCAL]


SPOILS = (
    drop(LOCAL),
    in_the_first(LOCAL, "name", "by_one"),
    in_the_first(LOCAL, "key_schema", elements(["weight", "total"])),
    in_the_first(LOCAL, "key_schema", elements(["id"])),
    in_the_first(LOCAL, "projection", {}),
)
