# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that are made as replicas of tables in other accounts: what no planning case has."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError

SOURCE = "arn:aws:dynamodb:eu-west-1:210987654321:table/orders"


def test_keys_that_were_not_judged_before_are_refused_too() -> None:
    keys = [{"attribute_name": "id", "key_type": "HASH"}]
    spec = {"name": "orders", "global_table_source_arn": SOURCE, "key_schema": keys}
    with pytest.raises(InvalidSpecError) as refusal:
        make_plan(desired_from_options(spec), None, "eu-central-1")
    assert [(fault.rule, fault.path) for fault in refusal.value.violations] == [("V88", "key_schema")]


def test_a_text_that_is_no_arn_has_no_place() -> None:
    (origin,) = desired_from_options({"name": "orders", "global_table_source_arn": " orders "}).origins
    assert origin.to_options() == {"global_table_source_arn": "orders"}
    assert [fault.rule for fault in origin.rules("eu-central-1")] == ["V88"]
    (near,) = desired_from_options({"name": "orders", "global_table_source_arn": SOURCE}).origins
    assert not [*near.rules(None)] and not [*near.rules("eu-central-1")]
