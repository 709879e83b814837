# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector indexes: what is allowed of them (control_plane.md, V62, 5, 6.1).

One text has a source; where the page has a limit but no words, the refusal says that it was not measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..refusal import RefusedError, invalid, limited, no_index, unmeasured, wrong
from ..state import PAY_PER_REQUEST, Index, Part, Table
from .schema import check_projection

LIMIT = 5
MOST_DIMENSIONS = 4096
MOST_OF_A_KIND = {"HASH": 1, "INLINE_FILTER": 18}


def check_new_vectors(request: Part, indexes: Sequence[Index]) -> list[Part]:
    """The vector indexes of a CreateTable request."""
    vectors: list[Part] = request.get("VectorIndexes", [])
    if request.get("VectorIndexes") == []:
        raise unmeasured("List of VectorIndexes is empty")
    if vectors and request.get("BillingMode") != PAY_PER_REQUEST:
        raise needs_on_demand()
    if len(vectors) > LIMIT:
        raise unmeasured(f"Number of VectorIndexes exceeds per-table limit of {LIMIT}")
    keys = {key["AttributeName"] for key in request["KeySchema"]}
    keys |= {name for index in indexes for name in index.attributes}
    defined = {item["AttributeName"] for item in request["AttributeDefinitions"]}
    for vector in vectors:
        _check_vector(vector, defined, keys)
    _check_dimensions(vectors)
    return vectors


def needs_on_demand() -> RefusedError:
    """V62: on demand only; the change to PROVISIONED is refused too, which is inferred."""
    return unmeasured("Vector indexes need a table with BillingMode PAY_PER_REQUEST")


def search_attributes(vector: Part) -> list[str]:
    """The attributes that need a definition."""
    return [element["AttributeName"] for element in vector.get("SearchSchema", ())]


def _check_vector(vector: Part, defined: Iterable[str], keys: Iterable[str]) -> None:
    if not {*search_attributes(vector)} <= {*defined}:
        raise wrong("One element in SearchSchema is not defined in attribute definitions")
    if vector["Dimensions"] > MOST_DIMENSIONS:
        raise unmeasured(f"Dimensions of a vector index are at most {MOST_DIMENSIONS}")
    kinds = [element["SearchSchemaElementType"] for element in vector.get("SearchSchema", ())]
    for kind, most in MOST_OF_A_KIND.items():
        if kinds.count(kind) > most:
            raise unmeasured(f"The SearchSchema has at most {most} elements of type {kind}")
    if vector["VectorAttribute"]["AttributeName"] in {*keys}:
        raise unmeasured("The attribute of a vector index is no key of the table or of an index")
    check_projection(vector["Projection"])


def _check_dimensions(vectors: Iterable[Part]) -> None:
    """The same attribute has as many dimensions in each index."""
    known: dict[str, int] = {}
    for vector in vectors:
        name = vector["VectorAttribute"]["AttributeName"]
        if known.setdefault(name, vector["Dimensions"]) != vector["Dimensions"]:
            raise unmeasured(f"Vector attribute {name} has other dimensions in another index")


def check_vector_update(table: Table, request: Part, update: Part) -> None:
    """One element of VectorIndexUpdates, against the table."""
    if "Delete" in update:
        name = update["Delete"]["IndexName"]
        if name not in table.vectors:
            raise no_index(name, table.name)
        return
    vector = update["Create"]
    if not table.on_demand:
        raise needs_on_demand()
    if vector["IndexName"] in {*table.vectors, *(index.name for index in table.indexes())}:
        raise invalid("Attempting to create an index which already exists")
    new = {item["AttributeName"]: item["AttributeType"] for item in request.get("AttributeDefinitions", ())}
    _check_vector(vector, new, {key["AttributeName"] for key in table.keys} | table.index_attributes())
    if any(table.attributes.get(name, new[name]) != new[name] for name in search_attributes(vector)):
        raise unmeasured("An attribute of the SearchSchema is defined with another type")
    _check_dimensions([*table.vectors.values(), vector])
    if len(table.vectors) >= LIMIT:
        raise limited(f"Number of vector indexes exceeds per-table limit of {LIMIT} (not measured: refused to be safe)")


def apply_vector_update(table: Table, request: Part, update: Part) -> None:
    """Make the change."""
    if "Delete" in update:
        del table.vectors[update["Delete"]["IndexName"]]
        table.forget_unused_attributes()
        return
    vector = update["Create"]
    table.vectors[vector["IndexName"]] = dict(vector)
    new = {item["AttributeName"]: item["AttributeType"] for item in request.get("AttributeDefinitions", ())}
    table.attributes |= {name: new[name] for name in search_attributes(vector)}
