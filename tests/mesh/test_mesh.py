# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""300 tables in 3 slices over 3 nodes, with the parts that AWX uses; a node is lost half-way, its slice run again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.planton.dynamodb.tests.mesh.support.fleet import (
    EVERY_TABLE,
    TABLES,
    TARGETS,
    Place,
    Target,
)
from ansible_collections.planton.dynamodb.tests.mesh.support.jobs import Job
from ansible_collections.planton.dynamodb.tests.mesh.support.story import Mesh, Story

PLACES = {target.host: target for target in TARGETS}


def _place(target: Target, name: str) -> Place:
    return target.account, target.region, name


def _joined(jobs: list[Job]) -> dict[Place, dict[str, Any]]:
    """The results of all tables of all hosts of these jobs; none may be told of twice."""
    told = [
        (_place(PLACES[host], name), result)
        for job in jobs
        for host, results in job.results().items()
        for name, result in results.items()
    ]
    assert len(told) == len(dict(told)), "two slices had the same table"
    return dict(told)


def _creates(result: dict[str, Any]) -> bool:
    return "CreateTable" in [operation["operation"] for operation in result["plan"]["operations"]]


def test_the_slices_are_those_of_awx(mesh: Mesh) -> None:
    names = sorted(PLACES)
    assert [slice_.hosts for slice_ in mesh.slices] == [names[0::3], names[1::3], names[2::3]]
    # Each host in one slice, with the variables of its groups.
    for slice_ in mesh.slices:
        grouped = [host for group in slice_.inventory.values() for host in group.get("hosts", [])]
        assert sorted(grouped) == sorted(slice_.hosts * 2)


def test_a_lost_node_is_seen_as_lost(story: Story) -> None:
    assert story.ended_processes >= 2  # the worker and ansible-playbook at least
    assert story.lost.code is None
    assert story.lost.stats() == {}
    assert list(story.lost.events("playbook_on_start")), "the node had begun to report"


def test_the_node_was_lost_half_way(story: Story) -> None:
    hosts = [PLACES[host] for host in story.lost.slice_.hosts]
    counts = [sum(_place(target, table["name"]) in story.made_at_stop for table in TABLES) for target in hosts]
    assert counts.count(len(TABLES)) >= 2, "some targets were done"
    assert any(0 < count < len(TABLES) for count in counts), "some were half-way"
    assert sum(counts) < len(TABLES) * len(hosts)


def test_every_slice_succeeds_in_the_end(story: Story) -> None:
    for job in [*story.finished, story.again]:
        stats = job.stats()
        assert job.code == 0
        assert sorted(stats["processed"]) == job.slice_.hosts
        assert not stats["failures"] and not stats["dark"]


def test_the_second_try_ran_on_another_node(story: Story) -> None:
    assert story.again.slice_ is story.lost.slice_
    assert story.again.node is not story.lost.node


def test_the_joined_results_are_of_every_table_and_of_no_other(story: Story) -> None:
    joined = _joined([*story.finished, story.again])
    assert set(joined) == EVERY_TABLE
    assert len(joined) == 300
    assert all(result["converged"] for result in joined.values())


def test_the_results_are_what_the_engine_holds(story: Story) -> None:
    joined = _joined([*story.finished, story.again])
    assert set(story.tables) == EVERY_TABLE
    for place, result in joined.items():
        description = story.tables[place]["description"]
        assert result["outputs"]["table_arn"] == description["TableArn"]
        assert result["outputs"]["table_id"] == description["TableId"]
        assert result["outputs"]["stream_arn"] == description.get("LatestStreamArn", "")


def test_every_table_is_as_it_was_specified(story: Story) -> None:
    for target in TARGETS:
        for table in TABLES:
            held = story.tables[_place(target, table["name"])]
            assert _in_words_of_the_spec(held) == _specified(target, table)


def _specified(target: Target, table: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": table["name"],
        "status": "ACTIVE",
        "billing_mode": "PAY_PER_REQUEST",
        "attributes": {(attribute["name"], attribute["type"]) for attribute in table["attribute_definitions"]},
        "keys": [(key["attribute_name"], key["key_type"]) for key in table["key_schema"]],
        "indexes": [index["name"] for index in table.get("global_secondary_indexes", [])],
        "stream": table.get("stream_view_type"),
        "ttl": table.get("ttl", {}).get("attribute_name"),
        "protected": table.get("deletion_protection_enabled", False),
        "tags": {"target": target.host},
    }


def _in_words_of_the_spec(held: dict[str, Any]) -> dict[str, Any]:
    description = held["description"]
    return {
        "name": description["TableName"],
        "status": description["TableStatus"],
        "billing_mode": description["BillingModeSummary"]["BillingMode"],
        "attributes": {
            (attribute["AttributeName"], attribute["AttributeType"])
            for attribute in description["AttributeDefinitions"]
        },
        "keys": [(key["AttributeName"], key["KeyType"]) for key in description["KeySchema"]],
        "indexes": [index["IndexName"] for index in description.get("GlobalSecondaryIndexes", [])],
        "stream": description.get("StreamSpecification", {}).get("StreamViewType"),
        "ttl": held["ttl"],
        "protected": description["DeletionProtectionEnabled"],
        "tags": held["tags"],
    }


def test_nothing_was_made_twice(story: Story, record_property: Callable[[str, object], None]) -> None:
    assert set(story.made) == EVERY_TABLE
    assert set(story.made.values()) == {1}
    record_property("tables", len(story.made))
    record_property("made before the stop", len(story.made_at_stop))
    for what, spent in story.seconds.items():
        record_property(f"seconds {what}", round(spent, 1))


def test_the_second_try_makes_what_was_missing_and_nothing_else(story: Story) -> None:
    again = _joined([story.again])
    assert {place for place, result in again.items() if _creates(result)} == set(again) - set(story.made_at_stop)


def test_a_drift_check_over_the_mesh_finds_nothing(story: Story) -> None:
    assert [job.code for job in story.drift] == [0, 0, 0]
    joined = _joined(story.drift)
    assert set(joined) == EVERY_TABLE
    assert not [place for place, result in joined.items() if result["changed"] or result["plan"]["operations"]]
    assert story.drift_writes == []


def test_the_nodes_have_nothing_but_what_was_sent(mesh: Mesh, story: Story) -> None:
    """The runner deletes a job's directory when it is done; that of the lost job is left, with the collection in it."""
    left = {node.name: sorted(path.name for path in (node.place / "work").iterdir()) for node in mesh.nodes}
    assert left == {"east": ["first"], "west": [], "north": []}
    sent = story.lost.node.place / "work" / "first" / "project" / "collections" / "ansible_collections"
    assert (sent / "planton" / "dynamodb" / "MANIFEST.json").is_file()


def test_nothing_is_left_running(mesh: Mesh, story: Story) -> None:
    assert [node.processes() for node in mesh.nodes] == [[], [], []]
    assert all(part.poll() is not None for job in mesh.jobs for part in job.parts)
