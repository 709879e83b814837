# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any specification, written as a manifest in any spelling, is read as that specification."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.module_utils._fields.model import camel
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.manifests import Context, Source, outcomes
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.settings import Settings, from_options
from ansible_collections.planton.dynamodb.plugins.plugin_utils._manifests import from_text
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from ansible_collections.planton.dynamodb.tests.unit.strategies import wholes
from hypothesis import given
from hypothesis import strategies as st

Words = dict[str, Any]
MODES = ("PROVISIONED", "PAY_PER_REQUEST")
VIEWS = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")
# Enumerations by the name of their field: the prefix, and the names in the order of their numbers.
ENUMERATIONS = {
    "billing_mode": ("BILLING_MODE_", MODES),
    "key_type": ("KEY_TYPE_", ("HASH", "RANGE")),
    "stream_view_type": ("STREAM_VIEW_TYPE_", VIEWS),
    "table_class": ("TABLE_CLASS_", ("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
}
TYPES = ("ATTRIBUTE_TYPE_", ("S", "N", "B"))
PROJECTIONS = ("PROJECTION_TYPE_", ("ALL", "KEYS_ONLY", "INCLUDE"))
NEWER_ONLY = (
    *("recovery_period_in_days", "contributor_insights_mode", "contributor_insights_indexes"),
    *("kinesis_streaming_destinations", "on_demand_throughput", "warm_throughput", "resource_policy"),
)
# What no manifest has a field for.
NEVER = ("tags", "stream_resource_policy", "global_table_settings_replication_mode")


def prefixed(prefix: str, names: tuple[str, ...], name: str) -> Any:
    return f"{prefix}{name}"


def plain(prefix: str, names: tuple[str, ...], name: str) -> Any:
    return "KEYS_ONLY_PROJECTION" if (prefix, name) == ("PROJECTION_TYPE_", "KEYS_ONLY") else name


def numbered(prefix: str, names: tuple[str, ...], name: str) -> Any:
    return names.index(name) + 1


def own(prefix: str, names: tuple[str, ...], name: str) -> Any:
    return name


@dataclasses.dataclass(frozen=True)
class Generation:
    """How manifests of one time are written."""

    version: str
    spelled: tuple[Callable[[str, tuple[str, ...], str], Any], ...]
    region: bool
    newer: bool = False


GENERATIONS = {
    "G1": Generation("aws.project-planton.org/v1", (prefixed, numbered), region=False),
    "G2": Generation("aws.openmcf.org/v1", (plain, numbered), region=False),
    "G3": Generation("aws.planton.dev/v1", (plain, numbered), region=True),
    "G4": Generation("aws.planton.dev/v1", (own,), region=True, newer=True),
    "G5": Generation("aws.planton.dev/v1alpha1", (own,), region=True, newer=True),
}


@st.composite
def manifests(draw: st.DrawFn, generation: Generation) -> tuple[Words, Words]:
    """A specification, and a manifest of it with every choice of spelling drawn."""
    # Manifests have no field for vector indexes and for auto scaling, and older ones none for replicas.
    others = ("vector_indexes", "auto_scaling", "replicas")
    options = {name: value for name, value in draw(wholes()).items() if name not in others}
    without = [{name: part for name, part in each.items() if name != "auto_scaling"} for each in _globals(options)]
    options["global_secondary_indexes"] = without
    options["attribute_definitions"] = _used(options, *_globals(options))
    if not generation.newer:
        kept = [{name: part for name, part in index.items() if name not in NEWER_ONLY} for index in _globals(options)]
        options["global_secondary_indexes"] = kept
    hashes = [sum(key["key_type"] == "HASH" for key in each["key_schema"]) for each in _globals(options)]
    ranges = [len(each["key_schema"]) for each in _globals(options)]
    if not generation.newer and any(
        (one, all_) not in ((1, 1), (1, 2)) for one, all_ in zip(hashes, ranges, strict=True)
    ):
        options = {**options, "global_secondary_indexes": [], "contributor_insights_indexes": []}
        options["attribute_definitions"] = _used(options)
    if generation.newer and not options["contributor_insights_enabled"]:
        options = {**options, "contributor_insights_indexes": []}
        options.pop("contributor_insights_mode", None)
    spec = {**options, **({"region": "eu-central-1"} if generation.region else {})}
    spec = {name: value for name, value in spec.items() if name not in NEVER}
    written = _newer(spec) if generation.newer else {k: v for k, v in spec.items() if k not in NEWER_ONLY}
    raw = {
        "apiVersion": generation.version,
        "kind": "AwsDynamodb",
        "metadata": {"name": "orders"},
        "spec": _spelled(draw, generation, written, ()),
    }
    # A manifest of the newer shape that has no replicas wants none.
    return {**options, **({"replicas": []} if generation.newer else {})}, raw


def _globals(options: Words) -> list[Words]:
    return list(options["global_secondary_indexes"])


def _used(options: Words, *indexes: Words) -> list[Words]:
    keys = [options["key_schema"], *(each["key_schema"] for each in (*options["local_secondary_indexes"], *indexes))]
    names = {key["attribute_name"] for schema in keys for key in schema}
    return [item for item in options["attribute_definitions"] if item["name"] in names]


def _newer(spec: Words) -> Words:
    """The same with the fields of the newer shape."""
    rest = dict(spec)
    recovery = {"enabled": rest.pop("point_in_time_recovery_enabled")}
    if "recovery_period_in_days" in rest:
        recovery["recovery_period_in_days"] = rest.pop("recovery_period_in_days")
    insights = {
        "enabled": rest.pop("contributor_insights_enabled"),
        "mode": rest.pop("contributor_insights_mode", None),
        "gsi_index_names": rest.pop("contributor_insights_indexes"),
    }
    rest |= {"point_in_time_recovery": recovery, "contributor_insights": insights}
    for each in rest.pop("kinesis_streaming_destinations"):
        rest["kinesis_streaming_destination"] = {**each, "stream_arn": {"value": each["stream_arn"]}}
    rest["resource_policy"] = json.dumps(rest["resource_policy"])
    rest["local_secondary_indexes"] = [
        {"name": each["name"], "range_key": each["key_schema"][1]["attribute_name"], "projection": each["projection"]}
        for each in rest["local_secondary_indexes"]
    ]
    encryption = dict(rest["server_side_encryption"])
    if "kms_key_arn" in encryption:
        encryption["kms_key_arn"] = {"value": encryption["kms_key_arn"]}
    return rest | {"server_side_encryption": encryption}


def _spelled(draw: st.DrawFn, generation: Generation, value: Any, path: tuple[str, ...]) -> Any:
    """The value with the names of its fields, its numbers and its enumerations spelled in one of their ways."""
    if isinstance(value, dict):
        names = [name if draw(st.booleans()) else camel(name) for name in value]
        inside = [_spelled(draw, generation, item, (*path, name)) for name, item in value.items()]
        return dict(zip(names, inside, strict=True))
    if isinstance(value, list):
        return [_spelled(draw, generation, item, path) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if draw(st.booleans()) else value
    enumeration = _enumeration(path)
    if enumeration and value:
        return draw(st.sampled_from(generation.spelled))(*enumeration, value)
    return value


def _enumeration(path: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    if path[-1:] != ("type",):
        return ENUMERATIONS.get(path[-1]) if path else None
    return PROJECTIONS if "projection" in path else TYPES


def wanted(options: Words, generation: Generation) -> Settings:
    """What the manifest can say of the specification."""
    if not options["kinesis_streaming_destinations"]:
        # No manifest can say that there is none.
        options = {name: value for name, value in options.items() if name != "kinesis_streaming_destinations"}
    if generation.newer:
        if options["contributor_insights_enabled"]:
            return from_options(options)
        return from_options({**options, "contributor_insights_indexes": []})
    return from_options({name: value for name, value in options.items() if name not in NEWER_ONLY})


@pytest.mark.parametrize("generation", GENERATIONS)
@repeatable(30)
@given(data=st.data())
def test_a_specification_in_any_spelling_is_read_as_it_is(generation: str, data: st.DataObject) -> None:
    options, raw = data.draw(manifests(GENERATIONS[generation]))
    (outcome,) = outcomes([Source(raw, "it")], Context())
    assert outcome.faults == ()
    expected = wanted({name: value for name, value in options.items() if name not in NEVER}, GENERATIONS[generation])
    assert from_options(outcome.options) == expected
    assert outcome.options.get("region", "") == raw["spec"].get("region", "")


@pytest.mark.parametrize("generation", GENERATIONS)
@repeatable(8)
@given(data=st.data())
def test_text_is_read_as_the_data_is(generation: str, data: st.DataObject) -> None:
    _options, raw = data.draw(manifests(GENERATIONS[generation]))
    for text in (yaml.safe_dump(raw), json.dumps(raw)):
        (document,) = from_text(text, "it.yaml")
        assert document.value == raw and document.yaml and not document.yaml.faults


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=5,
)


@repeatable(150)
@given(data=st.data())
def test_whatever_stands_in_a_manifest_is_told_and_never_stumbled_over(data: st.DataObject) -> None:
    generation = GENERATIONS[data.draw(st.sampled_from(sorted(GENERATIONS)))]
    _options, raw = data.draw(manifests(generation))
    spoiled = _spoiled(data, raw)
    (outcome,) = outcomes([Source(spoiled, "it")], Context(upstream_tags=True))
    for fault in outcome.faults:
        assert fault.rule and fault.message and fault.hint
    again = outcomes([Source(spoiled, "it")], Context(upstream_tags=True))
    assert again == [outcome]


def _spoiled(data: st.DataObject, value: Any) -> Any:
    """The value with junk in one place."""
    inside = isinstance(value, (dict, list)) and value and data.draw(st.integers(0, 5))
    if not inside:
        return data.draw(JUNK)
    if isinstance(value, list):
        position = data.draw(st.integers(0, len(value) - 1))
        return [_spoiled(data, item) if number == position else item for number, item in enumerate(value)]
    name = data.draw(st.sampled_from(sorted(value)))
    return {**value, name: _spoiled(data, value[name])}
