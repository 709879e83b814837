# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of a long run: the first lines soon, then as there is news, and ever fewer while there is none."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.plugin_utils._progress import CALM, Teller, duration


def snapshot(over: dict[str, str], total: int = 100, **more: Any) -> dict[str, Any]:
    nothing = {"waits": {}, "unread": 0, "in_line": 0, "seconds_between_changes": 0.0, "seconds_between_reads": {}}
    return {"total": total, "over": over, **nothing, **more}


def told(teller: Teller, seconds: int, **state: Any) -> list[int]:
    """The seconds at which something is shown."""
    return [now for now in range(seconds) if teller.lines(snapshot(**state), float(now))]


def test_a_short_run_shows_nothing() -> None:
    assert told(Teller(), 5, over={"orders": "changed"}) == []


def test_an_hour_of_waiting_is_no_flood() -> None:
    moments = told(Teller(), 3600, over={})
    assert moments[:5] == [5, 25, 65, 125, 185]
    assert len(moments) < 65


def test_news_come_every_ten_seconds_at_most() -> None:
    teller = Teller()
    moments = [
        now
        for now in range(100)
        if teller.lines(snapshot({f"table-{number}": "changed" for number in range(now)}), float(now))
    ]
    assert moments == [*range(5, 100, 10)]


def test_a_log_gets_a_line_a_minute_at_most() -> None:
    teller = Teller(CALM)
    done = [snapshot({f"table-{number}": "changed" for number in range(now)}) for now in range(600)]
    assert [now for now, each in enumerate(done) if teller.lines(each, float(now))] == [*range(5, 600, 60)]


def test_one_table_tells_what_it_does_and_what_comes_next() -> None:
    waits = {"orders": {"for": "build index by_sb (usually about 8 min 59 s), then build index by_st", "seconds": 120}}
    assert Teller().lines(snapshot({}, total=1, waits=waits), 125.0) == [
        "orders: build index by_sb (usually about 8 min 59 s), then build index by_st; 2 min 5 s so far"
    ]


def test_news_are_told_soon_after_a_long_calm() -> None:
    teller = Teller()
    assert told(teller, 300, over={})[-1] < 300
    assert teller.lines(snapshot({"orders": "failed"}), 300.0)


def test_what_is_told() -> None:
    over = {f"table-{number}": "ok" for number in range(20)}
    over |= {"orders": "changed", "carts": "failed"}
    waits = {
        "events": {"for": "index by_date built", "seconds": 192},
        "users": {"for": "table ACTIVE", "seconds": 4},
    }
    lines = Teller().lines(snapshot(over, waits=waits, unread=3, seconds_between_changes=1.04), 75.0)
    assert lines == [
        "22 of 100 tables done (1 changed, 1 failed); 3 not read yet; AWS admits a change every 1.0 s; 1 min 15 s so "
        "far",
        "  done: carts (failed), orders (changed)",
        "  in progress: events: index by_date built (3 min 12 s); users: table ACTIVE (4 s)",
    ]


def test_what_the_others_stand_in_line_for() -> None:
    reads = {"DescribeTimeToLive": 2.04, "ListTagsOfResource": 0.25}
    (line,) = Teller().lines(snapshot({}, unread=288, in_line=7, seconds_between_reads=reads), 10.0)
    assert line == (
        "0 of 100 tables done; 288 not read yet; 7 wait for their turn; AWS admits a DescribeTimeToLive every 2.0 s; "
        "10 s so far"
    )


def test_many_names_are_counted() -> None:
    over = {f"table-{number}": "changed" for number in range(30)}
    waits = {f"other-{number}": {"for": "table ACTIVE", "seconds": 1} for number in range(30)}
    _summary, done, waiting = Teller().lines(snapshot(over, waits=waits), 10.0)
    assert done.endswith("table-15 (changed), and 14 more") and waiting.endswith("; and 26 more")


def test_what_was_told_is_not_told_again() -> None:
    teller = Teller()
    assert "orders" in "\n".join(teller.lines(snapshot({"orders": "changed"}), 10.0))
    assert "orders" not in "\n".join(teller.lines(snapshot({"orders": "changed", "carts": "changed"}), 20.0))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59.4, "59 s"), (60, "1 min"), (192, "3 min 12 s"), (3725, "62 min")]
)
def test_duration(seconds: float, text: str) -> None:
    assert duration(seconds) == text
