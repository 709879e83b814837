# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of the published lab (L-n is DDB-TABLE-n) about contributor insights."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.simulator.settings.insights import Insights
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import LONG, ON_DEMAND, defined, index, made


def test_l_089_insights_that_were_on() -> None:
    """L-089, L-093: rules while they are on; mode and date are kept when they are off, and are not there before."""
    keys = [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]
    desk = made({**defined("a", "b"), "KeySchema": keys, "GlobalSecondaryIndexes": [index("byB", "b")]})
    assert {*desk.send("DescribeContributorInsights")} == {"TableName", "ContributorInsightsStatus"}
    for name, count in (({}, 4), ({"IndexName": "byB"}, 2)):
        desk.send("UpdateContributorInsights", ContributorInsightsAction="ENABLE", **name)
        desk.later(60.0)
        shown = desk.send("DescribeContributorInsights", **name)["ContributorInsightsRuleList"]
        assert [one.split("-")[1] for one in shown] == ["PKC", "PKT", "SKC", "SKT"][:count]
    desk.send("UpdateContributorInsights", ContributorInsightsAction="DISABLE")
    desk.later(60.0)
    shown = desk.send("DescribeContributorInsights")
    assert (shown["ContributorInsightsStatus"], shown["ContributorInsightsMode"]) == (
        "DISABLED",
        "ACCESSED_AND_THROTTLED_KEYS",
    )
    assert "LastUpdateDateTime" in shown and "ContributorInsightsRuleList" not in shown


def test_l_344_empty_pages() -> None:
    """L-344: of all tables a page is one of what could be on; the last has no token."""
    desk = made(ON_DEMAND)
    desk.send("UpdateContributorInsights", ContributorInsightsAction="ENABLE", IndexName="byC")
    sizes, more = [], {}
    while not sizes or more:
        page = desk.send("ListContributorInsights", bare=True, MaxResults=1, **more)
        sizes.append(len(page["ContributorInsightsSummaries"]))
        more = {"NextToken": page["NextToken"]} if "NextToken" in page else {}
    assert sizes == [0, 0, 1]


def test_l_337_rules_of_insights_are_a_hundred() -> None:
    """L-337 to L-341: one too many fails two seconds later, stays so until it is asked again, and is listed."""
    desk = made({})
    on, off = ({"ContributorInsightsAction": action} for action in ("ENABLE", "DISABLE"))
    for place in range(50):
        desk.create(TableName=f"many{place}", ready=False)
    desk.later(LONG)
    for place in range(50):
        desk.send("UpdateContributorInsights", TableName=f"many{place}", **on)

    def shown() -> tuple[str, bool]:
        answer = desk.send("DescribeContributorInsights")
        return answer["ContributorInsightsStatus"], "FailureException" in answer

    for _time in range(2):
        assert desk.send("UpdateContributorInsights", **on)["ContributorInsightsStatus"] == "ENABLING"
        assert shown() == ("ENABLING", False)
        desk.later(60.0)
        assert shown() == ("FAILED", True)
    assert (
        desk.send("ListContributorInsights")["ContributorInsightsSummaries"][0]["ContributorInsightsStatus"] == "FAILED"
    )
    desk.send("UpdateContributorInsights", TableName="many7", **on, ContributorInsightsMode="THROTTLED_KEYS")
    desk.send("UpdateContributorInsights", TableName="many8", **off)
    assert shown() == ("FAILED", True)
    desk.send("UpdateContributorInsights", **on)
    desk.later(60.0)
    assert shown() == ("ENABLED", False)


def test_l_339_insights_that_have_failed_are_turned_off() -> None:
    """L-339: the reason is shown until they are off."""
    desk = made({})
    desk.engine.world().tables["orders"].of(Insights).insights[""] = "THROTTLED_KEYS"
    desk.engine.world().tables["orders"].of(Insights).insights_failed.add("")
    desk.send("UpdateContributorInsights", ContributorInsightsAction="DISABLE")
    answer = desk.send("DescribeContributorInsights")
    assert answer["ContributorInsightsStatus"] == "DISABLING" and "FailureException" in answer
    desk.later(60.0)
    answer = desk.send("DescribeContributorInsights")
    assert answer["ContributorInsightsStatus"] == "DISABLED" and "FailureException" not in answer


def test_another_table_that_has_gone_meanwhile() -> None:
    """The rules of all tables are counted, and a deletion that has come to its end is noticed then."""
    desk = made({})
    desk.create(TableName="bills")
    desk.send("DeleteTable", TableName="bills")
    desk.later(60.0)
    desk.send("UpdateContributorInsights", ContributorInsightsAction="ENABLE")
    assert "bills" not in desk.engine.world().tables
