# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector indexes: what is allowed of them (control_plane.md, V62, 5, 6.1).

The texts that do not end with "not measured" were measured by others in August 2026 and published: in the developer
guide (the five of a table, the slot), in a conformance suite, and with the source of another engine. The tests of
Alternator, which pass on AWS too, say of some more that they are refused, but not with which words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..refusal import RefusedError, invalid, limited, no_index, unmeasured, wrong
from ..state import PAY_PER_REQUEST, Part, Table
from .schema import check_projection

LIMIT = 5
MOST_DIMENSIONS = 4096
MOST_OF_A_KIND = {"HASH": 1, "INLINE_FILTER": 18}
CONFLICTING = "Conflicting attribute definition for '{}'. "


def check_new_vectors(request: Part) -> None:
    """The vector indexes of a CreateTable request."""
    vectors: list[Part] = request.get("VectorIndexes", [])
    if request.get("VectorIndexes") == []:
        raise unmeasured("List of VectorIndexes is empty")
    if vectors and request.get("BillingMode") != PAY_PER_REQUEST:
        raise needs_on_demand()
    if len(vectors) > LIMIT:
        raise wrong(f"VectorIndex count exceeds the per-table limit of {LIMIT}")
    defined = {item["AttributeName"] for item in request["AttributeDefinitions"]}
    for vector in vectors:
        _check_vector(vector, defined)
    _check_dimensions(vectors)


def needs_on_demand() -> RefusedError:
    """V62: on demand only, and so is the change to PROVISIONED refused."""
    return wrong("Vector indexes are only supported for PAY_PER_REQUEST tables")


def search_attributes(vector: Part) -> list[str]:
    """The attributes that need a definition."""
    return [element["AttributeName"] for element in vector.get("SearchSchema", ())]


def _check_vector(vector: Part, defined: Collection[str]) -> None:
    searched, attribute = search_attributes(vector), vector["VectorAttribute"]["AttributeName"]
    if not {*searched} <= {*defined}:
        raise wrong("One element in SearchSchema is not defined in attribute definitions")
    if vector["Dimensions"] > MOST_DIMENSIONS:
        raise wrong(f"Number of dimensions must be between 1 and {MOST_DIMENSIONS} inclusive.")
    if attribute in defined:
        text = "An attribute cannot be defined in AttributeDefinitions when used as a VectorAttribute."
        raise wrong(CONFLICTING.format(attribute) + text)
    kinds = [element["SearchSchemaElementType"] for element in vector.get("SearchSchema", ())]
    for kind, most in MOST_OF_A_KIND.items():
        if kinds.count(kind) > most:
            raise unmeasured(f"The SearchSchema has at most {most} elements of type {kind}")
    if len({*searched}) < len(searched):
        raise unmeasured("The SearchSchema names an attribute more than once")
    check_projection(vector["Projection"])


def _check_dimensions(vectors: Iterable[Part]) -> None:
    """The same attribute has as many dimensions in each index."""
    known: dict[str, int] = {}
    for vector in vectors:
        name = vector["VectorAttribute"]["AttributeName"]
        if known.setdefault(name, vector["Dimensions"]) != vector["Dimensions"]:
            text = "All VectorIndexes on the same vector attribute must use the same dimensions."
            raise wrong(CONFLICTING.format(name) + text)


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
    _check_vector(vector, new)
    _check_redefinition(table, vector)
    check_no_vector(table, search_attributes(vector))
    if any(table.attributes.get(name, new[name]) != new[name] for name in search_attributes(vector)):
        raise unmeasured("An attribute of the SearchSchema is defined with another type")
    if len(table.vectors) >= LIMIT:
        raise limited(f"Number of vector secondary indexes exceeds per-table limit of {LIMIT}")


def _check_redefinition(table: Table, vector: Part) -> None:
    """What the table defines already holds no vectors, or vectors with as many dimensions."""
    name, dimensions = vector["VectorAttribute"]["AttributeName"], vector["Dimensions"]
    kind = next((key["KeyType"] for key in table.keys if key["AttributeName"] == name), "")
    if kind:
        raise wrong(
            "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined."
            f" Existing schema: Schema:[SchemaElement: key{{{name}:{table.attributes[name]}:{kind}}}]"
            f" New schema: VectorIndexSchema:[VectorAttribute: key{{{name}:L:{dimensions}}}]"
        )
    others = [each["Dimensions"] for each in table.vectors.values() if each["VectorAttribute"]["AttributeName"] == name]
    if name in table.attributes or any(each != dimensions for each in others):
        raise unmeasured(f"Attributes cannot be redefined. VectorAttribute: {name}")


def check_no_vector(table: Table, names: Iterable[str]) -> None:
    """An attribute with vectors is no key of a new index, nor is a vector index searched by it."""
    vectors = {vector["VectorAttribute"]["AttributeName"] for vector in table.vectors.values()}
    for name in names:
        if name in vectors:
            raise unmeasured(f"The attribute {name} is that of a vector index")


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
