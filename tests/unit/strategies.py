# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Specifications drawn at random: whole ones that the service accepts, changes of them, and spoiled ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Options = dict[str, Any]
ATTRIBUTES = ("id", "customer", "placed", "total", "state")
GLOBAL_NAMES = ("by_one", "by_two", "by_three", "by_four")
LOCAL_NAMES = ("near_one", "near_two")
OTHERS = ("address", "notes", "weight", "colour")
KEY_ONE = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"
KEY_TWO = "arn:aws:kms:eu-central-1:123456789012:key/mrk-22222222222222222222222222222222"
KEYS = {"alias/one": KEY_ONE, "11111111-1111-1111-1111-111111111111": KEY_ONE, "alias/two": KEY_TWO}
VIEWS = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")
UNITS = st.integers(1, 4)
TYPES = st.sampled_from("SSNB")


@dataclasses.dataclass(frozen=True)
class Frame:
    """What cannot be changed in a table: its key, its local indexes, and the types of what they use."""

    keys: list[Options]
    local_indexes: list[Options]
    types: dict[str, str]


def elements(names: list[str], hashes: int = 1) -> list[Options]:
    """A key schema: so many HASH, the rest RANGE."""
    kinds = ["HASH"] * hashes + ["RANGE"] * (len(names) - hashes)
    return [{"attribute_name": name, "key_type": kind} for name, kind in zip(names, kinds, strict=True)]


def key_names(items: list[Options]) -> list[str]:
    """The attributes of a key schema."""
    return [item["attribute_name"] for item in items]


def some_of(names: tuple[str, ...], least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Different names, in any order."""
    return st.lists(st.sampled_from(names), unique=True, min_size=least, max_size=most)


@st.composite
def projections(draw: st.DrawFn) -> Options:
    kind = draw(st.sampled_from(("ALL", "KEYS_ONLY", "INCLUDE")))
    names = {"non_key_attributes": draw(some_of(OTHERS, 1, 3))} if kind == "INCLUDE" else {}
    return {"type": kind, **names}


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    names = draw(some_of(ATTRIBUTES, 1, 2))
    local: list[Options] = []
    if len(names) == 2:
        for index in draw(some_of(LOCAL_NAMES, 0, 2)):
            key = elements([names[0], draw(st.sampled_from([name for name in ATTRIBUTES if name != names[0]]))])
            local.append({"name": index, "key_schema": key, "projection": draw(projections())})
    used = dict.fromkeys([*names, *(name for index in local for name in key_names(index["key_schema"]))])
    return Frame(elements(names), local, {name: draw(TYPES) for name in used})


@st.composite
def capacities(draw: st.DrawFn) -> Options:
    return {"read_capacity_units": draw(UNITS), "write_capacity_units": draw(UNITS)}


@st.composite
def global_indexes(draw: st.DrawFn, provisioned: bool) -> list[Options]:
    found = []
    for name in draw(some_of(GLOBAL_NAMES, 0, 3)):
        names = draw(some_of(ATTRIBUTES, 1, 3))
        index: Options = {"name": name, "key_schema": elements(names, draw(st.integers(1, len(names))))}
        index["projection"] = draw(projections())
        if provisioned:
            index["provisioned_throughput"] = draw(capacities())
        found.append(index)
    return found


@st.composite
def tables(draw: st.DrawFn, frame: Frame | None = None) -> Options:
    """Keys, indexes and capacity of a table, complete."""
    frame = frame or draw(frames())
    mode = draw(st.sampled_from(("PAY_PER_REQUEST", "PROVISIONED")))
    indexes = draw(global_indexes(mode == "PROVISIONED"))
    used = dict.fromkeys([*frame.types, *(name for index in indexes for name in key_names(index["key_schema"]))])
    types = {name: frame.types.get(name) or draw(TYPES) for name in used}
    options: Options = {
        "billing_mode": mode,
        "attribute_definitions": [{"name": name, "type": kind} for name, kind in types.items()],
        "key_schema": frame.keys,
        "global_secondary_indexes": indexes,
        "local_secondary_indexes": frame.local_indexes,
    }
    if mode == "PROVISIONED":
        options["provisioned_throughput"] = draw(capacities())
    return options


@st.composite
def streams(draw: st.DrawFn) -> Options:
    view = draw(st.sampled_from((None, *VIEWS)))
    return {"stream_enabled": True, "stream_view_type": view} if view else {"stream_enabled": False}


@st.composite
def recoveries(draw: st.DrawFn) -> Options:
    days = draw(st.none() | st.integers(1, 35))
    if days is None:
        return {"point_in_time_recovery_enabled": False}
    return {"point_in_time_recovery_enabled": True, "recovery_period_in_days": days}


@st.composite
def insights(draw: st.DrawFn, indexes: list[Options]) -> Options:
    names = tuple(index["name"] for index in indexes)
    enabled, chosen = draw(st.booleans()), draw(some_of(names, 0, len(names)) if names else st.just([]))
    options: Options = {"contributor_insights_enabled": enabled, "contributor_insights_indexes": chosen}
    if enabled or chosen:
        options["contributor_insights_mode"] = draw(st.sampled_from(("ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS")))
    return options


def ttls() -> st.SearchStrategy[Options]:
    on = st.sampled_from(("expires", "until")).map(lambda name: {"enabled": True, "attribute_name": name})
    return st.just({"enabled": False}) | on


def encryptions() -> st.SearchStrategy[Options]:
    on = st.sampled_from((None, KEY_ONE, KEY_TWO, *KEYS, "alias/aws/dynamodb"))
    named = on.map(lambda key: {"enabled": True, "kms_key_arn": key} if key else {"enabled": True})
    return st.just({"enabled": False}) | named


@st.composite
def tag_sets(draw: st.DrawFn) -> dict[str, str]:
    """Few tags, or nearly as many as there may be."""
    first, count = draw(st.integers(0, 30)), draw(st.integers(0, 3) | st.integers(45, 50))
    return {f"tag{number}": draw(st.sampled_from(("", "x"))) for number in range(first, first + count)}


@st.composite
def wholes(draw: st.DrawFn, frame: Frame | None = None) -> Options:
    """A specification that says everything."""
    options = draw(tables(frame))
    options |= draw(streams()) | draw(recoveries()) | draw(insights(options["global_secondary_indexes"]))
    return options | {
        "ttl": draw(ttls()),
        "server_side_encryption": draw(encryptions()),
        "table_class": draw(st.sampled_from(("STANDARD", "STANDARD_INFREQUENT_ACCESS"))),
        "deletion_protection_enabled": draw(st.booleans()),
        "tags": draw(tag_sets()),
    }


def frame_of(options: Options) -> Frame:
    """The frame that a whole specification has."""
    types = {item["name"]: item["type"] for item in options["attribute_definitions"]}
    keys = [options["key_schema"], *(index["key_schema"] for index in options["local_secondary_indexes"])]
    used = dict.fromkeys(name for key in keys for name in key_names(key))
    return Frame(options["key_schema"], options["local_secondary_indexes"], {name: types[name] for name in used})


# Options that only make sense together, and may be left out together.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("stream_enabled", "stream_view_type"),
    ("point_in_time_recovery_enabled", "recovery_period_in_days"),
    ("contributor_insights_enabled", "contributor_insights_mode", "contributor_insights_indexes"),
    ("ttl",),
    ("server_side_encryption",),
    ("table_class",),
    ("deletion_protection_enabled",),
    ("tags",),
)
TABLE_GROUPS: tuple[tuple[str, ...], ...] = (
    ("key_schema",),
    ("global_secondary_indexes",),
    ("local_secondary_indexes",),
    ("billing_mode",),
    ("provisioned_throughput",),
    ("attribute_definitions",),
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Options, Options]:
    """A whole specification and another of a table that can be made from it in place; about half of it differs."""
    before = draw(wholes())
    after = draw(wholes(frame_of(before)))
    kept = draw(st.sets(st.sampled_from(GROUPS[:2] + GROUPS[3:])))
    if draw(st.booleans()):
        return before, _with(after, before, kept)
    # The same keys and indexes, so that small changes are drawn too.
    table = {option for group in (*TABLE_GROUPS, GROUPS[2]) for option in group}
    same = {name: value for name, value in before.items() if name in table}
    return before, _with({name: value for name, value in after.items() if name not in table} | same, before, kept)


def _with(options: Options, others: Options, groups: set[tuple[str, ...]]) -> Options:
    names = {name for group in groups for name in group}
    rest = {name: value for name, value in options.items() if name not in names}
    return rest | {name: value for name, value in others.items() if name in names}


@st.composite
def partials(draw: st.DrawFn, whole: Options) -> Options:
    """The specification with some of it left out."""
    dropped = draw(st.sets(st.sampled_from((*GROUPS, *TABLE_GROUPS))))
    names = {name for group in dropped for name in group}
    return {name: value for name, value in whole.items() if name not in names}


def _set(option: str, value: Any) -> Callable[[Options], Options]:
    return lambda options: {**options, option: value}


def _drop(option: str) -> Callable[[Options], Options]:
    return lambda options: {name: value for name, value in options.items() if name != option}


def _index(option: str, name: str, value: Any) -> Callable[[Options], Options]:
    """Spoil the first index of a list."""

    def spoil(options: Options) -> Options:
        indexes = options.get(option)
        return {**options, option: [{**indexes[0], name: value}, *indexes[1:]]} if indexes else options

    return spoil


GLOBAL, LOCAL = "global_secondary_indexes", "local_secondary_indexes"
SPOILS: tuple[Callable[[Options], Options], ...] = (
    lambda options: options,
    _drop("provisioned_throughput"),
    _drop("attribute_definitions"),
    _drop(GLOBAL),
    _drop(LOCAL),
    _drop("stream_view_type"),
    _set("key_schema", []),
    _set("key_schema", elements(["id", "id"])),
    _set("key_schema", elements(["id", "customer"], 2)),
    _set("key_schema", elements(["id", "customer", "placed"])),
    _set("key_schema", [{"attribute_name": "state", "key_type": "RANGE"}]),
    _set("billing_mode", "PROVISIONED"),
    _set("billing_mode", "PAY_PER_REQUEST"),
    _set("billing_mode", "FREE"),
    _set("provisioned_throughput", {"read_capacity_units": 0, "write_capacity_units": 1}),
    _set("provisioned_throughput", {"read_capacity_units": 1}),
    _set("provisioned_throughput", {"read_capacity_units": 0, "write_capacity_units": 0}),
    _set("stream_enabled", True),
    _set("stream_enabled", False),
    _set("stream_view_type", "ALL"),
    _set("recovery_period_in_days", 36),
    _set("recovery_period_in_days", 1),
    _set("ttl", {"enabled": True}),
    _set("ttl", {"enabled": False, "attribute_name": "expires"}),
    _set("server_side_encryption", {"enabled": False, "kms_key_arn": KEY_ONE}),
    _set("server_side_encryption", {"enabled": True, "kms_key_arn": KEY_ONE.replace("central", "west")}),
    _set("table_class", "COLD"),
    _set("tags", {f"tag{number}": "x" for number in range(51)}),
    _set("tags", {"aws:mine": "x"}),
    _set("tags", {"team": "a;b"}),
    _set("contributor_insights_indexes", ["near_one"]),
    _set("contributor_insights_indexes", ["by_one"]),
    _index(GLOBAL, "name", "by"),
    _index(GLOBAL, "name", "by_two"),
    _index(GLOBAL, "key_schema", elements(["id", "id"])),
    _index(GLOBAL, "key_schema", elements(["total"], 0)),
    _index(GLOBAL, "key_schema", elements(["weight"])),
    _index(GLOBAL, "projection", {"type": "INCLUDE"}),
    _index(GLOBAL, "projection", {"type": "ALL", "non_key_attributes": ["notes"]}),
    _index(GLOBAL, "projection", {"type": "INCLUDE", "non_key_attributes": ["notes", "notes"]}),
    _index(GLOBAL, "provisioned_throughput", {"read_capacity_units": 2, "write_capacity_units": 2}),
    _index(GLOBAL, "provisioned_throughput", {"read_capacity_units": 2}),
    _index(LOCAL, "name", "by_one"),
    _index(LOCAL, "key_schema", elements(["weight", "total"])),
    _index(LOCAL, "key_schema", elements(["id"])),
    _index(LOCAL, "projection", {}),
)


@st.composite
def spoiled(draw: st.DrawFn) -> Options:
    """A whole specification with up to three things done to it that may be wrong."""
    options = draw(wholes())
    for spoil in draw(st.lists(st.sampled_from(SPOILS), max_size=3)):
        options = spoil(options)
    return options
