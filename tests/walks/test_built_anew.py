# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An index of a global table that is built anew has its insights again, in all Regions and in the same run."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes
from ansible_collections.planton.dynamodb.tests.walks.runs import DAYS, PLAIN, SHORT, indexed
from ansible_collections.planton.dynamodb.tests.walks.test_replicas import FAR, HOME, NEAR, converge, replicas

ANEW = indexed({**DAYS, "projection": {"type": "KEYS_ONLY"}})
THROTTLED = "THROTTLED_KEYS"
INSIGHTS = {"contributor_insights_indexes": ["by_day"], "contributor_insights_mode": THROTTLED}
WRITE = "UpdateContributorInsights"


@pytest.fixture
def account() -> Account:
    """A table whose index has insights in one of two other Regions."""
    account = Account(lengths=SHORT)
    account.arrange({**PLAIN, **indexed(DAYS), **replicas(NEAR, FAR)})
    converge(account, {"replicas": [{"region_name": NEAR, **INSIGHTS}, {"region_name": FAR}]})
    return account


def modes(account: Account, region: str) -> dict[str, str]:
    """The modes of the insights that are on in a Region, by index."""
    found = account.client_in(region).list_contributor_insights(TableName="orders")["ContributorInsightsSummaries"]
    on = [each for each in found if each["ContributorInsightsStatus"] in ("ENABLED", "ENABLING")]
    return {each.get("IndexName", ""): each["ContributorInsightsMode"] for each in on}


def told(done: dict[str, Any]) -> list[tuple[str, str]]:
    return [(step["operation"], step.get("region", HOME)) for step in done["plan"]["operations"]]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="replicas are left out"),
        pytest.param(replicas(NEAR, FAR), id="nothing is said of the Regions"),
        pytest.param({"replicas": [{"region_name": NEAR, **INSIGHTS}, {"region_name": FAR}]}, id="it is listed"),
    ],
)
def test_its_insights_come_back(account: Account, options: dict[str, Any]) -> None:
    assert modes(account, NEAR) == {"by_day": THROTTLED}
    done = converge(account, {**ANEW, **options})
    assert told(done) == [("UpdateTable", HOME), ("UpdateTable", HOME), (WRITE, NEAR)]
    assert [change["path"] for change in done["changes"]] == ["global_secondary_indexes.by_day.projection.type"]
    assert modes(account, NEAR) == {"by_day": THROTTLED} and modes(account, FAR) == {}


def test_an_approved_plan_has_that_call(account: Account) -> None:
    planned = account.result(ANEW, apply=False)
    done = account.result(ANEW, expected_plan=planned["plan"]["id"])
    assert done["converged"], done.get("msg")
    assert modes(account, NEAR) == {"by_day": THROTTLED}


def test_those_of_an_index_that_goes_are_told(account: Account) -> None:
    done = converge(account, {**PLAIN, "attribute_definitions": PLAIN["attribute_definitions"], **indexed()})
    assert told(done) == [("UpdateTable", HOME)]
    path = f"replicas.{NEAR}.contributor_insights_indexes"
    assert path in [change["path"] for change in done["changes"]]
    assert modes(account, NEAR) == {}


@pytest.mark.parametrize("operation", ["DescribeTable", "ListContributorInsights"])
def test_a_region_of_which_nothing_is_said_may_be_denied(account: Account, operation: str) -> None:
    """The index is built anew all the same, and a warning says that nobody knows what went there."""
    account.host.faults.add("deny", region=NEAR, operation=operation)
    done = account.result({**ANEW, **replicas(NEAR, FAR)})
    assert done["converged"], done.get("msg")
    assert any(text.startswith(f"{NEAR}: ") for text in done["warnings"])
    assert not [call for call in writes(account.calls_since(0)) if call.caller.region == FAR]


def test_a_region_of_which_nothing_is_said_may_have_lost_its_key(account: Account) -> None:
    """Nothing can be planned there, which is no fault of a run that wants nothing there."""
    account.elsewhere()[NEAR].lost = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    planned = account.result({**ANEW, **replicas(NEAR, FAR)}, apply=False)
    assert "msg" not in planned, planned["msg"]
    assert told(planned) == [("UpdateTable", HOME), ("UpdateTable", HOME)]
    assert any(text.startswith(f"{NEAR}: ") and "INACCESSIBLE" in text for text in planned["warnings"])
    listed = {"replicas": [{"region_name": NEAR, **INSIGHTS}, {"region_name": FAR}]}
    assert "INACCESSIBLE" in account.result({**ANEW, **listed}, apply=False)["msg"]
