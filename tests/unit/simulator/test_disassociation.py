# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disassociation: documented, and measured by nobody. Its texts and times are none of the service's."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import LONG, Desk, status
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import (
    BUSY,
    FAR,
    FURTHER,
    HOME,
    joined,
    shown,
)
from ansible_collections.planton.dynamodb.tests.unit.simulator.test_global_strong import THREE, born

PROTECTION = "DisassociationProtectionEnabled"


def leave(region: str) -> Part:
    """The request, which names the Region that it is sent to."""
    return actions("Disassociate", region, DisassociationMode="WAIT_FOR_REPLICATION")


def documented(*regions: str) -> Desk:
    """A global table on an engine that does what is documented."""
    desk = joined({}, *regions)
    desk.engine.behaviour.documented = True
    return desk


def test_what_is_only_documented_is_refused() -> None:
    """As all that was not measured, unless the engine is told otherwise."""
    desk = joined({}, FAR)
    assert "not measured" in desk.at(FAR).not_changed(**leave(FAR))[1]
    assert "not measured" in desk.not_changed(**{PROTECTION: False})[1]


def test_a_replica_leaves_and_keeps_all_it_has() -> None:
    """Documented: UPDATING, then ACTIVE without replicas, with its items and settings; of two both become Regional."""
    desk = documented(FAR)
    far = desk.at(FAR)
    desk.send("PutItem", Item={"a": {"S": "1"}})
    far.send("TagResource", Tags=[{"Key": "k", "Value": "v"}])
    assert far.table()[PROTECTION] is desk.table()[PROTECTION] is True
    assert "protected against disassociation" in far.not_changed(**leave(FAR))[1]
    far.change(**{PROTECTION: False})
    desk.later(40.0)
    assert (far.table()[PROTECTION], desk.table()[PROTECTION]) == (False, True)
    assert far.change(**leave(FAR))["TableStatus"] == "UPDATING"
    assert desk.not_changed(DeletionProtectionEnabled=True) == BUSY and status(desk) == "UPDATING"
    desk.later(36.0)
    for one in (desk, far):
        assert shown(one) == ("ACTIVE", {}) and not {"GlobalTableVersion", PROTECTION} & {*one.table()}
    assert far.send("ListTagsOfResource")["Tags"] == [{"Key": "k", "Value": "v"}]
    desk.send("PutItem", Item={"a": {"S": "2"}})
    assert (len(desk.send("Scan")["Items"]), len(far.send("Scan")["Items"])) == (2, 1)
    assert "already existed as tables" in desk.not_changed(**actions("Create", FAR))[1]
    assert far.send("DeleteTable") and desk.send("DeleteTable")


def test_the_others_stay_together() -> None:
    """Documented: it is the Region that the call is sent to that leaves."""
    desk = documented(FAR, FURTHER)
    desk.change(**{PROTECTION: False})
    desk.later(40.0)
    desk.change(**leave(HOME))
    desk.later(LONG)
    assert shown(desk) == ("ACTIVE", {})
    assert shown(desk.at(FAR)) == ("ACTIVE", {FURTHER: "ACTIVE"})
    assert shown(desk.at(FURTHER)) == ("ACTIVE", {FAR: "ACTIVE"})


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (leave(HOME), "must name the Region that the request is sent to"),
        ({"ReplicaUpdates": [*leave(FAR)["ReplicaUpdates"], *actions("Create", FURTHER)["ReplicaUpdates"]]}, "only"),
        ({**leave(FAR), "DeletionProtectionEnabled": True}, "DeletionProtection modification must be the only"),
        ({PROTECTION: False, "DeletionProtectionEnabled": True}, ""),
    ],
)
def test_how_it_is_not_asked_for(request_: Part, text: str) -> None:
    """Documented: alone, in the Region that leaves."""
    desk = documented(FAR)
    assert text in desk.at(FAR).not_changed(**request_)[1]


def test_who_cannot_leave() -> None:
    """Documented: a member of a global table with strong consistency; a Regional table has nothing to leave."""
    desk = born(THREE)
    desk.engine.behaviour.documented = True
    for request in ({PROTECTION: False}, leave(HOME)):
        assert "eventual consistency" in desk.not_changed(**request)[1]
    desk.change(**actions("Delete", FAR, FURTHER))
    desk.later(LONG)
    assert "eventual consistency" in desk.not_changed(**leave(HOME))[1]
