# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, definitions, indexes and projections: what CreateTable and a new index are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..refusal import invalid, listed, wrong
from ..state import PAY_PER_REQUEST, Index, Part
from ..texts import hashed_order, made_for

LOCAL_LIMIT = 5
KEYS_OF_A_KIND = 4
INCLUDED_LIMIT = 100


def check_table_keys(keys: Sequence[Part]) -> None:
    """One HASH, then at most one RANGE, of another attribute."""
    _one_and_one(keys)
    if len(keys) == 2 and keys[0]["AttributeName"] == keys[1]["AttributeName"]:
        raise invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name")


def _one_and_one(keys: Sequence[Part]) -> None:
    if keys[0]["KeyType"] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if len(keys) == 2 and keys[1]["KeyType"] != "RANGE":
        raise invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")


def check_global_keys(keys: Sequence[Part]) -> None:
    """One to four HASH, then up to four RANGE, each of another attribute."""
    kinds = [key["KeyType"] for key in keys]
    if kinds[0] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if kinds != sorted(kinds):
        raise wrong("All HASH key attributes must precede RANGE key attributes in the KeySchema")
    for kind in ("HASH", "RANGE"):
        if kinds.count(kind) > KEYS_OF_A_KIND:
            raise wrong(f"The KeySchema exceeds the maximum allowed number of {kind} key attributes")
    if len({key["AttributeName"] for key in keys}) < len(keys):
        raise invalid("The KeySchema contains multiple key attributes with the same name")


def check_local_keys(index: Index, table_keys: Sequence[Part]) -> None:
    """The HASH of the table and a RANGE of its own."""
    check_table_keys(index.keys)
    if len(table_keys) < 2:
        text = "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"
        raise wrong(text)
    if len(index.keys) < 2:
        raise wrong(f"Index KeySchema does not have a range key for index: {index.name}")
    own, tables = index.keys[0]["AttributeName"], table_keys[0]["AttributeName"]
    if own != tables:
        text = "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
        raise wrong(f"{text}{index.name}. index hash key: {own}, table hash key: {tables}")


def check_definitions(
    definitions: Sequence[Part], keys: Sequence[str], index_keys: Sequence[str], searched: Sequence[str] = ()
) -> None:
    """Each key attribute is defined, once, and nothing else is, but what vectors are ``searched`` by (L-042, L-127)."""
    names = [item["AttributeName"] for item in definitions]
    for name in names:
        if names.count(name) > 1:
            raise invalid(f"Attribute Name is duplicated: {name}")
    if len(names) < len(keys):
        raise invalid("Invalid KeySchema: Some index key attribute have no definition")
    used = [*keys, *index_keys]
    undefined = [name for name in dict.fromkeys(used) if name not in names]
    if undefined:
        text = f"Keys: {listed(hashed_order(undefined))}, AttributeDefinitions: {listed(made_for(names))}"
        raise wrong(f"Some index key attributes are not defined in AttributeDefinitions. {text}")
    used += searched
    if set(names) - set(used):
        if len(used) == len(keys):
            text = "Number of attributes in KeySchema does not exactly match number of attributes defined in"
            raise wrong(f"{text} AttributeDefinitions")
        text = f"AttributeDefinitions: {listed(made_for(names))}, keys used: {listed(hashed_order(used))}"
        raise wrong(f"Some AttributeDefinitions are not used. {text}")


def check_projection(projection: Part) -> None:
    """INCLUDE and only INCLUDE names attributes, each once."""
    kind, names = projection.get("ProjectionType"), projection.get("NonKeyAttributes")
    if kind is None:
        raise wrong("Unknown ProjectionType: null")
    if kind == "INCLUDE" and not names:
        raise wrong("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
    if kind != "INCLUDE" and names is not None:
        raise wrong(f"ProjectionType is {kind}, but NonKeyAttributes is specified")
    for name in sorted({*(names or ())}):
        if list(names or ()).count(name) > 1:
            raise wrong(f"Duplicate element in NonKeyAttributes: {name}")


def check_included(indexes: Iterable[Index]) -> None:
    """The INCLUDE lists of all indexes count together; the text of this one was not measured."""
    total = sum(len(index.projection.get("NonKeyAttributes") or ()) for index in indexes)
    if total > INCLUDED_LIMIT:
        raise wrong(f"Number of projected attributes of all indexes exceeds the per-table limit of {INCLUDED_LIMIT}")


def check_index_names(names: Sequence[str]) -> None:
    """Global and local indexes share their names."""
    for name in names:
        if names.count(name) > 1:
            raise wrong(f"Duplicate index name: {name}")


def check_added_capacity(index: Index, billing_mode: str) -> None:
    """The same of an index that is added later, with other words (6.1, "Throughput", Update)."""
    if billing_mode == PAY_PER_REQUEST and index.throughput:
        text = f"Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: {index.name}"
        raise wrong(f"{text} when BillingMode is {PAY_PER_REQUEST}")
    if billing_mode != PAY_PER_REQUEST and not index.throughput:
        raise wrong(f"Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: {index.name}")


def check_new_capacity(index: Index, billing_mode: str) -> None:
    """A new global index has a capacity if and only if the table has one."""
    if billing_mode == PAY_PER_REQUEST and index.throughput:
        text = f"ProvisionedThroughput should not be specified for index: {index.name} when BillingMode is"
        raise wrong(f"{text} {PAY_PER_REQUEST}")
    if billing_mode != PAY_PER_REQUEST and not index.throughput:
        raise wrong(f"ProvisionedThroughput is not specified for index: {index.name}")
