# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every specification and every table, tried on those that chance brings."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError
from ansible_collections.planton.dynamodb.tests.settings import documents
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, KEY_TWO, KEYS, Options
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import (
    ASPECTS,
    Overrides,
    answers,
    apply_in_order,
    apply_lanes_backwards,
    planned,
)
from ansible_collections.planton.dynamodb.tests.unit.strategies import (
    DRAWS,
    LOOSE,
    continued,
    of,
    pairs,
    partials,
    spoiled,
    wholes,
)
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from ansible_collections.planton.dynamodb.tests.walks.bound import fewest_writes
from hypothesis import given
from hypothesis import strategies as st

tried = repeatable(75)
NAME = "orders"
INDEXES = "global_secondary_indexes"
REPLACED = {"replacement": "backup_and_replace", "force": True}
# What a partial specification may be told about the table that is there; each has its own tests.
TOLD_OF_PARTS = {
    *("V3", "V7", "V8", "V28", "V29", "V30", "V31", "V32", "V39", "V50", "V51", "V53", "V55", "V62", "V66", "V68"),
    "V80",
}
DOCUMENTS = ("resource_policy", "stream_resource_policy")


def account() -> TableModel:
    return TableModel(keys=KEYS)


def words(model: TableModel) -> Options:
    """The whole table, read back as options, without the capacities that scaling sets: they may be any."""
    options = whole(model)
    indexes = [unscaled(index) for index in options["global_secondary_indexes"]]
    return {**unscaled(options), "global_secondary_indexes": indexes}


def unscaled(item: Options) -> Options:
    """A table or an index without the capacities that are scaled."""
    free = {f"{unit}_capacity_units" for unit in item.get("auto_scaling", {})}
    units = item.get("provisioned_throughput")
    kept = {name: value for name, value in (units or {}).items() if name not in free}
    return {**item, "provisioned_throughput": kept} if units else item


def whole(model: TableModel) -> Options:
    """The whole table, read back as options."""
    found = answers(model, ASPECTS, Overrides(keys=KEYS))
    assert found is not None
    return observe(found).to_options()


def brought(options: Options, model: TableModel, carry_out: Any = apply_in_order) -> Plan:
    """Plan, carry out, and make sure that nothing was in vain and nothing is left."""
    plan = planned(NAME, options, model, Overrides(keys=KEYS))[1]
    assert bool(plan.operations) == bool(plan.changes) == (plan.before != plan.after)
    model.idle.clear()
    carry_out(plan, model)
    assert model.idle == []
    again = planned(NAME, options, model, Overrides(keys=KEYS))[1]
    assert (again.operations, again.before, again.after) == ((), {}, {})
    return plan


def told(model: TableModel) -> Options:
    """The same, with policies by what they mean: their order is that of the first who put them, and streams differ."""
    found = words(model)
    return {**found, **{name: documents.facts(name, found[name]) for name in DOCUMENTS}}


@tried
@given(wholes())
def test_from_nothing(options: Options) -> None:
    model = account()
    plan = brought(options, model)
    assert [step.operation for step in plan.operations].count("CreateTable") == 1
    assert told(model) == told(make(account(), NAME, options))


@pytest.mark.parametrize("carry_out", [apply_in_order, apply_lanes_backwards])
@tried
@given(pair=pairs())
def test_from_one_to_another(carry_out: Any, pair: tuple[Options, Options]) -> None:
    before, after = pair
    model = make(account(), NAME, before)
    brought(after, model, carry_out)
    assert told(model) == told(make(account(), NAME, after))


@tried
@given(wholes(), wholes())
def test_by_replacement(before: Options, after: Options) -> None:
    model, after = make(account(), NAME, before), continued(after, before)
    brought(after | REPLACED, model)
    assert without_remains(told(model)) == without_remains(told(make(account(), NAME, after)))


def without_remains(options: Options) -> Options:
    """The options without warm throughput: the model has no time, so it does not tell what a lower capacity leaves."""
    indexes = [{name: part for name, part in each.items() if name != "warm_throughput"} for each in options[INDEXES]]
    return {name: part for name, part in {**options, INDEXES: indexes}.items() if name != "warm_throughput"}


@tried
@given(st.data())
def test_by_parts(data: st.DataObject) -> None:
    """What is left out is left alone; if a part alone makes no sense beside the table, that is said."""
    before, after = data.draw(pairs())
    options = data.draw(partials(after))
    model = make(account(), NAME, before)
    old = words(model)
    try:
        brought(options, model)
    except InvalidSpecError as error:
        assert {violation.rule for violation in error.violations} <= TOLD_OF_PARTS
        assert words(model) == old
        return
    new = words(model)
    for group in (*LOOSE, *DRAWS["insights"].GROUPS):
        if not {*group} & {*options}:
            # Insights of an index go with it.
            names = {*group} - {"contributor_insights_indexes", "contributor_insights_mode"}
            assert {name: new.get(name) for name in names} == {name: old.get(name) for name in names}


@tried
@given(wholes())
def test_what_is_read_back_plans_nothing(options: Options) -> None:
    model = make(account(), NAME, options)
    plan = planned(NAME, whole(model), model, Overrides(keys=KEYS))[1]
    assert (plan.operations, plan.before, plan.after) == ((), {}, {})


@tried
@given(pairs())
def test_fewest_calls(pair: tuple[Options, Options]) -> None:
    """All calls, not only those of UpdateTable, are as few as the walks' bound says."""
    before, after = pair
    plan = planned(NAME, after, make(account(), NAME, before), Overrides(keys=KEYS))[1]
    assert Counter(step.operation for step in plan.operations) == fewest_writes(before, after)


def refused_by_service(options: Options) -> str:
    try:
        make(account(), NAME, options)
    except RefusedError as error:
        return str(error)
    return ""


def refused_here(options: Options) -> str:
    try:
        planned(NAME, options, account(), Overrides(keys=KEYS))
    except InvalidSpecError as error:
        return str(error)
    return ""


# Refused here although the service takes it: a mode of insights that are nowhere enabled, and scaling of what is on
# demand, of a capacity outside its bounds, or of which something is missing.
POLICIES = ("[V51]", "[V53]", "[V55]", "[V85]")


@tried
@given(spoiled())
def test_validation_is_the_services_own(options: Options) -> None:
    theirs, ours = refused_by_service(options), refused_here(options)
    assert bool(theirs) == bool(ours) or any(policy in ours for policy in POLICIES), theirs or ours


def test_keys_stand_for_others() -> None:
    """The names that the strategies draw do resolve, so that a change of name alone is no change."""
    model = account()
    assert {model.resolve(name) for name in KEYS} == {KEY_ONE, KEY_TWO}


@tried
@given(of(("keys", "local_indexes")))
def test_what_cannot_be_changed_is_a_table(options: Options) -> None:
    """It alone makes a table, so that nothing that is drawn later is wrong for its sake."""
    make(account(), NAME, options | {"billing_mode": "PAY_PER_REQUEST"})
