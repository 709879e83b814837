# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any table, written down as it was found, stays as it is when what was written is applied."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import DEFAULTS, adopted
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.manifest import manifest_of
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.reading import Reading
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.manifests import Context
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.reading import is_newer
from ansible_collections.planton.dynamodb.plugins.module_utils._run.result import spec_options, table_facts
from ansible_collections.planton.dynamodb.plugins.plugin_utils._adopting import (
    Warnings,
    manifest_text,
    table_variables,
    tables_variables,
)
from ansible_collections.planton.dynamodb.plugins.plugin_utils._manifests import from_text, module_options
from ansible_collections.planton.dynamodb.tests.settings.names import KEYS, Options
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import ASPECTS, Overrides, answers, planned
from ansible_collections.planton.dynamodb.tests.unit.strategies import wholes
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from hypothesis import given
from hypothesis import strategies as st

tried = repeatable(30)
# Each generation of manifests is tried on these.
tried_each = repeatable(12)
NAME = "orders"
PREFIX = "aws_dynamodb_"
GENERATIONS = (1, 2, 3, 4, 5)


def table(options: Options) -> TableModel:
    return make(TableModel(keys=KEYS), NAME, options)


def found(model: TableModel) -> Options:
    """What dynamodb_table_info returns of the table."""
    read = answers(model, ASPECTS, Overrides(keys=KEYS))
    assert read is not None
    reading = Reading.of(read)
    return {"table": table_facts(reading), "spec": spec_options(reading)}


def changes(options: Options, model: TableModel) -> tuple[Any, ...]:
    """What applying the options would do; refusals raise."""
    rest = {name: value for name, value in options.items() if name not in ("name", "region")}
    plan = planned(NAME, rest, model, Overrides(keys=KEYS))[1]
    return (*plan.operations, *plan.changes)


@tried
@given(wholes())
def test_variables_leave_every_table_as_it_is(options: Options) -> None:
    model = table(options)
    it = adopted(found(model))
    written = yaml.safe_load(table_variables(it))
    assert {name.removeprefix(PREFIX) for name in written} == {"name", "region", *it.options}
    assert not changes({name.removeprefix(PREFIX): value for name, value in written.items()}, model)
    (item,) = yaml.safe_load(tables_variables([it]))["aws_dynamodb_tables"]
    assert item == {"name": NAME, **it.options}


@tried
@given(wholes())
def test_a_table_made_anew_from_the_variables_is_the_same(options: Options) -> None:
    model = table(options)
    first = found(model)
    again = found(table(adopted(first).options))
    assert again["spec"] == first["spec"]


@tried
@given(wholes())
def test_nothing_is_written_that_goes_without_saying(options: Options) -> None:
    written = adopted(found(table(options))).options
    assert not [name for name, value in written.items() if value == DEFAULTS[name]]
    assert list(written) == [name for name in DEFAULTS if name in written]


@pytest.mark.parametrize("generation", GENERATIONS)
@tried_each
@given(options=wholes())
def test_manifests_leave_every_table_as_it_is(generation: int, options: Options) -> None:
    model = table(options)
    it = adopted(found(model))
    warnings = Warnings()
    text = manifest_text(it, generation, warnings)
    written = manifest_of(it, generation)
    assert bool(text) == bool(written.document)
    if written.document:
        assert is_newer(written.document["apiVersion"], written.document["spec"]) == (written.generation > 3)
        (read,) = module_options(from_text(text, "it"), Context(region=it.region))
        assert (read["name"], read["region"]) == (NAME, it.region)
        assert not changes(read, model)
    assert bool(warnings.lines()) == bool(written.untold or written.refused)


@pytest.mark.parametrize("generation", GENERATIONS)
@tried_each
@given(options=wholes())
def test_what_a_manifest_leaves_out_is_told(generation: int, options: Options) -> None:
    """A table made anew from a manifest that tells of nothing missing is the same."""
    model = table(options)
    it = adopted(found(model))
    written = manifest_of(it, generation)
    if written.document and not written.untold:
        (read,) = module_options(from_text(manifest_text(it, generation, Warnings()), "it"), Context(region=it.region))
        rest = {name: value for name, value in read.items() if name not in ("name", "region")}
        assert found(table(rest))["spec"] == found(model)["spec"]


@tried
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
def test_any_attribute_name_is_written_so_that_it_is_read_again(name: str) -> None:
    key = [{"attribute_name": name, "key_type": "HASH"}]
    spec = {"name": NAME, "attribute_definitions": [{"name": name, "type": "N"}], "key_schema": key}
    it = adopted({"spec": {**spec, "billing_mode": "PAY_PER_REQUEST"}})
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))
    written = yaml.load(table_variables(it), Loader=loader)
    assert written["aws_dynamodb_attribute_definitions"] == spec["attribute_definitions"]
    document = yaml.safe_load(manifest_text(it, 3, Warnings()))
    assert document["spec"]["keySchema"] == [{"attributeName": name, "keyType": "HASH"}]
