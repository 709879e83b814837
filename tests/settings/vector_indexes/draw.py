# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector indexes, which only tables on demand have."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import drop, in_the_first, projections, some_of
from ansible_collections.planton.dynamodb.tests.settings.names import ATTRIBUTES, GLOBAL, VECTORS, Options
from hypothesis import strategies as st

AFTER = ("keys", "capacity", "indexes")
GROUPS = ((VECTORS,),)
# One of them is a name that global indexes may have, too, so that a name goes from one kind to the other.
NAMES = ("like_one", "like_two", "by_two")
DISTANCES = st.sampled_from(("COSINE", "DOT_PRODUCT", "EUCLIDEAN"))


@st.composite
def options(draw: st.DrawFn, _before: Options | None, drawn: Options) -> Options:
    taken = {index["name"] for index in drawn[GLOBAL]}
    free = tuple(name for name in NAMES if name not in taken)
    most = 2 if drawn["billing_mode"] != "PROVISIONED" else 0
    # All indexes of one attribute have the same dimensions.
    dimensions = {name: draw(st.sampled_from((1, 8, 4096))) for name in ("embedding", "picture")}
    found = []
    for name in draw(some_of(free, 0, most)):
        attribute = draw(st.sampled_from(sorted(dimensions)))
        index: Options = {"name": name, "vector_attribute": attribute, "dimensions": dimensions[attribute]}
        index |= {"distance_function": draw(DISTANCES), "search_schema": draw(schemas())}
        found.append({**index, "projection": draw(projections())})
    return {VECTORS: found}


@st.composite
def schemas(draw: st.DrawFn) -> list[Options]:
    """A search schema; the one HASH may stand anywhere."""
    names = draw(some_of(ATTRIBUTES, 0, 3))
    hashed = draw(st.sampled_from((None, *names)))
    return [{"attribute_name": name, "type": "HASH" if name == hashed else "INLINE_FILTER"} for name in names]


def _searched(*names: str, kind: str = "HASH") -> list[Options]:
    return [{"attribute_name": name, "type": kind} for name in names]


SPOILS = (
    drop(VECTORS),
    in_the_first(VECTORS, "name", "by"),
    in_the_first(VECTORS, "name", "by_one"),
    in_the_first(VECTORS, "name", "near_one"),
    in_the_first(VECTORS, "vector_attribute", "id"),
    in_the_first(VECTORS, "vector_attribute", ""),
    in_the_first(VECTORS, "dimensions", 0),
    in_the_first(VECTORS, "dimensions", 4097),
    in_the_first(VECTORS, "distance_function", "MANHATTAN"),
    in_the_first(VECTORS, "search_schema", _searched("weight")),
    in_the_first(VECTORS, "search_schema", _searched("id", "state")),
    in_the_first(VECTORS, "search_schema", _searched("id", kind="RANGE")),
    in_the_first(VECTORS, "projection", {}),
)
