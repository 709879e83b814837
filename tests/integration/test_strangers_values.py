# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values as people give them: as text, of other types, from defaults of the list and of the play."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import FACTS, ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import (
    DESTROY,
    ORDERS,
    OTHER_REGION,
    TABLE,
    UNLIKELY,
    failure,
    included,
    region_of,
)
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)


@pytest.mark.parametrize("as_text", [json.dumps, lambda value: f"# as somebody wrote it\n{json.dumps(value)}\n"])
def test_text_is_read_as_what_it_says(playbook: PlaybookRunner, as_text: Any) -> None:
    """What ``lookup('file')`` and the text area of a survey give."""
    tables = [
        {"name": "orders", "ttl": as_text({"enabled": True, "attribute_name": "until"})},
        as_text({"name": "carts"}),
    ]
    run = playbook(
        ROLE,
        prefixed(
            tables=as_text(tables),
            table_defaults=as_text({**TABLE, "key_schema": as_text(TABLE["key_schema"])}),
            concurrency="8",
            aws_config=as_text({"read_timeout": 20}),
        ),
    )
    assert facts(run)["results"]["orders"]["spec"]["ttl"] == {"enabled": True, "attribute_name": "until"}
    assert facts(run)["results"]["carts"]["converged"]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        (prefixed(tables="orders, carts"), ["aws_dynamodb_tables[0]: this is to be a dictionary, not 'orders'"]),
        (prefixed(tables={"name": "orders"}), ["aws_dynamodb_tables: this is to be a list, not a dictionary"]),
        (prefixed(tables="[{name: orders"), ["aws_dynamodb_tables: this text cannot be read as a list: "]),
        (
            prefixed(tables=[{"name": "orders"}, ["carts"]]),
            ["aws_dynamodb_tables[1]: this is to be a dictionary, not a l"],
        ),
        (prefixed(name="orders", ttl="expires_at"), ["aws_dynamodb_ttl: this is to be a dictionary, not 'expires_at'"]),
        (prefixed(name="orders", tags=["a"]), ["aws_dynamodb_tags: this is to be a dictionary, not a list"]),
        (prefixed(name=["orders"]), ["aws_dynamodb_name: this is to be text, not a list"]),
        (
            prefixed(name="orders", concurrency="many"),
            ["aws_dynamodb_concurrency: this is to be a whole number, not 'many'"],
        ),
        (
            prefixed(name="orders", tags_from="api", detail="none"),
            [
                "aws_dynamodb_detail: this is to be changed or all, not 'none'",
                "aws_dynamodb_tags_from: this is to be table or tagging_api, not 'api'",
            ],
        ),
        (prefixed(name="orders", concurrency=0), ["aws_dynamodb_concurrency: no call could be made at all"]),
        (prefixed(name="orders", wait="maybe"), ["aws_dynamodb_wait: this is to be true or false, not 'maybe'"]),
        (
            prefixed(
                tables=[{"name": "orders", "biling_mode": "PAY_PER_REQUEST", "wait_timeout": "soon"}, {"nmae": "x"}]
            ),
            [
                "aws_dynamodb_tables[0].wait_timeout: this is to be a whole number, not 'soon'",
                "aws_dynamodb_tables[0].biling_mode: there is no such option; did you mean billing_mode?",
                "aws_dynamodb_tables[1].nmae: there is no such option; did you mean name?",
            ],
        ),
    ],
)
def test_other_text_is_refused_by_variable_and_item(
    playbook: PlaybookRunner, variables: dict[str, Any], told: list[str]
) -> None:
    run = playbook(ROLE, variables, code=2)
    assert [each for each in told if each not in failure(run)] == []
    assert run.calls == []


def test_errors_name_what_the_user_wrote(playbook: PlaybookRunner) -> None:
    """Variables of one table, items of a list, and the defaults of the list."""
    one = playbook(
        ROLE, prefixed(name="orders", **{**TABLE, "ttl": {"enabled": True}}, recovery_period_in_days=3), code=2
    )
    assert "- aws_dynamodb_ttl.attribute_name: " in failure(one)
    assert "- aws_dynamodb_recovery_period_in_days: " in failure(one)
    assert "set aws_dynamodb_point_in_time_recovery_enabled: true" in failure(one)
    several = prefixed(
        table_defaults={**TABLE, "ttl": {"enabled": True}}, tables=[{"name": "orders", "tags": {"aws:x": "y"}}]
    )
    told = failure(playbook(ROLE, several, code=2))
    assert "- aws_dynamodb_table_defaults.ttl.attribute_name: " in told
    assert "- aws_dynamodb_tables[0].tags." in told
    protected = prefixed(name="orders", **TABLE, deletion_protection_enabled=True)
    playbook(ROLE, protected)
    told = failure(playbook(DESTROY, {**protected, "aws_dynamodb_destroy_confirm": True}, code=2))
    assert "aws_dynamodb_force: true" in told and "set force" not in told


def test_defaults_count_for_one_table_too(playbook: PlaybookRunner) -> None:
    run = playbook(
        ROLE, prefixed(name="orders", table_defaults={**TABLE, "tags": {"team": "shop"}}, tags={"team": "cart"})
    )
    assert facts(run)["results"]["orders"]["spec"]["tags"] == {"team": "cart"}


def test_variables_that_have_no_effect_are_told(playbook: PlaybookRunner) -> None:
    run = playbook(ROLE, {**ORDERS, **prefixed(manifest_tags=True, manifest_names={"orders": "x"})})
    assert "aws_dynamodb_manifest_tags has no effect without aws_dynamodb_manifests" in run.output
    assert "aws_dynamodb_manifest_names has no effect without aws_dynamodb_manifests" in run.output


@pytest.mark.parametrize("name", ["group/planton.dynamodb.aws", "planton.dynamodb.dynamodb_tables"])
def test_module_defaults_reach_the_role(playbook: PlaybookRunner, engine: Engine, name: str) -> None:
    play = {
        "name": "Play",
        "hosts": "localhost",
        "gather_facts": False,
        "module_defaults": {name: {"region": "{{ theirs }}", "aws_endpoint_url": engine.url, "profile": "nobody"}},
        "vars": {"theirs": OTHER_REGION},
        "tasks": [
            included(name="orders", access_key="123456789012", secret_key="none-of-yours", **TABLE),
            FACTS,
        ],
    }
    run = playbook([play])
    assert region_of(run) == OTHER_REGION and run.calls == []
    own = {
        **play,
        "tasks": [
            included(name="carts", region=REGION, access_key="123456789012", secret_key=UNLIKELY, **TABLE),
            FACTS,
        ],
    }
    assert region_of(playbook([own]), "carts") == REGION
