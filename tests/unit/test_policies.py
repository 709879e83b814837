# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policy documents that nobody should write and somebody does, and what settings of policies tell."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.filter.to_manifest import to_manifest
from ansible_collections.planton.dynamodb.plugins.module_utils._settings import documents
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.policies import Policy
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.resource_policy.setting import RESOURCE_POLICY
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.stand_ins import arns_of, filled
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import Violation
from ansible_collections.planton.dynamodb.tests.unit.test_adoption_notes import found

ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
GRANT = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "dynamodb:GetItem", "Resource": "*"}


def document(**more: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{**GRANT, **more}]}


def told(given: Any) -> list[Violation]:
    """What is said of a policy by the specification alone."""
    policy = RESOURCE_POLICY.from_options({"resource_policy": given})
    assert policy is not None
    return [*RESOURCE_POLICY.rules(policy, observe(Answers({"TableName": "orders"})).settings)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Principal": "*"}, {"Principal": {"AWS": "*"}}),
        ({"Principal": {"AWS": ["b", "a"]}}, {"Principal": {"AWS": ["a", "b", "a"]}}),
        ({"Condition": {"NumericLessThan": {"x": 1}}}, {"Condition": {"NumericLessThan": {"x": ["1"]}}}),
        ({"Condition": {"Bool": {"x": True}}}, {"Condition": {"Bool": {"x": "true"}}}),
        ({"Effect": "allow"}, {"Effect": "Allow"}),
    ],
)
def test_what_means_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert documents.same(document(**one), document(**other), "aws")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Sid": "a"}, {}),
        ({"Resource": "x"}, {"Resource": "X"}),
        ({"Principal": {"AWS": "a"}}, {"Principal": {"Service": "a"}}),
        ({"Principal": {"AWS": "a"}}, {"NotPrincipal": {"AWS": "a"}}),
        ({"Condition": "any"}, {"Condition": {"Bool": {"x": "true"}}}),
        ({"Condition": {"Bool": "x"}}, {"Condition": {"Bool": {"x": "true"}}}),
        ({"Principal": {"AWS": "123456789012"}}, {"Principal": {"AWS": "arn:aws-cn:iam::123456789012:root"}}),
    ],
)
def test_what_differs(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not documents.same(document(**one), document(**other), "aws")


def test_an_id_of_the_whole_document_counts() -> None:
    assert not documents.same({**document(), "Id": "a"}, document(), "aws")
    assert documents.text_of({"Id": "a", **document()}).startswith('{"Version":"2012-10-17","Id":"a","Statement":[{')


def test_the_text_has_a_version_and_no_blanks() -> None:
    text = documents.text_of({"Statement": GRANT})
    assert text.startswith('{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":') and " " not in text


@pytest.mark.parametrize("given", ['"text"', "null", "3", '"{}"', "[]", "{", "Statement: []"])
def test_text_that_is_no_document(given: str) -> None:
    (violation,) = told(given)
    assert violation.rule == "V49" and "give a dictionary, or its JSON text" in violation.hint


def test_where_text_is_no_json() -> None:
    assert "line 2, column 1" in told('{"Statement":\n]')[0].message


def test_a_blank_text_is_no_value() -> None:
    assert RESOURCE_POLICY.from_options({"resource_policy": " \n"}) is None
    assert RESOURCE_POLICY.from_options({"resource_policy": None}) is None


def test_a_policy_tells_its_revision() -> None:
    policy = RESOURCE_POLICY.from_aws({"Policy": "{}", "RevisionId": "7"}, {})
    assert RESOURCE_POLICY.outputs(policy) == {"policy_revision_id": "7"}
    assert (policy.expected, Policy({}).expected) == ("7", "NO_POLICY")


def test_arns_are_filled_in_where_they_are_known() -> None:
    table = {"TableArn": ARN, "LatestStreamArn": f"{ARN}/stream/1"}
    assert filled(["__TABLE_ARN__/index/*", 1], arns_of(table)) == [f"{ARN}/index/*", 1]
    # AWS goes on to show the ARN of a stream that was turned off.
    assert filled("__STREAM_ARN__", arns_of(table)) == "__STREAM_ARN__"
    on = {**table, "StreamSpecification": {"StreamEnabled": True}}
    assert filled("__STREAM_ARN__", arns_of(on)) == f"{ARN}/stream/1"


def test_only_some_requests_have_texts_that_stand_for_arns() -> None:
    observed = observe(Answers({"TableName": "orders", "TableArn": ARN}))
    request = {"Tags": [{"Key": "a", "Value": "__TABLE_ARN__"}]}
    assert Operation("TagResource", "orders", request, "tag").request_for(observed) == request
    put = Operation("PutResourcePolicy", "orders", {"ResourceArn": "__TABLE_ARN__"}, "put", stand_ins=True)
    assert put.request_for(observed) == {"ResourceArn": ARN}
    assert put.request_for(None) == {"ResourceArn": "__TABLE_ARN__"}


def test_older_manifests_do_not_say_policies() -> None:
    text = to_manifest(found(resource_policy=document()))
    assert "it is left alone: the resource policy: {Version: '2012-10-17'" in text and "resourcePolicy" not in text
    assert 'resourcePolicy: \'{"Version"' in to_manifest(found(resource_policy=document()), 5)
